import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { hasFloor } from './floor-flow.js';
import type { Floor, FlowLink, FlowingOrder, Passed } from './floor-flow.js';
import type { WorkOrder } from './work-order.entity.js';
import type { WorkOrderState } from './work-order.machine.js';

/** An entry about to be written down: columns of `erp.work_order_entries`. */
export interface NewEntry {
  readonly work_order_id: string;
  readonly production_date: string | null;
  readonly shift: string | null;
  readonly good_quantity: number;
  readonly rejected_quantity: number;
  readonly rework_quantity: number;
  readonly lost_quantity: number;
  readonly reworked_quantity: number;
  readonly rejected_reason_id: string | null;
  readonly rework_reason_id: string | null;
  readonly lost_reason_id: string | null;
  readonly machine_minutes: number;
  readonly labour_minutes: number;
  readonly is_standard_time: boolean;
  readonly labour_cost: string;
  readonly machine_cost: string;
  readonly overhead_cost: string;
  readonly subcontract_cost: string;
  readonly total_cost: string;
  readonly is_automatic: boolean;
  readonly notes: string | null;
}

/** What the entries of one posting change, and what they hand on. */
export interface FloorChange {
  readonly entries: readonly NewEntry[];
  readonly passed: readonly Passed[];
  readonly posting_id: string | null;
}

const ENTRY = `g (work_order_id uuid, production_date date, shift text, good_quantity bigint, rejected_quantity bigint, rework_quantity bigint, lost_quantity bigint,
  reworked_quantity bigint, rejected_reason_id uuid, rework_reason_id uuid, lost_reason_id uuid, machine_minutes bigint, labour_minutes bigint,
  is_standard_time boolean, labour_cost numeric, machine_cost numeric, overhead_cost numeric, subcontract_cost numeric, total_cost numeric, is_automatic boolean, notes text)`;

/** Enough came from every operation before (all of it, or what it may begin with), and no component is short. */
const WAITS_FOR_NOTHING = `
  not exists (
    select from erp.work_order_links l join erp.work_orders f on f.id = l.from_work_order_id
     where l.to_work_order_id = w.id
       and not (l.accepted_quantity > 0 and (f.state = 'completed' or l.accepted_quantity >= f.overlap_quantity) is true))
  and not exists (
    select from erp.work_order_material m where m.order_id = w.order_id and m.work_order_id = w.id and m.short_quantity > 0)`;

/** @param of which work orders, as a condition on `w` */
function readying(of: string): string {
  return `
    with ready as (
      update erp.work_orders w set state = 'ready', version = w.version + 1
       where ${of} and w.state = 'pending' and ${WAITS_FOR_NOTHING}
      returning w.id)
    insert into erp.document_history (machine, document_id, event, from_state, to_state)
    select 'work_order', id, 'ready', 'pending', 'ready' from ready
    returning document_id`;
}

/** The work orders of an order as one: read together, changed together. Ask only under the order's lock. */
@Injectable()
export class FloorRepository {
  constructor(private readonly db: Database) {}

  /** Work orders that are not left out, in the order of their numbers, and the ways between them; none of an order that is made in one step. */
  async of(order: FlowingOrder): Promise<Floor<WorkOrder>> {
    if (!hasFloor(order)) return { work_orders: [], links: [] };
    const { id: orderId } = order;
    const work_orders = await this.db.query<WorkOrder>(
      `select * from erp.work_orders where order_id = $1 and state <> 'cancelled' order by operation_no`,
      [orderId],
    );
    if (work_orders.length === 0) return { work_orders, links: [] };
    return { work_orders, links: await this.links(orderId) };
  }

  /** The ways between the work orders of an order. */
  links(orderId: string): Promise<FlowLink[]> {
    return this.db.query<FlowLink>(
      `select id, from_work_order_id, to_work_order_id, is_automatic, offered_quantity, accepted_quantity, missing_quantity
         from erp.work_order_links where order_id = $1 order by id`,
      [orderId],
    );
  }

