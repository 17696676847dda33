import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Side } from '../invoices/sides.js';
import type { OpenAgeingRowDto, DueRowDto } from './figures.dto.js';

/**
 * What was open at the end of a day ($2): posted by then, not cancelled or reversed by then, less what was allocated and not taken back by then. Of
 * company $1, side $3 and partner $4; what lowers is below zero.
 */
const OPEN = /* sql */ `
with paid as materialized (
  select a.invoice_id, a.payment_id, a.credit_note_id, a.amount, a.invoice_base, a.source_base from erp.payment_allocations a
   where a.company_id = $1 and a.allocated_on <= $2::date and (a.undone_on is null or a.undone_on > $2::date)
), documents as (
  select i.kind, i.id as document_id, i.number, coalesce(i.supplier_id, i.customer_id) as partner_id, i.external_number, i.invoice_date as document_date, i.due_date, i.currency_code,
         i.total_amount as amount, i.base_total as base, p.amount as paid, p.base as paid_base, i.is_held
    from erp.invoices i left join erp.journal_entries r on r.id = i.reversal_entry_id
   cross join lateral (select coalesce(sum(p.amount), 0) as amount, coalesce(sum(case i.id when p.invoice_id then p.invoice_base else p.source_base end), 0) as base
                         from paid p where p.invoice_id = i.id or p.credit_note_id = i.id) p
   where i.company_id = $1 and i.side = $3 and i.number is not null and i.entry_date <= $2::date and (r.id is null or r.entry_date > $2::date)
     and ($4::uuid is null or i.supplier_id = $4 or i.customer_id = $4)
  union all
  select case when y.is_refund then 'refund' else 'payment' end, y.id, y.number, coalesce(y.supplier_id, y.customer_id), y.reference, y.payment_date, y.payment_date, y.currency_code, y.amount, y.base_amount, p.amount, p.base, false
    from erp.payments y left join erp.journal_entries r on r.id = y.reversal_entry_id
   cross join lateral (select coalesce(sum(p.amount), 0) as amount, coalesce(sum(p.source_base), 0) as base from paid p where p.payment_id = y.id) p
   where y.company_id = $1 and y.side = $3 and y.number is not null and y.payment_date <= $2::date and (r.id is null or r.entry_date > $2::date)
     and ($4::uuid is null or y.supplier_id = $4 or y.customer_id = $4)
), open as (
  select d.*, case when d.kind in ('invoice', 'refund') then d.amount - d.paid else d.paid - d.amount end as open_amount,
         case when d.kind in ('invoice', 'refund') then d.base - d.paid_base else d.paid_base - d.base end as open_base, $2::date - d.due_date as days_overdue,
         coalesce(s.code, c.code) as partner_code, coalesce(s.name, c.name) as partner_name
    from documents d left join erp.suppliers s on s.id = d.partner_id left join erp.customers c on c.id = d.partner_id
   where d.amount <> d.paid
)`;

/** Which open documents. */
export interface OpenItemsFilter {
  readonly company_id: string;
  readonly as_of: string;
  readonly side: Side;
  readonly partner_id: string | null;
}

const params = ({ company_id, as_of, side, partner_id }: OpenItemsFilter): unknown[] => [
  company_id,
  as_of,
  side,
  partner_id,
];

/** Open documents as of a day, each figure by one statement. */
@Injectable()
export class OpenItemsRepository {
  constructor(private readonly db: Database) {}

  due(filter: OpenItemsFilter, dueTo: string | null): Promise<DueRowDto[]> {
    return this.db.query<DueRowDto>(
      `${OPEN}
       select kind, document_id, number, partner_id, partner_code, partner_name, external_number, document_date, due_date, days_overdue, currency_code,
              open_amount::numeric(15,2) as open_amount, open_base::numeric(15,2) as open_base, is_held
         from open where $5::date is null or due_date <= $5::date order by due_date, number, document_id`,
      [...params(filter), dueTo],
    );
  }

  ageing(filter: OpenItemsFilter): Promise<OpenAgeingRowDto[]> {
    return this.db.query<OpenAgeingRowDto>(
      `${OPEN}
       select partner_id, partner_code, partner_name, coalesce(sum(open_base) filter (where age = 'not due'), 0)::numeric(18,2) as not_due,
              coalesce(sum(open_base) filter (where age = '0'), 0)::numeric(18,2) as days_0_30, coalesce(sum(open_base) filter (where age = '31'), 0)::numeric(18,2) as days_31_60,
              coalesce(sum(open_base) filter (where age = '61'), 0)::numeric(18,2) as days_61_90, coalesce(sum(open_base) filter (where age = '91'), 0)::numeric(18,2) as over_90,
              coalesce(sum(open_base) filter (where age = 'unallocated'), 0)::numeric(18,2) as unallocated, sum(open_base)::numeric(18,2) as total
         from (select o.*, case when o.kind in ('payment', 'refund') then 'unallocated' when o.days_overdue < 0 then 'not due' when o.days_overdue <= 30 then '0'
                 when o.days_overdue <= 60 then '31' when o.days_overdue <= 90 then '61' else '91' end as age from open o) aged
        group by partner_id, partner_code, partner_name order by partner_code, partner_id`,
      params(filter),
    );
  }
}
