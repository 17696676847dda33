import fc from 'fast-check';
import { Rational } from '../../kernel/numbers/index.js';
import { UnitGraph } from '../../master-data/index.js';
import type { RoundingRule } from '../../master-data/index.js';
import { countedLines, differenceOf, namedQuantities, unitFaults } from './line-quantities.js';
import type { UnitFacts, UnitLine, UsualUnit } from './line-quantities.js';
import { ledgerLinesOf } from './line-units.js';

const [glue, piece, box, dozen, carton, kilo] = ['glue', 'piece', 'box', 'dozen', 'carton', 'kilo'];

/** A box is 7 pieces, a dozen 12; bought by the box, sold by the dozen. */
function facts(rule: Partial<RoundingRule> = {}): UnitFacts {
  const edge = (from: string, numerator: number) => ({
    from_unit_id: from,
    to_unit_id: piece,
    product_id: null,
    numerator,
    denominator: 1,
  });
  return {
    products: new Map([
      [
        glue,
        {
          id: glue,
          unit_id: piece,
          purchase_unit_id: box,
          sales_unit_id: dozen,
          rounding: 'exact' as const,
          rounding_increment: 1,
          ...rule,
        },
      ],
    ]),
    codes: new Map([piece, box, dozen, carton].map((id) => [id, id.toUpperCase()])),
    ids: new Map([piece, box, dozen, carton].map((id) => [id.toUpperCase(), id])),
    graph: new UnitGraph([edge(box, 7), edge(dozen, 12)]),
  };
}
const line = (unit_quantity: string, more: Partial<UnitLine> = {}): UnitLine => ({
  product_id: glue,
  unit_quantity,
  ...more,
});
const quantities = (lines: UnitLine[], rule: Partial<RoundingRule> = {}, usual: UsualUnit = 'purchase') =>
  countedLines(lines, facts(rule), usual).lines.map(({ quantity }) => quantity);

describe('a quantity in a unit', () => {
  it('is what its factor makes it, exactly', () => {
    expect(
      quantities([line('2', { unit_id: box }), line('2.5', { unit_id: dozen }), { product_id: glue, quantity: 3 }]),
    ).toEqual([14, 30, 3]);
  });

  test.each([
    ['purchase', 14],
    ['sales', 24],
    ['stock', 2],
  ] as const)('without a unit is in the %s unit', (usual, pieces) => {
    expect(quantities([line('2')], {}, usual)).toEqual([pieces]);
  });

  it('that is no whole number of pieces is refused with what it must be a multiple of', () => {
    expect(countedLines([line('1'), line('0.5')], facts(), 'purchase').faults).toEqual([
      {
        pointer: '/lines/1/unit_quantity',
        code: 'INEXACT_CONVERSION',
        message: 'Does not come out in steps of 1 of the stock unit; give a multiple of 1/7',
      },
    ]);
  });

  it('rounds by the rule of the stock unit, once for all lines of the product, and names each difference', () => {
    const { lines, said } = countedLines([line('0.5'), line('1'), line('0.5')], facts({ rounding: 'up' }), 'purchase');
    expect(lines.map(({ quantity }) => quantity)).toEqual([4, 7, 3]);
    expect(said.map(differenceOf)).toEqual([Rational.of(1, 2), Rational.ZERO, Rational.of(-1, 2)]);
    expect(quantities([line('0.5'), line('0.2')], { rounding: 'up' })).toEqual([4, 1]);
    expect(quantities([line('0.5'), line('0.25')], { rounding: 'down' })).toEqual([3, 2]);
    expect(quantities([line('1.5')], { rounding: 'half_even', rounding_increment: 5 })).toEqual([10]);
  });

  it('does not add what enters to what leaves', () => {
    const both = [line('0.5', { direction: 'increase' }), line('0.5', { direction: 'decrease' })];
    expect(quantities(both, { rounding: 'up' })).toEqual([4, 4]);
  });

  it('has its value from the cost of the unit, never through the cost of a piece', () => {
    const [counted] = countedLines([line('3', { unit_cost: '10' })], facts(), 'purchase').lines;
    expect(counted).toEqual({ product_id: glue, unit_quantity: '3', quantity: 21, unit_cost: null, value: '30.00' });
    const [both] = countedLines([line('3', { unit_cost: '10', value: '1' })], facts(), 'purchase').lines;
    expect(both).toMatchObject({ unit_cost: '10', value: '1' });
  });

  it('tells every fault with its line', () => {
    const lines = [
      line('1', { product_id: 'nothing' }),
      line('1', { unit_id: carton }),
      line('1', { unit_id: kilo }),
      line('9007199254740991'),
      line('0.1'),
    ];
    expect(
      countedLines(lines, facts({ rounding: 'down' }), 'purchase').faults.map(({ pointer, code }) => [pointer, code]),
    ).toEqual([
      ['/lines/0/product_id', 'REFERENCE_NOT_FOUND'],
      ['/lines/1/unit_id', 'NO_CONVERSION'],
      ['/lines/2/unit_id', 'REFERENCE_NOT_FOUND'],
      ['/lines/3/unit_quantity', 'TOO_LARGE'],
      ['/lines/4/unit_quantity', 'TOO_SMALL'],
    ]);
    expect(countedLines([line('0.1')], facts({ rounding: 'down' }), 'purchase').faults).toMatchObject([
      { pointer: '/lines/0/unit_quantity', code: 'TOO_SMALL' },
    ]);
  });

  it('is said once', () => {
    const faults = unitFaults([
      { product_id: glue },
      { product_id: glue, quantity: 1, unit_quantity: '1' },
      { product_id: glue, quantity: 1, unit_id: box },
      { product_id: glue, quantity: 1 },
      line('1'),
    ]);
    expect(faults.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/lines/0/quantity', 'REQUIRED'],
      ['/lines/1/unit_quantity', 'EXCLUSIVE'],
      ['/lines/2/unit_quantity', 'REQUIRED'],
    ]);
  });

  it('makes and loses no piece, however a delivery is written on lines', () => {
    const sevenths = fc.integer({ min: 1, max: 2000 }).map((n) => (n / 8).toFixed(3));
    const rule = fc.record({
      rounding: fc.constantFrom('up' as const, 'down' as const, 'half_even' as const),
      rounding_increment: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(sevenths, { minLength: 1, maxLength: 12 }), rule, (parts, each) => {
        const total = parts.reduce((sum, part) => sum.add(Rational.parse(part)), Rational.ZERO).toFixed(6);
        const split = countedLines(
          parts.map((part) => line(part)),
          facts(each),
          'purchase',
        );
        const whole = countedLines([line(total)], facts(each), 'purchase');
        if (split.faults.length > 0 || whole.faults.length > 0) return;
        expect(split.lines.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(whole.lines[0]!.quantity);
        const differences = split.said.map(differenceOf).reduce((a, b) => a.add(b), Rational.ZERO);
        expect(differences).toEqual(differenceOf(whole.said[0]!));
      }),
    );
  });
});

