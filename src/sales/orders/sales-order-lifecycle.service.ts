import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { currentActor, requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { Reservations } from '../../warehouse/index.js';
import { SalesCredit } from '../credit/sales-credit.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SalesOrderRows } from './sales-order-rows.repository.js';
import { SalesOrder } from './sales-order.entity.js';
import { SALES_ORDER } from './sales-order.machine.js';
import type { SalesOrderEvent } from './sales-order.machine.js';
import { SupplyAtConfirmation } from '../supply/supply-at-confirmation.js';
import { SALES_SOURCE } from './sales-words.js';

/** The way of orders from their confirmation to their end, as far as people lead it. */
@Injectable()
export class SalesOrderLifecycle {
  constructor(
    private readonly db: Database,
    private readonly rows: SalesOrderRows,
    private readonly credit: SalesCredit,
    private readonly supply: SupplyAtConfirmation,
    private readonly reservations: Reservations,
    private readonly history: DocumentHistory,
  ) {}

  /** @throws INVALID_STATE, CUSTOMER_INACTIVE, CREDIT_LIMIT_EXCEEDED, CREDIT_OVERRIDE_BY_SELLER, SUPPLY_NOT_AVAILABLE, and what the maker of a line refuses */
  confirm(id: string): Promise<void> {
    return this.take(id, 'confirm', null, async (order) => {
      if (!(await this.rows.isCustomerActive(order.customer_id))) throw SALES_ERRORS.CUSTOMER_INACTIVE();
      await this.credit.assertMayConfirm(order);
      await this.supply.of(order);
      return { confirmed_by: currentActor().user_id, confirmed_at: 'now' };
    });
  }

  /** Nothing of it has left. @throws INVALID_STATE, SALES_ORDER_INVOICED */
  cancel(id: string, reason: string): Promise<void> {
    return this.end(id, 'cancel', reason);
  }

  /** What has not left is not waited for any more. @throws INVALID_STATE */
  close(id: string, reason: string | null): Promise<void> {
    return this.end(id, 'close', reason);
  }

  private end(id: string, event: 'cancel' | 'close', reason: string | null): Promise<void> {
    return this.take(id, event, reason, async () => {
      if (event === 'cancel' && (await this.rows.isInvoiced(id))) throw SALES_ERRORS.SALES_ORDER_INVOICED();
      await this.rows.cancelOpen(id);
      await this.reservations.release(SALES_SOURCE, id);
      return { end_reason: reason };
    });
  }

  /** Locks, machine, permission, effect, state, history. */
  private take(
    id: string,
    event: SalesOrderEvent,
    reason: string | null,
    effect: (order: SalesOrder) => Promise<Partial<SalesOrder>>,
  ): Promise<void> {
    return this.db.transaction(async () => {
      const [order] = await this.rows.lock([id]);
      const state = SALES_ORDER.next(order!.state, event);
      requirePermission(SALES_ORDER.events[event].permission);
      const columns = await effect(order!);
      await this.db.update<SalesOrder>(SalesOrder, id, { ...columns, state });
      await this.history.record({ machine: SALES_ORDER, id, event, from: order!.state, to: state, reason });
    });
  }
}
