import { EnumField } from '../../kernel/http/index.js';
import { WHEN_CLOSED } from './movement-draft.js';

const FACT =
  'When `effective_at` lies in a closed month: refuse (the default), or post it as a late fact at the first moment of the first open month after it. ' +
  '`occurred_at` of the movement then says when it happened.';

/** Beside `effective_at`: what becomes of a fact whose month is closed. */
export function WhenClosedField(description = FACT): PropertyDecorator {
  return EnumField(WHEN_CLOSED, { optional: true, nullable: true, example: 'first_open_period', description });
}
