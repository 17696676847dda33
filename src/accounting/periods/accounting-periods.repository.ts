import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** What keeps a period from being closed, and from being opened again. */
export interface PeriodHindrances {
  readonly not_begun: boolean;
  /** The first day of the earliest period before it that is not closed. */
  readonly earlier_open: string | null;
  /** The first day of the latest period after it that is closed. */
  readonly later_closed: string | null;
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
}
