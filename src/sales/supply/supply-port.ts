import { Injectable } from '@nestjs/common';

export const MADE_KINDS = ['make', 'buy'] as const;
/** How goods are brought that stock does not give. */
export type MadeKind = (typeof MADE_KINDS)[number];

/** What an order line wants to have made or bought. */
export interface WantedSupply {
  readonly order_line_id: string;
  readonly company_id: string;
  /** Where the goods are wanted. */
  readonly warehouse_id: string;
  readonly product_id: string;
  /** Pieces of the stock unit. */
  readonly quantity: number;
  readonly needed_on: string | null;
  /** What it is for, in words: the order and its line. */
  readonly reason: string;
}

/** How far a document is that supplies a line. */
export interface SupplyProgress {
  readonly document_id: string;
  readonly state: string;
  /** Nothing more will come of it. */
  readonly is_over: boolean;
  /** Pieces that it has brought into stock. */
  readonly supplied_quantity: number;
}

/** What makes or buys for order lines. Both run in the ambient transaction. */
export interface SupplyMaker {
  /** Makes a document. What it refuses with an AppError, the confirmation of the order is refused with. */
  make(wanted: WantedSupply): Promise<{ id: string; number: string }>;
  /** Those of the documents that are known, in a fixed number of statements. */
  progress(ids: readonly string[]): Promise<SupplyProgress[]>;
}

/** Where who makes and who buys hand in their makers: both are out of this module's reach, and adapters above provide them. */
@Injectable()
export class SupplyPort {
  private readonly makers = new Map<MadeKind, SupplyMaker>();

  provide(kind: MadeKind, maker: SupplyMaker): void {
    this.makers.set(kind, maker);
  }

  of(kind: MadeKind): SupplyMaker | null {
    return this.makers.get(kind) ?? null;
  }
}
