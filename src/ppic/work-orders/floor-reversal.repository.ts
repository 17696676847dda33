import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { TakenBack } from './floor-flow.js';

/** An entry that is to be taken back, with what it cost. */
export type ReversibleEntry = TakenBack['pieces'][number] & { readonly id: string; readonly total_cost: string };

export interface Reversible {
  readonly entries: readonly ReversibleEntry[];
  readonly hand_overs: readonly (TakenBack['passed'][number] & { readonly id: string })[];
}

/** An entry as its own route takes it back. */
export interface EntryOfWorkOrder {
  readonly id: string;
  readonly posting_id: string | null;
  readonly reversed_at: string | null;
  readonly is_automatic: boolean;
  readonly movement_ids: readonly string[];
}

/** What belongs to an entry or posting, and its taking back. */
@Injectable()
export class FloorReversalRepository {
  constructor(private readonly db: Database) {}

  entry(workOrderId: string, entryId: string): Promise<EntryOfWorkOrder | null> {
    return this.db.maybe<EntryOfWorkOrder>(
      `select e.id, e.posting_id, e.reversed_at, e.is_automatic, array_remove(array[p.consumption_movement_id, p.output_movement_id], null) as movement_ids
         from erp.work_order_entries e left join erp.production_postings p on p.id = e.posting_id
        where e.id = $2 and e.work_order_id = $1`,
      [workOrderId, entryId],
    );
  }

  /** Entries and hand-overs of a posting, or of an entry that nothing was posted for, as far as they were not taken back before. */
  async of({ posting_id, entry_id }: { posting_id: string | null; entry_id: string | null }): Promise<Reversible> {
    const entries = await this.db.query<ReversibleEntry>(
      `select id, work_order_id, good_quantity, rejected_quantity, lost_quantity, rework_quantity, reworked_quantity,
              (labour_cost + machine_cost + overhead_cost + subcontract_cost)::text as total_cost
         from erp.work_order_entries where (id = $2 or posting_id = $1) and reversed_at is null order by id`,
      [posting_id, entry_id],
    );
    const hand_overs = await this.db.query<Reversible['hand_overs'][number]>(
      `select id, link_id, accepted_quantity, returned_quantity, missing_quantity from erp.work_order_hand_overs
        where (entry_id = $2 or posting_id = $1) and state = 'accepted' and reversed_at is null order by id`,
      [posting_id, entry_id],
    );
    return { entries, hand_overs };
  }

  /** Marks them as taken back and counts them down, in one statement. */
  async takeBack({ entries, hand_overs }: Reversible, reason: string): Promise<void> {
    await this.db.query(
      `with entry as (
         update erp.work_order_entries set reversed_at = clock_timestamp(), reversed_by = erp.current_actor(), reversal_reason = $3
          where id = any ($1::uuid[])
         returning work_order_id, good_quantity, rejected_quantity, lost_quantity, rework_quantity - reworked_quantity as rework_quantity, machine_minutes, labour_minutes,
                   labour_cost + machine_cost + overhead_cost + subcontract_cost as cost
       ), hand_over as (
         update erp.work_order_hand_overs set reversed_at = clock_timestamp(), version = version + 1
          where id = any ($2::uuid[]) returning link_id, accepted_quantity, returned_quantity, missing_quantity
       ), link as (
         update erp.work_order_links l set accepted_quantity = l.accepted_quantity - h.accepted, missing_quantity = l.missing_quantity - h.missing
           from (select link_id, sum(accepted_quantity)::bigint as accepted, sum(missing_quantity)::bigint as missing from hand_over group by link_id) h
          where l.id = h.link_id
       ), less as (
         select work_order_id, good_quantity, rejected_quantity, lost_quantity, rework_quantity, machine_minutes, labour_minutes, cost from entry
         union all
         select l.from_work_order_id, -h.returned_quantity, 0, 0, h.returned_quantity, 0, 0, 0
           from hand_over h join erp.work_order_links l on l.id = h.link_id
       )
       update erp.work_orders w set good_quantity = w.good_quantity - d.good, rejected_quantity = w.rejected_quantity - d.rejected,
              lost_quantity = w.lost_quantity - d.lost, rework_quantity = w.rework_quantity - d.rework, machine_minutes = w.machine_minutes - d.machine,
              labour_minutes = w.labour_minutes - d.labour, conversion_cost = w.conversion_cost - d.cost, version = w.version + 1
         from (select work_order_id, sum(good_quantity)::bigint as good, sum(rejected_quantity)::bigint as rejected, sum(lost_quantity)::bigint as lost,
                      sum(rework_quantity)::bigint as rework, sum(machine_minutes)::bigint as machine, sum(labour_minutes)::bigint as labour, sum(cost) as cost
                 from less group by work_order_id) d
        where w.id = d.work_order_id`,
      [entries.map(({ id }) => id), hand_overs.map(({ id }) => id), reason],
    );
  }
}
