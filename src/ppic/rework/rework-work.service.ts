import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { currentActor } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import type { StepEffect } from '../../kernel/state-machine/index.js';
import { LineUnits } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { reasonFaults } from '../reason-codes/reasons.js';
import type { Reasoned } from '../reason-codes/reasons.js';
import { reasonIdsOf } from '../reason-codes/reasons.repository.js';
import { costOf } from '../routings/operation-figures.js';
import type { OperationMinutes } from '../routings/operation-figures.js';
import { WorkCentre } from '../work-centres/work-centre.entity.js';
import { processedOf } from './rework-cost.js';
import type { ReworkedPieces } from './rework-cost.js';
import { ReworkOrder, ReworkReport } from './rework-order.entity.js';
import { REWORK_ORDER } from './rework-order.machine.js';
import type { ReworkEvent } from './rework-order.machine.js';
import { ReworkStock } from './rework-stock.js';
import type { ReworkOrderDto, ReworkReportInput } from './rework.dto.js';
import { ReworkRepository } from './rework.repository.js';
import { ReworkService } from './rework.service.js';

const TOLD = ['good', 'scrapped', 'rejected'] as const;

/** Work on a rework order: begun, told of in any number of reports, or given up. */
@Injectable()
export class ReworkWork {
  constructor(
    private readonly db: Database,
    private readonly reworks: ReworkService,
    private readonly orders: ReworkRepository,
    private readonly stock: ReworkStock,
    private readonly history: DocumentHistory,
    private readonly units: LineUnits,
  ) {}

  /** Takes the rejected pieces and the extra material into production. @throws INSUFFICIENT_STOCK with everything that is short */
  start(id: string, reason?: string | null): Promise<ReworkOrderDto> {
    return this.step(id, 'start', reason, async (order) => {
      await this.stock.take(order, reason ?? order.reason);
      return { columns: { started_at: 'now' } };
    });
  }

  /**
   * Tells what came of some pieces, any number of times; the last one completes the order.
   * @throws VALIDATION_FAILED with every fault, REWORK_QUANTITY_EXCEEDED, PERIOD_CLOSED
   */
  complete(id: string, input: ReworkReportInput): Promise<ReworkOrderDto> {
    return this.step(id, 'complete', input.notes, async (order) => {
      const { pieces, said, faults } = await this.units.named(input, order.product_id, TOLD, { optional: true });
      const reasons = await this.reasonsOf(input, pieces, order, faults);
      const left = order.quantity - processedOf(order);
      const now = processedOf(pieces);
      if (now > left) throw PPIC_ERRORS.REWORK_QUANTITY_EXCEEDED(`${left} pieces are left`, { left });
      const minutes = { labour_minutes: input.labour_minutes ?? 0, machine_minutes: input.machine_minutes ?? 0 };
      const conversion_cost = await this.costOfTime(order, minutes);
      const movement_id = await this.stock.receive(order, pieces, conversion_cost, input.notes);
      const { next_no } = await this.orders.reported(id, currentActor().user_id);
      const report = await this.db.insert(ReworkReport, {
        rework_order_id: id,
        report_no: next_no,
        ...pieces,
        ...reasons,
        ...minutes,
        conversion_cost,
        notes: input.notes ?? null,
        movement_id,
      });
      await this.units.keepOf('rework_report', report.id, said);
      const in_part = now < left;
      return {
        columns: {
          good_quantity: order.good_quantity + pieces.good_quantity,
          scrapped_quantity: order.scrapped_quantity + pieces.scrapped_quantity,
          rejected_quantity: order.rejected_quantity + pieces.rejected_quantity,
          ...(!in_part && { completed_at: 'now' }),
        },
        in_part,
      };
    });
  }

  /** Gives an order up: what was taken and not told of goes back. */
  cancel(id: string, reason: string): Promise<ReworkOrderDto> {
    return this.step(id, 'cancel', reason, async (order) => {
      const returned_quantity = order.state === 'in_progress' ? await this.stock.giveBack(order, reason) : 0;
      return { columns: { returned_quantity, cancelled_at: 'now' } };
    });
  }

  private step(
    id: string,
    event: ReworkEvent,
    reason: string | null | undefined,
    effect: (order: ReworkOrder) => Promise<StepEffect<ReworkOrder>>,
  ): Promise<ReworkOrderDto> {
    return this.db.transaction(async () => {
      await this.orders.head(id);
      await this.history.step({ entity: ReworkOrder, machine: REWORK_ORDER, id, event, reason }, effect);
      return this.reworks.get(id);
    });
  }

  /** What minutes cost at the rates of the order's work centre, overhead included, as operations of a routing do. */
  private async costOfTime(
    { work_centre_id }: ReworkOrder,
    minutes: Pick<OperationMinutes, 'labour_minutes' | 'machine_minutes'>,
  ): Promise<string> {
    if (work_centre_id === null) return '0.00';
    const centre = await this.db.get(WorkCentre, work_centre_id);
    return costOf({ ...minutes, places: 1, duration_minutes: 0 }, centre, 0, null).total_cost;
  }

  /** Ids of the reason codes. @throws VALIDATION_FAILED with every fault, those given included */
  private async reasonsOf(
    input: ReworkReportInput,
    pieces: ReworkedPieces,
    { work_centre_id }: ReworkOrder,
    others: readonly FieldError[],
  ): Promise<Pick<ReworkReport, 'scrapped_reason_id' | 'rejected_reason_id'>> {
    const { scrapped_reason_code, rejected_reason_code } = input;
    const { scrapped_quantity, rejected_quantity } = pieces;
    const reasoned: Reasoned[] = [
      { name: 'scrapped', category: 'lost', quantity: scrapped_quantity, code: scrapped_reason_code },
      { name: 'rejected', category: 'rejected', quantity: rejected_quantity, code: rejected_reason_code },
    ];
    const found = await reasonIdsOf(this.db, reasoned);
    const minutes = (input.labour_minutes ?? 0) + (input.machine_minutes ?? 0);
    refuse([
      ...others,
      ...(others.length === 0 && processedOf(pieces) === 0
        ? [{ pointer: '/good_quantity', code: 'TOO_SMALL', message: 'Tell of at least one piece' }]
        : []),
      ...reasonFaults(reasoned, found),
      ...(minutes > 0 && work_centre_id === null
        ? [{ pointer: '/labour_minutes', code: 'NOT_ALLOWED', message: 'The order names no work centre' }]
        : []),
    ]);
    return { scrapped_reason_id: found.get('scrapped') ?? null, rejected_reason_id: found.get('rejected') ?? null };
  }
}
