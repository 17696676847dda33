import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { FreePieces, OwedPieces } from './debt-split.js';

/** A debt whose order can take pieces now. */
export interface SettleableDebt extends OwedPieces {
  readonly number: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly company_id: string;
  readonly production_location_id: string;
}

/** One settlement as the ledger posted it. */
export interface Settlement {
  readonly debt_id: string;
  readonly quantity: number;
  readonly movement_id: string;
}

/** A use that cannot be taken back because it was settled. */
export interface SettledUse {
  readonly id: string;
  readonly number: string;
  readonly used: number;
  readonly owed: number;
}

const SETTLEABLE = `d.id, d.number, d.product_id, d.warehouse_id, d.company_id, d.order_id, o.number as order_number, d.used_quantity - d.settled_quantity as owed_quantity,
  (select l.id from erp.locations l where l.company_id = d.company_id and l.type = 'production') as production_location_id`;

/** What material debts are used for and settled by, in a few statements however many there are. */
@Injectable()
export class MaterialDebtUses {
  constructor(private readonly db: Database) {}

  /** Pieces of each product that the order can take: what it holds, and what is free in its warehouse. */
  async available(orderId: string, productIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.db.query<{ product_id: string; available: number }>(
      `select product_id, least(reserved_quantity::numeric + available_quantity, 9007199254740991)::bigint as available
         from erp.manufacturing_order_material where order_id = $1 and product_id = any ($2::uuid[])`,
      [orderId, productIds],
    );
    return new Map(rows.map(({ product_id, available }) => [product_id, available]));
  }

  /** One debt, under the locks of its order and itself. */
  settleable(id: string): Promise<SettleableDebt> {
    return this.db.one<SettleableDebt>(
      `select ${SETTLEABLE} from erp.material_debts d join erp.manufacturing_orders o on o.id = d.order_id where d.id = $1`,
      [id],
    );
  }

  /**
   * What is owed of products that came into the warehouses of these locations, in the order of the approvals, with order and debt locked. An order
   * that somebody else holds is passed over: whoever has posted stock already must wait for nobody.
   */
  owedAt(productIds: readonly string[], locationIds: readonly string[]): Promise<SettleableDebt[]> {
    return this.db.query<SettleableDebt>(
      `select ${SETTLEABLE}
         from erp.material_debts d join erp.manufacturing_orders o on o.id = d.order_id
        where d.product_id = any ($1::uuid[]) and d.used_quantity > d.settled_quantity
          and d.warehouse_id in (select l.warehouse_id from erp.locations l where l.id = any ($2::uuid[]))
        order by d.decided_at, d.id
          for update of o, d skip locked`,
      [productIds, locationIds],
    );
  }

  /** What is free at these places, lot by lot: where nothing may be taken, nothing is. */
  freeAt(productIds: readonly string[], locationIds: readonly string[]): Promise<FreePieces[]> {
    return this.db.query<FreePieces>(
      `select s.product_id, l.warehouse_id, s.location_id, s.lot_id, s.on_hand - s.reserved as free_quantity
         from erp.stock_balances s
         join erp.locations l on l.id = s.location_id
         left join erp.lots t on t.id = s.lot_id
        where s.product_id = any ($1::uuid[]) and s.location_id = any ($2::uuid[]) and s.on_hand > s.reserved
          and l.is_available and l.is_active and erp.is_lot_usable(t.state, t.expires_on)
        order by l.code, t.expires_on nulls last, s.lot_id`,
      [productIds, locationIds],
    );
  }

