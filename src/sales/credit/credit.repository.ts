import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { CreditStage } from './credit-stages.js';
import type { SalesCreditOverride } from './credit.entity.js';
import type { CreditStanding } from './credit-verdict.js';

/** A customer with one of the companies that sell to him. */
export interface CreditPair {
  readonly company_id: string;
  readonly customer_id: string;
}

export interface FoundSettings {
  readonly company_id: string;
  readonly hold_at_confirmation: boolean;
  readonly hold_at_shipping: boolean;
  readonly version: number;
}

@Injectable()
export class CreditRepository {
  constructor(private readonly db: Database) {}

  /** Settings that were never changed have no row: they are what the table's defaults say. */
  async settings(companyId: string): Promise<FoundSettings> {
    const row = await this.db.maybe<FoundSettings>(
      'select company_id, hold_at_confirmation, hold_at_shipping, version from erp.sales_settings where company_id = $1',
      [companyId],
    );
    return row ?? { company_id: companyId, hold_at_confirmation: true, hold_at_shipping: false, version: 1 };
  }

  /** Locks the settings of a company, made where there are none. @returns their id and version */
  async lockSettings(companyId: string): Promise<{ id: string; version: number }> {
    await this.db.query('insert into erp.sales_settings (company_id) values ($1) on conflict do nothing', [companyId]);
    return this.db.one('select id, version from erp.sales_settings where company_id = $1 for update', [companyId]);
  }

  /** Locks credit accounts in the order of company and customer, made where there are none: from here on nobody else adds to their exposure. */
  async lock(pairs: readonly CreditPair[]): Promise<{ id: string; version: number }[]> {
    const ids = [pairs.map(({ company_id }) => company_id), pairs.map(({ customer_id }) => customer_id)];
    await this.db.query(
      `insert into erp.sales_credit_accounts (company_id, customer_id)
       select distinct w.company_id, w.customer_id from unnest($1::uuid[], $2::uuid[]) w (company_id, customer_id) order by 1, 2 on conflict do nothing`,
      ids,
    );
    return this.db.query(
      `select a.id, a.version from erp.sales_credit_accounts a
        where (a.company_id, a.customer_id) in (select w.company_id, w.customer_id from unnest($1::uuid[], $2::uuid[]) w (company_id, customer_id))
        order by a.company_id, a.customer_id for update`,
      ids,
    );
  }

  /** Limit and exposure of customers in one statement, so that an invoice that is posted meanwhile is in one of both sums and never in none. */
  standings(pairs: readonly CreditPair[]): Promise<(CreditPair & CreditStanding & { version: number })[]> {
    return this.db.query(
      `select w.company_id, w.customer_id, coalesce(a.credit_limit, c.credit_limit)::numeric(15,2) as limit, coalesce(a.version, 1) as version,
              coalesce((select sum(v.amount) from erp.sales_order_open_value v where v.company_id = w.company_id and v.customer_id = w.customer_id), 0)::numeric(18,2) as open_orders,
              coalesce((select sum(i.amount) from erp.open_partner_items i where i.company_id = w.company_id and i.customer_id = w.customer_id), 0)::numeric(18,2) as unpaid
         from (select distinct p.company_id, p.customer_id from unnest($1::uuid[], $2::uuid[]) p (company_id, customer_id)) w
         join erp.customers c on c.id = w.customer_id
         left join erp.sales_credit_accounts a on a.company_id = w.company_id and a.customer_id = w.customer_id`,
      [pairs.map(({ company_id }) => company_id), pairs.map(({ customer_id }) => customer_id)],
    );
  }

  overrides(orderIds: readonly string[], stage: CreditStage): Promise<SalesCreditOverride[]> {
    return this.db.query<SalesCreditOverride>(
      'select * from erp.sales_credit_overrides where order_id = any($1::uuid[]) and stage = $2 order by overridden_at, id',
      [orderIds, stage],
    );
  }

  /** What orders will still bring, in the currency of their company. */
  async openValues(orderIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db.query<{ order_id: string; amount: string }>(
      'select order_id, amount from erp.sales_order_open_value where order_id = any($1::uuid[])',
      [orderIds],
    );
    return new Map(rows.map(({ order_id, amount }) => [order_id, amount]));
  }
}
