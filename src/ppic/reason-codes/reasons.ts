import type { FieldError } from '../../kernel/errors/index.js';

export type ReasonCategory = 'rejected' | 'rework' | 'lost';

/** Pieces that need a reason, and the code that was given for them. */
export interface Reasoned {
  /** Of the field, without `_quantity` and `_reason_code`. */
  readonly name: string;
  readonly category: ReasonCategory;
  readonly quantity: number;
  readonly code: string | null | undefined;
}

/** What is wrong with reasons: all of it. @param ids of those whose code exists, fits and is active, by name */
export function reasonFaults(reasoned: readonly Reasoned[], ids: ReadonlyMap<string, string>): FieldError[] {
  return reasoned.flatMap(({ name, category, quantity, code }) => {
    const pointer = `/${name}_reason_code`;
    if (!code) {
      return quantity > 0 ? [{ pointer, code: 'REQUIRED', message: `Pieces are ${name} for a reason` }] : [];
    }
    if (quantity === 0) return [{ pointer, code: 'NOT_ALLOWED', message: `No piece is ${name}` }];
    if (ids.has(name)) return [];
    const message = `There is no active reason code ${code} for ${category} pieces`;
    return [{ pointer, code: 'REFERENCE_NOT_FOUND', message }];
  });
}