  /** Writes entries down, counts them up at their work orders, and hands on what goes on by itself, in one statement. @returns ids by work order */
  record({ entries, passed, posting_id }: FloorChange): Promise<{ id: string; work_order_id: string }[]> {
    return this.db.query(
      `with entry as (
         insert into erp.work_order_entries (work_order_id, entry_no, production_date, shift, good_quantity, rejected_quantity, rework_quantity, lost_quantity,
           reworked_quantity, rejected_reason_id, rework_reason_id, lost_reason_id, machine_minutes, labour_minutes, is_standard_time, labour_cost, machine_cost,
           overhead_cost, subcontract_cost, is_automatic, notes, posting_id)
         select g.work_order_id, coalesce((select max(e.entry_no) from erp.work_order_entries e where e.work_order_id = g.work_order_id), 0) + 1,
                coalesce(g.production_date, current_date), g.shift, g.good_quantity, g.rejected_quantity, g.rework_quantity, g.lost_quantity, g.reworked_quantity,
                g.rejected_reason_id, g.rework_reason_id, g.lost_reason_id, g.machine_minutes, g.labour_minutes, g.is_standard_time, g.labour_cost,
                g.machine_cost, g.overhead_cost, g.subcontract_cost, g.is_automatic, g.notes, $3
           from jsonb_to_recordset($1::jsonb) as ${ENTRY}
         returning id, work_order_id
       ), counted as (
         update erp.work_orders w set good_quantity = w.good_quantity + g.good_quantity, rejected_quantity = w.rejected_quantity + g.rejected_quantity,
                lost_quantity = w.lost_quantity + g.lost_quantity, rework_quantity = w.rework_quantity + g.rework_quantity - g.reworked_quantity,
                machine_minutes = w.machine_minutes + g.machine_minutes, labour_minutes = w.labour_minutes + g.labour_minutes,
                conversion_cost = w.conversion_cost + g.total_cost, version = w.version + 1
           from jsonb_to_recordset($1::jsonb) as ${ENTRY} where w.id = g.work_order_id
       ), linked as (
         update erp.work_order_links l set accepted_quantity = l.accepted_quantity + a.quantity
           from jsonb_to_recordset($2::jsonb) as a (link_id uuid, quantity bigint) where l.id = a.link_id
       ), handed as (
         insert into erp.work_order_hand_overs (link_id, entry_id, state, quantity, accepted_quantity, returned_quantity, missing_quantity, posting_id, decided_by,
           decided_at)
         select l.id, entry.id, 'accepted', a.quantity, a.quantity, 0, 0, $3, erp.current_actor(), clock_timestamp()
           from jsonb_to_recordset($2::jsonb) as a (link_id uuid, quantity bigint)
           join erp.work_order_links l on l.id = a.link_id
           left join entry on entry.work_order_id = l.from_work_order_id
       )
       select id, work_order_id from entry`,
      [JSON.stringify(entries), JSON.stringify(passed), posting_id],
    );
  }

  /**
   * Moves work orders of an order on, with their history. @param times which moment belongs to the step
   * @returns those that were moved
   */
  advance(
    orderId: string,
    step: { event: string; from: readonly WorkOrderState[]; to: WorkOrderState; reason?: string | null | undefined },
    ids: readonly string[],
  ): Promise<{ id: string }[]> {
    return this.db.query<{ id: string }>(
      `with before as materialized (
         select id, state from erp.work_orders where order_id = $1 and id = any ($2::uuid[]) and state = any ($4::text[])
       ), moved as (
         update erp.work_orders w
            set state = $5, version = w.version + 1,
                started_at = case when $5 = 'in_progress' then coalesce(w.started_at, clock.now) else w.started_at end,
                paused_ms = w.paused_ms + coalesce((extract(epoch from clock.now - w.paused_at) * 1000)::bigint, 0),
                paused_at = case when $5 = 'paused' then clock.now end,
                completed_at = case when $5 = 'completed' then clock.now end,
                cancelled_at = case when $5 = 'cancelled' then clock.now end
           from before, (select clock_timestamp()::timestamptz(3) as now) clock
          where w.id = before.id returning w.id, before.state as from_state
       ), history as (
         insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
         select 'work_order', id, $3, from_state, $5, $6 from moved
       )
       select id from moved`,
      [orderId, ids, step.event, step.from, step.to, step.reason ?? null],
    );
  }

  /** Makes those work orders of an order ready that wait for nothing: see `WAITS_FOR_NOTHING`. */
  async makeReady(orderId: string): Promise<void> {
    await this.db.query(readying('w.order_id = $1'), [orderId]);
  }

  /**
   * The same in all orders that run, whose material may have come since. An order that somebody changes at this moment sees to its own.
   * @returns how many became ready
   */
  async makeAllReady(): Promise<number> {
    const made = await this.db.query(
      readying(`w.order_id in (
         select o.id from erp.manufacturing_orders o
          where o.state in ('released', 'in_progress')
            and o.id in (select w.order_id from erp.work_orders w where w.state = 'pending' and ${WAITS_FOR_NOTHING})
          order by o.id for update skip locked)`),
    );
    return made.length;
  }

  /** Takes back what is offered and not decided, when its order ends. */
  async withdrawOffers(orderId: string, reason: string): Promise<void> {
    await this.db.query(
      `with withdrawn as (
         update erp.work_order_hand_overs h set state = 'withdrawn', decided_by = erp.current_actor(), decided_at = clock_timestamp(), version = h.version + 1
           from erp.work_order_links l where l.id = h.link_id and l.order_id = $1 and h.state = 'offered' returning h.id
       ), link as (
         update erp.work_order_links l set offered_quantity = 0 where l.order_id = $1 and l.offered_quantity > 0
       )
       insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
       select 'work_order_hand_over', id, 'withdraw', 'offered', 'withdrawn', $2 from withdrawn`,
      [orderId, reason],
    );
  }
}
