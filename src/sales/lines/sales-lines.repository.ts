import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor } from '../../kernel/security/index.js';

/** What is known of a product that is sold. */
export interface SoldProduct {
  readonly id: string;
  readonly unit_id: string;
  readonly list_price: string;
  readonly is_active: boolean;
  readonly is_sold: boolean;
  readonly is_manufactured: boolean;
  readonly is_purchased: boolean;
  readonly type: string;
}

/** What a new document names, as far as it is there, and what stands for what it does not name. */
export interface SalesCircumstances {
  readonly today: string;
  readonly company_currency: string | null;
  readonly warehouse_id: string | null;
  readonly customer_id: string | null;
  readonly customer_is_active: boolean;
  readonly customer_name: string | null;
  readonly customer_address: string | null;
  readonly customer_currency: string | null;
  readonly payment_terms_days: number;
  readonly has_currency: boolean;
  readonly has_terms: boolean;
}

/** What orders and quotations look up for their lines. */
@Injectable()
export class SalesLinesRepository {
  constructor(private readonly db: Database) {}

  circumstances(named: {
    company_id: string;
    customer_id: string;
    warehouse_id: string | null;
    currency_code: string | null;
    payment_terms_id: string | null;
  }): Promise<SalesCircumstances> {
    return this.db.one<SalesCircumstances>(
      `select current_date as today, c.currency_code as company_currency, h.id as warehouse_id, s.id as customer_id, coalesce(s.is_active, false) as customer_is_active,
              s.name as customer_name, s.address as customer_address, s.currency_code as customer_currency,
              coalesce(t.net_days, s.payment_terms_days, 0) as payment_terms_days,
              ($4::text is null or exists (select from erp.currencies k where k.code = upper($4))) as has_currency, ($5::uuid is null or t.id is not null) as has_terms
         from (select 1) one left join erp.companies c on c.id = $1 left join erp.customers s on s.id = $2
         left join erp.payment_terms t on t.id = $5 and t.is_active
         left join lateral (select l.id from erp.locations l
                             where l.company_id = $1 and l.type = 'warehouse' and l.is_active and ($3::uuid is null or l.id = $3)
                               and ($6::uuid[] is null or l.id = any($6))
                             order by l.code <> 'WH', l.created_at, l.id limit 1) h on true`,
      [
        named.company_id,
        named.customer_id,
        named.warehouse_id,
        named.currency_code,
        named.payment_terms_id,
        currentActor().warehouse_ids,
      ],
    );
  }

  async products(ids: readonly string[]): Promise<ReadonlyMap<string, SoldProduct>> {
    const rows = await this.db.query<SoldProduct>(
      `select p.id, p.unit_id, p.list_price, p.is_active, p.is_sold, p.is_manufactured, p.is_purchased, p.type from erp.products p where p.id = any($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Rates of a company's taxes on a day, by their codes in small letters; codes that are not in use, or without a rate then, are left out. */
  async taxes(companyId: string, codes: readonly string[], on: string): Promise<ReadonlyMap<string, string>> {
    if (codes.length === 0) return new Map();
    const rows = await this.db.query<{ code: string; rate: string }>(
      `select lower(t.code) as code, r.rate
         from erp.tax_codes t
        cross join lateral (select r.rate from erp.tax_rates r where r.tax_code_id = t.id and r.valid_from <= $3::date order by r.valid_from desc limit 1) r
        where t.company_id = $1 and t.is_active and lower(t.code) = any($2::text[])`,
      [companyId, codes.map((code) => code.toLowerCase()), on],
    );
    return new Map(rows.map(({ code, rate }) => [code, rate]));
  }

  /** Those of the warehouses that are in use in the company and the caller's. */
  async warehouses(companyId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.db.query<{ id: string }>(
      `select l.id from erp.locations l
        where l.company_id = $1 and l.id = any($2::uuid[]) and l.type = 'warehouse' and l.is_active and ($3::uuid[] is null or l.id = any($3))`,
      [companyId, ids, currentActor().warehouse_ids],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
