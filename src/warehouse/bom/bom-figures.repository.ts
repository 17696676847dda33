import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** What the system itself knows of the cost of a product. */
export interface KnownCost {
  readonly product_id: string;
  readonly standard_cost: string;
  /** Quantity and value on hand over all valuation areas of the company; null where there never was any. */
  readonly quantity: number | null;
  readonly value: string | null;
}

/** Figures of stock that a bill is held against: what there is, and what it costs. */
@Injectable()
export class BomFiguresRepository {
  constructor(private readonly db: Database) {}

  /**
   * Pieces of each product that can be promised: on hand, not reserved, not in quarantine, scrap or transit, of no lot that is on hold or past its day.
   * @param warehouseIds null: every warehouse of the company
   */
  async available(
    productIds: readonly string[],
    companyId: string,
    warehouseIds: readonly string[] | null,
  ): Promise<ReadonlyMap<string, number>> {
    const rows = await this.db.query<{ product_id: string; available: number }>(
      `select b.product_id, sum(b.on_hand - b.reserved)::bigint as available
         from erp.stock_balances b join erp.locations l on l.id = b.location_id left join erp.lots t on t.id = b.lot_id
        where b.product_id = any($1::uuid[]) and l.company_id = $2 and l.is_available and erp.is_lot_usable(t.state, t.expires_on)
          and ($3::uuid[] is null or l.warehouse_id = any($3::uuid[]))
        group by b.product_id`,
      [productIds, companyId, warehouseIds],
    );
    return new Map(rows.map((row) => [row.product_id, row.available]));
  }

  knownCosts(productIds: readonly string[], companyId: string): Promise<KnownCost[]> {
    return this.db.query<KnownCost>(
      `select p.id as product_id, p.standard_cost, v.quantity, v.value
         from erp.products p
         left join (
           select v.product_id, sum(v.quantity)::bigint as quantity, sum(v.value) as value
             from erp.stock_valuations v
            where v.product_id = any($1::uuid[])
              and v.area_id in (select l.valuation_area_id from erp.locations l where l.company_id = $2 and not l.is_owned)
            group by v.product_id
         ) v on v.product_id = p.id
        where p.id = any($1::uuid[])`,
      [productIds, companyId],
    );
  }

  async currencyOf(companyId: string): Promise<string> {
    const { currency_code } = await this.db.one<{ currency_code: string }>(
      'select currency_code from erp.companies where id = $1',
      [companyId],
    );
    return currency_code;
  }
}
