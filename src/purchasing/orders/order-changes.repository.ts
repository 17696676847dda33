import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { OrderChangeDto } from './order-changes.dto.js';
import type { NewOrderLine } from './order-lines.js';

const CHANGES = defineList({
  select: `c.id, c.order_id, o.number as order_number, c.revision, c.state, c.reason, c.changes, c.total_before, c.total_after, c.company_amount, o.currency_code,
    c.decided_by, c.decided_at, c.created_by, c.version, c.created_at, c.updated_at`,
  from: 'erp.purchase_order_changes c join erp.purchase_orders o on o.id = c.order_id',
  id: 'c.id',
  sorts: { created_at: 'c.created_at', revision: 'c.revision' },
  default_sort: '-created_at',
  search: ['o.number', 'c.reason'],
  filters: {
    order_id: 'c.order_id = ?',
    state: 'c.state = ?',
    company_id: 'o.company_id = ?',
    supplier_id: 'o.supplier_id = ?',
  },
});

const within = () => scopeWhere({ company: 'o.company_id', warehouse: 'o.warehouse_id' });

/** A line as a change leaves it. */
export type ChangedLine = Omit<NewOrderLine, 'list_price' | 'supplier_sku' | 'unit_id'> & {
  readonly id: string;
  readonly is_closed_short: boolean;
  readonly is_unconfirmed: boolean;
};

/** Revisions of orders. */
@Injectable()
export class OrderChangesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<OrderChangeDto>> {
    return this.db.page<OrderChangeDto>(CHANGES, query, within());
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<OrderChangeDto> {
    const change = await this.db.listed<OrderChangeDto>(CHANGES, id, within());
    if (!change) throw notFound('Change of a purchase order', id);
    return change;
  }

  async isOneWaiting(orderId: string): Promise<boolean> {
    const { waits } = await this.db.one<{ waits: boolean }>(
      `select exists (select from erp.purchase_order_changes where order_id = $1 and state = 'pending') as waits`,
      [orderId],
    );
    return waits;
  }

  async writeLines(lines: readonly ChangedLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.db.query(
      `update erp.purchase_order_lines l
          set unit_quantity = w.unit_quantity, quantity = w.quantity, unit_price = w.unit_price, discount_percent = w.discount_percent, tax_code = w.tax_code,
              tax_percent = w.tax_percent, net_amount = w.net_amount, tax_amount = w.tax_amount, description = w.description, needed_on = w.needed_on,
              promised_on = w.promised_on, least_quantity = w.least_quantity, most_quantity = w.most_quantity, is_closed_short = w.is_closed_short,
              confirmed_on = case when not w.is_unconfirmed then l.confirmed_on end,
              confirmed_quantity = case when not w.is_unconfirmed then l.confirmed_quantity end,
              confirmed_at = case when not w.is_unconfirmed then l.confirmed_at end
         from jsonb_to_recordset($1::jsonb) w (id uuid, unit_quantity numeric, quantity bigint, unit_price numeric, discount_percent numeric, tax_code text,
              tax_percent numeric, net_amount numeric, tax_amount numeric, description text, needed_on date, promised_on date, least_quantity bigint,
              most_quantity bigint, is_closed_short boolean, is_unconfirmed boolean)
        where l.id = w.id`,
      [JSON.stringify(lines)],
    );
  }

  async revise(orderId: string, revision: number, companyAmount: string): Promise<void> {
    await this.db.query(
      `update erp.purchase_orders set revision = $2, company_amount = $3, approved_amount = greatest(approved_amount, $3::numeric) where id = $1`,
      [orderId, revision, companyAmount],
    );
  }
}
