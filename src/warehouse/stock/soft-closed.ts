import { can } from '../../kernel/security/index.js';

/** What the database is told of the actor: it decides under lock whether a month that is closed softly takes the posting. */
export function softClosed(): { soft_closed_allowed?: true } {
  return can('warehouse.periods.post_soft_closed') ? { soft_closed_allowed: true } : {};
}
