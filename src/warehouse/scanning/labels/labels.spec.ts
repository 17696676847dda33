import fc from 'fast-check';
import { readSymbols } from '../../../../test/support/label-reader.js';
import { readDocumentCode } from '../document-codes.js';
import type { ScannedRow } from '../scannables.js';
import { readScan } from '../scan-text.js';
import { labelContent } from './label-content.js';
import type { Symbology } from './label-content.js';
import { drawLabel } from './label-drawing.js';
import { labelsPdf } from './label-pdf.js';
import { labelSvg } from './label-svg.js';
import { SHEETS, placesOn, sheetNamed } from './sheets.js';
import { symbolShape } from './symbol.js';

const GS = '\u001d';
const TODAY = '2026-01-26';
const LOT: ScannedRow = {
  kind: 'lot',
  id: 'id',
  parts: ['FAB-PLUSH', 'L-7/A'],
  code: 'L-7/A',
  name: 'Plush fabric, brown <soft> & warm',
  state: 'available',
  details: {
    barcode: '4006381333931',
    sku: 'FAB-PLUSH',
    tracking: 'lot',
    expires_on: '2029-02-28',
    manufactured_on: '2026-01-10',
  },
};
const BIN: ScannedRow = {
  kind: 'location',
  id: 'id',
  parts: ['MAIN', 'Z1-A-3'],
  code: 'Z1-A-3',
  name: 'Rack A, place 3',
  state: 'active',
  details: { type: 'production_floor', company_code: 'MAIN' },
};

function draw(row: ScannedRow, symbology: Symbology, size = { width: 100, height: 50 }) {
  const content = labelContent(row, row.kind === 'lot' ? 'T' : 'L', TODAY);
  const symbol = content.symbols.find((each) => each.symbology === symbology)!;
  const shape = symbolShape(symbol);
  return shape && drawLabel(content, symbol, shape, size);
}

describe('what a label says', () => {
  it('of a lot is its product, expiry and lot in GS1 symbols, and our own codes beside', () => {
    expect(labelContent(LOT, 'T', TODAY)).toMatchObject({
      code: 'L-7/A',
      facts: [
        { name: 'Product', value: 'FAB-PLUSH' },
        { name: 'Expires', value: '2029-02-28' },
        { name: 'Made', value: '2026-01-10' },
      ],
      symbols: [
        {
          symbology: 'gs1_datamatrix',
          content: '01040063813339311729022810L-7/A',
          human_readable: '(01)04006381333931(17)290228(10)L-7/A',
        },
        { symbology: 'gs1_128' },
        { symbology: 'qr', human_readable: 'L-7/A' },
        { symbology: 'code_128' },
      ],
    });
  });

  it.each([
    ['without a GTIN', { ...LOT, details: { ...LOT.details, barcode: 'HOUSE-1' } }],
    ['with a lot that element strings cannot hold', { ...LOT, code: 'L 7' }],
    ['of a place', BIN],
  ])('%s is only our own code', (_, row) => {
    expect(labelContent(row, 'T', TODAY).symbols.map(({ symbology }) => symbology)).toEqual(['qr', 'code_128']);
  });

  it('leaves out a date that would be read in another century', () => {
    const far = { ...LOT, details: { ...LOT.details, expires_on: '2999-01-01', tracking: 'serial' } };
    expect(labelContent(far, 'T', TODAY).symbols[0]!.human_readable).toBe('(01)04006381333931(21)L-7/A');
  });

  it('of a place are its kind and company, and of anything else its state', () => {
    expect(labelContent(BIN, 'L', TODAY).facts).toEqual([
      { name: 'Type', value: 'production floor' },
      { name: 'Company', value: 'MAIN' },
    ]);
    const order = { ...BIN, kind: 'manufacturing_order', state: 'in_progress', details: {} };
    expect(labelContent(order, 'MO', TODAY).facts).toEqual([{ name: 'State', value: 'in progress' }]);
    expect(labelContent({ ...order, kind: 'movement', details: { type: 'receipt' } }, 'M', TODAY).facts).toEqual([
      { name: 'Type', value: 'receipt' },
    ]);
  });
});

