import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AppError, invalid } from '../../kernel/errors/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';
import type { OrderBulkAction, OrderBulkAnswerDto, OrderBulkInput, OrderBulkResultDto } from './order-bulk.dto.js';
import { OrderCompletionService } from './order-completion.service.js';
import { OrderLifecycleService } from './order-lifecycle.service.js';
import type { ManufacturingOrderDto } from './orders.dto.js';

/** One step for many orders, each by the same path as alone. */
@Injectable()
export class OrderBulkService {
  constructor(
    private readonly db: Database,
    private readonly lifecycle: OrderLifecycleService,
    private readonly completion: OrderCompletionService,
  ) {}

  /**
   * Every order is tried, so that all refusals are told at once. `atomic`: one refusal undoes all; `partial`: only itself.
   * @throws ORDER_BULK_REFUSED with every row's result, in atomic mode
   */
  run({ action, ids, mode }: OrderBulkInput): Promise<OrderBulkAnswerDto> {
    requirePermission(MANUFACTURING_ORDER.events[action].permission);
    const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (twice >= 0) throw invalid([{ pointer: `/ids/${twice}`, code: 'DUPLICATE', message: 'is named twice' }]);
    return this.db.transaction(async () => {
      const results = new Map<string, OrderBulkResultDto>();
      // In the order of the ids, so that two such calls never wait for each other in a circle.
      for (const id of [...ids].sort()) results.set(id, await this.tryOne(action, id));
      const rows = ids.map((id) => results.get(id)!);
      const failed = rows.filter(({ ok }) => !ok).length;
      if (failed > 0 && mode === 'atomic') {
        throw PPIC_ERRORS.ORDER_BULK_REFUSED(`${failed} of ${ids.length} orders refuse; nothing was changed`, {
          results: rows,
        });
      }
      return { succeeded: rows.length - failed, failed, results: rows };
    });
  }

  private async tryOne(action: OrderBulkAction, id: string): Promise<OrderBulkResultDto> {
    try {
      const { number, state } = await this.db.savepoint(() => this.step(action, id));
      return { id, ok: true, number, state, error_code: null, detail: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { id, ok: false, number: null, state: null, error_code: error.code, detail: error.detail };
    }
  }

  private step(action: OrderBulkAction, id: string): Promise<ManufacturingOrderDto> {
    switch (action) {
      case 'approve':
        return this.lifecycle.approve(id);
      case 'release':
        return this.lifecycle.release(id, false);
      case 'start':
        return this.lifecycle.start(id, null, false);
      case 'close':
        return this.completion.close(id);
    }
  }
}
