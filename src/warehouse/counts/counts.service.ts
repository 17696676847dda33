import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { invalid, notFound } from '../../kernel/errors/index.js';
import { assertInScope, currentActor } from '../../kernel/security/index.js';
import { DocumentHistory, listTransitions } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, StepEffect, Transition } from '../../kernel/state-machine/index.js';
import { warehouseLimit } from '../enquiry/warehouse-scope.js';
import type { MovementLineDraft } from '../stock/movement-draft.js';
import { StockPosting } from '../stock/stock-posting.js';
import { VirtualSides } from '../stock/virtual-sides.js';
import { CountLinesRepository } from './count-lines.repository.js';
import type { ApproveInput, StockCountDto, StockCountInput, FinishInput, PlanQuery, PlanRowDto } from './counts.dto.js';
import { COUNT_ERRORS } from './counts.errors.js';
import { CountsRepository } from './counts.repository.js';
import { StockCount } from './stock-count.entity.js';
import { STOCK_COUNT_MACHINE } from './stock-count.machine.js';
import type { StockCountEvent, StockCountState } from './stock-count.machine.js';

/** Counts from plan to posting. Every step: lock, machine, guards, effects, state, history. */
@Injectable()
export class CountsService {
  constructor(
    private readonly db: Database,
    private readonly counts: CountsRepository,
    private readonly lines: CountLinesRepository,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
    private readonly history: DocumentHistory,
  ) {}

  page(query: ListParameters): Promise<Page<StockCountDto>> {
    return this.counts.page(query);
  }

  /** @throws NOT_FOUND also outside the caller's companies and warehouses */
  async get(id: string): Promise<StockCountDto> {
    const count = await this.counts.find(id);
    if (!count) throw notFound('Stock count', id);
    return count;
  }

  /** What is due to be counted in a place, by class of use and last count. @throws NOT_FOUND */
  async plan({
    location_id,
    days = 365,
    a_days: A = 30,
    b_days: B = 90,
    c_days: C = 180,
    due = false,
  }: PlanQuery): Promise<PlanRowDto[]> {
    const place = await this.counts.place(location_id);
    if (!place) throw notFound('Location', location_id);
    assertInScope(place, 'Location');
    return this.counts.plan(place.path, days, { A, B, C }, due);
  }

  /** Plans a count. @throws VALIDATION_FAILED for a place that cannot be counted */
  create(input: StockCountInput): Promise<StockCountDto> {
    return this.db.transaction(async () => {
      const place = await this.counts.place(input.location_id);
      if (!place?.warehouse_id || place.is_virtual)
        throw invalid([
          { pointer: '/location_id', code: 'REFERENCE_NOT_FOUND', message: 'Name a warehouse or a place in one' },
        ]);
      assertInScope(place, 'Location');
      const { company_id, warehouse_id } = place;
      const { id } = await this.db.insert(StockCount, { mode: 'live', ...input, company_id, warehouse_id });
      await this.history.record({ machine: STOCK_COUNT_MACHINE, id, event: 'create', from: null, to: 'draft' });
      return this.get(id);
    });
  }

  /** Draws the lines and, in mode freeze, makes their stock stand still. @throws COUNT_EMPTY */
  start(id: string): Promise<StockCountDto> {
    return this.step(id, 'start', null, async (count) => {
      if ((await this.counts.drawLines(id)) === 0) throw COUNT_ERRORS.COUNT_EMPTY();
      if (count.mode === 'freeze') await this.counts.freeze(id);
      return { columns: { started_at: 'now' } };
    });
  }

  /** Ends a round: lines agree or are to be counted again. @throws COUNT_INCOMPLETE */
  finish(id: string, { uncounted_are_zero = false }: FinishInput): Promise<StockCountDto> {
    return this.step(id, 'finish', null, async (count) => {
      if (uncounted_are_zero) await this.lines.enterZeros(id, (await this.counts.place(count.location_id))!.path);
      const { uncounted } = await this.counts.judge(id);
      if (uncounted > 0) throw COUNT_ERRORS.COUNT_INCOMPLETE(undefined, { uncounted });
    });
  }

  /** Has the lines that do not agree counted again, by others. */
  recount(id: string, reason?: string | null): Promise<StockCountDto> {
    return this.step(id, 'recount', reason, async ({ round }) => ({ columns: { round: round + 1 } }));
  }

  /** @throws COUNT_APPROVER_MUST_DIFFER, COUNT_NEEDS_RECOUNT */
  approve(id: string, { accept_differences = false, reason }: ApproveInput): Promise<StockCountDto> {
    return this.step(id, 'approve', reason, async (count) => {
      const { user_id } = currentActor();
      if (count.created_by === user_id || (await this.counts.hasCounted(id, user_id)))
        throw COUNT_ERRORS.COUNT_APPROVER_MUST_DIFFER();
      const { recount_lines: recount } = await this.get(id);
      if (recount > 0 && !accept_differences) throw COUNT_ERRORS.COUNT_NEEDS_RECOUNT(undefined, { recount });
      return { columns: { approved_by: user_id, approved_at: 'now' } };
    });
  }

  /** Posts every difference in one movement. @throws INSUFFICIENT_STOCK for pieces that are reserved or gone, PERIOD_CLOSED */
  post(id: string): Promise<StockCountDto> {
    return this.step(id, 'post', null, async (count) => {
      // The state first: what was frozen may move again, in this transaction.
      await this.db.update(StockCount, id, { state: 'posted', posted_at: 'now' });
      const side = await this.sides.of(count.company_id, 'adjustment');
      const lines = (await this.counts.differences(id)).map(
        ({ variance_quantity: n, location_id, ...what }): MovementLineDraft =>
          n > 0
            ? { ...what, quantity: n, from_location_id: side, to_location_id: location_id }
            : { ...what, quantity: -n, from_location_id: location_id, to_location_id: side },
      );
      if (lines.length === 0) return undefined;
      const draft = {
        type: 'adjustment',
        company_id: count.company_id,
        source_type: 'stock_count',
        source_id: id,
        reference: count.number,
        pointer: '',
        lines,
      } as const;
      const [movement] = await this.posting.post(
        [{ ...draft, reason: `Stock count ${count.number}` }],
        [],
        warehouseLimit(),
      );
      return { columns: { movement_id: movement!.id } };
    });
  }

  cancel(id: string, reason?: string | null): Promise<StockCountDto> {
    return this.step(id, 'cancel', reason);
  }

  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.get(id);
    return listTransitions(STOCK_COUNT_MACHINE, state as StockCountState);
  }

  async historyOf(id: string): Promise<HistoryEntry[]> {
    await this.get(id);
    return this.history.of(STOCK_COUNT_MACHINE, id);
  }

  private step(
    id: string,
    event: StockCountEvent,
    reason: string | null | undefined,
    effect?: (count: StockCount) => Promise<StepEffect<StockCount> | void>,
  ): Promise<StockCountDto> {
    return this.db.transaction(async () => {
      await this.get(id);
      await this.history.step({ entity: StockCount, machine: STOCK_COUNT_MACHINE, id, event, reason }, effect);
      return this.get(id);
    });
  }
}
