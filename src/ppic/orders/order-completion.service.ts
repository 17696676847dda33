import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { requirePermission } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { assertNotUnderConsumed } from './consumption-tolerance.js';
import { sumQuantities } from './cumulative-requirements.js';
import type { ManufacturingOrder } from './manufacturing-order.entity.js';
import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';
import type { OrderEvent } from './manufacturing-order.machine.js';
import type { OrderFlow, OrderParts } from './order-parts.js';
import { presentOrder } from './order-presenter.js';
import { OrderSnapshotRepository } from './order-snapshot.repository.js';
import { OrderStock } from './order-stock.js';
import { OrderReports } from './order-reports.js';
import type { ManufacturingOrderDto } from './orders.dto.js';
import { OrdersRepository } from './orders.repository.js';
import { mainShare, trueUp } from './output-cost.js';
import type { ReceivedOutput } from './output-cost.js';
import type { NamedOutput } from './output-lots.js';
import { assertNotBeyond } from './over-production.js';
import { assertNothingOwed } from './owed-material.js';
import { neverIssued, processedInOrder } from './production-plan.js';
import { quantityVariance } from './variance.js';
import { Rational, sumAmounts } from '../../kernel/numbers/index.js';

/** What is said at the end; lots are those of the pieces that no report has told of. */
export interface Completion extends NamedOutput {
  /** Good pieces of the whole order; or how many of a unit. */
  readonly actual_quantity?: number | undefined;
  readonly actual_unit_quantity?: string | null | undefined;
  readonly unit_id?: string | null | undefined;
  readonly unit_code?: string | null | undefined;
  readonly quality_notes?: string | null | undefined;
  readonly variance_override: boolean;
  readonly consumption_override?: boolean;
}

/** What is said at the end of an order. */
interface Said {
  readonly note: string | null | undefined;
  readonly named: NamedOutput;
  /** null: an early end, whatever was taken. */
  readonly consumption_override: boolean | null;
}

/** The end of an order: its last posting, what is left of its reservations, and the settlement of its cost. */
@Injectable()
export class OrderCompletionService {
  constructor(
    private readonly db: Database,
    private readonly orders: OrdersRepository,
    private readonly snapshot: OrderSnapshotRepository,
    private readonly stock: OrderStock,
    private readonly reports: OrderReports,
    private readonly history: DocumentHistory,
  ) {}

  /**
   * Posts what is left to the order's total and completes it.
   * @throws LESS_THAN_REPORTED, QUANTITY_VARIANCE, COMPONENTS_NOT_ISSUED, UNDER_CONSUMPTION, INSUFFICIENT_STOCK
   */
  complete(id: string, completion: Completion): Promise<ManufacturingOrderDto> {
    const { quality_notes, variance_override, consumption_override = false, lot, serials } = completion;
    const said = { note: quality_notes, named: { lot, serials }, consumption_override };
    return this.finish(id, 'complete', said, async (order) => {
      const { actual_quantity } = await this.stock.counted(order, completion, 'actual');
      assertVariance(order, actual_quantity, variance_override);
      return actual_quantity;
    });
  }

  /** Completes the order early with what it has made, whatever the plan said. */
  shortClose(id: string, reason: string): Promise<ManufacturingOrderDto> {
    return this.finish(
      id,
      'short_close',
      { note: reason, named: {}, consumption_override: null },
      async (order) => order.good_quantity,
    );
  }

  /**
   * Settles the order: everything that went in comes to lie on what came out, as far as that is still on hand; the rest is a
   * variance, and nothing is left in progress.
   * @throws MATERIAL_DEBT_OPEN while anything is owed to stock; PERIOD_CLOSED
   */
  close(id: string, reason?: string | null): Promise<ManufacturingOrderDto> {
    return this.db.transaction(async () => {
      const order = await this.orders.lock(id);
      MANUFACTURING_ORDER.next(order.state, 'close');
      const parts = await this.snapshot.parts(id);
      assertNothingOwed(parts);
      await this.reports.endDebts(order, parts, reason ?? `Close of ${order.number}`);
      const flows = await this.snapshot.flows(id);
      const corrections = trueUp(parts.work_in_progress, receivedOutputs(order, parts, flows));
      if (corrections.length > 0 || Rational.parse(parts.work_in_progress).compare(Rational.ZERO) !== 0) {
        const place = { ...order, production_location_id: parts.production_location_id };
        await this.stock.settle(place, corrections, reason ?? `Close of ${order.number}`);
      }
      return this.move(order, 'close', reason);
    });
  }