describe('a line with several quantities', () => {
  const named = (source: object, rest?: number, rule: Partial<RoundingRule> = {}, optional = true) =>
    countedLines(
      namedQuantities(
        source,
        ['accepted', 'damaged'],
        { product_id: glue, at: '/lines/4', ...(rest && { rest }) },
        optional,
      ),
      facts(rule),
      'stock',
    );
  const pieces = (counted: ReturnType<typeof named>) => counted.lines.map(({ quantity }) => quantity);

  it('has one unit for those that are said in one, pieces for the others', () => {
    expect(pieces(named({ unit_code: 'BOX', accepted_unit_quantity: '2', damaged_quantity: 3 }))).toEqual([14, 3]);
    expect(pieces(named({ accepted_quantity: 3 }))).toEqual([3, 0]);
    expect(named({ unit_id: box, damaged_unit_quantity: '1' }).said).toMatchObject([
      { field: 'damaged_quantity', quantity: 7, unit_code: 'BOX' },
    ]);
  });

  it('tells faults where they are said', () => {
    expect(named({ unit_id: kilo, accepted_unit_quantity: '1' }).faults).toMatchObject([
      { pointer: '/lines/4/unit_id', code: 'REFERENCE_NOT_FOUND' },
    ]);
    expect(named({ unit_code: 'KILO', accepted_unit_quantity: '1' }).faults).toMatchObject([
      { pointer: '/lines/4/unit_code', code: 'REFERENCE_NOT_FOUND' },
    ]);
    expect(named({ unit_id: box, accepted_unit_quantity: '0.5' }).faults).toMatchObject([
      { pointer: '/lines/4/accepted_unit_quantity', code: 'INEXACT_CONVERSION' },
    ]);
    const missing = namedQuantities({}, ['planned'], { product_id: glue, at: '' }, false);
    expect(unitFaults(missing)).toMatchObject([{ pointer: '/planned_quantity', code: 'REQUIRED' }]);
    const both = { ...line('1'), unit_id: box, unit_code: 'BOX' };
    expect(unitFaults([both])).toMatchObject([{ pointer: '/lines/0/unit_code', code: 'EXCLUSIVE' }]);
  });

  it('takes all that is left when it comes within less than a step of it', () => {
    const half = { unit_id: box, accepted_unit_quantity: '0.5' };
    expect(pieces(named(half, 4, { rounding: 'down' }))).toEqual([4, 0]);
    expect(pieces(named(half, 5, { rounding: 'down' }))).toEqual([3, 0]);
    expect(pieces(named(half, 3, { rounding: 'up' }))).toEqual([3, 0]);
  });

  it('is never a step off what was said, and never stops short of what is left by less than one', () => {
    const rule = fc.record({
      rounding: fc.constantFrom('up' as const, 'down' as const, 'half_even' as const),
      rounding_increment: fc.integer({ min: 1, max: 3 }),
    });
    const eighths = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(eighths, eighths, fc.integer({ min: 1, max: 400 }), rule, (accepted, damaged, left, each) => {
        const source = {
          unit_id: box,
          accepted_unit_quantity: (accepted / 8).toFixed(3),
          damaged_unit_quantity: (damaged / 8).toFixed(3),
        };
        const counted = named(source, left, each);
        if (counted.faults.length > 0) return;
        const taken = pieces(counted).reduce((sum, quantity) => sum + quantity, 0);
        const said = ((accepted + damaged) * 7) / 8;
        expect(Math.abs(taken - said)).toBeLessThan(each.rounding_increment);
        if (Math.abs(left - said) < each.rounding_increment) expect(taken).toBe(left);
      }),
    );
  });
});

it('finds the ledger lines that a line of the document became', () => {
  const posted = { lines: [3, 2, 1, 1, 4].map((quantity, n) => ({ quantity, line_no: n + 1 })) } as never;
  const draft = [{ quantity: 5 }, { place: 2, quantity: 1 }, { place: 2, quantity: 1 }, { place: 3, quantity: 4 }];
  expect([...ledgerLinesOf(posted, draft)]).toEqual([
    [1, { first_line_no: 1, last_line_no: 2 }],
    [2, { first_line_no: 3, last_line_no: 4 }],
    [3, { first_line_no: 5, last_line_no: 5 }],
  ]);
});
