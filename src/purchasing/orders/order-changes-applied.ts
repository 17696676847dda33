import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { AppError } from '../../kernel/errors/index.js';
import { OrderChangesRepository } from './order-changes.repository.js';
import { OrderLifecycleRepository } from './order-lifecycle.repository.js';
import { OrderRequestsRepository } from './order-requests.repository.js';
import { OrderRevisions } from './order-revision.js';
import type { Revision } from './order-revision.js';
import { OrderSettling } from './order-settling.js';
import type { OrderChangeInput } from './orders.dto.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { PurchaseOrderLine } from './purchase-order.entity.js';
import type { PurchaseOrder, PurchaseOrderChange } from './purchase-order.entity.js';

/** Works revisions out against the order as it is, and makes them so. */
@Injectable()
export class OrderChangesApplied {
  constructor(
    private readonly db: Database,
    private readonly changes: OrderChangesRepository,
    private readonly marks: OrderLifecycleRepository,
    private readonly links: OrderRequestsRepository,
    private readonly revisions: OrderRevisions,
    private readonly settling: OrderSettling,
  ) {}

  lock(orderId: string): Promise<PurchaseOrder> {
    return this.settling.lock(orderId);
  }

  async workedOut(
    order: PurchaseOrder,
    input: OrderChangeInput,
  ): Promise<{ revision: Revision; company_amount: string }> {
    const revision = await this.revisions.of(order, await this.settling.lines(order.id), input);
    return { revision, company_amount: await this.settling.companyAmount(order, revision.total_amount) };
  }

  /** The same once more when it is agreed to, since goods may have come. @throws ORDER_CHANGE_OUTDATED */
  async again(order: PurchaseOrder, change: PurchaseOrderChange): Promise<Revision> {
    if (change.revision !== order.revision + 1) throw PURCHASE_ORDER_ERRORS.ORDER_CHANGE_OUTDATED();
    try {
      const revision = await this.revisions.of(
        order,
        await this.settling.lines(order.id),
        change.wanted as OrderChangeInput,
      );
      if (revision.total_amount !== change.total_after) throw PURCHASE_ORDER_ERRORS.ORDER_CHANGE_OUTDATED();
      return revision;
    } catch (error) {
      if (error instanceof AppError && error.code === 'VALIDATION_FAILED')
        throw PURCHASE_ORDER_ERRORS.ORDER_CHANGE_OUTDATED(undefined, { faults: error.field_errors });
      throw error;
    }
  }

  /** Writes a revision to a locked order; what of it the supplier had confirmed has to be confirmed anew. */
  async apply(
    order: PurchaseOrder,
    { lines, added }: Revision,
    { company_amount, reason }: { company_amount: string; reason: string },
  ): Promise<void> {
    await this.changes.writeLines(lines);
    await this.db.insertMany<PurchaseOrderLine>(
      PurchaseOrderLine,
      added.map((line) => ({ order_id: order.id, ...line })),
    );
    await this.links.shrink(lines.map(({ id, quantity }) => ({ order_line_id: id, quantity })));
    await this.marks.sumUp(order.id);
    await this.changes.revise(order.id, order.revision + 1, company_amount);
    await this.settling.afterChange(order, reason);
  }
}
