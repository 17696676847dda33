import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { KERNEL_ERRORS, invalid } from '../errors/index.js';
import type { FieldError } from '../errors/index.js';
import { escapePointer, fieldFaults, fieldsOf, isDto, tidyObject } from './field-registry.js';

type DtoClass = new () => object;

/** Turns bodies and queries into their DTO, or refuses them with every fault at once: 422 for a body, 400 for a query. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !isDto(metatype)) return value;
    const dto = metatype as unknown as DtoClass;
    const tidied = tidyObject(dto, type === 'query' ? readQuery(dto, value) : value === undefined ? {} : value);
    if (typeof tidied !== 'object' || tidied === null || Array.isArray(tidied)) {
      throw invalid([{ pointer: '', code: 'INVALID_TYPE', message: 'The body must be a JSON object' }]);
    }
    const { instance, faults } = readDto(dto, tidied as Record<string, unknown>);
    if (faults.length === 0) return instance;
    if (type === 'body') throw invalid(faults);
    throw KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER(
      faults
        .map(({ pointer, message }) => `${pointer.slice(1)} ${message}`)
        .join('; ')
        .slice(0, 1000),
      {},
      faults.map((fault) => ({ ...fault, pointer: `?${fault.pointer.slice(1)}` })),
    );
  }
}

/** Query parameters are texts: each is read as its field's type; a repeated one stays a list and is refused. */
function readQuery(dto: DtoClass, value: unknown): Record<string, unknown> {
  const fields = fieldsOf(dto);
  const parameters = Object.entries((value ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    parameters.map(([name, text]) => {
      const field = fields.get(name);
      return [name, typeof text === 'string' && field?.from_text ? field.from_text(text) : text];
    }),
  );
}

/**
 * The members that are fields, in an instance, and every fault. Names are parted before one such as `constructor` can reach the
 * instance. Only the outer object becomes an instance: lists of lines stay plain and are checked by their field in one pass.
 */
function readDto(dto: DtoClass, input: Record<string, unknown>): { instance: object; faults: FieldError[] } {
  const fields = fieldsOf(dto);
  const instance = new dto() as Record<string, unknown>;
  const faults: FieldError[] = [];
  for (const name of Object.keys(input)) {
    if (fields.has(name)) instance[name] = input[name];
    else faults.push({ pointer: `/${escapePointer(name)}`, code: 'UNKNOWN_FIELD', message: 'is not a field here' });
  }
  for (const field of fields.values()) {
    for (const { code, message, pointer = '' } of fieldFaults(field, instance[field.name])) {
      faults.push({ pointer: `/${escapePointer(field.name)}${pointer}`, code, message });
    }
  }
  return { instance, faults };
}
