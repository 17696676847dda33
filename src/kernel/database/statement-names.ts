import { createHash } from 'node:crypto';

/** Composed statements that are prepared by name; each may take 60 KiB in the memory of every connection. */
export const MAX_COMPOSED_NAMES = 300;

/** Where a statement's text comes from: a program holds so many; callers compose as many as there are filters, sort keys and fields. */
export type Origin = 'program' | 'composed';

/**
 * Names under which statements are prepared, so that the database plans each once for each connection. What a program holds gets a
 * name always; of what is put together from a caller's wishes only the first ones seen do, which are those of everyday. The rest is
 * sent without: a little slower, and gone when it is done. Otherwise a patient reader of lists could fill the server's memory.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();
  private composed = 0;

  /** The name of a statement; undefined for one that is not to be kept. */
  of(sql: string, origin: Origin): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (origin === 'composed' && ++this.composed > MAX_COMPOSED_NAMES) return undefined;
    const name = createHash('sha1').update(sql).digest('base64url');
    this.names.set(sql, name);
    return name;
  }

  /** Another name for a statement whose plans no longer fit: a column came or went, and each connection would refuse the old one for ever. */
  renew(sql: string, stale: string): void {
    if (this.names.get(sql) !== stale) return;
    this.names.set(sql, createHash('sha1').update(stale).update(sql).digest('base64url'));
  }
}
