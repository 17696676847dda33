import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { can } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { ChartOfAccounts } from '../accounts/chart.service.js';
import { givenLines, sidesOf, writtenLines } from './entry-lines.js';
import type { PostingLine, WrittenLine } from './entry-lines.js';
import { JOURNAL_ENTRY } from './journal-entry.machine.js';
import { JournalRepository } from './journal.repository.js';
import type { PostedEntry } from './journal.repository.js';

/** An entry as a module posts it. */
export interface EntryDraft {
  readonly company_id: string;
  /** Today when not given. */
  readonly entry_date?: string | null;
  /** Which book it stands in, such as `purchases`. */
  readonly journal: string;
  readonly memo?: string | null;
  /** The document that posts it, in words of its own module. Those that begin with `accounting_` are of this one. */
  readonly source_kind: string;
  readonly source_id: string;
  readonly lines: readonly PostingLine[];
}

/**
 * The way into the journal for all modules: entries are written, posted and reversed within the caller's transaction, and whether the
 * caller may is the business of the document that posts.
 */
@Injectable()
export class JournalPosting {
  constructor(
    private readonly db: Database,
    private readonly chart: ChartOfAccounts,
    private readonly accounts: AccountsRepository,
    private readonly journal: JournalRepository,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Posts entries of one company, in a fixed number of statements.
   * @returns them in the order in which they were given
   * @throws ENTRY_UNBALANCED, ACCOUNT_ROLE_MISSING, ACCOUNT_NOT_POSTABLE, ACCOUNT_CURRENCY, CONTROL_ACCOUNT, BOOKS_CLOSED, FISCAL_YEAR_MISSING
   */
  post(drafts: readonly EntryDraft[]): Promise<PostedEntry[]> {
    return this.db.transaction(async () => {
      const [first] = drafts;
      if (!first) return [];
      if (drafts.some(({ company_id }) => company_id !== first.company_id))
        throw new Error('Entries that are posted together are of one company');
      const roles = drafts.flatMap(({ lines }) =>
        lines.flatMap(({ account_id, role }) => (account_id === undefined && role !== undefined ? [role] : [])),
      );
      const accounts = await this.chart.resolve(first.company_id, roles);
      const currency = await this.accounts.currencyOf(first.company_id);
      const ids = await this.journal.newIds(drafts.length);
      const entries = drafts.map(({ lines, entry_date = null, memo = null, ...head }, n) => {
        const written = writtenLines(givenLines(lines, accounts), currency);
        assertBalanced(written);
        return { ...head, id: ids[n]!, entry_date, memo, lines: written };
      });
      await this.journal.write(entries);
      const posted = new Map((await this.postDrafts(ids)).map((entry) => [entry.id, entry]));
      return ids.map((id) => posted.get(id)!);
    });
  }

  /** Posts drafts that are written. @throws as `post` */
  async postDrafts(ids: readonly string[]): Promise<PostedEntry[]> {
    const posted = await this.journal.post(ids, can(ACCOUNTING.periods.post_soft_closed));
    await this.history.record(
      ...ids.map((id) => ({ machine: JOURNAL_ENTRY, id, event: 'post', from: 'draft', to: 'posted' })),
    );
    return posted;
  }

  /**
   * Takes posted entries back by entries with the same lines the other way.
   * @param entryDate today when not given; never before the entry itself
   * @returns the reversals, by what they take back
   * @throws ENTRY_REVERSED, BOOKS_CLOSED
   */
  reverse(
    ids: readonly string[],
    { entry_date = null, memo }: { entry_date?: string | null | undefined; memo: string },
  ): Promise<ReadonlyMap<string, PostedEntry>> {
    return this.db.transaction(async () => {
      if (ids.length === 0) return new Map();
      const reversals = await this.journal.writeReversals(ids, entry_date, memo);
      const posted = new Map((await this.postDrafts(reversals.map(({ id }) => id))).map((entry) => [entry.id, entry]));
      return new Map(reversals.map(({ id, reverses_id }) => [reverses_id, posted.get(id)!]));
    });
  }
}

/** @throws ENTRY_UNBALANCED; the database asks again when the transaction ends */
export function assertBalanced(lines: readonly WrittenLine[]): void {
  const { debit, credit } = sidesOf(lines);
  if (debit === credit && lines.length >= 2) return;
  const detail = `Debits are ${debit} and credits ${credit}, on ${lines.length} lines`;
  throw ACCOUNTING_ERRORS.ENTRY_UNBALANCED(detail, { debit, credit });
}
