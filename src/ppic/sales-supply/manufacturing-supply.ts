import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { SupplyPort } from '../../sales/index.js';
import type { SupplyMaker, SupplyProgress, WantedSupply } from '../../sales/index.js';
import { OrdersService } from '../orders/orders.service.js';

/** Manufacturing orders as lines of sales want them: drafts, which a planner approves. */
@Injectable()
export class ManufacturingSupply implements SupplyMaker, OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly orders: OrdersService,
    private readonly port: SupplyPort,
  ) {}

  onModuleInit(): void {
    this.port.provide('make', this);
  }

  make(wanted: WantedSupply): Promise<{ id: string; number: string }> {
    const { order_line_id, company_id, warehouse_id, product_id, quantity, needed_on, reason } = wanted;
    return this.orders.create({
      ...{ company_id, warehouse_id, product_id, sales_order_line_id: order_line_id },
      ...{ planned_quantity: quantity, due_date: needed_on, notes: reason },
    });
  }

  progress(ids: readonly string[]): Promise<SupplyProgress[]> {
    return this.db.query<SupplyProgress>(
      `select o.id as document_id, o.state, o.state in ('completed', 'closed', 'cancelled') as is_over, o.good_quantity as supplied_quantity
         from erp.manufacturing_orders o where o.id = any($1::uuid[])`,
      [ids],
    );
  }
}
