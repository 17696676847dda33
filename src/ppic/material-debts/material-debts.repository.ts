import { Injectable } from '@nestjs/common';
import { Database, checkIfMatch, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { OrderState } from '../orders/manufacturing-order.machine.js';
import type { MaterialDebt } from './material-debt.entity.js';
import type { MaterialDebtState } from './material-debt.machine.js';

/** A debt as it is listed and shown. */
export interface MaterialDebtRow {
  readonly id: string;
  readonly number: string;
  readonly company_id: string;
  readonly order_id: string;
  readonly state: MaterialDebtState;
  readonly quantity: number;
  readonly open_quantity: number;
  readonly owed_quantity: number;
  readonly created_by: string | null;
}

/** The component that a debt is asked for. */
export interface DebtComponent {
  readonly order_state: OrderState;
  readonly order_number: string;
  readonly component_id: string | null;
  readonly product_id: string | null;
  readonly issue_method: 'backflush' | 'manual' | null;
}

const DEBTS = defineList({
  select: `d.id, d.number, d.company_id, d.warehouse_id, d.order_id, o.number as order_number, o.state as order_state, c.work_order_id, w.number as work_order_number,
    d.component_id, d.product_id, p.sku, p.name as product_name, d.state, d.quantity, d.used_quantity, d.settled_quantity, d.cancelled_quantity,
    case when d.state = 'approved' then d.quantity - d.cancelled_quantity - d.used_quantity else 0 end as open_quantity,
    d.used_quantity - d.settled_quantity as owed_quantity, d.reason, d.decided_by, d.decided_at, d.created_by, d.created_at, d.version`,
  from: `erp.material_debts d join erp.manufacturing_orders o on o.id = d.order_id join erp.manufacturing_order_components c on c.id = d.component_id
    join erp.products p on p.id = d.product_id left join erp.work_orders w on w.id = c.work_order_id`,
  id: 'd.id',
  sorts: { created_at: 'd.created_at', number: 'd.number' },
  default_sort: '-created_at',
  search: ['d.number', 'o.number', 'p.sku'],
  filters: {
    state: 'd.state = any(?::text[])',
    order_id: 'd.order_id = ?',
    work_order_id: 'c.work_order_id = ?',
    product_id: 'd.product_id = ?',
    warehouse_id: 'd.warehouse_id = ?',
    owed: '(d.used_quantity > d.settled_quantity) = ?',
  },
});

const ENTRIES = defineList({
  select: `e.id, e.debt_id, e.posting_id, s.posting_no, s.kind as posting_kind, e.kind, e.quantity, s.consumption_movement_id as movement_id, s.notes,
    s.reversed_at, s.created_by, e.created_at`,
  from: 'erp.material_debt_entries e join erp.production_postings s on s.id = e.posting_id',
  id: 'e.id',
  sorts: { created_at: 'e.created_at' },
  default_sort: 'created_at',
});

/** Material debts as rows: found, locked, asked for and moved along. What is used and settled is MaterialDebtUses. */
@Injectable()
export class MaterialDebtsRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<MaterialDebtRow>> {
    return this.db.page<MaterialDebtRow>(DEBTS, query, scope());
  }

  /** @throws NOT_FOUND also outside the caller's scope */
  async get(id: string): Promise<MaterialDebtRow> {
    const row = await this.db.listed<MaterialDebtRow>(DEBTS, id, scope());
    if (!row) throw notFound('Material debt', id);
    return row;
  }

  entries(id: string, query: ListParameters): Promise<Page<object>> {
    return this.db.page(ENTRIES, query, { where: 'e.debt_id = ?', params: [id] });
  }

  /** Locks the row until the transaction ends; its order is locked before. @throws STALE_VERSION */
  async lock(id: string): Promise<MaterialDebt> {
    const debt = await this.db.one<MaterialDebt>('select * from erp.material_debts where id = $1 for update', [id]);
    checkIfMatch(debt);
    return debt;
  }

  /** An order and one of its components, which is null where it is not the order's; null for an order that is not there, or not for the caller. */
  component(orderId: string, componentId: string): Promise<DebtComponent | null> {
    const { company_ids, warehouse_ids, department_ids } = currentActor();
    return this.db.maybe<DebtComponent>(
      `select o.state as order_state, o.number as order_number, c.id as component_id, c.product_id, c.issue_method
         from erp.manufacturing_orders o
         left join erp.manufacturing_order_components c on c.order_id = o.id and c.id = $2
        where o.id = $1 and o.company_id = any ($3::uuid[]) and ($4::uuid[] is null or o.warehouse_id = any ($4))
          and ($5::uuid[] is null or o.department_id is null or o.department_id = any ($5))`,
      [orderId, componentId, company_ids, warehouse_ids, department_ids],
    );
  }

  /** Asks for a debt, with the first row of its history. @returns its id */
  async request(wanted: { order_id: string; component_id: string; quantity: number; reason: string }): Promise<string> {
    const { id } = await this.db.one<{ id: string }>(
      `with asked as (
         insert into erp.material_debts (company_id, warehouse_id, order_id, component_id, product_id, quantity, reason)
         select o.company_id, o.warehouse_id, o.id, c.id, c.product_id, $3, $4
           from erp.manufacturing_order_components c join erp.manufacturing_orders o on o.id = c.order_id where c.id = $2 and o.id = $1
         returning id
       ), history as (
         insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
         select 'material_debt', id, 'create', null, 'requested', $4 from asked
       )
       select id from asked`,
      [wanted.order_id, wanted.component_id, wanted.quantity, wanted.reason],
    );
    return id;
  }

  /** Moves a debt on under its lock; approving and rejecting are the decision that is kept. */
  async advance(
    id: string,
    step: { from: MaterialDebtState; to: MaterialDebtState; decided?: boolean; cancelled?: number },
  ): Promise<void> {
    const moved = await this.db.query(
      `update erp.material_debts d
          set state = $3, version = d.version + 1, cancelled_quantity = d.cancelled_quantity + $5::bigint,
              decided_by = case when $4 then erp.current_actor() else d.decided_by end,
              decided_at = case when $4 then clock_timestamp() else d.decided_at end
        where d.id = $1 and d.state = $2 returning d.id`,
      [id, step.from, step.to, step.decided ?? false, step.cancelled ?? 0],
    );
    if (moved.length !== 1) throw new Error(`Material debt ${id} was not ${step.from} under its own lock`);
  }

  async approverMustDiffer(companyId: string): Promise<boolean> {
    const row = await this.db.maybe<{ approver_must_differ: boolean }>(
      'select approver_must_differ from erp.ppic_settings where company_id = $1',
      [companyId],
    );
    return row?.approver_must_differ ?? false;
  }
}

/** Debts within the caller's companies, warehouses and departments; those of an order without a department are everybody's. */
function scope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'd.company_id', warehouse: 'd.warehouse_id' });
  const departments = currentActor().department_ids;
  if (departments === null) return { where, params };
  return {
    where: `${where} and (o.department_id is null or o.department_id = any(?::uuid[]))`,
    params: [...params, departments],
  };
}
