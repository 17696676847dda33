export const MOVEMENT_TYPES = [
  'receipt',
  'issue',
  'transfer',
  'production_consumption',
  'production_output',
  'return',
  'adjustment',
  'conversion',
  'reversal',
] as const;
export type MovementType = (typeof MOVEMENT_TYPES)[number];

/** A fact of a closed month is refused, or posted at the first moment of the first open month after it, as a late fact. */
export const WHEN_CLOSED = ['refuse', 'first_open_period'] as const;
export type WhenClosed = (typeof WHEN_CLOSED)[number];

/** One business event about to be posted. Its lines are posted in their order. */
export interface MovementDraft {
  type: MovementType;
  company_id: string;
  /** The kind of document behind it, in snake_case; `manual` when not given. */
  source_type?: string;
  /** The document behind it; the movement itself when not given. Work in progress is kept under this id. */
  source_id?: string | null;
  /** The caller's own words for the document, such as a delivery note number. */
  reference?: string | null;
  reason?: string | null;
  /** When it happened, when that was earlier; never in the future, never in a closed period. */
  effective_at?: string | null;
  /** What becomes of it when that month is closed; a reversal without a time of its own has that of what it takes back. */
  when_closed?: WhenClosed | null;
  /** The movement that this one takes back. */
  reverses_id?: string | null;
  /** Where the lines stand in the caller's document, for the pointers of faults; `/movements/<n>` when not given. */
  pointer?: string;
  lines: MovementLineDraft[];
}

export interface MovementLineDraft {
  product_id: string;
  lot_id?: string | null;
  /** Its place, counted from one, in the caller's document when that is another than here; faults are told there. */
  place?: number;
  /** Pieces of the stock unit, 1 to 2^53 - 1. */
  quantity: number;
  from_location_id?: string;
  /** Instead of `from_location_id`: from own reservations first, then free stock, anywhere in this location. May become several lines. */
  pick_within?: string;
  to_location_id?: string;
  /** The source whose open reservations of this product the line consumes. */
  reserved_for?: string | null;
  /** For stock that enters: its value is `round(quantity * unit_cost, 2)`. */
  unit_cost?: string | null;
  /** For stock that enters: its value outright. For a reversal or return that leaves: its value, as far as that much is left. */
  value?: string | null;
  /** For production output: its value is `round(quantity * planned_unit_cost, 2)`, at most the work in progress of the source. */
  planned_unit_cost?: string | null;
  /** For a return: the ledger line whose pieces come or go back, at their share of what it was worth. For a reversal: the line taken back. */
  returns_line_id?: string | null;
}

export const VALUE_ADJUSTMENT_TYPES = [
  'revaluation',
  'landed_cost',
  'price_difference',
  'method_change',
  'production_true_up',
  'reversal_variance',
  'standard_variance',
  'conversion_cost',
] as const;
export type ValueAdjustmentType = (typeof VALUE_ADJUSTMENT_TYPES)[number];

/** Value that moves without quantity. What stock, work in progress and the counterpart leave over is a variance. */
export interface ValueAdjustmentDraft {
  company_id: string;
  type: ValueAdjustmentType;
  product_id?: string | null;
  /** Any location of the valuation area; or the area itself. */
  location_id?: string | null;
  area_id?: string | null;
  /** Signed: what stock gains. */
  value?: string | null;
  /** Instead: what a piece of all that is on hand is worth from now on. */
  unit_cost?: string | null;
  /** The pieces that the value belongs to: the share of those still on hand is given to stock, the rest is a variance. */
  spread_over?: number | null;
  /**
   * The ledger line whose pieces the value belongs to, such as the receipt that a landed cost is for; `spread_over` is then its quantity. When
   * that lies in a closed month, the value becomes effective in the first open month after it, as a late fact.
   */
  line_id?: string | null;
  /** The movement it belongs to. */
  movement_id?: string | null;
  wip_source_id?: string | null;
  /** Signed: what work in progress of that source gains. */
  wip_value?: string | null;
  /** Instead of `wip_value`: takes all that the source has in progress, and is the value when none is given. */
  settle_wip?: boolean;
  /** Signed: what the counterpart (landed cost to be invoiced) gains. */
  counter_value?: string | null;
  source_type: string;
  source_id: string;
  reason?: string | null;
  effective_at?: string | null;
}

