import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { SalesOrder } from '../orders/sales-order.entity.js';
import { SALES_ORDER, SHIPPABLE_STATES } from '../orders/sales-order.machine.js';
import { SalesOrderRows } from '../orders/sales-order-rows.repository.js';
import { SalesOrdersRepository } from '../orders/sales-orders.repository.js';
import { LineSupply } from './line-supply.js';
import type { LineSupplyDto } from './supply.dto.js';
import { SupplyRepository } from './supply.repository.js';
import type { WaitingOrder } from './supply.repository.js';

/** The supply of orders, as people and the job lead it. */
@Injectable()
export class SupplyService {
  private readonly logger = new Logger(SupplyService.name);

  constructor(
    private readonly db: Database,
    private readonly orders: SalesOrdersRepository,
    private readonly locks: SalesOrderRows,
    private readonly rows: SupplyRepository,
    private readonly supply: LineSupply,
    private readonly history: DocumentHistory,
  ) {}

  /** What makes and buys for an order, and how far it is. @throws NOT_FOUND */
  async of(orderId: string): Promise<LineSupplyDto[]> {
    await this.orders.head(orderId);
    const supplies = await this.supply.progressOf(await this.rows.suppliesOf(orderId));
    return supplies.map(({ order_line_id, kind, document_id, document_number, quantity, ...known }) => ({
      ...{ order_line_id, kind, document_id, document_number, quantity },
      state: known.state ?? null,
      is_over: known.is_over ?? null,
      supplied_quantity: known.supplied_quantity ?? 0,
    }));
  }

  /** Holds what stock there is by now for the lines of a confirmed order. @throws NOT_FOUND, INVALID_STATE */
  reserve(orderId: string): Promise<void> {
    return this.db.transaction(async () => {
      const [order] = await this.locks.lock([orderId]);
      const { state } = order!;
      if (!SHIPPABLE_STATES.includes(state)) {
        const detail = `Cannot reserve for what is ${state}: it has to be ${SHIPPABLE_STATES.join(' or ')}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state, event: 'reserve', allowed_from: SHIPPABLE_STATES });
      }
      await this.db.update<SalesOrder>(SalesOrder, orderId, {});
      await this.history.record({ machine: SALES_ORDER, id: orderId, event: 'reserve', from: state, to: state });
      await this.supply.follow(order!);
    });
  }

  /**
   * Holds for orders that wait whatever has come for them since, each in a transaction of its own; those that somebody works on are left for the next time.
   * One that fails is told of and does not keep the others waiting.
   * @param at_once orders that are looked up together
   * @returns how many pieces were held
   */
  async followAll(at_once: number): Promise<number> {
    let held = 0;
    for (let after: WaitingOrder | null = null; ;) {
      const waiting: WaitingOrder[] = await this.rows.waiting(at_once, after);
      for (const { id } of waiting) held += await this.followOne(id);
      if (waiting.length < at_once) return held;
      after = waiting.at(-1)!;
    }
  }

  private async followOne(id: string): Promise<number> {
    try {
      return await this.db.transaction(async () => {
        if (!(await this.rows.lockFree(id))) return 0;
        const [order] = await this.locks.named([id]);
        return this.supply.follow(order!);
      });
    } catch (error) {
      this.logger.warn(`Nothing was held for the sales order ${id}: ${(error as Error).message}`);
      return 0;
    }
  }
}
