import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type {
  HeldPiece,
  LockedAlong,
  PostedAdjustment,
  PostedLine,
  PostedMovement,
  Posting,
  ReservationRequest,
  ReservedStock,
  Shortage,
  SourceRef,
  TakenOver,
} from './movement-draft.js';
import { countMovements } from './stock-metrics.js';

const POST = 'select erp.post_stock_movement($1::jsonb) as posted';
const POST_AND_ASK = `${POST}, erp.goods_are_awaited()`;

/** Calls the functions that alone may write the ledger; each is one round trip, however much it is given. */
@Injectable()
export class StockPostingRepository {
  constructor(private readonly db: Database) {}

  /** @param asks whether it is answered in the same round trip if anybody waits for goods */
  async post(
    posting: Posting,
    { asks }: { asks: boolean } = { asks: false },
  ): Promise<{ movements: PostedMovement[]; adjustments: PostedAdjustment[]; goods_are_awaited: boolean }> {
    const { posted, goods_are_awaited = false } = await this.db.one<{
      posted: { movements?: PostedMovement[]; adjustments?: PostedAdjustment[] } | null;
      goods_are_awaited?: boolean;
    }>(asks ? POST_AND_ASK : POST, [JSON.stringify(posting)]);
    const movements = posted?.movements ?? [];
    this.db.afterCommit(() => countMovements(movements));
    return { movements, adjustments: posted?.adjustments ?? [], goods_are_awaited };
  }

  async reserve(
    requests: readonly ReservationRequest[],
    how: { partial?: boolean; take_over?: boolean; reason?: string },
  ): Promise<{ reserved: ReservedStock[]; taken: TakenOver[]; shortages: Shortage[] }> {
    const { taken } = await this.db.one<{
      taken: { reserved: ReservedStock[]; taken: TakenOver[]; shortages: Shortage[] };
    }>('select erp.reserve_stock($1::jsonb) as taken', [JSON.stringify({ requests, ...how })]);
    return taken;
  }

  async release(
    what: SourceRef | { ids: readonly string[] } | { pieces: readonly HeldPiece[]; along: LockedAlong },
  ): Promise<{ id: string; released_quantity: number }[]> {
    const { released } = await this.db.one<{ released: { id: string; released_quantity: number }[] }>(
      'select erp.release_stock_reservations($1::jsonb) as released',
      [JSON.stringify(what)],
    );
    return released;
  }

  async releaseExpired(): Promise<number> {
    const { released } = await this.db.one<{ released: number }>(
      'select erp.release_expired_reservations() as released',
    );
    return released;
  }

  /** Movements with their ledger lines, in the order of the ids given; without them where they are archived. */
  movements(
    ids: readonly string[],
  ): Promise<
    (Pick<PostedMovement, 'id' | 'company_id' | 'source_type' | 'source_id'> & { lines: PostedLine[] | null })[]
  > {
    return this.db.query(
      `select m.id, m.company_id, m.source_type, m.source_id,
              (select json_agg(json_build_object('id', l.id, 'line_no', l.line_no, 'product_id', l.product_id, 'lot_id', l.lot_id, 'quantity', l.quantity,
                        'from_location_id', l.from_location_id, 'to_location_id', l.to_location_id, 'value', l.value::text) order by l.line_no)
                 from erp.stock_ledgers l where l.movement_id = m.id and l.recorded_at = m.recorded_at) as lines
         from unnest($1::uuid[]) with ordinality wanted (id, place)
         join erp.stock_movements m on m.id = wanted.id
        order by wanted.place`,
      [ids],
    );
  }

  /** Value in progress of a source. */
  async workInProgress(sourceId: string): Promise<string> {
    const { value } = await this.db.one<{ value: string }>('select erp.work_in_progress($1)::numeric(15,2) as value', [
      sourceId,
    ]);
    return value;
  }
}
