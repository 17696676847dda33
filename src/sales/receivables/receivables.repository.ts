import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { DunnedInvoiceDto, DunningLevelDto, DunningNoticeDto } from './receivables.dto.js';
import type { Opening, StatementEntry } from './statement.js';

const NOTICES = defineList({
  select: `d.id, d.company_id, d.customer_id, c.code as customer_code, d.invoice_id, i.number, d.level, d.sent_on, d.currency_code, d.open_amount, d.days_overdue, d.created_by, d.created_at`,
  from: 'erp.dunning_notices d join erp.customers c on c.id = d.customer_id join erp.invoices i on i.id = d.invoice_id',
  id: 'd.id',
  sorts: { sent_on: 'd.sent_on' },
  default_sort: '-sent_on',
  search: ['i.number', 'c.code'],
  filters: { company_id: 'd.company_id = ?', customer_id: 'd.customer_id = ?', invoice_id: 'd.invoice_id = ?' },
});

/** What a customer ($2) of a company ($1) was invoiced and paid up to a day ($3), each document and each that takes one back. */
const ENTRIES = /* sql */ `
with entry as (
  select i.currency_code, i.entry_date, i.kind, i.number, i.id as document_id, i.memo as reference, case i.kind when 'invoice' then i.due_date end as due_date,
         case i.kind when 'invoice' then i.total_amount else -i.total_amount end as amount, 1 as turn
    from erp.invoices i where i.company_id = $1 and i.customer_id = $2 and i.number is not null and i.entry_date <= $3::date
  union all
  select i.currency_code, r.entry_date, i.kind || '_cancelled', i.number, i.id, i.memo, null, case i.kind when 'invoice' then -i.total_amount else i.total_amount end, 3
    from erp.invoices i join erp.journal_entries r on r.id = i.reversal_entry_id
   where i.company_id = $1 and i.customer_id = $2 and i.number is not null and r.entry_date <= $3::date
  union all
  select y.currency_code, y.payment_date, case when y.is_refund then 'refund' else 'payment' end, y.number, y.id, y.reference, null,
         case when y.is_refund then y.amount else -y.amount end, 2
    from erp.payments y where y.company_id = $1 and y.customer_id = $2 and y.number is not null and y.payment_date <= $3::date
  union all
  select y.currency_code, r.entry_date, case when y.is_refund then 'refund_reversed' else 'payment_reversed' end, y.number, y.id, y.reference, null,
         case when y.is_refund then -y.amount else y.amount end, 4
    from erp.payments y join erp.journal_entries r on r.id = y.reversal_entry_id
   where y.company_id = $1 and y.customer_id = $2 and y.number is not null and r.entry_date <= $3::date
)`;

/** Open invoices of a company ($1) that are overdue on a day ($2), with the level that each has reached and the one that was sent. */
const OVERDUE = /* sql */ `
with overdue as (
  select i.customer_id, c.code as customer_code, c.name as customer_name, i.id as invoice_id, i.number, i.due_date, $2::date - i.due_date as days_overdue, i.currency_code,
         i.open_amount, (select max(v.level) from erp.dunning_levels v where v.company_id = i.company_id and v.is_active and v.days_overdue <= $2::date - i.due_date) as level,
         n.level as sent_level, n.sent_on
    from erp.invoices i join erp.customers c on c.id = i.customer_id
    left join lateral (select d.level, d.sent_on from erp.dunning_notices d where d.invoice_id = i.id order by d.level desc limit 1) n on true
   where i.company_id = $1 and i.side = 'receivable' and i.kind = 'invoice' and i.state = 'posted' and i.open_amount > 0 and i.due_date < $2::date
     and ($3::uuid[] is null or i.customer_id = any($3))
)`;
const IS_DUE = 'coalesce(level > coalesce(sent_level, 0), false)';

/** Whose documents, up to which day. */
export interface StatementFilter {
  readonly company_id: string;
  readonly customer_id: string;
  readonly from: string;
  readonly to: string;
}

