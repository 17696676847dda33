import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AppError, invalid } from '../../kernel/errors/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { OrderLifecycle } from './order-lifecycle.service.js';
import type {
  PurchaseBulkAction,
  PurchaseBulkAnswerDto,
  PurchaseBulkInput,
  PurchaseBulkResultDto,
} from './orders.dto.js';
import { PurchaseOrder } from './purchase-order.entity.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { PURCHASE_ORDER } from './purchase-order.machine.js';

/** One step for many orders, each by the same path as alone. */
@Injectable()
export class PurchaseBulkService {
  constructor(
    private readonly db: Database,
    private readonly lifecycle: OrderLifecycle,
  ) {}

  /**
   * Every order is tried, so that all refusals are told at once. `atomic`: one refusal undoes all; `partial`: only itself.
   * @throws PURCHASE_BULK_REFUSED with every row's result, in atomic mode
   */
  run({ action, ids, mode }: PurchaseBulkInput): Promise<PurchaseBulkAnswerDto> {
    requirePermission(PURCHASE_ORDER.events[action].permission);
    const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (twice >= 0) throw invalid([{ pointer: `/ids/${twice}`, code: 'DUPLICATE', message: 'is named twice' }]);
    return this.db.transaction(async () => {
      const results = new Map<string, PurchaseBulkResultDto>();
      // In the order of the ids, so that two such calls never wait for each other in a circle.
      for (const id of [...ids].sort()) results.set(id, await this.tryOne(action, id));
      const rows = ids.map((id) => results.get(id)!);
      const failed = rows.filter(({ ok }) => !ok).length;
      if (failed > 0 && mode === 'atomic')
        throw PURCHASE_ORDER_ERRORS.PURCHASE_BULK_REFUSED(
          `${failed} of ${ids.length} orders refuse; nothing was changed`,
          { results: rows },
        );
      return { succeeded: rows.length - failed, failed, results: rows };
    });
  }

  private async tryOne(action: PurchaseBulkAction, id: string): Promise<PurchaseBulkResultDto> {
    try {
      await this.db.savepoint(() => this.lifecycle[action]([id]));
      const { number, state } = await this.db.get(PurchaseOrder, id);
      return { id, ok: true, number, state, error_code: null, detail: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { id, ok: false, number: null, state: null, error_code: error.code, detail: error.detail };
    }
  }
}
