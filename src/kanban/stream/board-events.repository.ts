import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { isAfter } from './board-position.js';
import type { BoardPosition } from './board-position.js';

/** Changes kept for those who come back. */
const KEPT_HOURS = 24;
const AT_ONCE = 500;

/** A change of a request card, of the signal of a loop or of a work order, with it as it is now. */
export interface BoardEvent {
  readonly position: BoardPosition;
  /** Of what: also the name of the message that tells it. */
  readonly kind: 'card' | 'signal' | 'work_order';
  readonly company_id: string;
  readonly department_id: string | null;
  readonly warehouse_ids: readonly string[];
  readonly data: object;
}

interface EventRow extends Omit<BoardEvent, 'position'> {
  readonly xid: string;
  readonly id: string;
}

const CARD = `select 'card' as kind, array_remove(array[f.warehouse_id, t.warehouse_id], null) as warehouse_ids,
    json_build_object('card_id', k.id, 'number', k.number, 'change', e.change, 'state', k.state, 'department_id', k.department_id,
      'product_id', k.product_id, 'sku', p.sku, 'product_name', p.name, 'quantity', k.quantity, 'priority', k.priority, 'needed_by', k.needed_by,
      'shipped_quantity', k.shipped_quantity, 'received_quantity', k.received_quantity, 'lost_quantity', k.lost_quantity, 'version', k.version) as data
  from erp.request_cards k
  join erp.products p on p.id = k.product_id
  join erp.locations f on f.id = k.from_location_id
  join erp.locations t on t.id = k.to_location_id
 where k.id = e.card_id`;

const SIGNAL = `select 'signal' as kind, array_remove(array[f.warehouse_id, t.warehouse_id], null) as warehouse_ids,
    json_build_object('signal_id', s.id, 'change', e.change, 'state', s.state, 'origin', s.origin, 'loop_id', l.id,
      'loop_number', l.number, 'kind', l.kind, 'loop_card_id', c.id, 'number', c.number, 'card_state', c.state, 'department_id', l.department_id,
      'product_id', l.product_id, 'sku', p.sku, 'product_name', p.name, 'quantity', s.quantity, 'due_on', s.due_on, 'document_type', s.document_type,
      'document_id', s.document_id, 'document_number', s.document_number, 'blocked_code', s.blocked_code, 'received_quantity', s.received_quantity) as data
  from erp.kanban_signals s
  join erp.kanban_loops l on l.id = s.loop_id
  join erp.kanban_loop_cards c on c.id = s.card_id
  join erp.products p on p.id = l.product_id
  left join erp.locations f on f.id = l.from_location_id
  join erp.locations t on t.id = l.to_location_id
 where s.id = e.signal_id`;

const WORK_ORDER = `select 'work_order' as kind, array[w.warehouse_id] as warehouse_ids,
    json_build_object('work_order_id', w.id, 'number', w.number, 'change', e.change, 'state', w.state, 'department_id', w.department_id,
      'order_id', w.order_id, 'order_number', o.number, 'product_id', o.product_id, 'sku', p.sku, 'product_name', p.name,
      'operation_no', w.operation_no, 'name', w.name, 'kind', w.kind, 'work_centre_id', w.work_centre_id, 'work_centre_code', c.code,
      'priority', o.priority, 'planned_quantity', w.planned_quantity,
      'input_quantity', (select sum(l.accepted_quantity)::bigint from erp.work_order_links l where l.to_work_order_id = w.id),
      'good_quantity', w.good_quantity, 'rejected_quantity', w.rejected_quantity, 'lost_quantity', w.lost_quantity,
      'rework_quantity', w.rework_quantity, 'planned_start', erp.iso(w.planned_start), 'planned_finish', erp.iso(w.planned_finish),
      'version', w.version) as data
  from erp.work_orders w
  join erp.manufacturing_orders o on o.id = w.order_id
  join erp.products p on p.id = o.product_id
  join erp.work_centres c on c.id = w.work_centre_id
 where w.id = e.work_order_id`;

/** Changes of cards, signals and work orders in the order in which they can be resumed. A trigger writes them. */
@Injectable()
export class BoardEventsRepository {
  constructor(private readonly db: Database) {}

  /** Where reading begins for somebody who has seen the board as it is: after every transaction that can no longer change it. */
  async now(): Promise<BoardPosition> {
    const { xid } = await this.db.one<{ xid: string }>(
      `select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text as xid`,
    );
    return { xid: BigInt(xid), id: 9223372036854775807n };
  }

  /** Whether every change since a position is still there: not one of before a restored backup either. */
  async isKept({ xid }: BoardPosition): Promise<boolean> {
    const { kept } = await this.db.one<{ kept: boolean }>(
      `select $1::numeric >= purged_xid::text::numeric and $1::numeric < pg_snapshot_xmax(pg_current_snapshot())::text::numeric as kept
         from erp.kanban_event_floor`,
      [String(xid)],
    );
    return kept;
  }

  /** The next changes after a position that no running transaction can still precede. */
  async after({ xid, id }: BoardPosition): Promise<{ events: BoardEvent[]; more: boolean }> {
    const rows = await this.db.query<EventRow>(
      `select e.xid::text as xid, e.id::text as id, e.company_id, e.department_id, thing.*
         from erp.kanban_events e
        cross join lateral (${CARD} union all ${SIGNAL} union all ${WORK_ORDER}) thing
        where (e.xid, e.id) > ($1::text::xid8, $2::text::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by e.xid, e.id limit $3`,
      [String(xid), String(id), AT_ONCE],
    );
    const events = rows.map(({ xid: x, id: i, ...rest }) => ({ ...rest, position: { xid: BigInt(x), id: BigInt(i) } }));
    return { events, more: rows.length === AT_ONCE };
  }

  /** Forgets old changes, and remembers how far. @returns how many went */
  async purge(): Promise<number> {
    const { purged } = await this.db.one<{ purged: number }>(
      `with gone as (
         delete from erp.kanban_events where recorded_at < now() - make_interval(hours => $1) returning xid),
       floor as (
         update erp.kanban_event_floor set purged_xid = greatest(purged_xid::text::bigint, (select max(xid::text::bigint) from gone))::text::xid8
          where exists (select from gone))
       select count(*)::integer as purged from gone`,
      [KEPT_HOURS],
    );
    return purged;
  }
}

/** The earliest of some positions. */
export function earliest(positions: readonly BoardPosition[]): BoardPosition | null {
  return positions.reduce<BoardPosition | null>((least, each) => (least && !isAfter(least, each) ? least : each), null);
}
