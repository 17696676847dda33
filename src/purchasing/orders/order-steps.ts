import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { OrderRequests } from './order-requests.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import type { PurchaseOrder } from './purchase-order.entity.js';
import { PURCHASE_ORDER, followedEvent } from './purchase-order.machine.js';
import type { PurchaseOrderEvent } from './purchase-order.machine.js';

/** What an effect leaves: the orders of which something is left to do, so that they stay where they are. */
export type InPart = ReadonlySet<string> | void;

/** Steps of purchase orders, one or many in one transaction and a fixed number of statements. */
@Injectable()
export class OrderSteps {
  constructor(
    private readonly db: Database,
    private readonly rows: OrderWritingRepository,
    private readonly history: DocumentHistory,
    private readonly requests: OrderRequests,
  ) {}

  /**
   * One event of orders: locks in the order of ids, machine, permission, effect, states, history.
   * @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, FORBIDDEN and what the effect throws
   */
  take(
    ids: readonly string[],
    event: PurchaseOrderEvent,
    reason: string | null | undefined,
    effect: (orders: PurchaseOrder[]) => Promise<InPart> = () => Promise.resolve(),
  ): Promise<void> {
    return this.db.transaction(async () => {
      const orders = await this.rows.lock(ids);
      const to = new Map(orders.map(({ id, state }) => [id, PURCHASE_ORDER.next(state, event)]));
      requirePermission(PURCHASE_ORDER.events[event].permission);
      const inPart = (await effect(orders)) ?? new Set<string>();
      const moved = orders.map(({ id, state }) => ({ id, from: state, state: inPart.has(id) ? state : to.get(id)! }));
      await this.rows.setStates(moved);
      await this.history.record(
        ...moved.map(({ id, from, state }) => ({ machine: PURCHASE_ORDER, id, event, from, to: state, reason })),
      );
    });
  }

  /** Locks orders for another document, so that receipts, returns and invoices of a line take turns. */
  takeTurns(ids: readonly string[]): Promise<void> {
    return this.rows.takeTurns(ids);
  }

  /**
   * After something happened to the lines of locked orders: the orders follow their lines, and the requisitions their orders.
   * @param event under which the orders keep it
   */
  async settle(orderIds: readonly string[], event: string, reason?: string | null): Promise<void> {
    const settled = await this.rows.settle(orderIds);
    await this.requests.follow(orderIds, reason);
    if (settled.length === 0) return;
    await this.history.record(
      ...settled.map(({ id, from_state, state }) => ({
        machine: PURCHASE_ORDER,
        id,
        event: followedEvent(event, from_state, state),
        from: from_state,
        to: state,
        reason,
      })),
    );
  }

  /** The same for orders whose state stays people's. */
  tell(orderIds: readonly string[], reason?: string | null): Promise<void> {
    return this.requests.follow(orderIds, reason);
  }
}
