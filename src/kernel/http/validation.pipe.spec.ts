import 'reflect-metadata';
import type { ArgumentMetadata } from '@nestjs/common';
import { AppError } from '../errors/index.js';
import {
  AnyField,
  AttributesField,
  BooleanField,
  CodeField,
  DateField,
  DecimalField,
  EnumField,
  IntegerField,
  MoneyField,
  PercentField,
  QuantityField,
  SecretField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
} from './fields.js';
import { ListQuery } from './paging.js';
import { ValidationPipe } from './validation.pipe.js';

class EveryDto {
  @CodeField({ optional: true }) code?: string;
  @TextField({ optional: true }) notes?: string;
  @SecretField({ optional: true }) password?: string;
  @EnumField(['manufacturing', 'phantom'], { optional: true, aliases: { 'Kit/Phantom': 'phantom' } }) type?: string;
  @BooleanField({ optional: true }) is_active?: boolean;
  @IntegerField({ optional: true }) days?: number;
  @QuantityField({ optional: true, alias: 'qty' }) quantity?: number;
  @MoneyField({ optional: true }) amount?: string;
  @UnitCostField({ optional: true }) price?: string;
  @DecimalField({ optional: true, scale: 4, digits: 3, signed: true }) variance?: string;
  @PercentField({ optional: true }) scrap?: string;
  @DateField({ optional: true }) on?: string;
  @TimestampField({ optional: true, nullable: true }) at?: string | null;
  @UuidField({ optional: true }) id?: string;
  @ValuesField('uuid', { optional: true }) ids?: string[];
  @ValuesField('string', { optional: true, max: 2 }) tags?: string[];
  @AttributesField({ optional: true }) attributes?: object;
  @AnyField({ optional: true }) any?: unknown;
}
class FilteredQuery extends ListQuery {
  @BooleanField({ optional: true }) is_active?: boolean;
  @QuantityField({ optional: true }) at_least?: number;
  @ValuesField('string', { optional: true }) codes?: string[];
  @AttributesField({ optional: true }) attributes?: object;
}

const pipe = new ValidationPipe();
const body = (value: unknown): unknown => pipe.transform(value, { type: 'body', metatype: EveryDto as never });
const query = (value: unknown): unknown => pipe.transform(value, { type: 'query', metatype: FilteredQuery as never });

function faults(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [
      `${error.entry.status} ${error.code}`,
      ...error.field_errors.map(({ pointer, code }) => `${pointer} ${code}`),
    ];
  }
  return [];
}

describe('ValidationPipe', () => {
  it("makes an instance of the DTO with today's names and kept forms", () => {
    const read = body({
      code: ' A-1 ',
      type: 'Kit/Phantom',
      qty: 4,
      scrap: 2.5,
      at: null,
      notes: ' as it is ',
      password: ' s ',
      any: [1],
    });
    expect(read).toBeInstanceOf(EveryDto);
    expect(read).toEqual({
      code: 'A-1',
      type: 'phantom',
      quantity: 4,
      scrap: '2.5',
      at: null,
      notes: ' as it is ',
      password: ' s ',
      any: [1],
    });
  });

  it('takes an absent body as an empty one and leaves what is no DTO alone', () => {
    expect(body(undefined)).toEqual({});
    expect(pipe.transform('x', { type: 'param', metatype: EveryDto as never } as ArgumentMetadata)).toBe('x');
    expect(pipe.transform('x', { type: 'body', metatype: String } as ArgumentMetadata)).toBe('x');
  });

  it.each([[null], [[]], ['x'], [5], [true]])('refuses %j as a body', (value) => {
    expect(faults(() => body(value))).toEqual(['422 VALIDATION_FAILED', ' INVALID_TYPE']);
  });

  it('names every fault at once', () => {
    expect(
      faults(() =>
        body({
          code: 'two  blanks',
          notes: '\u0000',
          password: '',
          type: 'constructor',
          is_active: 1,
          days: 1.5,
          quantity: 0,
          amount: '1.005',
          price: '-1',
          variance: '1e3',
          scrap: 100.5,
          on: '2026-02-30',
          at: 'now',
          id: 'x',
          ids: ['x'],
          tags: ['a', 'b', 'c'],
          attributes: [],
          extra: 1,
        }),
      ).sort(),
    ).toEqual(
      [
        '422 VALIDATION_FAILED',
        '/code INVALID_FORMAT',
        '/notes INVALID_CHARACTERS',
        '/password REQUIRED',
        '/type NOT_ALLOWED',
        '/is_active INVALID_TYPE',
        '/days NOT_WHOLE',
        '/quantity TOO_SMALL',
        '/amount INVALID_DECIMAL',
        '/price TOO_SMALL',
        '/variance INVALID_DECIMAL',
        '/scrap TOO_LARGE',
        '/on INVALID_DATE',
        '/at INVALID_TIMESTAMP',
        '/id INVALID_UUID',
        '/ids/0 INVALID_UUID',
        '/tags TOO_MANY',
        '/attributes INVALID_TYPE',
        '/extra UNKNOWN_FIELD',
      ].sort(),
    );
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', 'then', 'prototype', '__defineGetter__', 'role', 'version'])(
    'refuses the unknown field %s',
    (name) => {
      expect(faults(() => body({ [name]: { a: 1 } }))).toEqual(['422 VALIDATION_FAILED', `/${name} UNKNOWN_FIELD`]);
      expect(faults(() => query({ [name]: 'x' }))).toEqual(['400 UNKNOWN_QUERY_PARAMETER', `?${name} UNKNOWN_FIELD`]);
    },
  );

  it('does not lose a query parameter named __proto__', () => {
    const hostile = JSON.parse('{"__proto__":"x"}') as object;
    expect(faults(() => query(hostile))).toEqual(['400 UNKNOWN_QUERY_PARAMETER', '?__proto__ UNKNOWN_FIELD']);
  });

  it('reads the texts of a query as the types of its fields', () => {
    expect(
      query({
        limit: '10',
        include_total: 'true',
        is_active: 'false',
        codes: 'a,b',
        attributes: '{"colour":"red"}',
        q: ' bear ',
      }),
    ).toEqual({
      limit: 10,
      include_total: true,
      is_active: false,
      codes: ['a', 'b'],
      attributes: { colour: 'red' },
      q: 'bear',
    });
  });

  it.each([
    [{ limit: '501' }, '?limit TOO_LARGE'],
    [{ limit: '0' }, '?limit TOO_SMALL'],
    [{ limit: '1e2' }, '?limit INVALID_TYPE'],
    [{ limit: '99999999999999999999' }, '?limit INVALID_TYPE'],
    [{ limit: '10.5' }, '?limit INVALID_TYPE'],
    [{ limit: ['1', '2'] }, '?limit INVALID_TYPE'],
    [{ at_least: '9007199254740993' }, '?at_least TOO_LARGE'],
    [{ at_least: '1.0000000000000001' }, '?at_least INVALID_TYPE'],
    [{ is_active: 'yes' }, '?is_active INVALID_TYPE'],
    [{ attributes: '{"a":' }, '?attributes INVALID_TYPE'],
    [{ attributes: '{"a":1,"a":2}' }, '?attributes INVALID_TYPE'],
    [{ attributes: '['.repeat(8000) + ']'.repeat(8000) }, '?attributes INVALID_TYPE'],
    [{ q: '' }, '?q REQUIRED'],
  ])('refuses the query %j', (value, fault) =>
    expect(faults(() => query(value))).toEqual(['400 UNKNOWN_QUERY_PARAMETER', fault]),
  );
});
