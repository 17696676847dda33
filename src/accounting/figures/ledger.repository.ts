import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { MOST_ROWS } from './figures-limits.js';
import type { GeneralLedgerRowDto, TrialBalanceRowDto } from './figures.dto.js';

/** An account in a trial balance of some days. */
export type LedgerSums = Omit<TrialBalanceRowDto, `compare_${string}` | 'change'>;

/** An account as its ledger begins. */
export interface LedgerHead {
  readonly company_id: string;
  readonly account_id: string;
  readonly account_number: string;
  readonly account_name: string;
  readonly opening: string;
}

/** Figures over posted entries, each by one statement. */
@Injectable()
export class LedgerRepository {
  constructor(private readonly db: Database) {}

  /** The currency of a company and the day it is. */
  company(companyId: string): Promise<{ currency_code: string; today: string }> {
    return this.db.one('select c.currency_code, current_date as today from erp.companies c where c.id = $1', [
      companyId,
    ]);
  }

  trialBalance(
    companyId: string,
    from: string | null,
    to: string,
    includeEmpty: boolean,
    withoutClosings: boolean,
  ): Promise<LedgerSums[]> {
    return this.db.query<LedgerSums>(
      `with moved as materialized (
         select l.account_id, coalesce(sum(l.debit - l.credit) filter (where e.entry_date < $2::date), 0) as opening,
                coalesce(sum(l.debit) filter (where $2::date is null or e.entry_date >= $2::date), 0) as debit,
                coalesce(sum(l.credit) filter (where $2::date is null or e.entry_date >= $2::date), 0) as credit
           from erp.journal_entries e join erp.journal_lines l on l.entry_id = e.id
          where e.company_id = $1 and e.state = 'posted' and e.entry_date <= $3::date
            and not ($5 and e.source_kind is not distinct from 'accounting_closing') group by l.account_id)
       select a.id as account_id, a.number as account_number, a.name as account_name, a.type, coalesce(m.opening, 0)::numeric(18,2) as opening,
              coalesce(m.debit, 0)::numeric(18,2) as debit, coalesce(m.credit, 0)::numeric(18,2) as credit,
              (coalesce(m.opening, 0) + coalesce(m.debit, 0) - coalesce(m.credit, 0))::numeric(18,2) as closing, a.normal_balance
         from erp.accounts a left join moved m on m.account_id = a.id
        where a.company_id = $1 and not a.is_header and ($4 or m.account_id is not null) order by a.number, a.id`,
      [companyId, from, to, includeEmpty, withoutClosings],
    );
  }

  /** The account with its balance before a day; null outside the companies given. */
  ledgerHead(accountId: string, companyIds: readonly string[], from: string | null): Promise<LedgerHead | null> {
    return this.db.maybe<LedgerHead>(
      `select a.company_id, a.id as account_id, a.number as account_number, a.name as account_name,
              (select coalesce(sum(l.debit - l.credit), 0)::numeric(18,2) from erp.journal_lines l join erp.journal_entries e on e.id = l.entry_id
                where l.account_id = a.id and e.state = 'posted' and e.entry_date < $3::date) as opening
         from erp.accounts a where a.id = $1 and a.company_id = any($2::uuid[])`,
      [accountId, companyIds, from],
    );
  }

  /** Its lines with the balance after each. */
  ledger(accountId: string, from: string | null, to: string, opening: string): Promise<GeneralLedgerRowDto[]> {
    return this.db.query<GeneralLedgerRowDto>(
      `select e.entry_date, e.number as entry_number, e.id as entry_id, e.journal, coalesce(l.memo, e.memo) as memo, l.debit, l.credit,
              ($4::numeric + sum(l.debit - l.credit) over (order by e.entry_date, e.number, l.line_no rows unbounded preceding))::numeric(18,2) as balance,
              l.currency_code, l.currency_amount, coalesce(s.code, c.code) as partner_code, e.source_kind, e.source_id
         from erp.journal_lines l join erp.journal_entries e on e.id = l.entry_id
         left join erp.suppliers s on s.id = l.supplier_id left join erp.customers c on c.id = l.customer_id
        where l.account_id = $1 and e.state = 'posted' and ($2::date is null or e.entry_date >= $2::date) and e.entry_date <= $3::date
        order by e.entry_date, e.number, l.line_no limit $5`,
      [accountId, from, to, opening, MOST_ROWS + 1],
    );
  }
}
