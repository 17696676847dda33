import { Injectable } from '@nestjs/common';
import { addDays } from '../../master-data/index.js';
import { AvailabilityService } from '../../warehouse/index.js';
import type { Place, PromisableProduct } from './promises.repository.js';
import { PromisesRepository } from './promises.repository.js';
import { promiseOf } from './promise.js';
import type { Promised } from './promise.js';

/** Pieces of a product that are to leave a warehouse. */
export interface WantedPieces {
  readonly product_id: string;
  readonly warehouse_id: string;
  readonly quantity: number;
  readonly supply: 'stock' | 'make' | 'buy';
}

/** When something can be promised: from stock and what is known to come, else by how long it takes to make or to buy it. */
@Injectable()
export class SalesPromises {
  constructor(
    private readonly availability: AvailabilityService,
    private readonly products: PromisesRepository,
  ) {}

  /**
   * One promise for each, in their order; what is wanted of a product in a place is taken together, line by line. Two statements and one more for each
   * warehouse.
   * @param except the order that asks: what it already claims counts for it and not against it
   */
  async of(company_id: string, wanted: readonly WantedPieces[], except: string | null = null): Promise<Promised[]> {
    const ids = [...new Set(wanted.map(({ product_id }) => product_id))];
    const products = await this.products.leadTimes(ids);
    const outlooks = new Map<string, Awaited<ReturnType<AvailabilityService['outlooks']>>>();
    for (const warehouse_id of new Set(wanted.map((each) => each.warehouse_id))) {
      const place: Place = { company_id, warehouse_id };
      outlooks.set(warehouse_id, await this.availability.outlooks(ids, place, except));
    }
    const before = new Map<string, number>();
    return wanted.map(({ product_id, warehouse_id, quantity, supply }) => {
      const key = `${warehouse_id} ${product_id}`;
      const together = Math.min((before.get(key) ?? 0) + quantity, Number.MAX_SAFE_INTEGER);
      before.set(key, together);
      const product: PromisableProduct = products.get(product_id)!;
      const { projection, outlook } = outlooks.get(warehouse_id)!.get(product_id)!;
      const earliest = projection.earliestFor(together);
      const lead =
        product.is_manufactured || product.is_purchased ? addDays(outlook.today, product.lead_time_days) : null;
      return promiseOf({
        today: outlook.today,
        available_now: projection.availableOn(outlook.today),
        earliest,
        lead,
        supply,
      });
    });
  }
}
