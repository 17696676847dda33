import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { ValidationError } from 'class-validator';
import { KERNEL_ERRORS, invalid } from '../errors/index.js';
import type { FieldError } from '../errors/index.js';
import type { Fault } from './field-checks.js';
import { escapePointer, fieldsOf, isDto, tidyObject } from './field-registry.js';
import { FIELD_CONSTRAINT } from './fields.js';

/** Turns bodies and queries into their DTO, or refuses them with every fault at once: 422 for a body, 400 for a query. */
@Injectable()
export class ValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !isDto(metatype)) return value;
    const dto = metatype as unknown as new () => object;
    const tidied = tidyObject(dto, type === 'query' ? readQuery(dto, value) : value === undefined ? {} : value);
    if (typeof tidied !== 'object' || tidied === null || Array.isArray(tidied)) {
      throw invalid([{ pointer: '', code: 'INVALID_TYPE', message: 'The body must be a JSON object' }]);
    }
    const { known, unknown } = sortOut(dto, tidied);
    // Only the outer object becomes an instance: lists of lines stay plain and are checked by their field in one pass.
    const instance = Object.assign(plainToInstance(dto, {}), known);
    const faults = [...unknown, ...validateSync(instance, { forbidUnknownValues: true }).flatMap(fieldErrors)];
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
function readQuery(dto: new () => object, value: unknown): Record<string, unknown> {
  const fields = fieldsOf(dto);
  const parameters = Object.entries((value ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    parameters.map(([name, text]) => {
      const field = fields.get(name);
      return [name, typeof text === 'string' && field?.from_text ? field.from_text(text) : text];
    }),
  );
}

/** Parts the members that are fields from those that are not, before a name such as `constructor` can reach the instance. */
function sortOut(dto: new () => object, input: object): { known: object; unknown: FieldError[] } {
  const fields = fieldsOf(dto);
  const members = Object.entries(input);
  return {
    known: Object.fromEntries(members.filter(([name]) => fields.has(name))),
    unknown: members
      .filter(([name]) => !fields.has(name))
      .map(([name]) => ({ pointer: `/${escapePointer(name)}`, code: 'UNKNOWN_FIELD', message: 'is not a field here' })),
  };
}

function fieldErrors({ property, constraints = {} }: ValidationError): FieldError[] {
  const pointer = `/${escapePointer(property)}`;
  const faults = JSON.parse(constraints[FIELD_CONSTRAINT] ?? '[]') as Fault[];
  return faults.map(({ code, message, pointer: below = '' }) => ({ pointer: pointer + below, code, message }));
}
