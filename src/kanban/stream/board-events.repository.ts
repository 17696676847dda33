import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { isAfter } from './board-position.js';
import type { BoardPosition } from './board-position.js';

/** Changes kept for those who come back. */
const KEPT_HOURS = 24;
const AT_ONCE = 500;

/** A change of a card with the card as it is now. */
export interface BoardEvent {
  readonly position: BoardPosition;
  readonly company_id: string;
  readonly department_id: string | null;
  readonly warehouse_ids: readonly string[];
  readonly data: object;
}

interface EventRow {
  readonly xid: string;
  readonly id: string;
  readonly company_id: string;
  readonly department_id: string | null;
  readonly warehouse_ids: string[];
  readonly data: object;
}

/** Changes of cards in the order in which they can be resumed. A trigger writes them. */
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
      `select e.xid::text as xid, e.id::text as id, e.company_id, e.department_id,
              array_remove(array[f.warehouse_id, t.warehouse_id], null) as warehouse_ids,
              json_build_object('card_id', k.id, 'number', k.number, 'change', e.change, 'state', k.state, 'department_id', k.department_id,
                'product_id', k.product_id, 'sku', p.sku, 'product_name', p.name, 'quantity', k.quantity, 'priority', k.priority, 'needed_by', k.needed_by,
                'shipped_quantity', k.shipped_quantity, 'received_quantity', k.received_quantity, 'lost_quantity', k.lost_quantity, 'version', k.version) as data
         from erp.kanban_events e
         join erp.request_cards k on k.id = e.card_id
         join erp.products p on p.id = k.product_id
         join erp.locations f on f.id = k.from_location_id
         join erp.locations t on t.id = k.to_location_id
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
