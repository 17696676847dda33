import type { Invariant } from '../../kernel/database/index.js';

/** What the check of a copy has found. */
export interface CheckedCopy {
  /** Migrations that the copy did not have yet. */
  readonly migrated: readonly string[];
  readonly invariants: readonly Invariant[];
}

/** Runs `pabrik check` on another database than this process's own. What makes the application provides it: see `src/start`. */
export abstract class CopyCheck {
  /** @param url of the copy, as a role that may migrate it */
  abstract check(url: string): Promise<CheckedCopy>;
}
