import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { paperHtml, paperPdf } from '../../kernel/printing/index.js';
import { orderPaper } from './printed-order.js';
import type { PrintedOrder } from './printed-order.js';
import { PurchaseOrdersRepository } from './orders.repository.js';

/** Orders as the supplier gets them. */
@Injectable()
export class OrderPrint {
  constructor(
    private readonly db: Database,
    private readonly orders: PurchaseOrdersRepository,
  ) {}

  /** A page of its own, to be looked at and printed. @throws NOT_FOUND */
  async html(id: string): Promise<string> {
    return paperHtml(orderPaper(await this.printed(id)));
  }

  /** @throws NOT_FOUND */
  async pdf(id: string): Promise<{ number: string; file: Buffer }> {
    const printed = await this.printed(id);
    return { number: printed.number, file: await paperPdf(orderPaper(printed)) };
  }

  private async printed(id: string): Promise<PrintedOrder> {
    const order = await this.orders.get(id);
    const parties = await this.db.one<Pick<PrintedOrder, 'buyer' | 'seller' | 'deliver_to'>>(
      `select json_build_object('name', coalesce(c.legal_name, c.name), 'address', c.address, 'tax_number', c.tax_number) as buyer,
              json_build_object('name', coalesce(s.legal_name, s.name), 'address', s.address, 'tax_number', s.tax_number) as seller,
              json_build_object('name', w.name, 'address', null, 'tax_number', null) as deliver_to
         from erp.purchase_orders o join erp.companies c on c.id = o.company_id join erp.suppliers s on s.id = o.supplier_id
         join erp.locations w on w.id = o.warehouse_id where o.id = $1`,
      [id],
    );
    return { ...order, ...parties };
  }
}
