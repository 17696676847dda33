import 'reflect-metadata';
import { CodeField, IntegerField, ListField, ObjectField, QuantityField, StringField } from './fields.js';
import { escapePointer, fieldFaults, fieldsOf, isDto, objectCheck, tidyObject } from './field-registry.js';

class LineDto {
  @CodeField() sku!: string;
  @QuantityField({ alias: 'qty' }) quantity!: number;
  @IntegerField({ default: 7 }) days!: number;
}
class HeadDto {
  @StringField({ nullable: true }) note!: string | null;
}
class OrderDto extends HeadDto {
  @ListField(LineDto, { min: 1 }) lines!: LineDto[];
  @ObjectField(() => LineDto, { optional: true }) first?: LineDto;
}

describe('field registry', () => {
  it('knows the fields of a class and of its ancestors, and gives none of them back to the ancestor', () => {
    expect([...fieldsOf(OrderDto).keys()].sort()).toEqual(['first', 'lines', 'note']);
    expect([...fieldsOf(HeadDto).keys()]).toEqual(['note']);
    expect([isDto(OrderDto), isDto(class {}), isDto('x'), isDto(undefined)]).toEqual([true, false, false, false]);
  });

  it('tidies: older names, defaults, blanks, at every level, without touching what came in', () => {
    const input = { note: ' hi ', lines: [{ sku: ' B-1 ', qty: 3 }], first: { sku: 'B-2 ', qty: 1, days: 2 } };
    const before = structuredClone(input);
    expect(tidyObject(OrderDto, input)).toEqual({
      note: 'hi',
      lines: [{ sku: 'B-1', quantity: 3, days: 7 }],
      first: { sku: 'B-2', quantity: 1, days: 2 },
    });
    expect(input).toEqual(before);
  });

  it.each([[null], ['x'], [[1]], [5]])('leaves %j for the checks to refuse', (value) =>
    expect(tidyObject(OrderDto, value)).toBe(value),
  );

  it('refuses a field that comes under both of its names', () => {
    const faults = objectCheck(() => LineDto)(tidyObject(LineDto, { sku: 'a', quantity: 1, qty: 2 }));
    expect(faults).toEqual([{ code: 'UNKNOWN_FIELD', message: 'is not a field here', pointer: '/qty' }]);
  });

  it('points at every fault of nested objects at once', () => {
    const check = objectCheck(() => OrderDto);
    const faults = check({
      note: null,
      lines: [{ sku: '', quantity: 0, days: 1 }, { quantity: 1, days: 1, 'a/b~': 1 }, 5],
    });
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/lines/0/sku REQUIRED',
      '/lines/0/quantity TOO_SMALL',
      '/lines/1/a~1b~0 UNKNOWN_FIELD',
      '/lines/1/sku REQUIRED',
      '/lines/2 INVALID_TYPE',
    ]);
    expect(check([])[0]?.code).toBe('INVALID_TYPE');
    expect(check({})).toHaveLength(2);
  });

  it('tells absent from null', () => {
    const note = fieldsOf(OrderDto).get('note')!;
    const first = fieldsOf(OrderDto).get('first')!;
    expect(fieldFaults(note, null)).toEqual([]);
    expect(fieldFaults(note, undefined)).toEqual([{ code: 'REQUIRED', message: 'is required' }]);
    expect(fieldFaults(first, undefined)).toEqual([]);
    expect(fieldFaults(first, null)).toEqual([{ code: 'REQUIRED', message: 'must not be null' }]);
  });

  it('cuts a long name in a pointer', () => expect(escapePointer('x'.repeat(1000))).toHaveLength(64));
});
