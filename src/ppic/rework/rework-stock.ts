import { Injectable } from '@nestjs/common';
import { Rational, sumAmounts } from '../../kernel/numbers/index.js';
import { StockPosting, VirtualSides } from '../../warehouse/index.js';
import type { MovementDraft, ValueAdjustmentDraft } from '../../warehouse/index.js';
import { returnsOf } from '../orders/component-returns.js';
import type { OrderFlow } from '../orders/order-parts.js';
import { processedOf, reworkValues, usedMaterial } from './rework-cost.js';
import type { ReworkStanding, ReworkedPieces } from './rework-cost.js';
import { REWORK_SOURCE, givingBack, receiving, settling, taking, working } from './rework-movements.js';
import type { ReworkOrder } from './rework-order.entity.js';
import { ReworkRepository } from './rework.repository.js';

/** What a rework order does to stock, each in one call of the ledger. Under the order's lock. */
@Injectable()
export class ReworkStock {
  constructor(
    private readonly orders: ReworkRepository,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
  ) {}

  /** Takes the rejected pieces and all the extra material. @throws INSUFFICIENT_STOCK with everything short, LOT_ON_HOLD, LOT_EXPIRED, PERIOD_CLOSED */
  async take(order: ReworkOrder, reason: string | null | undefined): Promise<void> {
    const materials = await this.orders.materials(order.id);
    await this.posting.post(taking(order, materials, await this.production(order), reason));
    if (materials.length > 0) await this.orders.noteIssued(order.id, materials);
  }

  /**
   * Receives what a report tells of. With the last piece nothing is left in progress.
   * @param conversion_cost what the time of the report costs: it lies on the good pieces as the material does
   * @returns the movement; null when all of it was scrapped
   */
  async receive(
    order: ReworkOrder,
    pieces: ReworkedPieces,
    conversion_cost: string,
    reason: string | null | undefined,
  ): Promise<string | null> {
    const values = reworkValues({ ...(await this.standing(order)), conversion_cost }, pieces);
    const last = processedOf(order) + processedOf(pieces) === order.quantity;
    const left = last && !isZero(values.left_value);
    const good = order.good_quantity + pieces.good_quantity;
    const movements = receiving(order, pieces, values, await this.production(order), reason);
    const adjustments = [
      ...(isZero(conversion_cost) ? [] : [working(order, conversion_cost, `Time of ${order.number}`)]),
      ...(left ? [settling(order, good, `No good piece carries it: end of ${order.number}`)] : []),
    ];
    const [posted] = await this.post(order, movements, adjustments, last);
    return posted?.id ?? null;
  }

  /**
   * Puts the pieces of which nothing was told back where they were taken, and the material that they would have used; what is left in
   * progress after that is settled. @returns how many pieces went back
   */
  async giveBack(order: ReworkOrder, reason: string): Promise<number> {
    const materials = await this.orders.materials(order.id);
    const flows = await this.orders.flows(order.id);
    const processed = processedOf(order);
    const pieces = order.quantity - processed;
    const used = materials.map(({ product_id, quantity }) => ({
      product_id,
      quantity: usedMaterial(quantity, processed, order.quantity),
    }));
    const unused = materials.map(({ product_id, issued_quantity }, n) => ({
      id: product_id,
      product_id,
      quantity: issued_quantity - used[n]!.quantity,
    }));
    const returns = returnsOf([{ id: order.id, product_id: order.product_id, quantity: pieces }, ...unused], flows);
    const before = await this.posting.workInProgress(order.id);
    const left = sumAmounts([before, ...returns.map(({ value }) => `-${value}`)]);
    const movements = givingBack(order, returns, await this.production(order), reason);
    await this.post(order, movements, isZero(left) ? [] : [settling(order, order.good_quantity, reason)], true);
    if (materials.length > 0) await this.orders.noteIssued(order.id, used);
    return pieces;
  }

  private post(order: ReworkOrder, movements: MovementDraft[], adjustments: ValueAdjustmentDraft[], last: boolean) {
    const releases = [{ source_type: REWORK_SOURCE, source_id: order.id }];
    return this.posting.post(movements, adjustments, last ? { releases } : {});
  }

  private production({ company_id }: ReworkOrder): Promise<string> {
    return this.sides.of(company_id, 'production');
  }

  private async standing(order: ReworkOrder): Promise<ReworkStanding> {
    const consumed = (await this.orders.flows(order.id)).filter(({ direction }) => direction === 'consumed');
    const worth = (of: (flow: OrderFlow) => boolean): string =>
      sumAmounts(consumed.filter(of).map(({ value }) => value));
    return {
      quantity: order.quantity,
      good_quantity: order.good_quantity,
      scrapped_quantity: order.scrapped_quantity,
      rejected_quantity: order.rejected_quantity,
      rejected_value: worth(({ product_id }) => product_id === order.product_id),
      material_value: worth(({ product_id }) => product_id !== order.product_id),
      work_in_progress: await this.posting.workInProgress(order.id),
    };
  }
}

function isZero(amount: string): boolean {
  return Rational.parse(amount).compare(Rational.ZERO) === 0;
}
