import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import { currentActor, scopeWhere } from '../../kernel/security/index.js';
import type { WorkOrderHandOver } from './hand-over.entity.js';
import type { HandOverState } from './hand-over.machine.js';

/** Under this name, with its id, a hand-over is the source of its inspections. */
export const HAND_OVER_SOURCE = 'work_order_hand_over';

/** A hand-over as it is listed and shown. */
export interface HandOverRow {
  readonly id: string;
  readonly order_id: string;
  readonly from_work_order_id: string;
  readonly to_work_order_id: string | null;
  readonly department_id: string | null;
  readonly state: HandOverState;
  readonly quantity: number;
  readonly quality_gate: boolean;
}

/** How the receiver decided. */
export interface Decision {
  readonly accepted_quantity: number;
  readonly returned_quantity: number;
  readonly missing_quantity: number;
  readonly returned_reason_id: string | null;
  readonly missing_reason_id: string | null;
  readonly notes: string | null;
  readonly posting_id: string | null;
}

const HAND_OVERS = defineList({
  select: `h.id, l.order_id, o.number as order_number, o.product_id, p.sku, f.id as from_work_order_id, f.number as from_number, f.name as from_name,
    f.department_id as from_department_id, t.id as to_work_order_id, t.number as to_number, t.name as to_name, t.department_id, f.quality_gate, h.state, h.quantity,
    h.accepted_quantity, h.returned_quantity, returned.code as returned_reason_code, h.missing_quantity, missing.code as missing_reason_code,
    case when f.quality_gate then (
      select coalesce(json_agg(json_build_object('id', i.id, 'number', i.number, 'state', i.state, 'accepted_quantity', coalesce(i.accepted_quantity, 0)) order by i.number), '[]')
        from erp.inspections i where i.source_id = h.id and i.source_type = '${HAND_OVER_SOURCE}') else '[]' end as inspections,
    h.notes, h.posting_id, h.decided_by, h.decided_at, h.reversed_at, h.created_by, h.created_at, h.version`,
  from: `erp.work_order_hand_overs h join erp.work_order_links l on l.id = h.link_id join erp.work_orders f on f.id = l.from_work_order_id
    left join erp.work_orders t on t.id = l.to_work_order_id join erp.manufacturing_orders o on o.id = l.order_id join erp.products p on p.id = o.product_id
    left join erp.production_reason_codes returned on returned.id = h.returned_reason_id
    left join erp.production_reason_codes missing on missing.id = h.missing_reason_id`,
  id: 'h.id',
  sorts: { created_at: 'h.created_at' },
  default_sort: '-created_at',
  search: ['f.number', 't.number', 'p.sku'],
  filters: {
    state: 'h.state = any(?::text[])',
    department_id: 't.department_id = ?',
    from_department_id: 'f.department_id = ?',
    order_id: 'l.order_id = ?',
    from_work_order_id: 'f.id = ?',
    to_work_order_id: 't.id = ?',
  },
});

/** Pieces handed from one operation to the next. */
@Injectable()
export class HandOversRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<HandOverRow>> {
    return this.db.page<HandOverRow>(HAND_OVERS, query, scope());
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses, and for whom neither giver nor receiver is */
  async get(id: string): Promise<HandOverRow> {
    const row = await this.db.listed<HandOverRow>(HAND_OVERS, id, scope());
    if (!row) throw notFound('Hand-over', id);
    return row;
  }

  /** The row as it is now; ask after its order is locked. */
  row(id: string): Promise<WorkOrderHandOver> {
    return this.db.one<WorkOrderHandOver>('select * from erp.work_order_hand_overs where id = $1', [id]);
  }

  /** Offers pieces to the next operation. @returns the id */
  async offer(linkId: string, quantity: number, notes: string | null): Promise<string> {
    const { id } = await this.db.one<{ id: string }>(
      `with link as (
         update erp.work_order_links set offered_quantity = offered_quantity + $2::bigint where id = $1
       ), made as (
         insert into erp.work_order_hand_overs (link_id, quantity, notes) values ($1, $2, $3) returning id
       ), history as (
         insert into erp.document_history (machine, document_id, event, from_state, to_state, reason) select 'work_order_hand_over', id, 'create', null, 'offered', $3 from made
       )
       select id from made`,
      [linkId, quantity, notes],
    );
    return id;
  }

  /** Writes down what arrived, counts it on the way and what came back at the giver, in one statement. */
  async accept(id: string, decision: Decision): Promise<void> {
    await this.db.query(
      `with decided as (
         update erp.work_order_hand_overs h
            set state = 'accepted', accepted_quantity = $2, returned_quantity = $3, missing_quantity = $4, returned_reason_id = $5, missing_reason_id = $6,
                notes = coalesce($7, h.notes), posting_id = $8, decided_by = erp.current_actor(), decided_at = clock_timestamp(), version = h.version + 1
          where h.id = $1 returning h.link_id, h.quantity
       ), link as (
         update erp.work_order_links l set offered_quantity = l.offered_quantity - d.quantity, accepted_quantity = l.accepted_quantity + $2::bigint,
                missing_quantity = l.missing_quantity + $4::bigint
           from decided d where l.id = d.link_id returning l.from_work_order_id
       )
       update erp.work_orders w set good_quantity = w.good_quantity - $3::bigint, rework_quantity = w.rework_quantity + $3::bigint, version = w.version + 1
         from link where w.id = link.from_work_order_id and $3::bigint > 0`,
      [
        id,
        decision.accepted_quantity,
        decision.returned_quantity,
        decision.missing_quantity,
        decision.returned_reason_id,
        decision.missing_reason_id,
        decision.notes,
        decision.posting_id,
      ],
    );
  }

  async withdraw(id: string): Promise<void> {
    await this.db.query(
      `with withdrawn as (
         update erp.work_order_hand_overs set state = 'withdrawn', decided_by = erp.current_actor(), decided_at = clock_timestamp(), version = version + 1
          where id = $1 returning link_id, quantity)
       update erp.work_order_links l set offered_quantity = l.offered_quantity - d.quantity from withdrawn d where l.id = d.link_id`,
      [id],
    );
  }
}

/** Hand-overs within the caller's companies and warehouses, given or received by one of the caller's departments or by none. */
function scope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'f.company_id', warehouse: 'f.warehouse_id' });
  const departments = currentActor().department_ids;
  if (departments === null) return { where, params };
  const own = (side: string): string => `${side}.department_id is null or ${side}.department_id = any(?::uuid[])`;
  return { where: `${where} and (${own('f')} or ${own('t')})`, params: [...params, departments, departments] };
}
