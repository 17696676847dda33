import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { ORDER_CHANGE } from './order-change.machine.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import { PURCHASE_ORDER } from './purchase-order.machine.js';
import type { PurchaseOrderState } from './purchase-order.machine.js';

/** What happens to an order beside its machine, kept in its history all the same. */
@Injectable()
export class OrderBeside {
  constructor(
    private readonly db: Database,
    private readonly rows: OrderWritingRepository,
    private readonly history: DocumentHistory,
  ) {}

  transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.db.transaction(work);
  }

  /** @throws INVALID_STATE, FORBIDDEN */
  beside(
    id: string,
    states: readonly PurchaseOrderState[],
    event: string,
    permission: string,
    reason: string | null,
    effect: () => Promise<void>,
  ): Promise<void> {
    return this.db.transaction(async () => {
      const [order] = await this.rows.lock([id]);
      const { state } = order!;
      if (!states.includes(state)) {
        const detail = `Cannot ${event} what is ${state}: it has to be ${states.join(' or ')}`;
        throw KERNEL_ERRORS.INVALID_STATE(detail, { state, event, allowed_from: states });
      }
      requirePermission(permission);
      await effect();
      await this.rows.setStates([{ id, state }]);
      await this.history.record({ machine: PURCHASE_ORDER, id, event, from: state, to: state, reason });
    });
  }

  /** Changes that go with the order that they were for. */
  async withdrawn(changeIds: readonly string[], reason: string): Promise<void> {
    if (changeIds.length === 0) return;
    await this.history.record(
      ...changeIds.map((id) => ({
        machine: ORDER_CHANGE,
        id,
        event: 'withdraw',
        from: 'pending',
        to: 'withdrawn',
        reason,
      })),
    );
  }
}