describe('an independent reader finds on the label', () => {
  it.each([
    ['gs1_datamatrix', 'DataMatrix', ']d2'],
    ['gs1_128', 'Code128', ']C1'],
  ] as const)('the element string in %s', async (symbology, format, identifier) => {
    const [found, ...others] = await readSymbols(labelSvg(draw(LOT, symbology)!));
    expect(others).toEqual([]);
    expect(found).toEqual({ format, symbology: identifier, text: '01040063813339311729022810L-7/A' });
    const { format: kind, faults, elements } = readScan(found!.symbology + found!.text, TODAY);
    expect([kind, faults, elements.map(({ ai, value }) => [ai, value])]).toEqual([
      'gs1',
      [],
      [
        ['01', '04006381333931'],
        ['17', '290228'],
        ['10', 'L-7/A'],
      ],
    ]);
  });

  it.each([
    ['qr', 'QRCode', 'roll_62x29'],
    ['qr', 'QRCode', 'roll_50x25'],
    ['code_128', 'Code128', 'a4_3x8'],
    ['code_128', 'Code128', 'letter_3x10'],
  ] as const)('our own code in %s on %s, %s', async (symbology, format, sheet) => {
    const [width, height] = sheetNamed(sheet).label;
    const [found] = await readSymbols(labelSvg(draw(BIN, symbology, { width, height })!), 16);
    expect(found).toMatchObject({ format });
    expect(readDocumentCode(found!.text)).toEqual({ letter: 'L', parts: ['MAIN', 'Z1-A-3'] });
  });

  it('the separator between two elements of variable length', async () => {
    const symbol = { symbology: 'gs1_datamatrix', content: `10A(B)${GS}21S-1`, human_readable: '' } as const;
    const content = labelContent(LOT, 'T', TODAY);
    const drawing = drawLabel(content, symbol, symbolShape(symbol)!, { width: 50, height: 25 })!;
    const [found] = await readSymbols(labelSvg(drawing), 16);
    expect(found).toMatchObject({ symbology: ']d2', text: `10A(B)${GS}21S-1` });
  });
});

describe('a label', () => {
  it('keeps everything inside its edges, whatever it says', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(words, words, fc.constantFrom(...SHEETS), (code, name, { label: [width, height] }) => {
        const drawing = draw({ ...BIN, code, name }, 'qr', { width, height })!;
        for (const { x, y, width: w, height: h } of drawing.rectangles) {
          expect(x).toBeGreaterThanOrEqual(2);
          expect(y).toBeGreaterThanOrEqual(2);
          expect(x + w).toBeLessThanOrEqual(width - 1.99);
          expect(y + h).toBeLessThanOrEqual(height - 1.99);
        }
        for (const { x, y, size, text } of drawing.texts) {
          expect(y).toBeLessThanOrEqual(height - 1.99);
          expect(x + [...text].length * size * 0.5).toBeLessThanOrEqual(width);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is refused rather than printed too fine to be read', () => {
    expect(draw(LOT, 'code_128', { width: 25, height: 15 })).toBeNull();
    expect(draw(LOT, 'qr', { width: 12, height: 8 })).toBeNull();
    expect(symbolShape({ symbology: 'qr', content: 'x'.repeat(9000), human_readable: '' })).toBeNull();
  });

  it('never cuts off what a symbol says', () => {
    const words = (symbology: Symbology) =>
      draw(LOT, symbology, { width: 70, height: 37.1 })!.texts.map(({ text }) => text);
    expect(words('gs1_datamatrix')).toEqual(expect.arrayContaining(['(01)04006381333931', '(17)290228', '(10)L-7/A']));
    expect(words('gs1_128')).toContain('(01)04006381333931(17)290228(10)L-7/A');
  });

  it('writes words as words', () => {
    const svg = labelSvg(draw(LOT, 'qr')!);
    expect(svg).toContain('Plush fabric, brown &lt;soft&gt; &amp;');
    expect(svg).toContain('width="100mm" height="50mm"');
  });
});

describe('a sheet', () => {
  it('holds all its labels on the page', () => {
    for (const sheet of SHEETS) {
      const { columns, rows, page, label } = sheet;
      const places = placesOn(sheet, columns * rows, 0);
      expect(places.every(({ page: on }) => on === 0)).toBe(true);
      expect(Math.max(...places.map(({ x }) => x + label[0]))).toBeLessThanOrEqual(page[0] + 0.05);
      expect(Math.max(...places.map(({ y }) => y + label[1]))).toBeLessThanOrEqual(page[1] + 0.05);
      expect(label[0]).toBeLessThanOrEqual(sheet.column_step);
      expect(label[1]).toBeLessThanOrEqual(sheet.row_step);
    }
  });

  it('begins where the used places end and goes on to the next page', () => {
    expect(placesOn(sheetNamed('a4_3x8'), 3, 22).map(({ page, x, y }) => [page, x, Math.round(y)])).toEqual([
      [0, 70, 260],
      [0, 140, 260],
      [1, 0, 0],
    ]);
  });

  it('is a PDF with a page for each', async () => {
    const drawing = draw({ ...BIN, name: 'Rak 棚 é' }, 'qr', { width: 70, height: 37.1 })!;
    const pdf = (await labelsPdf(Array(25).fill(drawing), sheetNamed('a4_3x8'), 0)).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    expect(pdf).toContain('/Count 2');
    expect(pdf).toContain('[0 0 595.275591 841.889764]');
  });
});
