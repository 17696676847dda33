import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { KERNEL_ERRORS } from '../errors/index.js';
import { isUuid } from './field-checks.js';

@Injectable()
export class UuidPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (isUuid(value)) return value.toLowerCase();
    throw KERNEL_ERRORS.MALFORMED_REQUEST(`The path parameter ${data ?? 'id'} must be a UUID`);
  }
}
