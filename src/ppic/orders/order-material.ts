import { Injectable } from '@nestjs/common';
import { Rational, sumAmounts } from '../../kernel/numbers/index.js';
import { processedAt } from '../work-orders/floor-flow.js';
import { SubcontractFloor } from '../subcontracting/subcontract-floor.js';
import { OrderFloor } from '../work-orders/order-floor.js';
import type { WorkOrder } from '../work-orders/work-order.entity.js';
import { WorkOrderMaker } from '../work-orders/work-order-maker.js';
import { MaterialDebtUses } from '../material-debts/material-debt-uses.repository.js';
import { returnsOf } from './component-returns.js';
import type { ManufacturingOrder } from './manufacturing-order.entity.js';
import type { OrderParts } from './order-parts.js';
import { OrderSnapshotRepository } from './order-snapshot.repository.js';
import { OrderStock } from './order-stock.js';
import { plannedUnitCosts } from './output-cost.js';
import { processedInOrder, unconsumed } from './production-plan.js';
import type { ProcessedWith } from './production-plan.js';

/** What an order holds, what it is planned to cost, and what goes back when it is given up. */
@Injectable()
export class OrderMaterial {
  constructor(
    private readonly debts: MaterialDebtUses,
    private readonly snapshot: OrderSnapshotRepository,
    private readonly stock: OrderStock,
    private readonly maker: WorkOrderMaker,
    private readonly floor: OrderFloor,
    private readonly outside: SubcontractFloor,
  ) {}

  /** The effects of a release: work orders, reservations, and the cost at which output will be received. */
  async release(order: ManufacturingOrder, allowPartial: boolean): Promise<void> {
    const conversionCost = await this.maker.make(order);
    await this.reserve(order, allowPartial);
    const { components, outputs } = await this.snapshot.parts(order.id);
    const costs = plannedUnitCosts(order.planned_quantity, components, outputs, conversionCost);
    await this.snapshot.freezeCosts(order.id, components, outputs, costs);
  }

  /** Holds what the order needs and does not hold yet. @throws INSUFFICIENT_STOCK unless `allowPartial` */
  async reserve(order: ManufacturingOrder, allowPartial: boolean): Promise<void> {
    const needs = await this.snapshot.material(order.id);
    await this.stock.reserve(
      order,
      needs.map(({ product_id, unreserved_quantity }) => ({ product_id, quantity: unreserved_quantity })),
      allowPartial,
    );
    await this.maker.makeReady(order);
  }

  /** Lets go of what is held, sends back what no processed piece has used, writes off what was used, and ends the work orders. */
  async giveBack(order: ManufacturingOrder, parts: OrderParts, why: string): Promise<void> {
    const flows = await this.snapshot.flows(order.id);
    const { work_orders } = await this.floor.of(order);
    const pieces = unconsumed(parts.components, processedWith(order, work_orders));
    const place = { ...order, production_location_id: parts.production_location_id };
    const taken = returnsOf(pieces, flows);
    const returns = await this.outside.redirected(work_orders, taken, order.output_location_id);
    const used = Rational.parse(parts.work_in_progress).sub(
      Rational.parse(sumAmounts(returns.map(({ value }) => value))),
    );
    const homeward = await this.outside.homeward(order, work_orders, [], { reason: why });
    const posted = await this.stock.giveBack(place, returns, used.compare(Rational.ZERO) !== 0, why, homeward);
    await this.outside.noteHome(order, posted, why);
    if (pieces.length > 0) await this.snapshot.noteReturned(pieces);
    await this.floor.giveUp(order, why);
  }

  /** Gives up what the order can use of material debts no more; asks nothing of an order without any. */
  async endDebts(order: ManufacturingOrder, { debts }: OrderParts, why: string): Promise<void> {
    if (debts.length > 0) await this.debts.endUnused(order.id, why);
  }
}

/** How many pieces each component was needed for so far. */
function processedWith(order: ManufacturingOrder, workOrders: readonly WorkOrder[]): ProcessedWith {
  const at = new Map(workOrders.map((work) => [work.id, processedAt(work)]));
  const ofOrder = processedInOrder(order);
  return ({ work_order_id }) => (work_order_id === null ? ofOrder : (at.get(work_order_id) ?? 0));
}
