import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { LoopSignal } from './kanban-loop.entity.js';
import type { LoopCardState } from './loop-card.machine.js';
import { LOOP_SCOPE, loopScopeParams } from './loop-scope.js';
import type { SignalOrigin } from './loops-limits.js';
import type { RequisitionProgress } from './requisition-maker.js';
import type { FillOutcome, LoopLevel, SignalDocument, SignalToFill } from './signal-rows.js';

const OPEN = 's.received_at is null and s.withdrawn_at is null';
const DOCUMENTS = `left join erp.request_cards k on s.document_type = 'request_card' and k.id = s.document_id
  left join erp.manufacturing_orders o on s.document_type = 'manufacturing_order' and o.id = s.document_id`;
const OVER = `coalesce(k.state in ('completed', 'rejected', 'cancelled'), o.state in ('completed', 'closed', 'cancelled'))`;
/** Stock at the place of a loop that may be used, below it as well; cards by state, and what those that are not full will bring. */
const LEVELS = `cross join lateral (
    select least(coalesce(sum(b.on_hand), 0), 9007199254740991)::bigint as on_hand
      from erp.locations x join erp.stock_balances b on b.location_id = x.id and b.product_id = l.product_id left join erp.lots lt on lt.id = b.lot_id
     where x.path >= t.path and x.path < t.path || '~' and x.type not in ('quarantine', 'scrap') and not x.is_owned
       and erp.is_lot_usable(lt.state, lt.expires_on)) h
  cross join lateral (
    select count(*) filter (where c.state = 'full' and not c.is_leaving) as "full",
           least(coalesce(sum(greatest(s.quantity - coalesce(k.received_quantity, o.good_quantity, s.received_quantity), 0)), 0), 9007199254740991)::bigint as to_come,
           coalesce(bool_or(${OVER} or s.document_id = any($4::uuid[])), false) as has_over,
           coalesce(bool_or(s.state = 'open' and s.blocked_code is distinct from 'SIGNAL_DOCUMENT_OVER' and (l.kind <> 'supplier' or $5)), false) as has_open,
           min(s.tried_at) filter (where s.state = 'open') as tried_at
      from erp.kanban_loop_cards c left join erp.kanban_signals s on s.card_id = c.id and ${OPEN} ${DOCUMENTS}
     where c.loop_id = l.id) n`;
const IS_DUE = `(l.state = 'active' and l.trigger_quantity is not null and n."full" > 0 and h.on_hand + n.to_come <= l.trigger_quantity)`;
const LOOPS = `erp.kanban_loops l join erp.locations t on t.id = l.to_location_id left join erp.locations f on f.id = l.from_location_id`;

@Injectable()
export class SignalsRepository {
  constructor(private readonly db: Database) {}

