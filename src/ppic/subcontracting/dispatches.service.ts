import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, refuse } from '../../kernel/errors/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { FloorAccess } from '../work-orders/floor-access.js';
import { FloorRepository } from '../work-orders/floor.repository.js';
import type { WorkOrderState } from '../work-orders/work-order.machine.js';
import { WorkOrdersRepository } from '../work-orders/work-orders.repository.js';
import { all, exceeded, lineFaults, outstanding, unused, withExtra } from './dispatch-plan.js';
import type { AskedLine } from './dispatch-plan.js';
import { DispatchesRepository } from './dispatches.repository.js';
import type {
  SubcontractDispatchDto,
  SubcontractDispatchInput,
  SubcontractDispatchListQuery,
  SubcontractReturnInput,
  SubcontractStockDto,
  SubcontractStockQuery,
} from './dispatches.dto.js';
import { SubcontractTravel } from './subcontract-travel.js';
import type { OutsideWork } from './subcontract-travel.js';

const RUNNING = ['released', 'in_progress', 'paused'] as const;
const OPEN: readonly WorkOrderState[] = ['pending', 'ready', 'in_progress', 'paused'];

/** Components go to subcontractors, unused ones come back, and what lies there is listed. */
@Injectable()
export class DispatchesService {
  constructor(
    private readonly db: Database,
    private readonly access: FloorAccess,
    private readonly travel: SubcontractTravel,
    private readonly dispatches: DispatchesRepository,
    private readonly workOrders: WorkOrdersRepository,
    private readonly floor: FloorRepository,
  ) {}

  page(query: SubcontractDispatchListQuery): Promise<Page<SubcontractDispatchDto>> {
    return this.dispatches.page({ ...query });
  }

  async pageOf(workOrderId: string, query: SubcontractDispatchListQuery): Promise<Page<SubcontractDispatchDto>> {
    await this.workOrders.get(workOrderId);
    return this.dispatches.pageOf(workOrderId, { ...query });
  }

  stock(query: SubcontractStockQuery): Promise<Page<SubcontractStockDto>> {
    return this.dispatches.stock({ ...query });
  }

  /**
   * Sends components of an operation to its subcontractor, where they are held for the order. What the order holds in its warehouse goes first.
   * @throws NOT_SUBCONTRACTED, INVALID_STATE, NOTHING_TO_DISPATCH, DISPATCH_EXCEEDED; VALIDATION_FAILED with all faults;
   *   INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  send(workOrderId: string, input: SubcontractDispatchInput): Promise<SubcontractDispatchDto> {
    return this.db.transaction(async () => {
      const held = await this.access.hold(workOrderId);
      this.access.assertOrder(held.order, RUNNING, 'dispatch');
      if (!OPEN.includes(held.work.state)) {
        const detail = `Nothing more is needed at ${held.work.number}, which is ${held.work.state}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state: held.work.state, event: 'dispatch', allowed_from: OPEN });
      }
      const at = await this.travel.at(held);
      const asked = input.lines?.map(({ from_location_id, ...line }) => ({ ...line, location_id: from_location_id }));
      await this.check(at, asked ?? [], 'from_location_id');
      const lines = asked ?? all(at.components, outstanding);
      if (lines.length === 0) throw PPIC_ERRORS.NOTHING_TO_DISPATCH();
      const beyond = input.beyond_need ? [] : exceeded(lines, at.components, outstanding);
      if (beyond.length > 0) throw PPIC_ERRORS.DISPATCH_EXCEEDED(undefined, { components: beyond });
      const { notes, effective_at } = input;
      const id = await this.travel.send(at, withExtra(lines, at.components), { reason: notes, effective_at });
      await this.floor.makeReady(held.order.id);
      return this.dispatches.get(id);
    });
  }

  /**
   * Takes unused components back into the order's warehouse, whatever the state of the order.
   * @throws NOT_SUBCONTRACTED, RETURN_EXCEEDED; VALIDATION_FAILED with all faults; INSUFFICIENT_STOCK, PERIOD_CLOSED
   */
  fetch(workOrderId: string, input: SubcontractReturnInput): Promise<SubcontractDispatchDto> {
    return this.db.transaction(async () => {
      const at = await this.travel.at(await this.access.hold(workOrderId));
      const asked = input.lines?.map(({ to_location_id, ...line }) => ({ ...line, location_id: to_location_id }));
      await this.check(at, asked ?? [], 'to_location_id');
      const lines = asked ?? all(at.components, unused);
      const beyond = exceeded(lines, at.components, ({ lying_quantity }) => lying_quantity);
      if (lines.length === 0 || beyond.length > 0) throw PPIC_ERRORS.RETURN_EXCEEDED(undefined, { components: beyond });
      const { notes, effective_at } = input;
      return this.dispatches.get(await this.travel.fetch(at, lines, { reason: notes, effective_at }));
    });
  }

  /** @throws VALIDATION_FAILED with everything that is wrong with the lines */
  private async check(
    at: OutsideWork,
    lines: readonly AskedLine[],
    place: 'from_location_id' | 'to_location_id',
  ): Promise<void> {
    const outside = await this.travel.strange(
      at,
      lines.flatMap(({ location_id }) => location_id ?? []),
    );
    refuse(lineFaults(lines, at.components, { outside, place, lot_needs_place: place === 'from_location_id' }));
  }
}
