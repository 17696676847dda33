import { Injectable } from '@nestjs/common';
import { RequisitionLines } from '../requisitions/requisition-lines.js';
import { OrderRequestsRepository } from './order-requests.repository.js';
import { STAGE_EVENTS, tellingOf } from './told-stages.js';

/** Lets the lines of requisitions know how far the orders for them are. */
@Injectable()
export class OrderRequests {
  constructor(
    private readonly rows: OrderRequestsRepository,
    private readonly lines: RequisitionLines,
  ) {}

  /**
   * Tells the difference between what is so now and what was told before; told twice, it is told once. In the transaction of what changed the
   * orders, which are locked.
   * @throws REQUISITION_QUANTITY_EXCEEDED when more is ordered than is wanted
   */
  async follow(orderIds: readonly string[], reason?: string | null): Promise<void> {
    const progress = await this.rows.untold(orderIds);
    if (progress.length === 0) return;
    const ids = [...new Set(progress.map(({ requisition_line_id }) => requisition_line_id))];
    const { calls, told } = tellingOf(progress, await this.lines.lock(ids));
    for (const { stage, back, pieces } of calls) {
      const tell = back ? this.lines.takeBack.bind(this.lines) : this.lines.follow.bind(this.lines);
      await tell(STAGE_EVENTS[stage], pieces, reason ?? undefined);
    }
    await this.rows.told(told);
  }
}
