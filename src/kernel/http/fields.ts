import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';
import {
  MAX_SCAN,
  checkAttributes,
  checkBoolean,
  checkDate,
  checkDecimal,
  checkEnum,
  checkInteger,
  checkList,
  checkScan,
  checkString,
  checkTimestamp,
  checkUuid,
} from './field-checks.js';
import type { Check } from './field-checks.js';
import { fieldFaults, objectCheck, registerField, tidyObject } from './field-registry.js';
import type { FieldSpec } from './field-registry.js';
import { parseJsonBody } from './json-body.js';

/** What every field decorator takes. One decorator validates the field and documents it. */
export interface FieldOptions {
  readonly description?: string;
  readonly example?: unknown;
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly alias?: string;
  readonly deprecated?: boolean;
}

type DtoClass = new () => object;

interface FieldParts {
  readonly check: Check;
  readonly schema: ApiPropertyOptions;
  readonly from_text?: (text: string) => unknown;
  readonly tidy?: (value: unknown) => unknown;
}

/** Name of our one class-validator constraint; the pipe reads the faults from the message. */
export const FIELD_CONSTRAINT = 'field';

function field(options: FieldOptions, parts: FieldParts): PropertyDecorator {
  return (target, property) => {
    const optional = (options.optional ?? false) || options.default !== undefined;
    const spec: FieldSpec = {
      name: property as string,
      check: parts.check,
      optional,
      nullable: options.nullable ?? false,
      default: options.default,
      alias: options.alias,
      from_text: parts.from_text,
      tidy: parts.tidy,
    };
    describeField(target, spec);
    const { nullable, deprecated, example } = options;
    const description = [options.description, options.alias && `Older name: \`${options.alias}\`.`]
      .filter(Boolean)
      .join(' ');
    const schema = { ...parts.schema } as Record<string, unknown>;
    if (example !== undefined) schema['example'] = example;
    if (description) schema['description'] = description;
    if (nullable) schema['nullable'] = true;
    if (deprecated) schema['deprecated'] = true;
    if (options.default !== undefined) schema['default'] = options.default;
    ApiProperty({ ...schema, required: !optional } as ApiPropertyOptions)(target, property);
  };
}

/** Gives a property its checks; what it is documented as is said apart. */
export function describeField(target: object, spec: FieldSpec): void {
  registerField(target, spec);
  ValidateBy({
    name: FIELD_CONSTRAINT,
    validator: {
      validate: (value: unknown) => fieldFaults(spec, value).length === 0,
      defaultMessage: (args) => JSON.stringify(fieldFaults(spec, args?.value)),
    },
  })(target, spec.name);
}

const trim = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value);
const numberFromText = (text: string): unknown => (/^-?\d{1,16}$/.test(text) ? Number(text) : text);
const booleanFromText = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);

const ID_EXAMPLE = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';

export function UuidField(options: FieldOptions = {}): PropertyDecorator {
  return field({ example: ID_EXAMPLE, ...options }, { check: checkUuid, schema: { type: 'string', format: 'uuid' } });
}

/** One line of text; 255 characters unless `max` says otherwise. */
export function StringField(
  options: FieldOptions & { min?: number; max?: number; pattern?: RegExp } = {},
): PropertyDecorator {
  const { min = 0, max = 255, pattern } = options;
  return field(options, {
    check: checkString({ min, max, pattern }),
    schema: { type: 'string', minLength: min, maxLength: max, ...(pattern && { pattern: pattern.source }) },
    tidy: trim,
  });
}

/** Text of several lines. */
export function TextField(options: FieldOptions & { max?: number } = {}): PropertyDecorator {
  const { max = 2000 } = options;
  return field(options, { check: checkString({ max, lines: true }), schema: { type: 'string', maxLength: max } });
}

/** A password or token: taken as it is, never trimmed, never shown. */
export function SecretField(options: FieldOptions & { max?: number } = {}): PropertyDecorator {
  const { max = 1024 } = options;
  return field(options, {
    check: checkString({ min: 1, max, lines: true }),
    schema: { type: 'string', format: 'password', minLength: 1, maxLength: max },
  });
}

