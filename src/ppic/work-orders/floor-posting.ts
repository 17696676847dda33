import { Injectable } from '@nestjs/common';
import type { ManufacturingOrder } from '../orders/manufacturing-order.entity.js';
import type { Occasion } from '../orders/order-movements.js';
import type { OrderParts } from '../orders/order-parts.js';
import { OrderStock, hasMoved } from '../orders/order-stock.js';
import type { EndOfOrder } from '../orders/order-stock.js';
import type { NamedOutput } from '../orders/output-lots.js';
import { planProduction, processedInOrder } from '../orders/production-plan.js';
import type { ProcessedWith } from '../orders/production-plan.js';
import { ProductionRepository } from '../orders/production.repository.js';
import type { PostingKind } from '../orders/production.repository.js';
import { sumQuantities } from '../orders/cumulative-requirements.js';
import { SubcontractFloor } from '../subcontracting/subcontract-floor.js';
import type { PlacedLine } from '../subcontracting/subcontract-floor.js';
import { entryFigures, firstPass } from './entry-figures.js';
import type { EntryFigures, EntryPieces, ToldTime } from './entry-figures.js';
import { processedAt } from './floor-flow.js';
import type { Floor, Passed } from './floor-flow.js';
import { FloorRepository } from './floor.repository.js';
import type { WorkOrder } from './work-order.entity.js';

/** What was made at one work order, as somebody told it or as follows from what was told of the order. */
export interface FloorEntry extends EntryPieces, ToldTime {
  readonly work: WorkOrder;
  readonly rejected_reason_id: string | null;
  readonly rework_reason_id: string | null;
  readonly lost_reason_id: string | null;
  readonly production_date: string | null;
  readonly shift: string | null;
  readonly notes: string | null;
  readonly is_automatic: boolean;
}

/** Entries of one posting, what they hand on, and how it is posted. */
export interface FloorReport {
  readonly entries: readonly FloorEntry[];
  readonly passed: readonly Passed[];
  readonly kind: PostingKind;
  readonly occasion: Occasion;
  readonly named: NamedOutput;
  readonly notes: string | null;
  /** The order ends with it: components still due of every operation are taken, and what is held is let go. */
  readonly last?: boolean;
}

export interface FloorPosted {
  readonly posting_id: string | null;
  readonly entries: readonly { readonly id: string; readonly work_order_id: string }[];
}

/**
 * Posts what was made at the work orders of an order: components of their operations consumed, time and its cost into work in progress, output
 * of the last operation into stock, all in one call of the ledger; then the entries, their counts and what goes on to the next, in one statement.
 */
@Injectable()
export class FloorPosting {
  constructor(
    private readonly stock: OrderStock,
    private readonly production: ProductionRepository,
    private readonly floor: FloorRepository,
    private readonly outside: SubcontractFloor,
  ) {}

  /** Under the order's lock. @throws INSUFFICIENT_STOCK, PERIOD_CLOSED, VALIDATION_FAILED, LOT_DIFFERS, SERIAL_IN_STOCK */
  async post(
    order: ManufacturingOrder,
    parts: OrderParts,
    floor: Floor<WorkOrder>,
    report: FloorReport,
  ): Promise<FloorPosted> {
    const { entries, passed, kind, occasion, named, notes, last = false } = report;
    const figures = entries.map((entry) => entryFigures(entry.work, entry, entry));
    const made = outcomeOf(entries);
    const touched = last ? parts.components : parts.components.filter(usedAt(entries));
    const plan = planProduction(
      { components: touched, outputs: parts.outputs },
      processedWith(floor, entries),
      processedInOrder(order, made),
    );
    const place = { ...order, production_location_id: parts.production_location_id };
    const { outputs, tracked_outputs, debts } = parts;
    const consumed = await this.outside.placed(order.company_id, plan.consumed, touched, floor.work_orders);
    const movements = await this.stock.produce(
      place,
      { ...made, ...plan, consumed, outputs, tracked_outputs, debts, named },
      occasion,
      entries.map(({ work }, n) => ({ work_order_id: work.id, amount: figures[n]!.total_cost })),
      last ? await this.endOf(order, floor, consumed, occasion) : null,
    );
    const counted = made.good_quantity + made.rejected_quantity;
    const posting_id =
      hasMoved(movements) || counted + made.lost_quantity > 0
        ? await this.production.record(order.id, {
            kind: kind === 'report' && counted === 0 ? 'operation' : kind,
            ...made,
            ...reasonsOf(entries),
            ...plan,
            ...movements,
            notes,
          })
        : null;
    if (entries.length === 0 && passed.length === 0) return { posting_id, entries: [] };
    const rows = entries.map((entry, n) => rowOf(entry, figures[n]!));
    return { posting_id, entries: await this.floor.record({ entries: rows, passed, posting_id }) };
  }

