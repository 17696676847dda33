import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { WrittenLine } from './entry-lines.js';
import { JournalEntry, JournalLine } from './journal-entry.entity.js';
import type { JournalEntryDto, JournalEntryHeadDto } from './journal.dto.js';

const ENTRIES = defineList({
  select: `e.id, e.number, e.company_id, e.period_id, e.entry_date, e.journal, e.memo, e.state, coalesce(l.debit, 0)::numeric(18,2) as debit,
    coalesce(l.credit, 0)::numeric(18,2) as credit, e.source_kind, e.source_id, e.reverses_id, r.id as reversed_by_id, e.posted_at, e.posted_by, e.created_by,
    e.version, e.created_at, e.updated_at`,
  from: `erp.journal_entries e left join erp.journal_entries r on r.reverses_id = e.id
    left join lateral (select sum(l.debit) as debit, sum(l.credit) as credit from erp.journal_lines l where l.entry_id = e.id) l on true`,
  id: 'e.id',
  sorts: { created_at: 'e.created_at', entry_date: 'e.entry_date' },
  default_sort: '-entry_date',
  search: ['e.number', 'e.memo'],
  filters: {
    company_id: 'e.company_id = ?',
    state: 'e.state = ?',
    journal: 'e.journal = any(?::text[])',
    from: 'e.entry_date >= ?::date',
    to: 'e.entry_date <= ?::date',
    account_id: 'exists (select from erp.journal_lines x where x.entry_id = e.id and x.account_id = ?)',
    source_id: 'e.source_id = ?',
    period_id: 'e.period_id = ?',
  },
});

/** What an entry says of itself when it is written. */
export interface EntryHead {
  readonly id: string;
  readonly company_id: string;
  readonly entry_date: string | null;
  readonly journal: string;
  readonly memo: string | null;
  readonly source_kind: string | null;
  readonly source_id: string | null;
}

/** An entry that was posted. */
export interface PostedEntry {
  readonly id: string;
  readonly number: string;
  readonly entry_date: string;
}

const within = (): { where: string; params: unknown[] } => scopeWhere({ company: 'e.company_id' });

@Injectable()
export class JournalRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<JournalEntryHeadDto>> {
    return this.db.page<JournalEntryHeadDto>(ENTRIES, query, within());
  }

  /** With its lines. @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<JournalEntryDto> {
    const head = await this.db.listed<JournalEntryHeadDto>(ENTRIES, id, within());
    if (!head) throw notFound('Journal entry', id);
    const lines = await this.db.query<JournalEntryDto['lines'][number]>(
      `select l.line_no, l.account_id, a.number as account_number, a.name as account_name, l.debit, l.credit, l.currency_code, l.currency_amount, l.rate, l.memo,
              l.supplier_id, l.customer_id, l.department_id
         from erp.journal_lines l join erp.accounts a on a.id = l.account_id where l.entry_id = $1 order by l.line_no`,
      [id],
    );
    return { ...head, lines };
  }

  async newIds(count: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>('select erp.uuid_v7() as id from generate_series(1, $1::int)', [
      count,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Drafts with their lines; a day that is not given is today. Two statements, however many. */
  async write(entries: readonly (EntryHead & { readonly lines: readonly WrittenLine[] })[]): Promise<void> {
    await this.db.query(
      `insert into erp.journal_entries (id, company_id, entry_date, journal, memo, source_kind, source_id)
       select g.id, g.company_id, coalesce(g.entry_date, current_date), g.journal, g.memo, g.source_kind, g.source_id
         from jsonb_to_recordset($1::jsonb) g (id uuid, company_id uuid, entry_date date, journal text, memo text, source_kind text, source_id uuid)`,
      [JSON.stringify(entries.map(({ lines: _, ...head }) => head))],
    );
    await this.db.insertMany(
      JournalLine,
      entries.flatMap(({ id, lines }) => lines.map((line) => ({ entry_id: id, ...line }))),
    );
  }

  async replaceLines(entryId: string, lines: readonly WrittenLine[]): Promise<void> {
    await this.removeLines(entryId);
    await this.db.insertMany(
      JournalLine,
      lines.map((line) => ({ entry_id: entryId, ...line })),
    );
  }

  async remove(entryId: string): Promise<void> {
    await this.removeLines(entryId);
    await this.db.delete(JournalEntry, entryId);
  }

  /** Posts drafts: the guard of the table finds their periods and takes their numbers. @param intoSoftClosed whether the actor may */
  async post(ids: readonly string[], intoSoftClosed: boolean): Promise<PostedEntry[]> {
    if (intoSoftClosed) await this.db.query(`select set_config('erp.soft_closed_books', 'on', true)`);
    return this.db.query<PostedEntry>(
      `update erp.journal_entries set state = 'posted', version = version + 1 where id = any($1::uuid[]) returning id, number, entry_date`,
      [ids],
    );
  }

  /**
   * Drafts of the reversals of posted entries, with all their lines the other way. A day that is not given is today.
   * @returns which entry takes back which
   */
  async writeReversals(
    ids: readonly string[],
    entryDate: string | null,
    memo: string,
  ): Promise<{ id: string; reverses_id: string }[]> {
    const reversals = await this.db.query<{ id: string; reverses_id: string }>(
      `insert into erp.journal_entries (company_id, entry_date, journal, memo, source_kind, source_id, reverses_id)
       select e.company_id, greatest(coalesce($2::date, current_date), e.entry_date), e.journal, $3, e.source_kind, e.source_id, e.id
         from erp.journal_entries e where e.id = any($1::uuid[]) order by e.id returning id, reverses_id`,
      [ids, entryDate, memo],
    );
    await this.db.query(
      `insert into erp.journal_lines (entry_id, line_no, account_id, debit, credit, currency_code, currency_amount, rate, memo, supplier_id, customer_id, department_id)
       select e.id, l.line_no, l.account_id, l.credit, l.debit, l.currency_code, l.currency_amount, l.rate, l.memo, l.supplier_id, l.customer_id, l.department_id
         from erp.journal_entries e join erp.journal_lines l on l.entry_id = e.reverses_id where e.id = any($1::uuid[]) order by e.id, l.line_no`,
      [reversals.map(({ id }) => id)],
    );
    return reversals;
  }

  /** Of the ids that lines name, those that the company may use now: each as `field id`. */
  async usable(companyId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.db.query<{ field: string; id: string }>(
      `select 'account_id' as field, a.id from erp.accounts a where a.company_id = $1 and a.id = any($2::uuid[]) and a.is_active and not a.is_header
       union all select 'supplier_id', s.id from erp.suppliers s where s.id = any($2::uuid[])
       union all select 'customer_id', c.id from erp.customers c where c.id = any($2::uuid[])
       union all select 'department_id', d.id from erp.departments d where d.company_id = $1 and d.id = any($2::uuid[])
       union all select 'unit_id', u.id from erp.units u where u.id = any($2::uuid[])`,
      [companyId, ids],
    );
    return new Set(rows.map(({ field, id }) => `${field} ${id}`));
  }

  private async removeLines(entryId: string): Promise<void> {
    await this.db.query('delete from erp.journal_lines where entry_id = $1', [entryId]);
  }
}