/** What customers owe, and what they were reminded of: each figure by one statement. */
@Injectable()
export class ReceivablesRepository {
  constructor(private readonly db: Database) {}

  openings({ company_id, customer_id, from, to }: StatementFilter): Promise<Opening[]> {
    return this.db.query<Opening>(
      `${ENTRIES} select currency_code, coalesce(sum(amount) filter (where entry_date < $4::date), 0)::numeric(15,2)::text as opening from entry group by currency_code`,
      [company_id, customer_id, to, from],
    );
  }

  entries({ company_id, customer_id, from, to }: StatementFilter, most: number): Promise<StatementEntry[]> {
    return this.db.query<StatementEntry>(
      `${ENTRIES} select currency_code, entry_date, kind, number, document_id, reference, due_date, amount::numeric(15,2)::text as amount
         from entry where entry_date >= $4::date order by entry_date, turn, number limit $5`,
      [company_id, customer_id, to, from, most],
    );
  }

  customer(id: string): Promise<{ code: string; name: string } | null> {
    return this.db.maybe('select code, name from erp.customers where id = $1', [id]);
  }

  async today(): Promise<{ today: string; first: string }> {
    return this.db.one(`select current_date as today, date_trunc('month', current_date)::date as first`);
  }

  levels(companyId: string): Promise<DunningLevelDto[]> {
    return this.db.query<DunningLevelDto>(
      'select id, company_id, level, name, days_overdue, is_active, version, created_at, updated_at from erp.dunning_levels where company_id = $1 order by level',
      [companyId],
    );
  }

  /** Writes a level down, in place of the one of its number. */
  setLevel(level: Omit<DunningLevelDto, 'id' | 'version' | 'created_at' | 'updated_at'>): Promise<DunningLevelDto> {
    const { company_id, level: number, name, days_overdue, is_active } = level;
    return this.db.one<DunningLevelDto>(
      `insert into erp.dunning_levels as v (company_id, level, name, days_overdue, is_active) values ($1, $2, $3, $4, $5)
       on conflict (company_id, level) do update set name = excluded.name, days_overdue = excluded.days_overdue, is_active = excluded.is_active, version = v.version + 1
       returning id, company_id, level, name, days_overdue, is_active, version, created_at, updated_at`,
      [company_id, number, name, days_overdue, is_active],
    );
  }

  overdue(
    companyId: string,
    on: string,
    customers: readonly string[] | null,
    most: number,
  ): Promise<DunnedInvoiceDto[]> {
    return this.db.query<DunnedInvoiceDto>(
      `${OVERDUE} select *, ${IS_DUE} as is_due from overdue order by customer_code, due_date, number limit $4`,
      [companyId, on, customers, most],
    );
  }

  /** Records that customers are reminded of all that is due, each invoice at the level that it has reached. @throws DUNNING_SENT */
  async send(companyId: string, on: string, customers: readonly string[] | null): Promise<DunningNoticeDto[]> {
    return this.db.query<DunningNoticeDto>(
      `${OVERDUE}, sent as (
         insert into erp.dunning_notices (company_id, customer_id, invoice_id, level, sent_on, currency_code, open_amount, days_overdue)
         select $1, customer_id, invoice_id, level, $2::date, currency_code, open_amount, days_overdue from overdue where ${IS_DUE}
          order by customer_code, due_date, number limit 5000 returning *
       )
       select s.id, s.company_id, s.customer_id, o.customer_code, s.invoice_id, o.number, s.level, s.sent_on, s.currency_code, s.open_amount, s.days_overdue, s.created_by, s.created_at
         from sent s join overdue o on o.invoice_id = s.invoice_id order by o.customer_code, o.due_date, o.number`,
      [companyId, on, customers],
    );
  }

  notices(query: ListParameters): Promise<Page<DunningNoticeDto>> {
    return this.db.page<DunningNoticeDto>(NOTICES, query, scopeWhere({ company: 'd.company_id' }));
  }
}
