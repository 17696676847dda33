import { Injectable } from '@nestjs/common';
import { MaterialDebtUses } from '../material-debts/material-debt-uses.repository.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import type { FloorReport } from '../work-orders/floor-posting.js';
import { SubcontractFloor } from '../subcontracting/subcontract-floor.js';
import { processedAt } from '../work-orders/floor-flow.js';
import { FloorReversal } from '../work-orders/floor-reversal.js';
import { OrderFloor } from '../work-orders/order-floor.js';
import type { OrderPieces } from '../work-orders/order-floor.js';
import type { ManufacturingOrder } from './manufacturing-order.entity.js';
import type { OrderState } from './manufacturing-order.machine.js';
import type { IssueLine, Occasion, OrderPlace } from './order-movements.js';
import type { OrderParts } from './order-parts.js';
import { OrderStock, hasMoved } from './order-stock.js';
import type { EndOfOrder } from './order-stock.js';
import { planProduction, processedInOrder } from './production-plan.js';
import type { ProcessedWith } from './production-plan.js';
import { ProductionRepository } from './production.repository.js';
import type { ReversiblePosting } from './production.repository.js';

type Told = Omit<FloorReport, 'entries' | 'passed'>;

/** States in which an order holds components. */
const RUNNING: readonly OrderState[] = ['released', 'in_progress', 'paused'];

/** An order without work orders has nothing at subcontractors. */
const NOTHING_OUTSIDE: EndOfOrder = { homeward: [], came_home: async () => undefined };

/** What is told of the whole order, posted and taken back: in one step, or through its work orders. */
@Injectable()
export class OrderReports {
  constructor(
    private readonly stock: OrderStock,
    private readonly production: ProductionRepository,
    private readonly floor: OrderFloor,
    private readonly reversal: FloorReversal,
    private readonly outside: SubcontractFloor,
    private readonly debts: MaterialDebtUses,
  ) {}

  /**
   * Consumption and output of pieces that an order has made, in one call of the ledger.
   * @returns the posting; null when there was nothing to post
   * @throws INSUFFICIENT_STOCK, PERIOD_CLOSED, QUALITY_GATE
   */
  async post(order: ManufacturingOrder, parts: OrderParts, pieces: OrderPieces, told: Told): Promise<string | null> {
    const floor = await this.floor.of(order);
    if (floor.work_orders.length > 0) return (await this.floor.report(order, parts, floor, pieces, told)).posting_id;
    const processed = processedInOrder(order, pieces);
    const plan = planProduction(parts, () => processed, processed);
    const { outputs, tracked_outputs, debts, production_location_id } = parts;
    const movements = await this.stock.produce(
      { ...order, production_location_id },
      { ...pieces, ...plan, outputs, tracked_outputs, debts, named: told.named },
      told.occasion,
      [],
      told.last ? NOTHING_OUTSIDE : null,
    );
    if (told.kind === 'completion' && !hasMoved(movements)) return null;
    const { kind, notes } = told;
    return this.production.record(order.id, { kind, ...pieces, notes, ...plan, ...movements });
  }

  /** Components taken out by hand. @returns the movement @throws INSUFFICIENT_STOCK, PERIOD_CLOSED */
  issue(place: OrderPlace, lines: readonly IssueLine[], occasion: Occasion): Promise<string> {
    return this.stock.issue(place, lines, occasion);
  }

  /** How many pieces each component will have been needed for when the order has processed so many: at its operation at least those. */
  async processedBy(order: ManufacturingOrder, processed: number): Promise<ProcessedWith> {
    const { work_orders } = await this.floor.of(order);
    const at = new Map(work_orders.map((work) => [work.id, processedAt(work)]));
    return ({ work_order_id }) => Math.max(processed, at.get(work_order_id ?? '') ?? 0);
  }

  /** @throws WORK_ORDERS_OPEN while pieces wait to be done again or to be accepted */
  async assertNothingWaits(order: ManufacturingOrder): Promise<void> {
    this.floor.assertNothingWaits(await this.floor.of(order));
  }

  /** Ends the work orders with their order. */
  async end(order: ManufacturingOrder, reason: string): Promise<void> {
    await this.floor.end(order, reason);
  }

  /** The counter-posting of a report, with what its work orders were told by it; what it used of material debts is taken back. @throws PIECES_GONE_ON, MATERIAL_DEBT_SETTLED, INSUFFICIENT_STOCK */
  async reverse(
    order: ManufacturingOrder,
    posting: ReversiblePosting & { readonly id: string },
    reason: string,
  ): Promise<void> {
    await this.assertDebtsOpen(posting.id);
    const worked = await this.reversal.ofPosting(order, posting.id, reason);
    const posted = await this.stock.reverse(order, posting.movement_ids, worked, reason);
    if (RUNNING.includes(order.state)) await this.outside.holdAgain(order, posted);
    await this.production.noteReversed(order.id, posting.id, reason);
  }

  /** The same for an entry of a work order that moved no stock: only its time is taken out of what is in progress. */
  async reverseEntry(order: ManufacturingOrder, entryId: string, reason: string): Promise<void> {
    await this.stock.reverse(order, [], await this.reversal.ofEntry(order, entryId, reason), reason);
  }

  /** Gives up what the order can use of material debts no more; asks nothing of an order without any. */
  async endDebts(order: ManufacturingOrder, { debts }: OrderParts, reason: string): Promise<void> {
    if (debts.length > 0) await this.debts.endUnused(order.id, reason);
  }

  private async assertDebtsOpen(postingId: string): Promise<void> {
    const settled = await this.debts.settledUses(postingId);
    if (settled.length === 0) return;
    const numbers = settled.map(({ number }) => number).join(', ');
    throw PPIC_ERRORS.MATERIAL_DEBT_SETTLED(`${numbers} was settled since: take the settlement back first`, {
      material_debts: settled,
    });
  }
}
