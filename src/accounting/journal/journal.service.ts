import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, invalid, refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { assertInScope, defaultCompanyId, requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { lineFaults, writtenLines } from './entry-lines.js';
import type { GivenLine, WrittenLine } from './entry-lines.js';
import { JournalEntry } from './journal-entry.entity.js';
import { JOURNAL_ENTRY } from './journal-entry.machine.js';
import type { JournalEntryState } from './journal-entry.machine.js';
import { JournalPosting, assertBalanced } from './journal-posting.js';
import type { JournalEntryDto, JournalEntryHeadDto, JournalEntryInput, JournalEntryPatch } from './journal.dto.js';
import type { ReverseEntryInput } from './journal.dto.js';
import { JournalRepository } from './journal.repository.js';

/** What people do with the journal by hand. */
@Injectable()
export class JournalService {
  constructor(
    private readonly db: Database,
    private readonly journal: JournalRepository,
    private readonly accounts: AccountsRepository,
    private readonly posting: JournalPosting,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<JournalEntryHeadDto>> {
    return this.journal.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies */
  get(id: string): Promise<JournalEntryDto> {
    return this.journal.get(id);
  }

  /** Drafts an entry, which need not balance yet, or posts it at once. @throws VALIDATION_FAILED with every fault; as `post` */
  create({ lines, company_id = defaultCompanyId(), ...input }: JournalEntryInput): Promise<JournalEntryDto> {
    assertInScope({ company_id }, 'Company');
    if (input.post) requirePermission(ACCOUNTING.journal_entries.post);
    return this.db.transaction(async () => {
      const written = await this.checked(lines, company_id);
      const [id] = (await this.journal.newIds(1)) as [string];
      const { entry_date = null, journal, memo = null } = input;
      const head = { id, company_id, entry_date, journal, memo, source_kind: null, source_id: null };
      await this.journal.write([{ ...head, lines: written }]);
      await this.history.record({ machine: JOURNAL_ENTRY, id, event: 'create', from: null, to: 'draft' });
      if (input.post) {
        assertBalanced(written);
        await this.posting.postDrafts([id]);
      }
      return this.get(id);
    });
  }

  /** @throws ENTRY_POSTED; VALIDATION_FAILED with every fault */
  change(id: string, { lines, ...patch }: JournalEntryPatch): Promise<JournalEntryDto> {
    return this.draft(id, async ({ company_id }) => {
      const written = lines && (await this.checked(lines, company_id));
      await this.db.update<JournalEntry>(JournalEntry, id, patch as Partial<JournalEntry>);
      if (written) await this.journal.replaceLines(id, written);
      return this.get(id);
    });
  }

  /** A draft has no number, so that none is missing when it is gone. @throws ENTRY_POSTED */
  remove(id: string): Promise<void> {
    return this.draft(id, () => this.journal.remove(id));
  }

  /** @throws INVALID_STATE, ENTRY_UNBALANCED, ACCOUNT_NOT_POSTABLE, BOOKS_CLOSED, FISCAL_YEAR_MISSING */
  post(id: string): Promise<JournalEntryDto> {
    return this.db.transaction(async () => {
      const { lines } = await this.get(id);
      const { state } = await this.db.lock(JournalEntry, id);
      JOURNAL_ENTRY.next(state, 'post');
      assertBalanced(lines);
      await this.posting.postDrafts([id]);
      return this.get(id);
    });
  }

  /** Takes a posted entry back by another. @returns the reversal @throws INVALID_STATE, ENTRY_REVERSED, ENTRY_OF_DOCUMENT, BOOKS_CLOSED */
  reverse(id: string, { reason, entry_date }: ReverseEntryInput): Promise<JournalEntryDto> {
    return this.db.transaction(async () => {
      const { entry_date: posted_for } = await this.get(id);
      const entry = await this.db.lock(JournalEntry, id);
      if (entry.state !== 'posted')
        throw KERNEL_ERRORS.INVALID_STATE('Only a posted entry is reversed', { state: entry.state, event: 'reverse' });
      if (entry.source_kind !== null) throw ACCOUNTING_ERRORS.ENTRY_OF_DOCUMENT();
      if (entry.reverses_id !== null) throw ACCOUNTING_ERRORS.ENTRY_REVERSED('A reversal is not reversed');
      if (entry_date !== undefined && entry_date < posted_for)
        throw invalid([{ pointer: '/entry_date', code: 'TOO_SMALL', message: `The entry is of ${posted_for}` }]);
      const reversals = await this.posting.reverse([id], { entry_date, memo: reason });
      return this.get(reversals.get(id)!.id);
    });
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state, debit, credit } = await this.get(id);
    return listTransitions(JOURNAL_ENTRY, state as JournalEntryState, {
      post: () =>
        debit === credit ? [] : [{ code: 'ENTRY_UNBALANCED', message: `Debits are ${debit} and credits ${credit}` }],
    });
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(JOURNAL_ENTRY, id);
  }

  private draft<T>(id: string, work: (entry: JournalEntry) => Promise<T>): Promise<T> {
    return this.db.transaction(async () => {
      await this.get(id);
      const entry = await this.db.lock(JournalEntry, id);
      if (entry.state !== 'draft') throw ACCOUNTING_ERRORS.ENTRY_POSTED();
      return work(entry);
    });
  }

  /** @throws VALIDATION_FAILED with what lines say that cannot be, and what they name that the company may not use */
  private async checked(lines: readonly GivenLine[], companyId: string): Promise<WrittenLine[]> {
    const usable = await this.journal.usable(companyId, namedBy(lines));
    refuse([...lineFaults(lines), ...unusable(lines, usable)]);
    return writtenLines(lines, await this.accounts.currencyOf(companyId));
  }
}

const REFERENCES = ['account_id', 'supplier_id', 'customer_id', 'department_id'] as const;

function namedBy(lines: readonly GivenLine[]): string[] {
  return [...new Set(lines.flatMap((line) => REFERENCES.flatMap((field) => line[field] ?? [])))];
}

function unusable(lines: readonly GivenLine[], usable: ReadonlySet<string>): FieldError[] {
  return lines.flatMap((line, n) =>
    REFERENCES.filter((field) => line[field] != null && !usable.has(`${field} ${line[field]}`)).map((field) => ({
      pointer: `/lines/${n}/${field}`,
      code: 'REFERENCE_NOT_FOUND',
      message: 'The company has none such in use',
    })),
  );
}
