import { can } from '../../kernel/security/index.js';
import { PERIOD_PERMISSIONS } from '../periods/periods.permissions.js';

/** What the database is told of the actor: it decides under lock whether a month that is closed softly takes the posting. */
export function softClosed(): { soft_closed_allowed?: true } {
  return can(PERIOD_PERMISSIONS.post_soft_closed) ? { soft_closed_allowed: true } : {};
}