/** A business code or number: 1 to 64 visible characters. */
export function CodeField(options: FieldOptions & { max?: number } = {}): PropertyDecorator {
  const { max = 64 } = options;
  const pattern = /^[\p{L}\p{N}\p{P}\p{S}]+(?: [\p{L}\p{N}\p{P}\p{S}]+)*$/u;
  return field(options, {
    check: checkString({ min: 1, max, pattern }),
    schema: { type: 'string', minLength: 1, maxLength: max },
    tidy: trim,
  });
}

/** What a reader sent: taken as it is, separators included. */
export function ScanField(options: FieldOptions = {}): PropertyDecorator {
  return field(
    { example: '(01)09506000134352(10)ABC-1', ...options },
    { check: checkScan, schema: { type: 'string', minLength: 1, maxLength: MAX_SCAN } },
  );
}

export function EnumField(
  values: readonly string[],
  options: FieldOptions & { aliases?: Record<string, string> } = {},
): PropertyDecorator {
  const { aliases } = options;
  return field(
    { example: values[0], ...options },
    {
      check: checkEnum(values),
      schema: { type: 'string', enum: [...values] },
      ...(aliases && {
        tidy: (value: unknown) =>
          typeof value === 'string' ? (Object.hasOwn(aliases, value) ? aliases[value] : value) : value,
      }),
    },
  );
}

export function BooleanField(options: FieldOptions = {}): PropertyDecorator {
  return field(
    { example: true, ...options },
    { check: checkBoolean, schema: { type: 'boolean' }, from_text: booleanFromText },
  );
}

export function IntegerField(options: FieldOptions & { min?: number; max?: number } = {}): PropertyDecorator {
  const { min = 0, max = 2_147_483_647 } = options;
  return field(
    { example: min, ...options },
    {
      check: checkInteger(min, max),
      schema: { type: 'integer', minimum: min, maximum: max },
      from_text: numberFromText,
    },
  );
}

/** A whole number of the product's stock unit, at most 2^53 - 1. */
export function QuantityField(options: FieldOptions & { min?: number } = {}): PropertyDecorator {
  const { min = 1 } = options;
  return field(
    { example: 10, ...options },
    {
      check: checkInteger(min, Number.MAX_SAFE_INTEGER),
      schema: { type: 'integer', format: 'int64', minimum: min, maximum: Number.MAX_SAFE_INTEGER },
      from_text: numberFromText,
    },
  );
}

/** A plain decimal written as a text. `digits` counts those before the point. */
export function DecimalField(
  options: FieldOptions & { scale: number; digits: number; min?: string; max?: string; signed?: boolean },
): PropertyDecorator {
  const { scale, digits, signed = false } = options;
  return field(options, {
    check: checkDecimal(options),
    schema: { type: 'string', pattern: `^${signed ? '-?' : ''}\\d{1,${digits}}(\\.\\d{1,${scale}})?$` },
  });
}

/** An amount of money, `numeric(15,2)`, as a decimal text. */
export function MoneyField(options: FieldOptions & { min?: string; signed?: boolean } = {}): PropertyDecorator {
  return DecimalField({ example: '1250.00', ...options, scale: 2, digits: 13 });
}

/** A unit cost, price or rate, `numeric(19,6)`, as a decimal text. */
export function UnitCostField(options: FieldOptions & { min?: string } = {}): PropertyDecorator {
  return DecimalField({ example: '12.345600', ...options, scale: 6, digits: 13 });
}

/** A quantity in any unit, as a decimal text of up to six places; a JSON number is taken too. */
export function UnitQuantityField(options: FieldOptions = {}): PropertyDecorator {
  return field(
    { example: '2.5', ...options },
    {
      check: checkDecimal({ scale: 6, digits: 13, min: '0.000001' }),
      schema: { type: 'string', pattern: '^\\d{1,13}(\\.\\d{1,6})?$' },
      tidy: (value) => (typeof value === 'number' ? String(value) : value),
    },
  );
}