  /** With the last posting of an order comes home what lies at subcontractors. */
  private async endOf(
    order: ManufacturingOrder,
    { work_orders }: Floor<WorkOrder>,
    consumed: readonly PlacedLine[],
    occasion: Occasion,
  ): Promise<EndOfOrder> {
    return {
      homeward: await this.outside.homeward(order, work_orders, consumed, occasion),
      came_home: (posted) => this.outside.noteHome(order, posted, occasion.reason ?? null),
    };
  }

  /**
   * What a hand-over does to the order: pieces of the last operation that passed its gate go into stock, and what never arrived is lost.
   * @returns the posting; null when the pieces only went from one operation to the next
   * @throws PERIOD_CLOSED, LOT_DIFFERS, SERIAL_IN_STOCK
   */
  async passOut(
    order: ManufacturingOrder,
    parts: OrderParts,
    pieces: PassedOut,
    { occasion, named, notes }: Pick<FloorReport, 'occasion' | 'named' | 'notes'>,
  ): Promise<string | null> {
    if (pieces.good_quantity + pieces.lost_quantity === 0) return null;
    const { outputs, tracked_outputs, production_location_id } = parts;
    const made = { ...pieces, rejected_quantity: 0, rejected_reason_id: null };
    const plan = planProduction({ components: [], outputs }, () => 0, processedInOrder(order, made));
    const production = { ...made, ...plan, outputs, tracked_outputs, debts: [], named };
    const movements = await this.stock.produce({ ...order, production_location_id }, production, occasion);
    const kind = pieces.good_quantity > 0 ? 'report' : 'operation';
    return this.production.record(order.id, { kind, ...made, ...plan, ...movements, notes });
  }
}

/** Pieces that a hand-over decides about: into stock, or lost on the way. */
export interface PassedOut {
  readonly good_quantity: number;
  readonly lost_quantity: number;
  readonly lost_reason_id: string | null;
}

/**
 * What the entries are to the order: what comes out of the last operation, unless a gate holds it back, and what nothing is left of, wherever
 * that was. What the last operation rejects goes on hold; before it there is nothing that stock could keep.
 */
function outcomeOf(entries: readonly FloorEntry[]): {
  good_quantity: number;
  rejected_quantity: number;
  lost_quantity: number;
} {
  const sum = (count: (entry: FloorEntry) => number): number => sumQuantities(...entries.map(count));
  return {
    good_quantity: sum(({ work, good_quantity }) => (work.is_last && !work.quality_gate ? good_quantity : 0)),
    rejected_quantity: sum(({ work, rejected_quantity }) => (work.is_last ? rejected_quantity : 0)),
    lost_quantity: sum(
      ({ work, lost_quantity, rejected_quantity }) => lost_quantity + (work.is_last ? 0 : rejected_quantity),
    ),
  };
}

/** Reasons of the order's posting: the first that was given. */
function reasonsOf(entries: readonly FloorEntry[]): {
  rejected_reason_id: string | null;
  lost_reason_id: string | null;
} {
  const rejected = entries.find(({ work, rejected_quantity }) => work.is_last && rejected_quantity > 0);
  const lost = entries.find(
    ({ work, lost_quantity, rejected_quantity }) => lost_quantity > 0 || (!work.is_last && rejected_quantity > 0),
  );
  return {
    rejected_reason_id: rejected?.rejected_reason_id ?? null,
    lost_reason_id: lost ? (lost.lost_reason_id ?? lost.rejected_reason_id) : null,
  };
}

/** Whether a component is used at one of the work orders that are told of. */
function usedAt(entries: readonly FloorEntry[]): (component: { work_order_id: string | null }) => boolean {
  const ids = new Set(entries.map(({ work }) => work.id));
  return ({ work_order_id }) => work_order_id !== null && ids.has(work_order_id);
}

/** Pieces processed at each work order, those of the entries included. */
function processedWith(floor: Floor<WorkOrder>, entries: readonly FloorEntry[]): ProcessedWith {
  const at = new Map(floor.work_orders.map((work) => [work.id, processedAt(work)]));
  for (const entry of entries) at.set(entry.work.id, sumQuantities(at.get(entry.work.id)!, firstPass(entry)));
  return ({ work_order_id }) => at.get(work_order_id ?? '') ?? 0;
}

function rowOf({ work, ...entry }: FloorEntry, figures: EntryFigures) {
  return { work_order_id: work.id, ...entry, ...figures };
}
