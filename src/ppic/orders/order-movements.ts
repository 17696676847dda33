import { Rational, negated } from '../../kernel/numbers/index.js';
import type { MovementDraft, MovementLineDraft, ValueAdjustmentDraft } from '../../warehouse/index.js';
import type { OpenDebt } from '../material-debts/debt-split.js';
import type { ComponentReturn } from './component-returns.js';
import type { Correction } from './output-cost.js';
import type { OrderOutput, TrackedOutput } from './order-parts.js';
import type { NamedOutput } from './output-lots.js';
import type { Processed, ProductionPlan } from './production-plan.js';

/** Under this name, with the order's id, everything an order does to stock is found in the ledger. */
export const ORDER_SOURCE = 'manufacturing_order';

/** Where an order takes from and puts to. */
export interface OrderPlace {
  readonly id: string;
  readonly number: string;
  readonly batch_number: string | null;
  readonly company_id: string;
  readonly warehouse_id: string;
  readonly output_location_id: string;
  readonly reject_location_id: string;
  readonly product_id: string;
  readonly planned_unit_cost: string | null;
  /** The company's virtual location that stands for the shop floor. */
  readonly production_location_id: string;
}

/** What has to be known of an order to take components for it. */
export type ConsumptionPlace = Pick<OrderPlace, 'id' | 'company_id' | 'warehouse_id' | 'production_location_id'>;

/** When and why something was done, as the person who did it says. */
export interface Occasion {
  readonly reason?: string | null | undefined;
  readonly effective_at?: string | null | undefined;
}

/** One line of an issue: from a location, or from anywhere in the order's warehouse; of the lot named, or of those whose turn it is. */
export interface IssueLine {
  readonly product_id: string;
  readonly lot_id?: string | null | undefined;
  readonly quantity: number;
  readonly from_location_id?: string | null | undefined;
  /** Instead: anywhere in this place, such as a subcontractor's, rather than in the order's warehouse. */
  readonly pick_within?: string | undefined;
}

/** What one posting of production consumes, makes and yields. */
export interface Production extends Processed, ProductionPlan {
  /** The order's co- and by-products, for their planned cost. */
  readonly outputs: readonly OrderOutput[];
  readonly tracked_outputs: readonly TrackedOutput[];
  /** On which pieces may be worked up that stock does not have. */
  readonly debts: readonly OpenDebt[];
  /** What was said of the lots that it makes. */
  readonly named: NamedOutput;
}

/** Pieces that come out of production. */
export interface OutputLine {
  readonly product_id: string;
  readonly quantity: number;
  readonly to_location_id: string;
  readonly planned_unit_cost: string;
}

function draft(
  place: Pick<OrderPlace, 'id' | 'company_id'>,
  type: MovementDraft['type'],
  lines: MovementLineDraft[],
  { reason, effective_at }: Occasion,
): MovementDraft[] {
  if (lines.length === 0) return [];
  return [
    {
      type,
      company_id: place.company_id,
      source_type: ORDER_SOURCE,
      source_id: place.id,
      reason: reason ?? null,
      effective_at: effective_at ?? null,
      pointer: '',
      lines,
    },
  ];
}

/** Components into production: the order's own reservations first, then what is free. */
export function consumption(place: ConsumptionPlace, lines: readonly IssueLine[], occasion: Occasion): MovementDraft[] {
  return draft(
    place,
    'production_consumption',
    lines.map(({ product_id, lot_id, quantity, from_location_id, pick_within }) => ({
      product_id,
      lot_id: lot_id ?? null,
      quantity,
      ...(from_location_id ? { from_location_id } : { pick_within: pick_within ?? place.warehouse_id }),
      to_location_id: place.production_location_id,
      reserved_for: place.id,
    })),
    occasion,
  );
}

/**
 * What comes out of production, at planned cost: good pieces to stock, rejected ones on hold, co- and by-products beside the good ones.
 * Lost pieces leave nothing behind.
 */
export function outputLines(place: OrderPlace, now: Production): OutputLine[] {
  const costOf = new Map(now.outputs.map(({ id, planned_unit_cost }) => [id, planned_unit_cost]));
  const line = (product_id: string, quantity: number, to: string, cost: string | null | undefined): OutputLine[] =>
    quantity > 0 ? [{ product_id, quantity, to_location_id: to, planned_unit_cost: cost ?? '0.000000' }] : [];
  return [
    ...line(place.product_id, now.good_quantity, place.output_location_id, place.planned_unit_cost),
    ...line(place.product_id, now.rejected_quantity, place.reject_location_id, place.planned_unit_cost),
    ...now.yielded.flatMap(({ id, product_id, quantity }) =>
      line(product_id, quantity, place.output_location_id, costOf.get(id)),
    ),
  ];
}

/** Output out of production, never for more than is in progress. */
export function output(
  place: OrderPlace,
  lines: readonly (OutputLine & { lot_id?: string | null })[],
  occasion: Occasion,
): MovementDraft[] {
  return draft(
    place,
    'production_output',
    lines.map(({ product_id, lot_id, quantity, to_location_id, planned_unit_cost }) => ({
      product_id,
      lot_id: lot_id ?? null,
      quantity,
      from_location_id: place.production_location_id,
      to_location_id,
      planned_unit_cost,
    })),
    occasion,
  );
}

/** Unused components back to where they came from, at what they were taken for. */
export function componentReturn(
  place: OrderPlace,
  returns: readonly ComponentReturn[],
  occasion: Occasion,
): MovementDraft[] {
  return draft(
    place,
    'return',
    returns.map(({ product_id, lot_id, quantity, location_id, value }) => ({
      product_id,
      lot_id,
      quantity,
      from_location_id: place.production_location_id,
      to_location_id: location_id,
      value,
    })),
    occasion,
  );
}

/** What an operation cost for the pieces of one posting; to the cent, negative when it is taken back. */
export interface WorkedCost {
  readonly work_order_id: string;
  readonly amount: string;
}

/** Labour, machines, overhead and subcontractors into work in progress: value that enters from outside stock. */
export function conversion(
  place: Pick<OrderPlace, 'id' | 'company_id'>,
  worked: readonly WorkedCost[],
  { reason, effective_at }: Occasion,
): ValueAdjustmentDraft[] {
  return worked
    .filter(({ amount }) => Rational.parse(amount).compare(Rational.ZERO) !== 0)
    .map(({ work_order_id, amount }) => ({
      company_id: place.company_id,
      type: 'conversion_cost',
      source_type: 'work_order',
      source_id: work_order_id,
      wip_source_id: place.id,
      value: '0.00',
      wip_value: amount,
      counter_value: negated(amount),
      reason: reason ?? null,
      effective_at: effective_at ?? null,
    }));
}

/**
 * Empties the order's work in progress: each correction to the share of its pieces that is still on hand, the rest to a variance. The
 * last row takes whatever is in progress then, so that nothing can be left behind.
 */
export function settlement(
  place: OrderPlace,
  corrections: readonly Correction[],
  reason: string,
): ValueAdjustmentDraft[] {
  const common = {
    company_id: place.company_id,
    type: 'production_true_up' as const,
    source_type: ORDER_SOURCE,
    source_id: place.id,
    wip_source_id: place.id,
    reason,
  };
  if (corrections.length === 0) return [{ ...common, value: '0.00', settle_wip: true }];
  return corrections.map(({ product_id, quantity, amount }, index) => ({
    ...common,
    product_id,
    location_id: place.warehouse_id,
    value: amount,
    spread_over: quantity,
    ...(index === corrections.length - 1 ? { settle_wip: true } : { wip_value: negated(amount) }),
  }));
}
