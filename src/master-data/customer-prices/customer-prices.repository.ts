import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { CustomerOffer } from './customer-price.js';

/** What a price takes when the caller leaves it open. */
export interface SalesDefaults {
  readonly unit_id: string | null;
  readonly currency_code: string;
  readonly today: string;
}

@Injectable()
export class CustomerPricesRepository {
  constructor(private readonly db: Database) {}

  /** The product's sales or stock unit, the customer's currency or else the company's, and today in the factory's time zone. */
  defaults(productId: string, customerId: string | null, companyId: string): Promise<SalesDefaults> {
    return this.db.one<SalesDefaults>(
      `select (select coalesce(p.sales_unit_id, p.unit_id) from erp.products p where p.id = $1) as unit_id,
              coalesce((select cu.currency_code from erp.customers cu where cu.id = $2), c.currency_code) as currency_code,
              current_date as today
         from erp.companies c where c.id = $3`,
      [productId, customerId, companyId],
    );
  }

  /** The rows for a customer, and for everybody, that are valid on a day. */
  offers(productId: string, customerId: string | null, currency: string, date: string): Promise<CustomerOffer[]> {
    return this.db.query<CustomerOffer>(
      `select cp.id, cp.customer_id, cp.unit_id, cp.currency_code, cp.min_quantity, cp.price, cp.discount_percent, cp.valid_from
         from erp.customer_prices cp
        where cp.product_id = $1 and (cp.customer_id is null or cp.customer_id = $2) and cp.currency_code = $3
          and cp.valid_from <= $4::date and (cp.valid_to is null or cp.valid_to >= $4::date)`,
      [productId, customerId, currency, date],
    );
  }

  /** The same rows for many products. */
  offersOf(
    productIds: readonly string[],
    customerId: string,
    currency: string,
    date: string,
  ): Promise<(CustomerOffer & { readonly product_id: string })[]> {
    return this.db.query<CustomerOffer & { product_id: string }>(
      `select cp.id, cp.product_id, cp.customer_id, cp.unit_id, cp.currency_code, cp.min_quantity, cp.price, cp.discount_percent, cp.valid_from
         from erp.customer_prices cp
        where cp.product_id = any($1::uuid[]) and (cp.customer_id is null or cp.customer_id = $2) and cp.currency_code = $3
          and cp.valid_from <= $4::date and (cp.valid_to is null or cp.valid_to >= $4::date)`,
      [productIds, customerId, currency, date],
    );
  }

  /** The currency that a company's list prices are in. */
  async currencyOf(companyId: string): Promise<string> {
    const row = await this.db.one<{ currency_code: string }>('select currency_code from erp.companies where id = $1', [
      companyId,
    ]);
    return row.currency_code;
  }
}
