import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { SupplierOffer } from '../../master-data/index.js';
import type { QuotationRequestDto, QuotationRequestHeadDto } from './quotations.dto.js';

const REQUESTS = defineList({
  select: `q.id, q.number, q.company_id, q.title, q.reply_by, q.notes, q.state, q.created_by, q.version, q.created_at, q.updated_at,
    (select count(*)::integer from erp.quotation_request_lines l where l.request_id = q.id) as line_count,
    (select count(*)::integer from erp.quotation_request_suppliers s where s.request_id = q.id) as supplier_count,
    (select count(distinct r.supplier_id)::integer from erp.quotation_request_lines l join erp.quotation_replies r on r.line_id = l.id
      where l.request_id = q.id) as replied_count,
    (select count(*)::integer from erp.quotation_request_lines l join erp.quotation_replies r on r.line_id = l.id and r.chosen_at is not null
      where l.request_id = q.id) as chosen_count`,
  from: 'erp.quotation_requests q',
  id: 'q.id',
  sorts: { created_at: 'q.created_at' },
  default_sort: '-created_at',
  search: ['q.number', 'q.title'],
  filters: {
    state: 'q.state = any(?::text[])',
    company_id: 'q.company_id = ?',
    supplier_id:
      'exists (select from erp.quotation_request_suppliers s where s.request_id = q.id and s.supplier_id = ?)',
    product_id: 'exists (select from erp.quotation_request_lines l where l.request_id = q.id and l.product_id = ?)',
  },
});

/** What a request or reply names, as far as it is there. */
export interface QuotationFacts {
  readonly today: string;
  readonly currency_code: string;
  readonly products: readonly string[];
  readonly suppliers: readonly string[];
}

/** A line of a locked request, with what a reply to it takes when it leaves that open. */
export interface QuotationLine {
  readonly id: string;
  readonly line_no: number;
  readonly product_id: string;
  readonly stock_unit_id: string;
  readonly usual_unit_id: string;
  readonly quantity: number;
  readonly is_chosen: boolean;
}

/** A reply as an offer that can be compared, with the line that it is to. */
export interface ReplyOffer extends SupplierOffer {
  readonly line_id: string;
  readonly valid_until: string | null;
  readonly is_expired: boolean;
  readonly is_chosen: boolean;
}

/** A row of a reply about to be written. */
export interface ReplyRow {
  readonly line_id: string;
  readonly supplier_id: string;
  readonly unit_id: string;
  readonly currency_code: string;
  readonly price: string;
  readonly min_quantity: number;
  readonly order_multiple: number;
  readonly lead_time_days: number | null;
  readonly valid_until: string | null;
  readonly notes: string | null;
}

