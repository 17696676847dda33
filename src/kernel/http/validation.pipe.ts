import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { KERNEL_ERRORS, invalid } from '../errors/index.js';
import type { FieldError } from '../errors/index.js';
import type { Fault } from './field-checks.js';
import { escapePointer, fieldFaults, fieldsOf, isDto, tidyObject } from './field-registry.js';
import { FIELD_CONSTRAINT } from './fields.js';

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
    const { instance, unknown } = readMembers(dto, tidied as Record<string, unknown>);
    if (unknown.length === 0 && isSound(dto, instance)) return instance;
    const faults = [...unknown, ...validateSync(instance, { forbidUnknownValues: true }).flatMap(fieldErrors)];
    if (type === 'body') throw invalid(faults);
    throw KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER(
      undefined,
      {},
      faults.map((fault) => ({
        ...fault,
        pointer: fault.pointer.replace(/^\//, '?'),
      })),
    );
  }
}

/** Query parameters are texts: each is read as its field's type; a repeated one stays a list and is refused. */
function readQuery(dto: DtoClass, value: unknown): Record<string, unknown> {
  const fields = fieldsOf(dto);
  const parameters = Object.entries((value ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    parameters.map(([name, text]) => {
      const read = fields.get(name)?.from_text;
      return [name, read && typeof text === 'string' ? read(text) : text];
    }),
  );
}

/**
 * The members that are fields, in an instance, and those that are none. Names are parted before one such as `constructor` can reach
 * the instance. Only the outer object becomes an instance: lists of lines stay plain and are checked by their field in one pass.
 */
function readMembers(
  dto: DtoClass,
  input: Record<string, unknown>,
): { instance: Record<string, unknown> & object; unknown: FieldError[] } {
  const fields = fieldsOf(dto);
  const instance = plainToInstance(dto, {}) as Record<string, unknown>;
  const unknown: FieldError[] = [];
  for (const name of Object.keys(input)) {
    if (fields.has(name)) instance[name] = input[name];
    else unknown.push({ pointer: `/${escapePointer(name)}`, code: 'UNKNOWN_FIELD', message: 'is not a field here' });
  }
  return { instance, unknown };
}

/** Whether every field is good. The validator says the same and more, at many times the cost: it is asked when something is wrong. */
function isSound(dto: DtoClass, instance: Record<string, unknown>): boolean {
  for (const field of fieldsOf(dto).values()) if (fieldFaults(field, instance[field.name]).length > 0) return false;
  return true;
}

function fieldErrors({ property, constraints = {} }: ValidationError): FieldError[] {
  const pointer = `/${escapePointer(property)}`;
  const faults = JSON.parse(constraints[FIELD_CONSTRAINT] ?? '[]') as Fault[];
  return faults.map(({ code, message, pointer: below = '' }) => ({ pointer: pointer + below, code, message }));
}
