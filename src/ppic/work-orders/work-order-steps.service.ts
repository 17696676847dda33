import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { listTransitions } from '../../kernel/state-machine/index.js';
import type { BlockingReason, Transition } from '../../kernel/state-machine/index.js';
import { OrderLifecycleService } from '../orders/order-lifecycle.service.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { SubcontractFloor } from '../subcontracting/subcontract-floor.js';
import { FloorAccess } from './floor-access.js';
import type { HeldWorkOrder } from './floor-access.js';
import { processedAt, unhanded } from './floor-flow.js';
import { FloorRepository } from './floor.repository.js';
import { startBlockers } from './work-order-blockers.js';
import type { WorkOrder } from './work-order.entity.js';
import { WORK_ORDER } from './work-order.machine.js';
import type { WorkOrderEvent } from './work-order.machine.js';
import type { WorkOrderDto } from './work-orders.dto.js';
import { WorkOrdersRepository } from './work-orders.repository.js';

const RUNNING = ['released', 'in_progress'] as const;
const OPEN = ['released', 'in_progress', 'paused'] as const;

/** The life of a work order, step by step: lock its order, ask the machine, guards, effects, state and history. */
@Injectable()
export class WorkOrderSteps {
  constructor(
    private readonly db: Database,
    private readonly workOrders: WorkOrdersRepository,
    private readonly floor: FloorRepository,
    private readonly access: FloorAccess,
    private readonly lifecycle: OrderLifecycleService,
    private readonly outside: SubcontractFloor,
  ) {}

  /** @throws WORK_ORDER_BLOCKED with everything that is missing */
  ready(id: string, reason?: string | null): Promise<WorkOrderDto> {
    return this.step(id, 'ready', reason, (held) => this.assertNothingMissing(held));
  }

  /**
   * Starts the work, ready or not yet said to be; the order with it when it is the first.
   * @param allowPartial begins with the material that is there
   * @throws WORK_ORDER_BLOCKED with everything that is missing
   */
  start(id: string, reason?: string | null, allowPartial = false): Promise<WorkOrderDto> {
    return this.step(id, 'start', reason, async (held) => {
      await this.assertNothingMissing(held, allowPartial ? ['MATERIAL_SHORT'] : []);
      const { order, work } = held;
      if (work.state === 'pending')
        await this.floor.advance(order.id, { event: 'ready', from: ['pending'], to: 'ready' }, [id]);
      if (order.state === 'released') await this.lifecycle.startWith(order);
    });
  }

  pause(id: string, reason?: string | null): Promise<WorkOrderDto> {
    return this.step(id, 'pause', reason, async ({ order }) => this.access.assertOrder(order, OPEN, 'pause'));
  }

  resume(id: string, reason?: string | null): Promise<WorkOrderDto> {
    return this.step(id, 'resume', reason, async ({ order }) => this.access.assertOrder(order, RUNNING, 'resume'));
  }

  /** No more will be made here; what was made has gone on. @throws WORK_ORDERS_OPEN */
  complete(id: string, reason?: string | null): Promise<WorkOrderDto> {
    return this.step(id, 'complete', reason, async (held) => {
      this.access.assertOrder(held.order, OPEN, 'complete');
      const waiting = await this.waitingAt(held.work);
      if (waiting.length > 0) throw PPIC_ERRORS.WORK_ORDERS_OPEN(words(waiting), { reasons: waiting });
    });
  }

  /** Leaves the operation out: those before lead to those after, and take over its components. @throws WORK_ORDER_HAS_PIECES, COMPONENTS_AT_SUBCONTRACTOR */
  leaveOut(id: string, reason: string): Promise<WorkOrderDto> {
    return this.step(id, 'cancel', reason, async (held) => {
      this.access.assertOrder(held.order, OPEN, 'cancel');
      const reasons = await this.piecesAt(held.work);
      if (reasons.some(({ code }) => code === 'COMPONENTS_AT_SUBCONTRACTOR'))
        throw PPIC_ERRORS.COMPONENTS_AT_SUBCONTRACTOR();
      if (reasons.length > 0) throw PPIC_ERRORS.WORK_ORDER_HAS_PIECES();
      await this.workOrders.bridge(held.work);
    });
  }

