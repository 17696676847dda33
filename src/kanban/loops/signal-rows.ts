import type { DocumentType, LoopKind } from './loops-limits.js';

/** A signal with all that its document is made from. */
export interface SignalToFill {
  readonly id: string;
  readonly card_id: string;
  readonly card_number: string;
  readonly loop_number: string;
  readonly kind: LoopKind;
  readonly company_id: string;
  readonly department_id: string | null;
  readonly product_id: string;
  readonly to_location_id: string;
  readonly to_warehouse_id: string;
  readonly from_location_id: string | null;
  readonly supplier_id: string | null;
  readonly source_department_id: string | null;
  readonly quantity: number;
  readonly due_on: string;
}

/** What came of trying to make a document. */
export interface FillOutcome {
  readonly id: string;
  readonly document_type: DocumentType | null;
  readonly document_id: string | null;
  readonly document_number: string | null;
  readonly blocked_code: string | null;
  readonly blocked_reason: string | null;
}

/** The document of a signal that is on order, and how far it is. */
export interface SignalDocument {
  readonly signal_id: string;
  readonly card_id: string;
  readonly document_type: DocumentType;
  readonly document_number: string;
  readonly document_state: string;
  readonly is_over: boolean;
  /** Pieces that it has brought. */
  readonly delivered: number;
}

/** A loop with stock, cards and what is to come, for its level. */
export interface LoopLevel {
  readonly loop_id: string;
  readonly container_quantity: number;
  readonly trigger_quantity: number;
  readonly on_hand: number;
  readonly to_come: number;
  readonly full: number;
}
