import { Injectable } from '@nestjs/common';
import { LineSupply } from './line-supply.js';
import type { SuppliedOrder } from './line-supply.js';
import { SalesPromises } from './sales-promises.js';
import { SupplyRepository } from './supply.repository.js';

/** What the confirmation of an order does for its lines. Works within the caller's transaction, on an order that it has locked. */
@Injectable()
export class SupplyAtConfirmation {
  constructor(
    private readonly rows: SupplyRepository,
    private readonly promises: SalesPromises,
    private readonly supply: LineSupply,
  ) {}

  /**
   * Promises a day for the lines that have none, as far as one is known, and has all of them supplied.
   * @throws SUPPLY_NOT_AVAILABLE, and what the maker of a line refuses
   */
  async of(order: SuppliedOrder): Promise<void> {
    const lines = await this.rows.lines(order.id);
    const wanted = lines.map((line) => ({ ...line, quantity: line.open_quantity }));
    const promises = await this.promises.of(order.company_id, wanted, order.id);
    const days = lines.flatMap(({ id, promised_on }, n) => {
      const day = promised_on === null ? promises[n]!.promise_on : null;
      return day === null ? [] : [{ id, promised_on: day }];
    });
    await this.rows.promise(days);
    await this.supply.start(order);
  }
}
