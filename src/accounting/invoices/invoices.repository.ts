import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import { InvoiceLine } from './invoice.entity.js';
import type { AllocationDto, InvoiceDto, InvoiceHeadDto } from './invoices.dto.js';
import type { InvoiceStatus, Side } from './sides.js';

const OVERDUE = `(i.state = 'posted' and i.kind = 'invoice' and i.due_date < current_date and i.allocated_amount < i.total_amount)`;
const INVOICES = defineList({
  select: `i.id, i.number, i.company_id, i.side, i.kind, i.supplier_id, i.customer_id, coalesce(s.code, c.code) as partner_code, coalesce(s.name, c.name) as partner_name,
    i.external_number, i.invoice_date, i.entry_date, i.due_date, i.payment_terms_id, i.currency_code, i.rate, i.net_amount, i.tax_amount, i.total_amount, i.base_total,
    i.allocated_amount, i.open_amount, i.open_base, i.state, i.status, ${OVERDUE} as is_overdue, i.is_held, i.hold_reason, i.held_by, i.held_at, i.release_reason,
    i.released_by, i.released_at, i.corrects_id, i.source_kind, i.source_id, i.memo, i.entry_id, i.reversal_entry_id, i.created_by, i.version, i.created_at, i.updated_at`,
  from: 'erp.invoices i left join erp.suppliers s on s.id = i.supplier_id left join erp.customers c on c.id = i.customer_id',
  id: 'i.id',
  sorts: { created_at: 'i.created_at', invoice_date: 'i.invoice_date', due_date: 'i.due_date' },
  default_sort: '-invoice_date',
  search: ['i.number', 'i.external_number', 's.code', 's.name', 'c.code', 'c.name', 'i.memo'],
  filters: {
    company_id: 'i.company_id = ?',
    side: 'i.side = ?',
    kind: 'i.kind = ?',
    status: 'i.status = any(?::text[])',
    supplier_id: 'i.supplier_id = ?',
    customer_id: 'i.customer_id = ?',
    external_number: 'lower(i.external_number) = lower(?)',
    from: 'i.invoice_date >= ?::date',
    to: 'i.invoice_date <= ?::date',
    due_to: 'i.due_date <= ?::date',
    overdue: `${OVERDUE} = ?`,
    held: 'i.is_held = ?',
    source_id: 'i.source_id = ?',
  },
});

/** What a new invoice needs to know of company, partner and terms. */
export interface InvoiceCircumstances {
  readonly today: string;
  readonly company_currency: string;
  /** Null: there is no such partner in use. */
  readonly partner: { readonly currency_code: string | null; readonly payment_terms_days: number } | null;
  /** Null: there are no such terms in use. */
  readonly terms: { readonly net_days: number; readonly end_of_month: boolean } | null;
  /** Whether the invoice that is corrected is of the same company, partner and side. */
  readonly corrects_fits: boolean;
}

/** An invoice as the documents above want to know of it. */
export interface InvoiceStanding {
  readonly id: string;
  readonly number: string | null;
  readonly status: InvoiceStatus;
  readonly is_held: boolean;
  readonly total_amount: string;
  readonly open_amount: string;
  readonly source_id: string | null;
}

