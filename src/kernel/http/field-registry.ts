import type { Check, Fault } from './field-checks.js';

/** What a field decorator has said about one property. */
export interface FieldSpec {
  readonly name: string;
  readonly check: Check;
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly default?: unknown;
  /** Older name under which the value is accepted too. */
  readonly alias?: string | undefined;
  /** Reads the text of a query parameter as the field's type. */
  readonly from_text?: ((text: string) => unknown) | undefined;
  /** Puts a good-willed value into its kept form (trims) before it is checked. */
  readonly tidy?: ((value: unknown) => unknown) | undefined;
}

const GOOD: readonly Fault[] = [];
const OWN_FIELDS = Symbol('fields');
type Fields = Map<string, FieldSpec>;
type DtoClass = { prototype: object };

export function registerField(target: object, spec: FieldSpec): void {
  const owner = target as { [OWN_FIELDS]?: Fields };
  if (!Object.hasOwn(owner, OWN_FIELDS)) owner[OWN_FIELDS] = new Map(owner[OWN_FIELDS]);
  owner[OWN_FIELDS]!.set(spec.name, spec);
}

/** The fields of a DTO class, those of its ancestors included. */
export function fieldsOf(dto: DtoClass): ReadonlyMap<string, FieldSpec> {
  return (dto.prototype as { [OWN_FIELDS]?: Fields })[OWN_FIELDS] ?? new Map<string, FieldSpec>();
}

/** Whether a class has been described with field decorators. */
export function isDto(type: unknown): type is DtoClass {
  return typeof type === 'function' && fieldsOf(type as DtoClass).size > 0;
}

/**
 * A copy of an input object in which older names have become today's, texts are trimmed and defaults are filled in. What cannot
 * be a DTO is returned as it is, for the checks to refuse.
 */
export function tidyObject(dto: DtoClass, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
  for (const field of fieldsOf(dto).values()) {
    if (field.alias !== undefined && field.alias in copy && !(field.name in copy)) {
      copy[field.name] = copy[field.alias];
      delete copy[field.alias];
    }
    const given = copy[field.name];
    if (given === undefined) {
      if (field.default !== undefined) copy[field.name] = field.default;
    } else if (field.tidy) {
      copy[field.name] = field.tidy(given);
    }
  }
  return copy;
}

/** The check of a nested object: every field by its own check, unknown members refused. */
export function objectCheck(dto: () => DtoClass): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [{ code: 'INVALID_TYPE', message: 'must be a JSON object' }];
    }
    const fields = fieldsOf(dto());
    const input = value as Record<string, unknown>;
    const faults: Fault[] = [];
    for (const name of Object.keys(input)) {
      if (!fields.has(name))
        faults.push({ code: 'UNKNOWN_FIELD', message: 'is not a field here', pointer: `/${escapePointer(name)}` });
    }
    for (const field of fields.values()) {
      for (const fault of fieldFaults(field, input[field.name])) {
        faults.push({ ...fault, pointer: `/${field.name}${fault.pointer ?? ''}` });
      }
    }
    return faults;
  };
}

/** The faults of one field, whether it may be absent or null included. */
export function fieldFaults(field: FieldSpec, value: unknown): readonly Fault[] {
  if (value === undefined) return field.optional ? GOOD : [{ code: 'REQUIRED', message: 'is required' }];
  if (value === null) return field.nullable ? GOOD : [{ code: 'REQUIRED', message: 'must not be null' }];
  return field.check(value);
}

/** A name as one step of a JSON pointer (RFC 6901). */
export function escapePointer(name: string): string {
  return name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Reads a plain value as a DTO and tells every fault of it: for rows that are judged one by one, in bulk requests and imports. */
export function readObject(dto: DtoClass, value: unknown): { value: unknown; faults: readonly Fault[] } {
  const tidied = tidyObject(dto, value);
  return { value: tidied, faults: objectCheck(() => dto)(tidied) };
}
