import { Injectable, Param } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';

const LONGEST: Readonly<Record<string, number>> = { system: 64, external_id: 200 };
const VISIBLE = /^[\p{L}\p{N}\p{P}\p{S}]+(?: [\p{L}\p{N}\p{P}\p{S}]+)*$/u;

/** Lets visible characters with single spaces between them through. @throws MALFORMED_REQUEST */
@Injectable()
class ExternalNamePipe implements PipeTransform<string, string> {
  transform(value: string, { data = '' }: ArgumentMetadata): string {
    const max = LONGEST[data] ?? 0;
    if (value.length <= max && VISIBLE.test(value)) return value;
    throw KERNEL_ERRORS.MALFORMED_REQUEST(`The path parameter ${data} must be 1 to ${max} visible characters`);
  }
}

function nameParam(name: 'system' | 'external_id', description: string, example: string): ParameterDecorator {
  return (target, key, index) => {
    Param(name, ExternalNamePipe)(target, key, index);
    const schema = { type: 'string', minLength: 1, maxLength: LONGEST[name] as number };
    ApiParam({ name, description, example, schema })(target, key!, Object.getOwnPropertyDescriptor(target, key!)!);
  };
}

/** The other system, by a short name of your choice. */
export const SystemParam = (): ParameterDecorator =>
  nameParam('system', 'The other system, by a short name of your choice.', 'shopfloor');

/** What the other system calls the row. */
export const ExternalIdParam = (): ParameterDecorator =>
  nameParam('external_id', 'What that system calls the row.', 'ART-1042');
