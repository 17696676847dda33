import { compareHeaders, compareLines, sameContent } from './bom-comparison.js';
import type { ComparedBom, ComparedLine } from './bom-comparison.js';

const line = (component: string, given: Partial<ComparedLine> = {}): ComparedLine => ({
  line_no: 10,
  kind: 'component',
  component_id: component,
  sku: component.toUpperCase(),
  quantity: 1,
  scrap_percent: '0',
  cost_share_percent: '0',
  valid_from: null,
  valid_to: null,
  operation: null,
  issue_method: 'backflush',
  notes: null,
  external_id: null,
  substitutes: [],
  ...given,
});
const bom = (lines: ComparedLine[], given: Partial<ComparedBom> = {}): ComparedBom => ({
  revision: 'A',
  type: 'manufacturing',
  output_quantity: 1,
  valid_from: null,
  valid_to: null,
  notes: null,
  external_id: null,
  lines,
  ...given,
});

describe('comparing two bills', () => {
  it('finds lines added, removed and changed', () => {
    const from = bom([
      line('x'),
      line('y', { line_no: 20, quantity: 2, scrap_percent: '1' }),
      line('w', { line_no: 30 }),
    ]);
    const to = bom([
      line('z', { line_no: 5 }),
      line('y', { line_no: 15, quantity: 3, scrap_percent: '1.0000', operation: 'SEW' }),
      line('w', { line_no: 30 }),
    ]);
    expect(compareLines(from, to)).toEqual([
      {
        change: 'removed',
        kind: 'component',
        component_id: 'x',
        sku: 'X',
        from_line_no: 10,
        to_line_no: null,
        fields: [],
      },
      {
        change: 'changed',
        kind: 'component',
        component_id: 'y',
        sku: 'Y',
        from_line_no: 20,
        to_line_no: 15,
        fields: [
          { field: 'quantity_per_piece', from: '2', to: '3' },
          { field: 'operation', from: null, to: 'SEW' },
        ],
      },
      {
        change: 'added',
        kind: 'component',
        component_id: 'z',
        sku: 'Z',
        from_line_no: null,
        to_line_no: 5,
        fields: [],
      },
    ]);
  });

  it('compares quantities for one piece: 24 for a dozen are 2 for one', () => {
    const dozen = bom([line('x', { quantity: 24 }), line('y', { quantity: 5 })], { output_quantity: 12 });
    const one = bom([line('x', { quantity: 2 }), line('y', { quantity: 1 })]);
    expect(compareLines(dozen, one)).toMatchObject([
      { component_id: 'y', fields: [{ field: 'quantity_per_piece', from: '5/12', to: '1' }] },
    ]);
    expect(compareHeaders(dozen, one)).toEqual([{ field: 'output_quantity', from: '12', to: '1' }]);
  });

  it('pairs several lines for one product in their order, and keeps kinds apart', () => {
    const from = bom([line('x', { line_no: 10 }), line('x', { line_no: 20, quantity: 2 })]);
    const to = bom([line('x', { line_no: 10 }), line('x', { line_no: 20, kind: 'by_product' })]);
    expect(
      compareLines(from, to).map(({ change, kind, from_line_no, to_line_no }) => [
        change,
        kind,
        from_line_no,
        to_line_no,
      ]),
    ).toEqual([
      ['removed', 'component', 20, null],
      ['added', 'by_product', null, 20],
    ]);
  });

  it('sees a change in the order or the quantity of substitutes', () => {
    const s = (sku: string, quantity: number): { component_id: string; sku: string; quantity: number } => ({
      component_id: sku,
      sku,
      quantity,
    });
    const fields = compareLines(
      bom([line('x', { substitutes: [s('A', 1), s('B', 2)] })]),
      bom([line('x', { substitutes: [s('B', 2), s('A', 1)] })]),
    )[0]!.fields;
    expect(fields).toEqual([{ field: 'substitutes', from: 'A 1, B 2', to: 'B 2, A 1' }]);
  });

  it('says when nothing differs', () => {
    const a = bom([line('x', { scrap_percent: '2.5' }), line('y', { line_no: 20 })]);
    const b = bom([line('y', { line_no: 20 }), line('x', { scrap_percent: '2.5000' })]);
    expect(compareLines(a, b)).toEqual([]);
    expect(sameContent(a, b)).toBe(true);
    expect(sameContent(a, bom(a.lines as ComparedLine[], { notes: 'x' }))).toBe(false);
    expect(sameContent(a, bom([line('x', { scrap_percent: '2.5' }), line('y', { line_no: 20, notes: 'x' })]))).toBe(
      false,
    );
  });
});