@Injectable()
export class InvoicesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<InvoiceHeadDto>> {
    return this.db.page<InvoiceHeadDto>(INVOICES, query, scopeWhere({ company: 'i.company_id' }));
  }

  /** With its lines and what paid it. @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<InvoiceDto> {
    const head = await this.db.listed<InvoiceHeadDto>(INVOICES, id, scopeWhere({ company: 'i.company_id' }));
    if (!head) throw notFound('Invoice', id);
    return { ...head, lines: await this.linesOf(id), allocations: await this.allocationsOf(id) };
  }

  linesOf(id: string): Promise<(InvoiceDto['lines'][number] & { tax_account_id?: string | null })[]> {
    return this.db.query(
      `select l.id, l.line_no, l.account_id, a.number as account_number, l.description, l.quantity, l.unit_id, l.unit_price, l.discount_percent, l.net_amount,
              l.tax_code_id, l.tax_rate, l.tax_amount, l.base_net, l.base_tax, l.department_id, l.source_line_id
         from erp.invoice_lines l join erp.accounts a on a.id = l.account_id where l.invoice_id = $1 order by l.line_no`,
      [id],
    );
  }

  /** The lines as they are kept. */
  wholeLines(id: string): Promise<InvoiceLine[]> {
    return this.db.query<InvoiceLine>(
      'select l.* from erp.invoice_lines l where l.invoice_id = $1 order by l.line_no',
      [id],
    );
  }

  /** Allocations of an invoice, credit note or payment, the oldest first. */
  allocationsOf(id: string): Promise<AllocationDto[]> {
    return this.db.query<AllocationDto>(
      `select a.id, a.invoice_id, i.number as invoice_number, a.payment_id, a.credit_note_id, coalesce(p.number, n.number) as source_number, a.amount,
              a.invoice_base, a.source_base, a.allocated_on, a.entry_id, a.undone_on
         from erp.payment_allocations a join erp.invoices i on i.id = a.invoice_id
         left join erp.payments p on p.id = a.payment_id left join erp.invoices n on n.id = a.credit_note_id
        where a.id in (select x.id from erp.payment_allocations x where x.invoice_id = $1
                       union select x.id from erp.payment_allocations x where x.payment_id = $1
                       union select x.id from erp.payment_allocations x where x.credit_note_id = $1)
        order by a.id`,
      [id],
    );
  }

  async replaceLines(id: string, lines: readonly Partial<InvoiceLine>[]): Promise<void> {
    await this.db.query('delete from erp.invoice_lines where invoice_id = $1', [id]);
    await this.db.insertMany(
      InvoiceLine,
      lines.map((line) => ({ invoice_id: id, ...line })),
    );
  }

  circumstances(
    companyId: string,
    side: Side,
    partnerId: string,
    termsId: string | null,
    correctsId: string | null,
  ): Promise<InvoiceCircumstances> {
    return this.db.one<InvoiceCircumstances>(
      `select current_date as today, c.currency_code as company_currency,
              case when $2 = 'payable' then (select json_build_object('currency_code', s.currency_code, 'payment_terms_days', s.payment_terms_days) from erp.suppliers s where s.id = $3 and s.is_active)
                else (select json_build_object('currency_code', s.currency_code, 'payment_terms_days', s.payment_terms_days) from erp.customers s where s.id = $3 and s.is_active) end as partner,
              (select json_build_object('net_days', t.net_days, 'end_of_month', t.end_of_month) from erp.payment_terms t where t.id = $4 and t.is_active) as terms,
              exists (select from erp.invoices i where i.id = $5 and i.kind = 'invoice' and i.company_id = $1 and i.side = $2 and coalesce(i.supplier_id, i.customer_id) = $3) as corrects_fits
         from erp.companies c where c.id = $1`,
      [companyId, side, partnerId, termsId, correctsId],
    );
  }

  /** Invoices that were handed over by documents, those that were cancelled left out. */
  ofSources(sourceKind: string, sourceIds: readonly string[]): Promise<InvoiceStanding[]> {
    return this.db.query<InvoiceStanding>(
      `select i.id, i.number, i.status, i.is_held, i.total_amount, i.open_amount, i.source_id from erp.invoices i
        where i.source_kind = $1 and i.source_id = any($2::uuid[]) and i.state <> 'cancelled' order by i.created_at, i.id`,
      [sourceKind, sourceIds],
    );
  }

  /** What a partner has open with a company, in its currency: invoices less credit notes and what of payments is not allocated. */
  async exposure(companyId: string, partnerId: string): Promise<string> {
    const { open } = await this.db.one<{ open: string }>(
      `select (coalesce((select sum(case i.kind when 'invoice' then i.open_base else -i.open_base end) from erp.invoices i
                where i.company_id = $1 and (i.supplier_id = $2 or i.customer_id = $2) and i.state = 'posted'), 0)
             - coalesce((select sum(case when p.is_refund then -p.open_base else p.open_base end) from erp.payments p
                where p.company_id = $1 and (p.supplier_id = $2 or p.customer_id = $2) and p.state = 'posted'), 0))::numeric(15,2) as open`,
      [companyId, partnerId],
    );
    return open;
  }
}
