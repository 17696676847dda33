import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { SalesQuotation, SalesQuotationLine } from './quotation.entity.js';
import type { QuotationDto, QuotationHeadDto, QuotationLineDto, QuotationVersionDto } from './quotations.dto.js';

const EXPIRED = `(q.state = 'sent' and q.valid_until < current_date)`;

const QUOTATIONS = defineList({
  select: `q.id, q.number, q.company_id, q.customer_id, s.code as customer_code, s.name as customer_name, q.currency_code, q.state, q.revision, q.quoted_on, q.valid_until,
    ${EXPIRED} as is_expired, q.customer_reference, q.payment_terms_id, q.payment_terms_days, q.delivery_terms, q.notes, q.net_amount, q.tax_amount, q.freight_amount,
    q.total_amount, (select count(*)::integer from erp.sales_quotation_lines l where l.quotation_id = q.id) as line_count, q.sent_at, q.end_reason, q.order_id,
    q.created_by, q.version, q.created_at, q.updated_at`,
  from: 'erp.sales_quotations q join erp.customers s on s.id = q.customer_id',
  id: 'q.id',
  sorts: { created_at: 'q.created_at', valid_until: 'q.valid_until', number: 'q.number' },
  default_sort: '-created_at',
  search: ['q.number', 's.code', 's.name', 'q.customer_reference'],
  filters: {
    state: 'q.state = any(?::text[])',
    company_id: 'q.company_id = ?',
    customer_id: 'q.customer_id = ?',
    product_id: 'exists (select from erp.sales_quotation_lines l where l.quotation_id = q.id and l.product_id = ?)',
    expired: `${EXPIRED} = ?`,
  },
});

const within = () => scopeWhere({ company: 'q.company_id' });

@Injectable()
export class QuotationsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<QuotationHeadDto>> {
    return this.db.page<QuotationHeadDto>(QUOTATIONS, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async head(id: string): Promise<QuotationHeadDto> {
    const head = await this.db.listed<QuotationHeadDto>(QUOTATIONS, id, within());
    if (!head) throw notFound('Quotation', id);
    return head;
  }

  /** With its lines. @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<QuotationDto> {
    const head = await this.head(id);
    const lines = await this.db.query<QuotationLineDto>(
      `select l.id, l.line_no, l.product_id, p.sku, p.name as product_name, l.description, l.unit_id, u.code as unit_code,
              trim_scale(l.unit_quantity)::text as unit_quantity, l.quantity, l.unit_price, l.list_price, l.price_source, l.price_id, l.discount_percent, l.tax_code,
              l.tax_percent, l.net_amount, l.tax_amount, l.requested_on
         from erp.sales_quotation_lines l join erp.products p on p.id = l.product_id join erp.units u on u.id = l.unit_id
        where l.quotation_id = $1 order by l.line_no`,
      [id],
    );
    return { ...head, lines };
  }

  /** Locks a quotation, with whether its last day has passed. @throws NOT_FOUND also outside the caller's scope, STALE_VERSION */
  async lock(id: string): Promise<SalesQuotation & { is_past: boolean }> {
    const row = await this.db.maybe<SalesQuotation & { is_past: boolean }>(
      `select q.*, q.valid_until < current_date as is_past from erp.sales_quotations q where q.id = $1 and q.company_id = any($2::uuid[]) for update`,
      [id, currentActor().company_ids],
    );
    if (!row) throw notFound('Quotation', id);
    checkIfMatch(row);
    return row;
  }

  lines(id: string): Promise<SalesQuotationLine[]> {
    return this.db.query<SalesQuotationLine>(
      'select l.* from erp.sales_quotation_lines l where l.quotation_id = $1 order by l.line_no',
      [id],
    );
  }

  async removeLines(id: string): Promise<void> {
    await this.db.query('delete from erp.sales_quotation_lines where quotation_id = $1', [id]);
  }

  versions(id: string): Promise<QuotationVersionDto[]> {
    return this.db.query<QuotationVersionDto>(
      `select v.revision, v.valid_until, v.total_amount, v.sent_by, v.sent_at, v.document
         from erp.sales_quotation_versions v where v.quotation_id = $1 order by v.revision`,
      [id],
    );
  }
}
