import { Injectable, Param } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';

const CODE = /^[\p{L}\p{N}\p{P}\p{S}]+(?: [\p{L}\p{N}\p{P}\p{S}]+)*$/u;

@Injectable()
class DepartmentPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (value.length <= 64 && CODE.test(value)) return value;
    throw KERNEL_ERRORS.MALFORMED_REQUEST('The path parameter department is an id or a code of 1 to 64 characters');
  }
}

/** A department by its id or its code. */
export const DepartmentParam = (): ParameterDecorator => (target, key, index) => {
  Param('department', DepartmentPipe)(target, key, index);
  const schema = { type: 'string', minLength: 1, maxLength: 64 };
  ApiParam({ name: 'department', description: 'Id or code of the department.', example: 'SEWING', schema })(
    target,
    key!,
    Object.getOwnPropertyDescriptor(target, key!)!,
  );
};