  /**
   * Writes settlements down, each as an issue of its order, and counts them in debts, components and orders. A debt of which nothing is left to use
   * or to settle is settled.
   */
  async recordSettlements(settlements: readonly Settlement[], notes: string): Promise<void> {
    await this.db.query(
      `with debt as (
         update erp.material_debts d
            set settled_quantity = d.settled_quantity + g.quantity, version = d.version + 1,
                state = case when d.settled_quantity + g.quantity = d.used_quantity and d.used_quantity = d.quantity - d.cancelled_quantity then 'settled' else d.state end
           from unnest($1::uuid[], $2::bigint[], $3::uuid[]) with ordinality g (debt_id, quantity, movement_id, nr) where d.id = g.debt_id
         returning d.id, d.order_id, d.component_id, d.state, g.quantity, g.movement_id, g.nr
       ), posting as (
         insert into erp.production_postings (order_id, posting_no, kind, notes, consumption_movement_id)
         select d.order_id, (select coalesce(max(s.posting_no), 0) from erp.production_postings s where s.order_id = d.order_id)
                  + row_number() over (partition by d.order_id order by d.nr), 'issue', $4, d.movement_id
           from debt d returning id, consumption_movement_id
       ), line as (
         insert into erp.production_posting_lines (posting_id, component_id, quantity)
         select p.id, d.component_id, d.quantity from posting p join debt d on d.movement_id = p.consumption_movement_id
       ), entry as (
         insert into erp.material_debt_entries (debt_id, posting_id, kind, quantity)
         select d.id, p.id, 'settlement', d.quantity from posting p join debt d on d.movement_id = p.consumption_movement_id
       ), history as (
         insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
         select 'material_debt', id, 'settle', 'approved', state, $4 from debt
       ), component as (
         update erp.manufacturing_order_components c set issued_quantity = c.issued_quantity + s.quantity, owed_quantity = c.owed_quantity - s.quantity
           from (select component_id, sum(quantity)::bigint as quantity from debt group by component_id) s where c.id = s.component_id
       )
       update erp.manufacturing_orders o set version = o.version + 1 from (select distinct order_id from debt) d where o.id = d.order_id`,
      [
        settlements.map(({ debt_id }) => debt_id),
        settlements.map(({ quantity }) => quantity),
        settlements.map(({ movement_id }) => movement_id),
        notes,
      ],
    );
  }

  /** Uses of a posting that were settled since, so that they cannot simply be taken back. */
  settledUses(postingId: string): Promise<SettledUse[]> {
    return this.db.query<SettledUse>(
      `select d.id, d.number, e.quantity as used, d.used_quantity - d.settled_quantity as owed
         from erp.material_debt_entries e join erp.material_debts d on d.id = e.debt_id
        where e.posting_id = $1 and e.kind = 'use' and d.used_quantity - d.settled_quantity < e.quantity
        order by d.number`,
      [postingId],
    );
  }

  /** The last settlement of a debt that was not taken back. */
  lastSettlement(id: string): Promise<{ posting_id: string; movement_id: string }> {
    return this.db.one(
      `select e.posting_id, s.consumption_movement_id as movement_id
         from erp.material_debt_entries e join erp.production_postings s on s.id = e.posting_id
        where e.debt_id = $1 and e.kind = 'settlement' and s.reversed_at is null order by s.posting_no desc limit 1`,
      [id],
    );
  }

  /** Gives up what can be used no more once the order makes nothing any more: unused debts are cancelled, settled ones done with. */
  async endUnused(orderId: string, reason: string): Promise<void> {
    await this.db.query(
      `with before as materialized (
         select id, state from erp.material_debts
          where order_id = $1 and state in ('requested', 'approved') and (used_quantity = 0 or used_quantity + cancelled_quantity < quantity)
       ), ended as (
         update erp.material_debts d
            set cancelled_quantity = d.quantity - d.used_quantity, version = d.version + 1,
                state = case when d.used_quantity = 0 then 'cancelled' when d.used_quantity = d.settled_quantity then 'settled' else d.state end
           from before where d.id = before.id
         returning d.id, before.state as from_state, d.state as to_state
       )
       insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
       select 'material_debt', id, case to_state when 'settled' then 'settle' else 'cancel' end, from_state, to_state, $2 from ended`,
      [orderId, reason],
    );
  }
}
