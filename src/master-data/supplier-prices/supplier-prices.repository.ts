import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { SupplierOffer } from './supplier-offers.js';
import { SupplierPrice } from './supplier-price.entity.js';

/** An offer, with the product it is for. */
export type ProductOffer = SupplierOffer & { readonly product_id: string; readonly stock_unit_id: string };

/** A row of a price list about to be made; it holds from today on. */
export type NewSupplierPrice = Omit<
  SupplierPrice,
  'id' | 'version' | 'created_at' | 'updated_at' | 'supplier_sku' | 'valid_from'
>;

@Injectable()
export class SupplierPricesRepository {
  constructor(private readonly db: Database) {}

  insert(rows: readonly NewSupplierPrice[]): Promise<SupplierPrice[]> {
    return this.db.insertMany<SupplierPrice>(SupplierPrice, rows);
  }

  /** What a new price takes when its body leaves it open: the product's purchase or stock unit, the supplier's currency. */
  defaults(productId: string, supplierId: string): Promise<{ unit_id: string | null; currency_code: string | null }> {
    return this.db.one(
      `select (select coalesce(p.purchase_unit_id, p.unit_id) from erp.products p where p.id = $1) as unit_id,
              (select s.currency_code from erp.suppliers s where s.id = $2) as currency_code`,
      [productId, supplierId],
    );
  }

  /** The rows of active suppliers that are valid on a day, with the lead time that applies. */
  offers(productId: string, date: string): Promise<SupplierOffer[]> {
    return this.db.query<SupplierOffer>(
      `select sp.id, sp.supplier_id, s.code as supplier_code, sp.unit_id, sp.currency_code, sp.min_quantity, sp.order_multiple,
              sp.price, coalesce(sp.lead_time_days, s.lead_time_days, p.lead_time_days) as lead_time_days, sp.valid_from
         from erp.supplier_prices sp
         join erp.suppliers s on s.id = sp.supplier_id and s.is_active
         join erp.products p on p.id = sp.product_id
        where sp.product_id = $1 and sp.valid_from <= $2::date and (sp.valid_to is null or sp.valid_to >= $2::date)`,
      [productId, date],
    );
  }

  /** The same for many products at once, each with the unit it is kept in. */
  offersOf(productIds: readonly string[], date: string): Promise<ProductOffer[]> {
    return this.db.query<ProductOffer>(
      `select sp.product_id, p.unit_id as stock_unit_id, sp.id, sp.supplier_id, s.code as supplier_code, sp.unit_id, sp.currency_code,
              sp.min_quantity, sp.order_multiple, sp.price,
              coalesce(sp.lead_time_days, s.lead_time_days, p.lead_time_days) as lead_time_days, sp.valid_from
         from erp.supplier_prices sp
         join erp.suppliers s on s.id = sp.supplier_id and s.is_active
         join erp.products p on p.id = sp.product_id
        where sp.product_id = any($1::uuid[]) and sp.valid_from <= $2::date and (sp.valid_to is null or sp.valid_to >= $2::date)`,
      [productIds, date],
    );
  }

  /** Today in the factory's time zone, and the currency of a company. */
  circumstances(companyId: string): Promise<{ today: string; currency_code: string }> {
    return this.db.one('select current_date as today, c.currency_code from erp.companies c where c.id = $1', [
      companyId,
    ]);
  }
}
