import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { BlanketLineInput, BlanketOrderDto, BlanketOrderHeadDto } from './blankets.dto.js';

const BLANKETS = defineList({
  select: `b.id, b.number, b.company_id, b.supplier_id, s.code as supplier_code, b.currency_code, b.state, b.valid_from, b.valid_until, b.reference, b.notes,
    (select count(*)::integer from erp.purchase_blanket_lines n where n.blanket_id = b.id) as line_count, b.activated_by, b.activated_at, b.created_by, b.version,
    b.created_at, b.updated_at`,
  from: 'erp.purchase_blanket_orders b join erp.suppliers s on s.id = b.supplier_id',
  id: 'b.id',
  sorts: { created_at: 'b.created_at' },
  default_sort: '-created_at',
  search: ['b.number', 'b.reference', 's.code', 's.name'],
  filters: {
    state: 'b.state = any(?::text[])',
    company_id: 'b.company_id = ?',
    supplier_id: 'b.supplier_id = ?',
    product_id: 'exists (select from erp.purchase_blanket_lines n where n.blanket_id = b.id and n.product_id = ?)',
    valid_on: '?::date between b.valid_from and b.valid_until',
  },
});

/** What a blanket order names, as far as it is there and in use. */
export interface BlanketFacts {
  readonly today: string;
  readonly has_supplier: boolean;
  readonly products: readonly string[];
}

const within = () => scopeWhere({ company: 'b.company_id' });

/** Blanket orders as rows. */
@Injectable()
export class BlanketsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<BlanketOrderHeadDto>> {
    return this.db.page<BlanketOrderHeadDto>(BLANKETS, query, within());
  }

  /** With what is called off. @throws NOT_FOUND also outside the caller's companies */
  async get(id: string): Promise<BlanketOrderDto> {
    const head = await this.db.listed<BlanketOrderHeadDto>(BLANKETS, id, within());
    if (!head) throw notFound('Blanket order', id);
    const parts = await this.db.one<Pick<BlanketOrderDto, 'lines' | 'orders'>>(
      `select coalesce((select json_agg(json_build_object('id', n.id, 'line_no', n.line_no, 'product_id', n.product_id, 'sku', p.sku, 'quantity', n.quantity,
                'unit_price', n.unit_price::text, 'called_quantity', g.called_quantity, 'left_quantity', greatest(n.quantity - g.called_quantity, 0),
                'received_quantity', g.received_quantity) order by n.line_no)
                from erp.purchase_blanket_lines n join erp.purchase_blanket_progress g on g.blanket_line_id = n.id join erp.products p on p.id = n.product_id
               where n.blanket_id = $1), '[]') as lines,
              coalesce((select json_agg(json_build_object('id', o.id, 'number', o.number, 'state', o.state) order by o.created_at, o.id)
                from erp.purchase_orders o
               where o.id in (select l.order_id from erp.purchase_blanket_lines n join erp.purchase_call_offs c on c.blanket_line_id = n.id
                      join erp.purchase_order_lines l on l.id = c.order_line_id where n.blanket_id = $1)), '[]') as orders`,
      [id],
    );
    return { ...head, ...parts };
  }

  facts(supplierId: string, products: readonly string[]): Promise<BlanketFacts> {
    return this.db.one<BlanketFacts>(
      `select current_date as today, exists (select from erp.suppliers s where s.id = $1 and s.is_active) as has_supplier,
              coalesce((select json_agg(p.id) from erp.products p where p.id = any($2::uuid[]) and p.is_active and p.is_purchased), '[]') as products`,
      [supplierId, products],
    );
  }

  /** Puts lines in the place of those of a draft, numbered in their order. */
  async replaceLines(id: string, lines: readonly BlanketLineInput[]): Promise<void> {
    await this.db.query('delete from erp.purchase_blanket_lines where blanket_id = $1', [id]);
    await this.db.query(
      `insert into erp.purchase_blanket_lines (blanket_id, line_no, product_id, quantity, unit_price)
       select $1, w.line_no, w.product_id, w.quantity, w.unit_price
         from unnest($2::uuid[], $3::bigint[], $4::numeric[]) with ordinality w (product_id, quantity, unit_price, line_no)`,
      [
        id,
        lines.map(({ product_id }) => product_id),
        lines.map(({ quantity }) => quantity),
        lines.map(({ unit_price }) => unit_price),
      ],
    );
  }
}
