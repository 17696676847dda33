import fc from 'fast-check';
import { checkDigit } from '../../../master-data/index.js';
import { GS, applicationIdentifier } from './application-identifiers.js';
import { elementString, fitsElement, humanReadable } from './element-builder.js';
import { readElementString } from './element-string.js';
import { gs1Date, gs1DateDigits } from './gs1-date.js';

const TODAY = '2026-01-26';
const read = (text: string) => readElementString(text, TODAY);
const pairs = (text: string) => read(text).elements.map(({ ai, value }) => [ai, value]);
const faults = (text: string) => read(text).faults.map(({ position, ai, code }) => [position, ai, code]);

describe('an element string as a reader transmits it', () => {
  it('needs no separator behind elements whose length is known', () => {
    expect(pairs('0109506000134352' + '17141120' + '10ABC123')).toEqual([
      ['01', '09506000134352'],
      ['17', '141120'],
      ['10', 'ABC123'],
    ]);
  });

  it('ends the others at a separator, and takes one at the end or the beginning', () => {
    const expected = [
      ['01', '09506000134352'],
      ['10', 'ABC'],
      ['21', '12345'],
    ];
    expect(pairs(`010950600013435210ABC${GS}2112345`)).toEqual(expected);
    expect(pairs(`${GS}010950600013435210ABC${GS}2112345${GS}`)).toEqual(expected);
    expect(pairs(`0109506000134352${GS}10ABC${GS}2112345`)).toEqual(expected);
  });

  test.each([
    ['00106141412345678908', [['00', '106141412345678908']]],
    [
      '02106141415432193724',
      [
        ['02', '10614141543219'],
        ['37', '24'],
      ],
    ],
    [
      '01106141415432193103000750',
      [
        ['01', '10614141543219'],
        ['3103', '000750'],
      ],
    ],
    [
      `4109501101021037400PO-77${GS}42012345`,
      [
        ['410', '9501101021037'],
        ['400', 'PO-77'],
        ['420', '12345'],
      ],
    ],
    [
      `240ITEM 9`.replace(' ', '-') + `${GS}241C/12${GS}3012`,
      [
        ['240', 'ITEM-9'],
        ['241', 'C/12'],
        ['30', '12'],
      ],
    ],
    [
      `8003095060001343521234${GS}8008260126150${'1'}`,
      [
        ['8003', '095060001343521234'],
        ['8008', '2601261501'],
      ],
    ],
    ['2001', [['20', '01']]],
    [
      `421360A1B${GS}422360`,
      [
        ['421', '360A1B'],
        ['422', '360'],
      ],
    ],
    ['91our own: anything', []],
  ])('reads %j', (text, expected) => {
    if (expected.length === 0) expect(faults(text)).toEqual([[1, '91', 'GS1_CHARACTERS']]);
    else expect([pairs(text), faults(text)]).toEqual([expected, []]);
  });

  it('knows dates, measures and amounts by their value', () => {
    const { elements } = read(`11260100` + '17290229' + '3103001250' + '3922' + '1999' + GS + '3911360' + '0125');
    expect(elements.map(({ ai, date, decimal, unit }) => [ai, date ?? decimal, unit])).toEqual([
      ['11', '2026-01-31', undefined],
      ['17', undefined, undefined],
      ['3103', '1.250', 'KG'],
      ['3922', '19.99', undefined],
      ['3911', '12.5', undefined],
    ]);
    expect(read('3100000012').elements[0]).toMatchObject({ decimal: '12', unit: 'KG' });
    expect(read('3155000012').elements[0]).toMatchObject({ decimal: '0.00012', unit: 'L' });
  });
});

describe('the form for people', () => {
  it('is read by its brackets; those of a value stay in it', () => {
    expect(pairs('(01)09506000134352(10)AB(C)(21)(77)')).toEqual([
      ['01', '09506000134352'],
      ['10', 'AB(C)'],
      ['21', '(77)'],
    ]);
  });

  it('tells what it does not know, with its place', () => {
    expect(faults('(09)123(10)A')).toEqual([[1, '09', 'GS1_UNKNOWN_AI']]);
    expect(faults('(x)1')).toEqual([[1, null, 'GS1_UNKNOWN_AI']]);
    expect(faults('(01)09506000134353(17)261301')).toEqual([
      [1, '01', 'GS1_CHECK_DIGIT'],
      [19, '17', 'GS1_DATE'],
    ]);
  });
});