  /** Every action with whether the caller may do it now and what stands in its way. */
  async transitions(id: string): Promise<Transition[]> {
    const { state } = await this.workOrders.get(id);
    const blockers = async (): Promise<BlockingReason[]> => startBlockers(await this.workOrders.waitsFor(id));
    return listTransitions(WORK_ORDER, state, {
      ready: blockers,
      start: blockers,
      complete: async () => this.waitingAt(await this.workOrders.row(id)),
      cancel: async () => this.piecesAt(await this.workOrders.row(id)),
    });
  }

  private step(
    id: string,
    event: WorkOrderEvent,
    reason: string | null | undefined,
    effects: (held: HeldWorkOrder) => Promise<void>,
  ): Promise<WorkOrderDto> {
    return this.db.transaction(async () => {
      const held = await this.access.hold(id);
      const { state } = held.work;
      const to = WORK_ORDER.next(state, event);
      await effects(held);
      const from = event === 'start' ? 'ready' : state;
      await this.floor.advance(held.order.id, { event, from: [from], to, reason }, [id]);
      if (event === 'complete' || event === 'cancel') await this.floor.makeReady(held.order.id);
      return (await this.workOrders.get(id)) as unknown as WorkOrderDto;
    });
  }

  private async assertNothingMissing({ order, work }: HeldWorkOrder, allowed: readonly string[] = []): Promise<void> {
    this.access.assertOrder(order, RUNNING, 'start');
    const missing = startBlockers(await this.workOrders.waitsFor(work.id));
    const reasons = missing.filter(({ code }) => !allowed.includes(code));
    if (reasons.length > 0) throw PPIC_ERRORS.WORK_ORDER_BLOCKED(words(reasons), { reasons });
  }

  /** Pieces that nobody would look after once the work order is completed. */
  private async waitingAt(work: WorkOrder): Promise<BlockingReason[]> {
    const links = await this.floor.links(work.order_id);
    const own = links.filter(({ from_work_order_id }) => from_work_order_id === work.id);
    const offered = own.reduce((sum, { offered_quantity }) => sum + offered_quantity, 0);
    const left = own.reduce((most, link) => Math.max(most, unhanded(work, link)), 0);
    return [
      ...reasonIf(work.rework_quantity > 0, 'REWORK_OPEN', `${work.rework_quantity} pieces wait to be done again`),
      ...reasonIf(offered > 0, 'HAND_OVER_NOT_ACCEPTED', `${offered} pieces wait to be accepted by the next operation`),
      ...reasonIf(left > 0, 'NOT_HANDED_OVER', `${left} good pieces were not handed over`),
    ];
  }

  /** Why an operation can no longer be left out. */
  private async piecesAt(work: WorkOrder): Promise<BlockingReason[]> {
    const links = await this.floor.links(work.order_id);
    const came = links.some(
      (link) =>
        link.to_work_order_id === work.id && link.accepted_quantity + link.offered_quantity + link.missing_quantity > 0,
    );
    return [
      ...reasonIf(
        work.is_last || came || processedAt(work) > 0 || work.machine_minutes + work.labour_minutes > 0,
        'WORK_ORDER_HAS_PIECES',
        work.is_last ? 'The last operation is never left out' : 'Pieces were there already',
      ),
      ...reasonIf(
        await this.outside.liesAt(work),
        'COMPONENTS_AT_SUBCONTRACTOR',
        'Components lie at the subcontractor: fetch them first',
      ),
    ];
  }
}

function reasonIf(holds: boolean, code: string, message: string): BlockingReason[] {
  return holds ? [{ code, message }] : [];
}

function words(reasons: readonly BlockingReason[]): string {
  return reasons.map(({ message }) => message).join('; ');
}
