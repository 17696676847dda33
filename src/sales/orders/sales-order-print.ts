import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { paperHtml, paperPdf } from '../../kernel/printing/index.js';
import { salesOrderPaper } from './sales-order-paper.js';
import type { PrintedSalesOrder } from './sales-order-paper.js';
import { SalesOrdersRepository } from './sales-orders.repository.js';

/** Orders as the customer gets them. */
@Injectable()
export class SalesOrderPrint {
  constructor(
    private readonly db: Database,
    private readonly orders: SalesOrdersRepository,
  ) {}

  /** A page of its own, to be looked at and printed. @throws NOT_FOUND */
  async html(id: string): Promise<string> {
    return paperHtml(salesOrderPaper(await this.printed(id)));
  }

  /** @throws NOT_FOUND */
  async pdf(id: string): Promise<{ number: string; file: Buffer }> {
    const printed = await this.printed(id);
    return { number: printed.number, file: await paperPdf(salesOrderPaper(printed)) };
  }

  private async printed(id: string): Promise<PrintedSalesOrder> {
    const order = await this.orders.get(id);
    const parties = await this.db.one<Pick<PrintedSalesOrder, 'seller' | 'customer'>>(
      `select json_build_object('name', coalesce(c.legal_name, c.name), 'address', c.address, 'tax_number', c.tax_number) as seller,
              json_build_object('name', coalesce(s.legal_name, s.name), 'address', s.address, 'tax_number', s.tax_number) as customer
         from erp.sales_orders o join erp.companies c on c.id = o.company_id join erp.customers s on s.id = o.customer_id where o.id = $1`,
      [id],
    );
    return { ...order, ...parties };
  }
}