describe('what is wrong is told at once, with its place', () => {
  test.each([
    ['', [[1, null, 'GS1_EMPTY']]],
    ['0109506000134353', [[1, '01', 'GS1_CHECK_DIGIT']]],
    ['00106141412345678909', [[1, '00', 'GS1_CHECK_DIGIT']]],
    ['4149501101021038', [[1, '414', 'GS1_CHECK_DIGIT']]],
    ['010950600', [[1, '01', 'GS1_TOO_SHORT']]],
    ['0109506000134A52', [[1, '01', 'GS1_CHARACTERS']]],
    ['17260231', [[1, '17', 'GS1_DATE']]],
    ['17261300', [[1, '17', 'GS1_DATE']]],
    ['10', [[1, '10', 'GS1_TOO_SHORT']]],
    ['10' + 'A'.repeat(21), [[1, '10', 'GS1_TOO_LONG']]],
    ['10A#B', [[1, '10', 'GS1_CHARACTERS']]],
    [
      '37123456789',
      [
        [1, '37', 'GS1_COMBINATION'],
        [1, '37', 'GS1_TOO_LONG'],
      ],
    ],
    ['0210614141543219', [[1, '02', 'GS1_COMBINATION']]],
    ['0109506000134352' + '0210614141543219' + '3712', [[17, '02', 'GS1_COMBINATION']]],
    [`10A${GS}10B`, [[5, '10', 'GS1_REPEATED']]],
    [`10A${GS}10A`, []],
    [`10A${GS}${GS}21B`, [[5, null, 'GS1_UNKNOWN_AI']]],
    ['5912', [[1, null, 'GS1_UNKNOWN_AI']]],
    [
      `0109506000134353` + '17260231' + `0599${GS}10` + 'A'.repeat(21) + `${GS}21B`,
      [
        [1, '01', 'GS1_CHECK_DIGIT'],
        [17, '17', 'GS1_DATE'],
        [25, null, 'GS1_UNKNOWN_AI'],
        [30, '10', 'GS1_TOO_LONG'],
      ],
    ],
  ])('%j', (text, expected) => {
    const sorted = (list: unknown[]) => list.map((each) => JSON.stringify(each)).sort();
    expect(sorted(faults(text))).toEqual(sorted(expected));
  });

  it('and what could be read is read', () => {
    expect(pairs(`0109506000134353` + `0599${GS}21B`)).toEqual([
      ['01', '09506000134353'],
      ['21', 'B'],
    ]);
  });

  it('counts from where the message began', () => {
    expect(readElementString('17260231', TODAY, 3).faults[0]).toMatchObject({ position: 4 });
  });
});

describe('a date of six digits', () => {
  test.each([
    ['260126', '2026-01-26'],
    ['260200', '2026-02-28'],
    ['280200', '2028-02-29'],
    ['750101', '2075-01-01'],
    ['770101', '1977-01-01'],
    ['990101', '1999-01-01'],
    ['000229', '2000-02-29'],
    ['260230', null],
    ['260001', null],
  ])('%s is %s in 2026', (digits, date) => expect(gs1Date(digits, TODAY)).toBe(date));

  test.each([
    ['490101', '1999-06-01', '2049-01-01'],
    ['500101', '1999-06-01', '1950-01-01'],
    ['400101', '2090-06-01', '2140-01-01'],
    ['410101', '2090-06-01', '2041-01-01'],
  ])('%s in the year of %s is %s', (digits, today, date) => expect(gs1Date(digits, today)).toBe(date));

  it('is written again', () => expect(gs1DateDigits('2029-02-28')).toBe('290228'));
});

describe('the builder', () => {
  it('puts elements of known length first and separates the others', () => {
    expect(
      elementString([
        ['10', 'ABC'],
        ['01', '09506000134352'],
        ['21', '7'],
        ['17', '290228'],
      ]),
    ).toBe(`010950600013435217290228` + `10ABC${GS}217`);
    expect(
      humanReadable([
        ['01', '09506000134352'],
        ['10', 'ABC'],
      ]),
    ).toBe('(01)09506000134352(10)ABC');
  });

  it('writes nothing that could not be read', () => {
    expect(() => elementString([['01', '09506000134353']])).toThrow('(01) at 1');
    expect(() => elementString([['10', `A${GS}21B`]])).toThrow('read back');
    expect(() => elementString([['09', '1']])).toThrow(RangeError);
  });

  it('says what fits into a lot or serial', () => {
    expect(['L-1/2', 'A B', 'x'.repeat(21), 'é', ''].map(fitsElement)).toEqual([true, false, false, false, false]);
  });

  it('is the inverse of the reader', () => {
    const text = fc.stringMatching(/^[A-Za-z0-9!"%&'*+,./:;<=>?_-]{1,20}$/);
    const digits = (n: number) => fc.stringMatching(new RegExp(`^[0-9]{${n}}$`));
    const key = (ai: string, n: number) => digits(n).map((d) => [ai, d + checkDigit(d)] as [string, string]);
    const elements = fc
      .tuple(key('01', 13), text, text, key('414', 12), digits(6), text)
      .map(([gtin, lot, serial, place, weight, order]): [string, string][] => [
        gtin,
        place,
        ['3102', weight],
        ['10', lot],
        ['21', serial],
        ['400', order],
      ]);
    fc.assert(fc.property(elements, (given) => expect(pairs(elementString(given))).toEqual(given)));
  });
});

it('no identifier begins like another', () => {
  const all = Array.from({ length: 10000 }, (_, n) => String(n)).flatMap((n) =>
    [2, 3, 4].filter((length) => n.length <= length).map((length) => n.padStart(length, '0')),
  );
  const known = [...new Set(all)].filter((ai) => applicationIdentifier(ai));
  expect(known.length).toBeGreaterThan(300);
  expect(known.filter((ai) => known.some((other) => other !== ai && other.startsWith(ai)))).toEqual([]);
});