  /** Signals for cards that have none; by scan they are in somebody's hand. @returns their ids */
  async insert(cardIds: readonly string[], origin: SignalOrigin): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `insert into erp.kanban_signals (loop_id, card_id, origin, quantity, due_on, scanned_at)
       select l.id, c.id, $2::text, l.container_quantity, erp.kanban_due_day(l.calendar_id, current_date, l.lead_time_days), case $2::text when 'scan' then now() end
         from unnest($1::uuid[]) with ordinality a (id, place) join erp.kanban_loop_cards c on c.id = a.id join erp.kanban_loops l on l.id = c.loop_id
        order by a.place returning id`,
      [cardIds, origin],
    );
    return rows.map(({ id }) => id);
  }

  /** The signal that a card stands for now. */
  ofCard(cardId: string): Promise<LoopSignal | null> {
    return this.db.maybe<LoopSignal>(`select s.* from erp.kanban_signals s where s.card_id = $1 and ${OPEN}`, [cardId]);
  }

  /** The oldest signal by level whose empty card nobody has scanned yet. */
  unscanned(loopId: string): Promise<{ id: string; card_id: string; card_state: LoopCardState } | null> {
    return this.db.maybe(
      `select s.id, s.card_id, c.state as card_state from erp.kanban_signals s join erp.kanban_loop_cards c on c.id = s.card_id
        where s.loop_id = $1 and s.origin = 'level' and s.scanned_at is null and ${OPEN} order by s.id limit 1`,
      [loopId],
    );
  }

  /** Gives a signal to the card that was scanned. */
  async scanned(signalId: string, cardId: string): Promise<void> {
    await this.db.query('update erp.kanban_signals set card_id = $2, scanned_at = now() where id = $1', [
      signalId,
      cardId,
    ]);
  }

  toFill(ids: readonly string[]): Promise<SignalToFill[]> {
    return this.db.query<SignalToFill>(
      `select s.id, s.card_id, c.number as card_number, l.number as loop_number, l.kind, l.company_id, l.department_id, l.product_id, l.to_location_id,
              t.warehouse_id as to_warehouse_id, l.from_location_id, l.supplier_id, l.source_department_id, s.quantity, s.due_on
         from erp.kanban_signals s join erp.kanban_loop_cards c on c.id = s.card_id join erp.kanban_loops l on l.id = s.loop_id
         join erp.locations t on t.id = l.to_location_id
        where s.id = any($1::uuid[]) order by s.id`,
      [ids],
    );
  }

  /** Writes down which documents were made, and what kept others from it. */
  async filled(outcomes: readonly FillOutcome[]): Promise<void> {
    await this.db.query(
      `update erp.kanban_signals s set document_type = o.document_type, document_id = o.document_id, document_number = o.document_number,
              ordered_at = case when o.document_id is not null then now() end, blocked_code = o.blocked_code, blocked_reason = o.blocked_reason, tried_at = now()
         from jsonb_to_recordset($1::jsonb) o (id uuid, document_type text, document_id uuid, document_number text, blocked_code text, blocked_reason text)
        where s.id = o.id`,
      [JSON.stringify(outcomes)],
    );
  }

  /** How far the documents of signals on order are: of loops, or of one signal. One statement for any number. */
  documents(
    of: { loop_ids?: readonly string[]; signal_id?: string },
    requisitions: readonly RequisitionProgress[],
  ): Promise<SignalDocument[]> {
    return this.db.query<SignalDocument>(
      `select s.id as signal_id, s.card_id, s.document_type, s.document_number, coalesce(k.state, o.state, r.state, 'unknown') as document_state,
              coalesce(${OVER}, r.is_over, false) as is_over,
              coalesce(k.received_quantity, case when o.state in ('completed', 'closed') then o.good_quantity end, r.received_quantity, 0) as delivered
         from erp.kanban_signals s ${DOCUMENTS}
         left join jsonb_to_recordset($3::jsonb) r (document_id uuid, state text, is_over boolean, received_quantity bigint)
                on s.document_type = 'purchase_requisition' and r.document_id = s.document_id
        where (s.loop_id = any($1::uuid[]) or s.id = $2) and s.state = 'ordered' and s.document_id is not null order by s.id`,
      [of.loop_ids ?? [], of.signal_id ?? null, JSON.stringify(requisitions)],
    );
  }

  async received(documents: readonly SignalDocument[]): Promise<void> {
    await this.db.query(
      `update erp.kanban_signals s set received_at = now(), received_quantity = d.quantity from unnest($1::uuid[], $2::bigint[]) d (id, quantity) where s.id = d.id`,
      [documents.map(({ signal_id }) => signal_id), documents.map(({ delivered }) => delivered)],
    );
  }

  /** Signals whose document came to nothing are open again, and wait for somebody. */
  async reopened(ids: readonly string[], reasons: readonly string[]): Promise<void> {
    await this.db.query(
      `update erp.kanban_signals s set ordered_at = null, document_type = null, document_id = null, document_number = null, reference = null,
              blocked_code = 'SIGNAL_DOCUMENT_OVER', blocked_reason = r.reason
         from unnest($1::uuid[], $2::text[]) r (id, reason) where s.id = r.id`,
      [ids, reasons],
    );
  }

  /** Requisitions that are on their way, within the caller's scope. */
  async requisitions(): Promise<string[]> {
    const rows = await this.db.query<{ document_id: string }>(
      `select s.document_id from erp.kanban_signals s join ${LOOPS} on l.id = s.loop_id
        where ${LOOP_SCOPE} and s.document_type = 'purchase_requisition' and ${OPEN} order by s.due_on, s.id limit 1000`,
      loopScopeParams(),
    );
    return rows.map(({ document_id }) => document_id);
  }

  /**
   * Loops of which something is to be done: a document is over, the level has fallen, or a document could not be made before. One statement for all
   * loops; those that wait for nothing but another try come last, the longest untried first.
   */
  async candidates(
    { loop_id, department_id }: { loop_id?: string; department_id?: string },
    over: readonly string[],
    isBought: boolean,
    limit: number,
  ): Promise<{ id: string; is_urgent: boolean }[]> {
    return this.db.query(
      `select l.id, n.has_over or ${IS_DUE} as is_urgent from ${LOOPS} ${LEVELS}
        where ${LOOP_SCOPE} and l.state in ('active', 'paused') and ($6::uuid is null or l.id = $6) and ($7::uuid is null or l.department_id = $7)
          and (n.has_over or l.state = 'active' and n.has_open or ${IS_DUE})
        order by is_urgent desc, n.tried_at, l.id limit $8`,
      [...loopScopeParams(), over, isBought, loop_id ?? null, department_id ?? null, limit],
    );
  }

  /** The levels of those loops that have fallen to their trigger. */
  levels(ids: readonly string[]): Promise<LoopLevel[]> {
    return this.db.query<LoopLevel>(
      `select l.id as loop_id, l.container_quantity, l.trigger_quantity, h.on_hand, n.to_come, n."full" from ${LOOPS} ${LEVELS}
        where ${LOOP_SCOPE} and l.id = any($6::uuid[]) and ${IS_DUE} order by l.id`,
      [...loopScopeParams(), [], false, ids],
    );
  }

  /** Open signals of active loops whose document is to be tried again. */
  async retryable(ids: readonly string[], isBought: boolean, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select s.id from erp.kanban_signals s join erp.kanban_loops l on l.id = s.loop_id
        where l.id = any($1::uuid[]) and l.state = 'active' and s.state = 'open' and s.blocked_code is distinct from 'SIGNAL_DOCUMENT_OVER'
          and (l.kind <> 'supplier' or $2) order by s.tried_at, s.id limit $3`,
      [ids, isBought, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether this process is the one that looks at all loops now; until the end of the transaction. */
  async isOnlyWorker(): Promise<boolean> {
    const { free } = await this.db.one<{ free: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('kanban loops', 0)) as free`,
    );
    return free;
  }

  async companies(): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>('select id from erp.companies order by id');
    return rows.map(({ id }) => id);
  }
}
