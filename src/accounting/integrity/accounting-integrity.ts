import { Injectable } from '@nestjs/common';
import { Database, holdRule } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** The invariants of the books, for `pabrik check` and the integrity route. Reads only. */
@Injectable()
export class AccountingIntegrity {
  constructor(private readonly db: Database) {}

  async check(): Promise<Invariant[]> {
    const found: Invariant[] = [];
    for (const [name, { rule, sql }] of Object.entries(RULES)) found.push(await holdRule(this.db, name, rule, sql));
    return found;
  }
}

/** One row from what was looked at and what is wrong. */
const told = (checked: string, faults: string): string => /* sql */ `
with fault as (${faults})
select (${checked}) as checked, (select count(*) from fault) as violations,
       coalesce((select jsonb_agg(to_jsonb(f)) from (select * from fault limit 10) f), '[]') as samples`;

const RULES: Readonly<Record<string, { rule: string; sql: string }>> = {
  journal_entries_balance: {
    rule: 'Every posted entry has as much debit as credit, on two lines at least, and lies in the period of its day.',
    sql: told(
      `select count(*) from erp.journal_entries where state = 'posted'`,
      `select e.number, e.company_id, sum(l.debit)::text as debit, sum(l.credit)::text as credit
         from erp.journal_entries e join erp.accounting_periods p on p.id = e.period_id left join erp.journal_lines l on l.entry_id = e.id
        where e.state = 'posted'
        group by e.id, p.id
       having count(l.id) < 2 or sum(l.debit) <> sum(l.credit) or p.company_id <> e.company_id or e.entry_date not between p.starts_on and p.ends_on`,
    ),
  },
  closed_years_are_carried_forward: {
    rule: 'Nothing is left on the income and expense accounts of a closed fiscal year, and all its periods are closed.',
    sql: told(
      `select count(*) from erp.fiscal_years where state = 'closed'`,
      `select y.code, y.company_id, a.number as account, sum(l.debit - l.credit)::text as left_over
         from erp.fiscal_years y join erp.journal_entries e on e.company_id = y.company_id and e.entry_date between y.starts_on and y.ends_on and e.state = 'posted'
         join erp.journal_lines l on l.entry_id = e.id join erp.accounts a on a.id = l.account_id and a.type in ('income', 'expense')
        where y.state = 'closed' group by y.id, a.id having sum(l.debit - l.credit) <> 0
       union all
       select y.code, y.company_id, null, p.starts_on::text from erp.fiscal_years y join erp.accounting_periods p on p.fiscal_year_id = y.id and p.state <> 'closed'
        where y.state = 'closed'`,
    ),
  },
  legal_numbers_have_no_gap: {
    rule: 'Legal numbers of a company, series and fiscal year are those from one to the last that was given out, each once.',
    sql: told(
      `select count(*) from erp.legal_numbers`,
      `select s.prefix, y.code as fiscal_year, y.company_id, coalesce(n.last_number, 0) as last_number, count(distinct d.value) as given, min(d.value) as lowest, max(d.value) as highest
         from (select 'journal_entry' as series, e.company_id, e.number from erp.journal_entries e where e.number is not null
               union all select i.side || '_' || i.kind, i.company_id, i.number from erp.invoices i where i.number is not null
               union all select y.side || '_payment', y.company_id, y.number from erp.payments y where y.number is not null) o
         join erp.number_series s on s.series = o.series
         join erp.fiscal_years y on y.company_id = o.company_id and o.number ~ ('^' || s.prefix || '-' || y.code || '-[0-9]+$')
        cross join lateral (select substring(o.number from '[0-9]+$')::bigint as value) d
         full join erp.legal_numbers n on n.company_id = o.company_id and n.series = o.series and n.fiscal_year_id = y.id
        group by s.prefix, y.code, y.company_id, n.company_id, n.series, n.fiscal_year_id, n.last_number
       having n.last_number is null or count(d.value) <> n.last_number or count(distinct d.value) <> n.last_number or max(d.value) <> n.last_number`,
    ),
  },
  open_amounts_agree_with_allocations: {
    rule: 'What is paid of an invoice, and used of a credit note or payment, is the sum of its allocations that stand, in both currencies.',
    sql: told(
      `select (select count(*) from erp.invoices) + (select count(*) from erp.payments)`,
      `select d.what, d.number, d.allocated_amount::text, d.allocated_base::text, coalesce(sum(a.amount), 0)::text as amount, coalesce(sum(a.base), 0)::text as base
         from (select 'invoice' as what, i.id, i.number, i.allocated_amount, i.allocated_base from erp.invoices i
               union all select 'payment', y.id, y.number, y.allocated_amount, y.allocated_base from erp.payments y) d
         left join (select a.invoice_id as id, a.amount, a.invoice_base as base from erp.payment_allocations a where a.undone_on is null
                    union all select coalesce(a.payment_id, a.credit_note_id), a.amount, a.source_base from erp.payment_allocations a where a.undone_on is null) a on a.id = d.id
        group by d.what, d.id, d.number, d.allocated_amount, d.allocated_base
       having (d.allocated_amount, d.allocated_base) is distinct from (coalesce(sum(a.amount), 0), coalesce(sum(a.base), 0))`,
    ),
  },
  control_accounts_agree_with_open_documents: {
    rule: 'A control account holds what is open of the invoices, credit notes and payments that were posted on it.',
    sql: told(
      `select count(*) from erp.accounts where control in ('payable', 'receivable')`,
      `select a.number, a.company_id, coalesce(j.balance, 0)::text as balance, coalesce(d.open, 0)::text as open
         from erp.accounts a
         left join (select l.account_id, sum(l.debit - l.credit) as balance from erp.journal_lines l join erp.journal_entries e on e.id = l.entry_id
                     where e.state = 'posted' group by l.account_id) j on j.account_id = a.id
         left join (select o.control_account_id, sum(o.open) as open from (
                      select i.control_account_id, case when (i.side = 'receivable') = (i.kind = 'invoice') then i.open_base else -i.open_base end as open
                        from erp.invoices i where i.state = 'posted'
                      union all
                      select y.control_account_id, case when (y.side = 'payable') <> y.is_refund then y.open_base else -y.open_base end from erp.payments y where y.state = 'posted') o
                    group by o.control_account_id) d on d.control_account_id = a.id
        where a.control in ('payable', 'receivable') and coalesce(j.balance, 0) <> coalesce(d.open, 0)`,
    ),
  },
};
