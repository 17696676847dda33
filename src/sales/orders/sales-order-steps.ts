import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { SALES_ORDER, followedEvent } from './sales-order.machine.js';
import type { SalesOrderFollowed } from './sales-order.machine.js';
import { SalesOrderRows } from './sales-order-rows.repository.js';

/** What deliveries, returns and invoices do with orders. They work within the transaction of whoever calls. */
@Injectable()
export class SalesOrderSteps {
  constructor(
    private readonly rows: SalesOrderRows,
    private readonly db: Database,
    private readonly history: DocumentHistory,
  ) {}

  /** Locks orders in the order of their ids, so that deliveries, returns and invoices of a line take turns. */
  takeTurns(ids: readonly string[]): Promise<void> {
    return this.rows.takeTurns(ids);
  }

  /** The same for the orders that lines belong to. */
  takeTurnsOfLines(lineIds: readonly string[]): Promise<void> {
    return this.rows.takeTurnsOfLines(lineIds);
  }

  /**
   * After the figures of lines of locked orders changed: orders that goods leave of follow their lines, and keep it in their history.
   * @param event `ship` for what left, `unship` for a shipment that was reversed, `take_back` for a return
   */
  settle(orderIds: readonly string[], event: SalesOrderFollowed, reason?: string | null): Promise<void> {
    return this.db.transaction(async () => {
      const settled = await this.rows.settle(orderIds);
      if (settled.length === 0) return;
      await this.history.record(
        ...settled.map(({ id, from_state, state }) => ({
          machine: SALES_ORDER,
          id,
          event: followedEvent(event, state),
          from: from_state,
          to: state,
          reason,
        })),
      );
    });
  }
}
