import { types } from 'pg';
import { PG_TYPES, isoTimestamp, safeInteger } from './pg-types.js';

describe('types of the database', () => {
  it.each([
    ['2026-01-26 17:03:11.12+07', '2026-01-26T17:03:11.120+07:00'],
    ['2026-01-26 17:03:11+07', '2026-01-26T17:03:11.000+07:00'],
    ['2026-01-26 06:33:11.120456-03:30', '2026-01-26T06:33:11.120-03:30'],
    ['infinity', 'infinity'],
  ])('the time %s arrives as %s', (text, expected) => expect(isoTimestamp(text)).toBe(expected));

  it('whole numbers are exact or refused', () => {
    expect(safeInteger('-9007199254740991')).toBe(-9007199254740991);
    expect(() => safeInteger('9007199254740992')).toThrow('VALUE_OUT_OF_RANGE');
  });

  it("money stays a text, dates too, the rest is the driver's", () => {
    const parse = (oid: number, text: string): unknown => PG_TYPES.getTypeParser(oid, 'text')(text as never);
    expect(parse(types.builtins.NUMERIC, '1250.00')).toBe('1250.00');
    expect(parse(types.builtins.DATE, '2026-01-26')).toBe('2026-01-26');
    expect(parse(types.builtins.TIMESTAMP, '2026-01-26 00:00:00')).toBe('2026-01-26 00:00:00');
    expect(parse(types.builtins.INT8, '12')).toBe(12);
    expect(parse(types.builtins.BOOL, 't')).toBe(true);
    expect(parse(types.builtins.JSONB, '{"a":1}')).toEqual({ a: 1 });
  });
});
