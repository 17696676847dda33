import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { MOST_ROWS } from '../figures/figures-limits.js';
import type { TaxAccountRowDto, TaxLineDto, TaxReportRowDto } from './tax-report.dto.js';

/**
 * Lines of company $1's documents that were posted on the days from $2 to $3, and of those that were cancelled on these days once more, the other way. In the
 * company's currency; invoices above zero and credit notes below.
 */
const LINES = /* sql */ `
with document as materialized (
  select i.id, i.entry_date as day, 'posted' as event, 1 as sign from erp.invoices i
   where i.company_id = $1 and i.number is not null and i.entry_date between $2::date and $3::date
  union all
  select i.id, r.entry_date, 'cancelled', -1 from erp.journal_entries r join erp.invoices i on i.reversal_entry_id = r.id
   where r.company_id = $1 and r.entry_date between $2::date and $3::date
), line as (
  select case i.side when 'receivable' then 'output' else 'input' end as direction, d.day, d.event, i.id as invoice_id, i.kind, i.number, i.external_number,
         i.supplier_id, i.customer_id, l.line_no, l.description, l.tax_code_id, l.tax_rate, l.tax_account_id,
         d.sign * case i.kind when 'invoice' then l.base_net else -l.base_net end as base, d.sign * case i.kind when 'invoice' then l.base_tax else -l.base_tax end as tax
    from document d join erp.invoices i on i.id = d.id join erp.invoice_lines l on l.invoice_id = d.id
)`;

/** Taxes of documents against those of the journal, each figure by one statement. */
@Injectable()
export class TaxReportRepository {
  constructor(private readonly db: Database) {}

  byCode(companyId: string, from: string, to: string): Promise<TaxReportRowDto[]> {
    return this.db.query<TaxReportRowDto>(
      `${LINES}
       select l.direction, l.tax_code_id, t.code as tax_code, t.name as tax_name, l.tax_rate,
              coalesce(sum(l.base) filter (where l.kind = 'invoice'), 0)::numeric(18,2) as invoices_base,
              coalesce(sum(l.tax) filter (where l.kind = 'invoice'), 0)::numeric(18,2) as invoices_tax,
              coalesce(sum(l.base) filter (where l.kind = 'credit_note'), 0)::numeric(18,2) as credit_notes_base,
              coalesce(sum(l.tax) filter (where l.kind = 'credit_note'), 0)::numeric(18,2) as credit_notes_tax,
              sum(l.base)::numeric(18,2) as base, sum(l.tax)::numeric(18,2) as tax
         from line l left join erp.tax_codes t on t.id = l.tax_code_id
        group by l.direction, l.tax_code_id, t.code, t.name, l.tax_rate order by l.direction desc, t.code nulls last, l.tax_rate`,
      [companyId, from, to],
    );
  }

  /** Of every account that a tax code, a role or a document has for tax. */
  byAccount(companyId: string, from: string, to: string): Promise<TaxAccountRowDto[]> {
    return this.db.query<TaxAccountRowDto>(
      `${LINES}, documents as (
         select l.tax_account_id as account_id, sum(case l.direction when 'input' then l.tax else -l.tax end) as amount from line l
          where l.tax_account_id is not null group by l.tax_account_id
       ), account as (
         select account_id from documents
         union select t.input_account_id from erp.tax_codes t where t.company_id = $1 union select t.output_account_id from erp.tax_codes t where t.company_id = $1
         union select r.account_id from erp.account_roles r where r.company_id = $1 and r.role in ('input_tax', 'output_tax')
       ), moved as (
         select l.account_id, sum(l.debit - l.credit) as amount from erp.journal_entries e join erp.journal_lines l on l.entry_id = e.id
          where e.company_id = $1 and e.state = 'posted' and e.entry_date between $2::date and $3::date and l.account_id in (select account_id from account)
          group by l.account_id)
       select a.id as account_id, a.number as account_number, a.name as account_name, coalesce(d.amount, 0)::numeric(18,2) as documents,
              coalesce(m.amount, 0)::numeric(18,2) as journal, (coalesce(m.amount, 0) - coalesce(d.amount, 0))::numeric(18,2) as difference
         from account x join erp.accounts a on a.id = x.account_id left join documents d on d.account_id = a.id left join moved m on m.account_id = a.id
        order by a.number, a.id`,
      [companyId, from, to],
    );
  }

  /** The lines themselves, one more than is answered at most. */
  lines(
    companyId: string,
    from: string,
    to: string,
    direction: string | null,
    taxCodeId: string | null,
  ): Promise<TaxLineDto[]> {
    return this.db.query<TaxLineDto>(
      `${LINES}
       select l.direction, l.day, l.invoice_id, l.kind, l.number, l.external_number, l.event, coalesce(s.code, c.code) as partner_code,
              coalesce(s.name, c.name) as partner_name, l.description, t.code as tax_code, l.tax_rate, l.base::numeric(18,2) as base, l.tax::numeric(18,2) as tax
         from line l left join erp.tax_codes t on t.id = l.tax_code_id left join erp.suppliers s on s.id = l.supplier_id left join erp.customers c on c.id = l.customer_id
        where ($4::text is null or l.direction = $4) and ($5::uuid is null or l.tax_code_id = $5)
        order by l.day, l.number, l.event desc, l.line_no limit $6`,
      [companyId, from, to, direction, taxCodeId, MOST_ROWS + 1],
    );
  }
}