/** Requests for quotation as rows. */
@Injectable()
export class QuotationsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<QuotationRequestHeadDto>> {
    return this.db.page<QuotationRequestHeadDto>(REQUESTS, query, scopeWhere({ company: 'q.company_id' }));
  }

  /** With its lines, replies and suppliers. @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<QuotationRequestDto> {
    const head = await this.db.listed<QuotationRequestHeadDto>(REQUESTS, id, scopeWhere({ company: 'q.company_id' }));
    if (!head) throw notFound('Request for quotation', id);
    const parts = await this.db.one<Pick<QuotationRequestDto, 'lines' | 'suppliers'>>(
      `select coalesce((select json_agg(json_build_object('line_no', l.line_no, 'product_id', l.product_id, 'sku', p.sku, 'product_name', p.name,
                'description', l.description, 'quantity', l.quantity, 'needed_by', l.needed_by, 'replies',
                coalesce((select json_agg(json_build_object('id', r.id, 'supplier_id', r.supplier_id, 'supplier_code', s.code, 'unit_id', r.unit_id,
                  'unit_code', u.code, 'currency_code', r.currency_code, 'price', r.price::text, 'min_quantity', r.min_quantity,
                  'order_multiple', r.order_multiple, 'lead_time_days', r.lead_time_days, 'valid_until', r.valid_until, 'notes', r.notes,
                  'is_chosen', r.chosen_at is not null, 'supplier_price_id', r.supplier_price_id, 'updated_at', r.updated_at) order by s.code)
                  from erp.quotation_replies r join erp.suppliers s on s.id = r.supplier_id join erp.units u on u.id = r.unit_id
                 where r.line_id = l.id), '[]')) order by l.line_no)
                from erp.quotation_request_lines l join erp.products p on p.id = l.product_id where l.request_id = $1), '[]') as lines,
              coalesce((select json_agg(json_build_object('supplier_id', s.id, 'supplier_code', s.code, 'supplier_name', s.name) order by s.code)
                from erp.quotation_request_suppliers a join erp.suppliers s on s.id = a.supplier_id where a.request_id = $1), '[]') as suppliers`,
      [id],
    );
    return { ...head, ...parts };
  }

  /** Today, the company's currency, and which of the products and suppliers are there and in use. */
  facts(companyId: string, products: readonly string[], suppliers: readonly string[]): Promise<QuotationFacts> {
    return this.db.one<QuotationFacts>(
      `select current_date as today, c.currency_code,
              coalesce((select json_agg(p.id) from erp.products p where p.id = any($2::uuid[]) and p.is_active), '[]') as products,
              coalesce((select json_agg(s.id) from erp.suppliers s where s.id = any($3::uuid[]) and s.is_active), '[]') as suppliers
         from erp.companies c where c.id = $1`,
      [companyId, products, suppliers],
    );
  }

  /** Which units and currencies there are of those named, and in which one a supplier is usually paid. */
  terms(
    supplierId: string,
    units: readonly string[],
    currencies: readonly string[],
  ): Promise<{ units: string[]; currencies: string[]; supplier_currency: string | null }> {
    return this.db.one(
      `select coalesce((select json_agg(u.id) from erp.units u where u.id = any($2::uuid[]) and u.is_active), '[]') as units,
              coalesce((select json_agg(c.code) from erp.currencies c where c.code = any($3::text[]) and c.is_active), '[]') as currencies,
              (select s.currency_code from erp.suppliers s where s.id = $1) as supplier_currency`,
      [supplierId, units, currencies],
    );
  }

  lines(requestId: string): Promise<QuotationLine[]> {
    return this.db.query<QuotationLine>(
      `select l.id, l.line_no, l.product_id, p.unit_id as stock_unit_id, coalesce(p.purchase_unit_id, p.unit_id) as usual_unit_id, l.quantity,
              exists (select from erp.quotation_replies r where r.line_id = l.id and r.chosen_at is not null) as is_chosen
         from erp.quotation_request_lines l join erp.products p on p.id = l.product_id where l.request_id = $1 order by l.line_no`,
      [requestId],
    );
  }

  /** All replies to a request, as offers; where one says no lead time, it is the supplier's, else the product's. */
  offers(requestId: string): Promise<ReplyOffer[]> {
    return this.db.query<ReplyOffer>(
      `select r.id, r.line_id, r.supplier_id, s.code as supplier_code, r.unit_id, r.currency_code, r.min_quantity, r.order_multiple, r.price,
              coalesce(r.lead_time_days, s.lead_time_days, p.lead_time_days) as lead_time_days, current_date as valid_from, r.valid_until,
              coalesce(r.valid_until < current_date, false) as is_expired, r.chosen_at is not null as is_chosen
         from erp.quotation_request_lines l join erp.quotation_replies r on r.line_id = l.id join erp.suppliers s on s.id = r.supplier_id
         join erp.products p on p.id = l.product_id where l.request_id = $1`,
      [requestId],
    );
  }

  /** Writes what a supplier replies; what he said of a line before is gone. */
  async reply(rows: readonly ReplyRow[]): Promise<void> {
    await this.db.query(
      `insert into erp.quotation_replies (line_id, supplier_id, unit_id, currency_code, price, min_quantity, order_multiple, lead_time_days, valid_until, notes)
       select * from jsonb_to_recordset($1::jsonb) r (line_id uuid, supplier_id uuid, unit_id uuid, currency_code text, price numeric, min_quantity bigint,
         order_multiple bigint, lead_time_days integer, valid_until date, notes text)
       on conflict (line_id, supplier_id) do update set unit_id = excluded.unit_id, currency_code = excluded.currency_code, price = excluded.price,
         min_quantity = excluded.min_quantity, order_multiple = excluded.order_multiple, lead_time_days = excluded.lead_time_days,
         valid_until = excluded.valid_until, notes = excluded.notes`,
      [JSON.stringify(rows)],
    );
  }

  /** Writes which replies were chosen, and what became of them. */
  async choose(chosen: readonly { id: string; supplier_price_id: string }[]): Promise<void> {
    await this.db.query(
      `update erp.quotation_replies r set chosen_at = now(), chosen_by = erp.current_actor(), supplier_price_id = c.supplier_price_id
         from jsonb_to_recordset($1::jsonb) c (id uuid, supplier_price_id uuid) where r.id = c.id`,
      [JSON.stringify(chosen)],
    );
  }
}
