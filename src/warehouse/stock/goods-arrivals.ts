import { Injectable } from '@nestjs/common';
import type { MovementType, PostedMovement } from './movement-draft.js';

/** Goods that a receipt has put into stock. */
export interface GoodsArrived {
  readonly company_id: string;
  readonly lines: readonly {
    readonly product_id: string;
    readonly location_id: string;
    readonly lot_id: string | null;
    readonly quantity: number;
  }[];
}

/** What a module above does when goods have arrived; in the transaction of the receipt, after its posting. */
export type GoodsArrivedListener = (arrived: GoodsArrived) => Promise<void>;

/**
 * Modules above the warehouse say here that they want to know of goods that arrive. They are asked after the ledger has posted, so they hold its locks:
 * a listener waits for nobody (`skip locked`) and takes stock only where it arrived, whose rows are locked already.
 */
@Injectable()
export class GoodsArrivals {
  private readonly listeners: GoodsArrivedListener[] = [];

  listen(listener: GoodsArrivedListener): void {
    this.listeners.push(listener);
  }

  /** Whether it has to be asked with a posting if goods are awaited: it brings some, and somebody listens. */
  concern(movements: readonly { readonly type: MovementType }[]): boolean {
    return this.listeners.length > 0 && movements.some(({ type }) => type === 'receipt');
  }

  async tell(movements: readonly PostedMovement[]): Promise<void> {
    for (const { type, company_id, lines } of movements) {
      if (type !== 'receipt') continue;
      const arrived = lines.map(({ product_id, to_location_id, lot_id, quantity }) => ({
        product_id,
        location_id: to_location_id,
        lot_id,
        quantity,
      }));
      for (const listener of this.listeners) await listener({ company_id, lines: arrived });
    }
  }
}
