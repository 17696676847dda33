import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import { assertInScope } from '../../kernel/security/index.js';
import { SalesOrdersRepository } from '../orders/sales-orders.repository.js';
import type { SupplyMode } from '../orders/sales-words.js';
import { PromisesRepository } from './promises.repository.js';
import { SalesPromises } from './sales-promises.js';
import type { LinePromiseDto, PromiseDto, PromiseQuery } from './supply.dto.js';

/** Days that can be promised, for who asks before an order and of one. */
@Injectable()
export class PromisesService {
  constructor(
    private readonly orders: SalesOrdersRepository,
    private readonly places: PromisesRepository,
    private readonly promises: SalesPromises,
  ) {}

  /** @throws NOT_FOUND for a product or warehouse that there is not, or that is not the caller's */
  async ask({ product_id, warehouse_id, quantity, supply = 'stock' }: PromiseQuery): Promise<PromiseDto> {
    const company_id = await this.places.companyOf(warehouse_id);
    if (company_id === null) throw notFound('Warehouse', warehouse_id);
    assertInScope({ company_id, warehouse_id }, 'Warehouse');
    if (!(await this.places.leadTimes([product_id])).has(product_id)) throw notFound('Product', product_id);
    const wanted = { product_id, warehouse_id, quantity, supply: supply as SupplyMode };
    const [promise] = await this.promises.of(company_id, [wanted]);
    return { product_id, warehouse_id, quantity, ...promise! };
  }

  /** For each line what is open of it and not held yet. @throws NOT_FOUND */
  async ofOrder(orderId: string): Promise<LinePromiseDto[]> {
    const { company_id, lines } = await this.orders.get(orderId);
    const open = lines.filter((line) => line.open_quantity > line.reserved_quantity);
    const wanted = open.map((line) => ({
      ...{ product_id: line.product_id, warehouse_id: line.warehouse_id, supply: line.supply as SupplyMode },
      quantity: line.open_quantity - line.reserved_quantity,
    }));
    const promises = await this.promises.of(company_id, wanted, orderId);
    return open.map(({ id, line_no }, n) => {
      const { product_id, warehouse_id, quantity } = wanted[n]!;
      return { order_line_id: id, line_no, product_id, warehouse_id, quantity, ...promises[n]! };
    });
  }
}
