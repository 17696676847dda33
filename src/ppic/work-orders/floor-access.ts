import { Injectable } from '@nestjs/common';
import { checkIfMatch } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import type { OrderState } from '../orders/manufacturing-order.machine.js';
import { OrdersRepository } from '../orders/orders.repository.js';
import type { WorkOrder } from './work-order.entity.js';
import { WorkOrdersRepository } from './work-orders.repository.js';

/** A work order and its order, both locked until the transaction ends. */
export interface HeldWorkOrder {
  readonly order: ManufacturingOrder;
  readonly work: WorkOrder;
}

/**
 * Whoever changes anything of a work order locks the order first: the pieces of all its operations hang together, and two people at two
 * operations of one order wait for each other a moment rather than disagree.
 */
@Injectable()
export class FloorAccess {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly workOrders: WorkOrdersRepository,
  ) {}

  /** @throws NOT_FOUND also outside the caller's scope, STALE_VERSION */
  async hold(id: string): Promise<HeldWorkOrder> {
    const { order_id } = await this.workOrders.get(id);
    const order = await this.orders.hold(order_id);
    const work = await this.workOrders.row(id);
    checkIfMatch(work);
    return { order, work };
  }

  /** The same for the work order that handed something over: the version asked for is that of the hand-over. */
  async holdGiver(id: string): Promise<HeldWorkOrder> {
    const { order_id } = await this.workOrders.row(id);
    const order = await this.orders.hold(order_id);
    return { order, work: await this.workOrders.row(id) };
  }

  /** @throws INVALID_STATE unless the order is in one of the states */
  assertOrder({ number, state }: ManufacturingOrder, states: readonly OrderState[], event: string): void {
    if (states.includes(state)) return;
    const detail = `Cannot ${event}: ${number} is ${state}, and has to be ${states.join(' or ')}`;
    throw KERNEL_ERRORS.INVALID_STATE(detail, { state, event, allowed_from: states });
  }
}
