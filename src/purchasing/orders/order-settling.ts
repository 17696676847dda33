import { Injectable } from '@nestjs/common';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { CompanyAmounts } from './company-amounts.js';
import { OrderSteps } from './order-steps.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import type { PurchaseOrder, PurchaseOrderLine } from './purchase-order.entity.js';
import { LIVE_STATES, PURCHASE_ORDER } from './purchase-order.machine.js';

/** What a revision needs of the order around it. */
@Injectable()
export class OrderSettling {
  constructor(
    private readonly rows: OrderWritingRepository,
    private readonly steps: OrderSteps,
    private readonly amounts: CompanyAmounts,
    private readonly history: DocumentHistory,
  ) {}

  async lock(orderId: string): Promise<PurchaseOrder> {
    return (await this.rows.lock([orderId]))[0]!;
  }

  lines(orderId: string): Promise<PurchaseOrderLine[]> {
    return this.rows.linesOf([orderId]);
  }

  /** @throws EXCHANGE_RATE_MISSING */
  async companyAmount({ company_id, currency_code }: PurchaseOrder, amount: string): Promise<string> {
    return (await this.amounts.of([{ company_id, currency_code, amount }]))[0]!;
  }

  /** The order follows its lines where the supplier has it, and keeps the change in its history. */
  async afterChange({ id, state }: PurchaseOrder, reason: string): Promise<void> {
    if (LIVE_STATES.includes(state)) return this.steps.settle([id], 'change', reason);
    await this.rows.setStates([{ id, state }]);
    await this.history.record({ machine: PURCHASE_ORDER, id, event: 'change', from: state, to: state, reason });
    await this.steps.tell([id], reason);
  }
}