/** A percentage from 0 to 100 (or `max`) with up to four places, as a decimal text; a JSON number is taken too. */
export function PercentField(options: FieldOptions & { max?: string } = {}): PropertyDecorator {
  const max = options.max ?? '100';
  return field(
    { example: '2.5000', ...options },
    {
      check: checkDecimal({ scale: 4, digits: 3, max }),
      schema: { type: 'string', pattern: '^\\d{1,3}(\\.\\d{1,4})?$' },
      tidy: (value) => (typeof value === 'number' ? String(value) : value),
    },
  );
}

export function DateField(options: FieldOptions = {}): PropertyDecorator {
  return field({ example: '2026-01-26', ...options }, { check: checkDate, schema: { type: 'string', format: 'date' } });
}

export function TimestampField(options: FieldOptions = {}): PropertyDecorator {
  return field(
    { example: '2026-01-26T17:03:11.120+07:00', ...options },
    { check: checkTimestamp, schema: { type: 'string', format: 'date-time' } },
  );
}

/** A nested object. */
export function ObjectField(dto: DtoClass | (() => DtoClass), options: FieldOptions = {}): PropertyDecorator {
  const type = lazy(dto);
  return field(options, {
    check: objectCheck(type),
    schema: { type: type as never },
    tidy: (value) => tidyObject(type(), value),
  });
}

/** A list of nested objects, checked in one pass. */
export function ListField(
  dto: DtoClass | (() => DtoClass),
  options: FieldOptions & { min?: number; max?: number } = {},
): PropertyDecorator {
  const { min = 0, max = 1000 } = options;
  const type = lazy(dto);
  return field(options, {
    check: checkList(objectCheck(type), min, max),
    schema: { type: type as never, isArray: true, minItems: min, maxItems: max },
    tidy: (value) => (Array.isArray(value) ? value.map((item) => tidyObject(type(), item)) : value),
  });
}

const PLAIN_VALUES = {
  uuid: { check: checkUuid, schema: { type: 'string', format: 'uuid' } },
  string: { check: checkString({ min: 1, max: 255 }), schema: { type: 'string' } },
  integer: { check: checkInteger(0, 2_147_483_647), schema: { type: 'integer' } },
  scan: { check: checkScan, schema: { type: 'string', minLength: 1, maxLength: MAX_SCAN } },
} as const;

/** A list of plain values. In a query it is written with commas. */
export function ValuesField(
  item: keyof typeof PLAIN_VALUES,
  options: FieldOptions & { min?: number; max?: number } = {},
): PropertyDecorator {
  const { min = 0, max = 1000 } = options;
  const { check, schema } = PLAIN_VALUES[item];
  return field(options, {
    check: checkList(check, min, max),
    schema: { type: 'array', items: schema, minItems: min, maxItems: max } as ApiPropertyOptions,
    from_text: (text) => text.split(','),
  });
}

/** Free attributes: a JSON object of at most 100 members. */
export function AttributesField(options: FieldOptions = {}): PropertyDecorator {
  return field(
    { example: { colour: 'brown' }, ...options },
    {
      check: checkAttributes,
      schema: { type: 'object', additionalProperties: true } as ApiPropertyOptions,
      from_text: (text) => {
        try {
          return parseJsonBody(Buffer.from(text));
        } catch {
          return text;
        }
      },
    },
  );
}

/** A value of any JSON type, in answers only. */
export function AnyField(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { check: () => [], schema: { type: 'any' } as unknown as ApiPropertyOptions });
}

/** The documents are made by a library that knows a function for a later class by its name, `type`. */
function lazy(dto: DtoClass | (() => DtoClass)): () => DtoClass {
  const type = (): DtoClass => (dto.prototype === undefined ? (dto as () => DtoClass)() : (dto as DtoClass));
  return type;
}
