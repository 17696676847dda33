import { Injectable } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { StockPosting, VirtualSides } from '../../warehouse/index.js';
import type { PostedMovement } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import type { OrderState } from './manufacturing-order.machine.js';
import { ORDER_SOURCE } from './order-movements.js';
import type { Occasion } from './order-movements.js';
import { OrdersRepository } from './orders.repository.js';
import { ReturnableComponents } from './returnable-components.repository.js';
import { spreadReturn } from './spread-return.js';

/** States in which an order takes part in nothing that is settled yet, so that components may leave it. */
export const RETURNING: readonly OrderState[] = ['released', 'in_progress', 'paused', 'completed'];

/** Pieces that come back from the floor, each said of the ledger line that took them. */
export interface ReturnedComponent {
  /** Place of the line in the caller's document, counted from one. */
  readonly place: number;
  readonly product_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
  readonly to_location_id: string;
  readonly returns_line_id: string;
}

/** Components that were issued for an order and not used go back into stock, at what they were taken for. */
@Injectable()
export class ComponentTakingBack {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly components: ReturnableComponents,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
  ) {}

  /**
   * Posts the return and counts it down in the order's components: what it needs of them is outstanding again. It is not held again; `reserve` does.
   * Of a backflushed component what the pieces made so far have used stays, since the next report would only take it again; how much is used
   * of one that is issued by hand is the foreman's word.
   * @param workOrderId the operation whose components go first
   * @throws INVALID_STATE, MATERIAL_USED, PERIOD_CLOSED, VALIDATION_FAILED for places outside the order's warehouse
   */
  async takeBack(
    orderId: string,
    workOrderId: string | null,
    lines: readonly ReturnedComponent[],
    { reason, effective_at }: Occasion,
  ): Promise<PostedMovement> {
    const order = await this.orders.lock(orderId);
    if (!RETURNING.includes(order.state)) {
      const detail = `Components come back from an order that is ${RETURNING.join(', ')}; this one is ${order.state}`;
      throw KERNEL_ERRORS.INVALID_STATE(detail, { state: order.state, event: 'return', allowed_from: RETURNING });
    }
    const { returned, used } = spreadReturn(await this.components.of(orderId), lines, workOrderId);
    if (used.length > 0) throw PPIC_ERRORS.MATERIAL_USED(undefined, { products: used });
    const from_location_id = await this.sides.of(order.company_id, 'production');
    const draft = {
      type: 'return' as const,
      company_id: order.company_id,
      source_type: ORDER_SOURCE,
      source_id: order.id,
      reason: reason ?? null,
      effective_at: effective_at ?? null,
      pointer: '',
      lines: lines.map((line) => ({ ...line, from_location_id })),
    };
    const [movement] = await this.posting.post([draft], [], { warehouses: [order.warehouse_id] });
    await this.components.countDown(orderId, returned);
    return movement!;
  }
}