  private finish(
    id: string,
    event: 'complete' | 'short_close',
    said: Said,
    totalOf: (order: ManufacturingOrder) => Promise<number>,
  ): Promise<ManufacturingOrderDto> {
    return this.db.transaction(async () => {
      const order = await this.orders.lock(id);
      MANUFACTURING_ORDER.next(order.state, event);
      const total = await totalOf(order);
      if (event === 'complete') await this.reports.assertNothingWaits(order);
      await this.postRest(order, total, said);
      const { note } = said;
      await this.reports.end(order, note ?? `Order ${event === 'complete' ? 'completed' : 'short closed'}`);
      return this.move(order, event, note);
    });
  }

  /** The last posting: the good pieces that no report has told of, and whatever components are still due; reservations end with it. */
  private async postRest(
    order: ManufacturingOrder,
    total: number,
    { note: notes, named, consumption_override }: Said,
  ): Promise<void> {
    const parts = await this.snapshot.parts(order.id);
    const rest = {
      good_quantity: total - order.good_quantity,
      rejected_quantity: 0,
      lost_quantity: 0,
      rejected_reason_id: null,
      lost_reason_id: null,
    };
    if (rest.good_quantity > 0) assertNotBeyond(order.planned_quantity, total, parts);
    const processed = processedInOrder(order, rest);
    assertIssued(parts, processed);
    if (consumption_override !== null && parts.under_consumption_percent !== null)
      assertNotUnderConsumed(parts, await this.reports.processedBy(order, processed), consumption_override);
    const told = { kind: 'completion', occasion: { reason: notes }, named, notes: notes ?? null, last: true } as const;
    await this.reports.post(order, parts, rest, told);
    await this.reports.endDebts(order, parts, notes ?? `Completion of ${order.number}`);
  }

  private async move(
    order: ManufacturingOrder,
    event: OrderEvent,
    note?: string | null,
  ): Promise<ManufacturingOrderDto> {
    const to = MANUFACTURING_ORDER.next(order.state, event);
    await this.orders.advance(order.id, { event, from: order.state, to, note });
    await this.history.record({
      machine: MANUFACTURING_ORDER,
      id: order.id,
      event,
      from: order.state,
      to,
      reason: note,
    });
    return presentOrder(await this.orders.get(order.id));
  }
}

function assertVariance(order: ManufacturingOrder, actual: number, override: boolean): void {
  if (actual < order.good_quantity) {
    const detail = `${order.good_quantity} good pieces are reported already; the order's total cannot be ${actual}`;
    throw PPIC_ERRORS.LESS_THAN_REPORTED(detail, { good_quantity: order.good_quantity, actual_quantity: actual });
  }
  const variance = quantityVariance(order.planned_quantity, actual);
  if (variance.variance_status !== 'major') return;
  if (!override) {
    const detail = `${actual} of ${order.planned_quantity} planned is ${variance.variance_percent} % off the plan`;
    throw PPIC_ERRORS.QUANTITY_VARIANCE(detail, {
      planned_quantity: order.planned_quantity,
      actual_quantity: actual,
      ...variance,
    });
  }
  requirePermission(PPIC.manufacturing_orders.override_variance);
}

function assertIssued({ components }: OrderParts, processed: number): void {
  const missing = neverIssued(components, () => processed);
  if (missing.length === 0) return;
  throw PPIC_ERRORS.COMPONENTS_NOT_ISSUED(undefined, {
    components: missing.map(({ product_id, sku, required_quantity }) => ({ product_id, sku, required_quantity })),
  });
}

/** What the order has put into stock, by product, with each product's share of the cost. */
function receivedOutputs(
  order: ManufacturingOrder,
  { outputs }: OrderParts,
  flows: readonly OrderFlow[],
): ReceivedOutput[] {
  const shares = new Map([[order.product_id, mainShare(outputs)]]);
  for (const { product_id, cost_share_percent } of outputs) {
    shares.set(product_id, (shares.get(product_id) ?? Rational.ZERO).add(Rational.parse(cost_share_percent)));
  }
  return [...shares].map(([product_id, share]) => {
    const received = flows.filter((flow) => flow.direction === 'received' && flow.product_id === product_id);
    return {
      product_id,
      share,
      quantity: sumQuantities(...received.map(({ quantity }) => quantity)),
      value: sumAmounts(received.map(({ value }) => value)),
    };
  });
}
