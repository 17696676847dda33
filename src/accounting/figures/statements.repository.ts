import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { MOST_ROWS } from './figures-limits.js';
import type { AccountSums } from './statement-rows.js';
import type { JournalRowDto } from './statements.dto.js';

/** Days from one to another, both included; from the beginning of all where the first is null. */
export interface Stretch {
  readonly from: string | null;
  readonly to: string;
}

/** A company, the day it is, and where the fiscal years of days begin. */
export interface BooksOnDays {
  readonly currency_code: string;
  readonly today: string;
  /** The first day of the fiscal year of each day that was asked for; of its calendar year where no fiscal year is before it. */
  readonly year_starts: readonly string[];
}

/** What statements are made of, each by one statement of SQL. */
@Injectable()
export class StatementsRepository {
  constructor(private readonly db: Database) {}

  /** @param days null: today */
  books(companyId: string, days: readonly (string | null)[]): Promise<BooksOnDays> {
    return this.db.one<BooksOnDays>(
      `select c.currency_code, current_date as today, array(
         select to_char(coalesce((select case when d.day <= y.ends_on then y.starts_on else y.ends_on + 1 end from erp.fiscal_years y
                                   where y.company_id = c.id and y.starts_on <= d.day order by y.starts_on desc limit 1), date_trunc('year', d.day)), 'YYYY-MM-DD')
           from (select coalesce(g.day, current_date) as day, g.n from unnest($2::date[]) with ordinality g (day, n)) d order by d.n) as year_starts
         from erp.companies c where c.id = $1`,
      [companyId, days],
    );
  }

  /**
   * What is posted on each account in stretches of days, debit above zero, by number; accounts on which nothing is are left out. An entry is read once,
   * in however many stretches it lies.
   * @param withoutClosings leaves out what carries results forward
   */
  sums(companyId: string, stretches: readonly Stretch[], withoutClosings: boolean): Promise<AccountSums[]> {
    return this.db.query<AccountSums>(
      `with moved as materialized (
         select l.account_id, e.entry_date, sum(l.debit - l.credit) as amount
           from erp.journal_entries e join erp.journal_lines l on l.entry_id = e.id
          where e.company_id = $1 and e.state = 'posted' and e.entry_date <= (select max(t) from unnest($3::date[]) t)
            and not ($4 and e.source_kind is not distinct from 'accounting_closing')
          group by l.account_id, e.entry_date
       ), summed as (
         select m.account_id, s.n, coalesce(sum(m.amount) filter (where (s.first_day is null or m.entry_date >= s.first_day) and m.entry_date <= s.last_day), 0) as amount
           from moved m cross join unnest($2::date[], $3::date[]) with ordinality s (first_day, last_day, n) group by m.account_id, s.n)
       select a.id as account_id, a.number as account_number, a.name as account_name, a.type, a.statement_line, a.cash_flow,
              array_agg(s.amount::numeric(18,2)::text order by s.n) as sums
         from summed s join erp.accounts a on a.id = s.account_id group by a.id order by a.number, a.id`,
      [companyId, stretches.map(({ from }) => from), stretches.map(({ to }) => to), withoutClosings],
    );
  }

  /** Lines of posted entries, one more than is answered at most. */
  journal(companyId: string, from: string, to: string, journal: string | null): Promise<JournalRowDto[]> {
    return this.db.query<JournalRowDto>(
      `select e.entry_date, e.number as entry_number, e.id as entry_id, e.journal, coalesce(l.memo, e.memo) as memo, a.number as account_number, a.name as account_name,
              l.debit, l.credit, l.currency_code, l.currency_amount, coalesce(s.code, c.code) as partner_code, e.source_kind, e.source_id
         from erp.journal_entries e join erp.journal_lines l on l.entry_id = e.id join erp.accounts a on a.id = l.account_id
         left join erp.suppliers s on s.id = l.supplier_id left join erp.customers c on c.id = l.customer_id
        where e.company_id = $1 and e.state = 'posted' and e.entry_date between $2::date and $3::date and ($4::text is null or e.journal = $4)
        order by e.entry_date, e.number, l.line_no limit $5`,
      [companyId, from, to, journal, MOST_ROWS + 1],
    );
  }
}
