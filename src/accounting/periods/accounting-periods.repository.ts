import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { YearBalance } from './year-closing.js';

/** What keeps a period from being closed, and from being opened again. */
export interface PeriodHindrances {
  readonly not_begun: boolean;
  /** The first day of the earliest period before it that is not closed. */
  readonly earlier_open: string | null;
  /** The first day of the latest period after it that is closed. */
  readonly later_closed: string | null;
}

/** The same of a year: codes of years, and the first day of a period. */
export interface YearHindrances {
  readonly earlier_open: string | null;
  readonly later_closed: string | null;
  readonly periods_open: string | null;
}

@Injectable()
export class AccountingPeriodsRepository {
  constructor(private readonly db: Database) {}

  /** Opens a fiscal year with its months. @returns its id */
  async openYear(companyId: string, startsOn: string, months: number, code: string | null): Promise<string> {
    const { id } = await this.db.one<{ id: string }>('select erp.open_fiscal_year($1, $2::date, $3, $4) as id', [
      companyId,
      startsOn,
      months,
      code,
    ]);
    return id;
  }

  /** Waits for the postings of a company and keeps others out: before a period is locked, since postings refer to it. */
  async lockBooks(companyId: string): Promise<void> {
    await this.db.query('select erp.lock_books($1)', [companyId]);
  }

  hindrances(id: string): Promise<PeriodHindrances> {
    return this.db.one<PeriodHindrances>(
      `select p.starts_on > current_date as not_begun,
              (select min(o.starts_on) from erp.accounting_periods o where o.company_id = p.company_id and o.state <> 'closed' and o.starts_on < p.starts_on) as earlier_open,
              (select max(o.starts_on) from erp.accounting_periods o where o.company_id = p.company_id and o.state = 'closed' and o.starts_on > p.starts_on) as later_closed
         from erp.accounting_periods p where p.id = $1`,
      [id],
    );
  }

  yearHindrances(id: string): Promise<YearHindrances> {
    return this.db.one<YearHindrances>(
      `select (select o.code from erp.fiscal_years o where o.company_id = y.company_id and o.state <> 'closed' and o.starts_on < y.starts_on order by o.starts_on limit 1) as earlier_open,
              (select o.code from erp.fiscal_years o where o.company_id = y.company_id and o.state = 'closed' and o.starts_on > y.starts_on order by o.starts_on desc limit 1) as later_closed,
              (select min(p.starts_on) from erp.accounting_periods p where p.fiscal_year_id = y.id and p.state <> 'closed') as periods_open
         from erp.fiscal_years y where y.id = $1`,
      [id],
    );
  }

  /** Periods of a year that are not closed hard, in their order. */
  async notClosed(yearId: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select p.id from erp.accounting_periods p where p.fiscal_year_id = $1 and p.state <> 'closed' order by p.starts_on`,
      [yearId],
    );
    return rows.map(({ id }) => id);
  }

  /** What is left on each income and expense account of a year, by number. */
  yearBalances(yearId: string): Promise<YearBalance[]> {
    return this.db.query<YearBalance>(
      `select a.id as account_id, sum(l.debit - l.credit)::numeric(18,2) as balance, a.currency_code,
              sum(case when l.debit > 0 then l.currency_amount else -l.currency_amount end)::numeric(18,2) as currency_balance
         from erp.fiscal_years y join erp.journal_entries e on e.company_id = y.company_id and e.entry_date between y.starts_on and y.ends_on and e.state = 'posted'
         join erp.journal_lines l on l.entry_id = e.id join erp.accounts a on a.id = l.account_id and a.type in ('income', 'expense')
        where y.id = $1 group by a.id having sum(l.debit - l.credit) <> 0 order by a.number, a.id`,
      [yearId],
    );
  }
}
