import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { SalesCredit } from '../credit/sales-credit.js';
import { SalesOrderSteps } from '../orders/sales-order-steps.js';
import type { DeliveryDto, PackInput, PickInput, ShipInput } from './deliveries.dto.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveryShipping } from './delivery-shipping.service.js';
import { DeliveryWritingRepository } from './delivery-writing.repository.js';

/** Steps of deliveries under the locks of their orders, which are taken before anything else. */
@Injectable()
export class DeliveryFlow {
  constructor(
    private readonly db: Database,
    private readonly deliveries: DeliveriesRepository,
    private readonly writing: DeliveryWritingRepository,
    private readonly shipping: DeliveryShipping,
    private readonly steps: SalesOrderSteps,
    private readonly credit: SalesCredit,
  ) {}

  /** @throws NOT_FOUND, and as DeliveryShipping.pick */
  pick(id: string, input: PickInput): Promise<DeliveryDto> {
    return this.underOrders(id, () => this.shipping.pick(id, input));
  }

  /** @throws NOT_FOUND, INVALID_STATE */
  pack(id: string, input: PackInput): Promise<DeliveryDto> {
    return this.underOrders(id, () => this.shipping.pack(id, input));
  }

  /** The goods leave, and the orders follow. @throws NOT_FOUND, CREDIT_LIMIT_EXCEEDED, and as DeliveryShipping.ship */
  ship(id: string, input: ShipInput): Promise<DeliveryDto> {
    return this.underOrders(id, async () => {
      const { number, lines } = await this.deliveries.get(id);
      await this.credit.assertMayShip([...new Set(lines.map(({ order_id }) => order_id))]);
      const orderIds = await this.shipping.ship(id, input);
      await this.steps.settle(orderIds, 'ship', number);
    });
  }

  private underOrders(id: string, work: () => Promise<void>): Promise<DeliveryDto> {
    return this.db.transaction(async () => {
      await this.deliveries.head(id);
      const lines = await this.writing.linesOf(id);
      await this.steps.takeTurns([...new Set(lines.map(({ order_id }) => order_id))]);
      await work();
      return this.deliveries.get(id);
    });
  }
}
