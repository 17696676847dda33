import { Injectable } from '@nestjs/common';

/** What a supplier loop wants to have bought. */
export interface WantedRequisition {
  /** What it is for: one that is on its way for the same signal is not made again. */
  readonly signal_id: string;
  readonly company_id: string;
  readonly department_id: string | null;
  readonly supplier_id: string;
  readonly product_id: string;
  /** Pieces of the stock unit. */
  readonly quantity: number;
  readonly needed_by: string;
  readonly to_location_id: string;
  /** Of that place: where it is received. */
  readonly to_warehouse_id: string;
  /** What the requisition is for, in words: the loop and the card. */
  readonly reason: string;
}

/** How far a requisition is. */
export interface RequisitionProgress {
  readonly document_id: string;
  readonly state: string;
  /** Nothing more will be received for it. */
  readonly is_over: boolean;
  /** Pieces received for it. */
  readonly received_quantity: number;
}

/** What buys for supplier loops. Both run in the ambient transaction. */
export interface RequisitionMaker {
  /** Makes a requisition. What it refuses with an AppError keeps the signal open under that code. */
  make(wanted: WantedRequisition): Promise<{ id: string; number: string }>;
  /** Those of the requisitions that are known, in a fixed number of statements. */
  progress(ids: readonly string[]): Promise<RequisitionProgress[]>;
}

/**
 * Where purchasing hands in its maker: it lies below this module and cannot know its interface, so an adapter here provides it. Without one signals
 * of supplier loops stay open and are ordered by hand.
 */
@Injectable()
export class RequisitionPort {
  private maker: RequisitionMaker | null = null;

  /**
   * @param maker null: nobody buys
   * @returns what puts back who was there before
   */
  provide(maker: RequisitionMaker | null): () => void {
    const before = this.maker;
    this.maker = maker;
    return () => {
      this.maker = before;
    };
  }

  get current(): RequisitionMaker | null {
    return this.maker;
  }
}
