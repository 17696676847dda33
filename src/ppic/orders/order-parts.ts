import type { OpenDebt } from '../material-debts/debt-split.js';

/** One component of the order's own copy of its bill. */
export interface OrderComponent {
  readonly id: string;
  readonly line_no: number;
  readonly product_id: string;
  readonly sku: string;
  readonly issue_method: 'backflush' | 'manual';
  /** The operation whose pieces need it; null: those of the whole order. */
  readonly work_order_id: string | null;
  /** Pieces for one piece processed, as an exact fraction of whole numbers in decimal text. */
  readonly numerator: string;
  readonly denominator: string;
  /** For the whole planned quantity. */
  readonly required_quantity: number;
  /** Taken for the order so far, by issue or backflush, less what was reversed. */
  readonly issued_quantity: number;
  /** Worked up on material debts and not taken out of stock yet. */
  readonly owed_quantity: number;
  /** What a piece is worth now where the order takes it from; the standard cost where nothing is in stock. Six places. */
  readonly unit_cost: string;
}

/** One co- or by-product of the order's own copy of its bill. */
export interface OrderOutput {
  readonly id: string;
  readonly line_no: number;
  readonly product_id: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly received_quantity: number;
  readonly cost_share_percent: string;
  readonly planned_unit_cost: string | null;
}

/** A product that an order makes and that is tracked. */
export interface TrackedOutput {
  readonly product_id: string;
  readonly tracking: 'lot' | 'serial';
  /** Pieces that reports have put into stock so far, reversed ones too: serial numbers go on from there. */
  readonly numbered_quantity: number;
}

/** What belongs to a locked order and is needed to decide and to post. */
export interface OrderParts {
  readonly components: readonly OrderComponent[];
  readonly outputs: readonly OrderOutput[];
  /** Material debts that are not over, in the order of their approval. */
  readonly debts: readonly OpenDebt[];
  /** Those of the products it makes that are tracked by lot or serial number. */
  readonly tracked_outputs: readonly TrackedOutput[];
  /** The company's virtual location that stands for the shop floor. */
  readonly production_location_id: string;
  readonly work_in_progress: string;
  /** Separation of duties is set for the company. */
  readonly approver_must_differ: boolean;
  /** How far beyond the plan may be made, in percent; null: any number. */
  readonly over_production_percent: string | null;
  /** How far beyond what is required may be issued by hand, in percent; null: any quantity. */
  readonly over_consumption_percent: string | null;
  /** How far below what is needed may have been issued by hand at the completion, in percent; null: any quantity. */
  readonly under_consumption_percent: string | null;
}

/** A product that the order still needs, with what is reserved for it and what is free in its warehouse. */
export interface MaterialNeed {
  readonly product_id: string;
  readonly sku: string;
  readonly unreserved_quantity: number;
  readonly short_quantity: number;
}

/** What an order has taken of a lot from or put into one location, net of returns and reversals. */
export interface OrderFlow {
  readonly direction: 'consumed' | 'received';
  readonly product_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
  readonly value: string;
}
