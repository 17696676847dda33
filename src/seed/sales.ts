import type { INestApplicationContext } from '@nestjs/common';
import { PaymentsService } from '../accounting/index.js';
import { Database } from '../kernel/database/index.js';
import {
  DeliveriesService,
  DeliveryFlow,
  QuotationLifecycle,
  QuotationsService,
  SalesInvoices,
  SalesOrderLifecycle,
  SalesOrderReading,
  SalesOrdersService,
} from '../sales/index.js';
import type { DemoIds } from './master-data.js';
import { OFFER, SALES, TAX } from './soft-toy-factory.js';
import type { DemoSale } from './soft-toy-factory.js';

/** Orders of customers in several states, and an offer that waits for its answer. */
export async function seedSales(app: INestApplicationContext, ids: DemoIds): Promise<void> {
  for (const sale of SALES) await seedSale(app, ids, sale);
  const quotations = app.get(QuotationsService, { strict: false });
  const { day } = await app
    .get(Database, { strict: false })
    .one<{ day: string }>('select current_date + $1::integer as day', [OFFER.days]);
  const { id } = await quotations.create({
    customer_id: ids.customers.get(OFFER.customer)!,
    valid_until: day,
    lines: [
      {
        product_id: ids.products.get(OFFER.sku)!,
        quantity: OFFER.quantity,
        discount_percent: OFFER.discount_percent,
        // What leaves the country bears no tax.
        tax_percent: '0',
      },
    ],
  });
  await app.get(QuotationLifecycle, { strict: false }).send(id);
}

async function seedSale(app: INestApplicationContext, ids: DemoIds, sale: DemoSale): Promise<void> {
  const { customer, lines, reference, reach, payment } = sale;
  const customer_id = ids.customers.get(customer)!;
  const id = await app.get(SalesOrdersService, { strict: false }).create({
    customer_id,
    customer_reference: reference,
    lines: lines.map(({ sku, ...line }) => ({ ...line, product_id: ids.products.get(sku)!, tax_code: TAX.code })),
  });
  if (reach === 'draft') return;
  await app.get(SalesOrderLifecycle, { strict: false }).confirm(id);
  if (reach === 'confirmed') return;
  const delivery_id = await ship(app, id, sale.shipped);
  const invoices = app.get(SalesInvoices, { strict: false });
  const invoice = await invoices.invoice({ delivery_ids: [delivery_id], post: true });
  if (payment === undefined) return;
  const payments = app.get(PaymentsService, { strict: false });
  const paid = await payments.create({ customer_id, amount: payment, reference, is_refund: false, method: 'transfer' });
  await payments.post(paid.id, { allocations: [{ invoice_id: invoice.invoice_id, amount: payment }] });
}

/** All of an order, or so many pieces of each line. @returns the delivery */
async function ship(app: INestApplicationContext, orderId: string, pieces?: number): Promise<string> {
  const { lines } = await app.get(SalesOrderReading, { strict: false }).get(orderId);
  const wanted = lines.map(({ id, quantity }) => ({ order_line_id: id, quantity: pieces ?? quantity }));
  const { id } = await app.get(DeliveriesService, { strict: false }).create({ lines: wanted });
  await app.get(DeliveryFlow, { strict: false }).ship(id, { carrier: 'JNE Trucking' });
  return id;
}
