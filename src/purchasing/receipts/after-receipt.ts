import { Injectable } from '@nestjs/common';
import { IncomingInspections } from '../../quality/index.js';
import { MatchSettling } from '../invoices/match-settling.js';
import { OrderSteps } from '../orders/order-steps.js';

/** What follows from a receipt: inspections that plans ask for, the states of orders, how far requisitions are, and invoices that waited for it. */
@Injectable()
export class AfterReceipt {
  constructor(
    private readonly inspections: IncomingInspections,
    private readonly steps: OrderSteps,
    private readonly settling: MatchSettling,
  ) {}

  async done(
    receipt: { readonly id: string; readonly number: string; readonly movement_id: string | null },
    orderIds: readonly string[],
    reason: string | null,
  ): Promise<void> {
    await this.steps.settle(orderIds, 'receive', reason);
    await this.settling.ofOrders(orderIds, { id: receipt.id, memo: receipt.number });
    if (receipt.movement_id) await this.inspections.ofMovement(receipt.movement_id);
  }
}