export interface PostedLine {
  id: string;
  line_no: number;
  product_id: string;
  lot_id: string | null;
  quantity: number;
  from_location_id: string;
  to_location_id: string;
  /** Amount that moved along. */
  value: string;
}

export interface PostedMovement {
  id: string;
  number: string;
  company_id: string;
  type: MovementType;
  source_type: string;
  source_id: string;
  reference: string | null;
  reason: string | null;
  reverses_id: string | null;
  effective_at: string;
  /** Of a late fact: when it happened. */
  occurred_at: string | null;
  recorded_at: string;
  created_by: string;
  request_id: string;
  lines: PostedLine[];
}

/** The same with the codes of its lots, as it is shown. */
export interface NamedMovement extends PostedMovement {
  lines: (PostedLine & { lot_code: string | null })[];
}

export interface PostedAdjustment {
  id: string;
  /** Which of the drafts it came of, counted from zero; one draft makes several where its pieces lie in several areas. */
  place: number;
  type: ValueAdjustmentType;
  product_id: string | null;
  area_id: string | null;
  value: string;
  wip_value: string;
  counter_value: string;
  variance_value: string;
}

/** What a source of reservations is: its kind and id. */
export interface SourceRef {
  source_type: string;
  source_id: string;
}

/** Everything that one call of the ledger does. */
export interface Posting {
  movements: MovementDraft[];
  adjustments?: ValueAdjustmentDraft[];
  /** Sources whose reservations are released once the movements are posted. */
  releases?: SourceRef[];
  /** The only warehouses that may be touched; all when not given. */
  warehouses?: readonly string[];
  /** Whether the actor may post in a month that is closed softly. Set from its permissions, never from what a caller says. */
  soft_closed_allowed?: boolean;
}

export interface ReservationRequest extends SourceRef {
  product_id: string;
  quantity: number;
  /** Taken anywhere in this location; held stock only when this is itself a held location. */
  within_location_id: string;
  source_line_id?: string | null;
  /** Only this lot; otherwise lots as the place or the product says. */
  lot_id?: string | null;
  /** `soft` binds no piece: a claim on what can be promised. */
  kind?: ReservationKind;
  /** From 1, the most important, to 9; 5 when not given. */
  priority?: number;
  /** When the stock will be wanted. */
  needed_at?: string | null;
  /** When it is given back by itself. */
  expires_at?: string | null;
}

export const RESERVATION_KINDS = ['hard', 'soft'] as const;
export type ReservationKind = (typeof RESERVATION_KINDS)[number];

/** What a reservation took over from another. */
export interface TakenOver extends SourceRef {
  reservation_id: string;
  product_id: string;
  location_id: string;
  lot_id: string | null;
  quantity: number;
}

export interface ReservedStock extends SourceRef {
  id: string;
  product_id: string;
  location_id: string;
  lot_id: string | null;
  quantity: number;
  kind: ReservationKind;
  source_line_id: string | null;
}

/** So many pieces of what a source holds in a place. */
export interface HeldPiece extends SourceRef {
  product_id: string;
  location_id: string;
  lot_id: string | null;
  quantity: number;
}

/** What is going to be reserved of in a place. */
export interface LockedAlong {
  product_ids: readonly string[];
  within_location_id: string;
}

/** A product that a place cannot give enough of. */
export interface Shortage {
  product_id: string;
  sku: string;
  location_id: string;
  location_code: string;
  requested: number;
  available: number;
}
