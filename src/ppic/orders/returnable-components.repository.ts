import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { LineQuantity } from './production-plan.js';
import type { ReturnableComponent } from './spread-return.js';

/** What of the components of an order may go back, and that it did. */
@Injectable()
export class ReturnableComponents {
  constructor(private readonly db: Database) {}

  /** The components of a locked order, with the pieces processed that have used them: at their operation, or of the whole order. */
  of(orderId: string): Promise<ReturnableComponent[]> {
    return this.db.query<ReturnableComponent>(
      `select c.id, c.product_id, c.work_order_id, c.issue_method, c.numerator::text, c.denominator::text, c.issued_quantity,
              case when w.id is null then o.good_quantity + o.rejected_quantity + o.lost_quantity
                   else w.good_quantity + w.rejected_quantity + w.lost_quantity + w.rework_quantity end as processed
         from erp.manufacturing_order_components c
         join erp.manufacturing_orders o on o.id = c.order_id
         left join erp.work_orders w on w.id = c.work_order_id
        where c.order_id = $1 order by c.line_no`,
      [orderId],
    );
  }

  async countDown(orderId: string, returned: readonly LineQuantity[]): Promise<void> {
    await this.db.query(
      `with component as (
         update erp.manufacturing_order_components c set issued_quantity = c.issued_quantity - given.quantity
           from unnest($2::uuid[], $3::bigint[]) given (id, quantity) where c.id = given.id
       )
       update erp.manufacturing_orders set version = version + 1 where id = $1`,
      [orderId, returned.map(({ id }) => id), returned.map(({ quantity }) => quantity)],
    );
  }
}
