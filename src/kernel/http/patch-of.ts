import { ApiProperty } from '@nestjs/swagger';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { fieldsOf } from './field-registry.js';
import type { FieldSpec } from './field-registry.js';
import { describeField } from './fields.js';

/** Where @nestjs/swagger keeps what a property was documented as. */
const DOCUMENTED = 'swagger/apiModelProperties';

type Class<T> = new () => T;

/**
 * The body of a PATCH: every field of the input may be left out, and none is filled in by a default, so that what is not sent stays
 * as it is. Use: `class ProductPatch extends patchOf(ProductInput) {}`.
 */
export function patchOf<T extends object>(input: Class<T>): Class<Partial<T>> {
  class Patch {}
  for (const [name, spec] of fieldsOf(input)) {
    const documented = {
      ...(Reflect.getMetadata(DOCUMENTED, input.prototype, name) as ApiPropertyOptions & { default?: unknown }),
    };
    delete documented.default;
    ApiProperty({ ...documented, required: false } as ApiPropertyOptions)(Patch.prototype, name);
    describeField(Patch.prototype, { ...spec, optional: true, default: undefined } as FieldSpec);
  }
  return Patch as Class<Partial<T>>;
}
