import type { Answer, Caller, TestApp } from './app.js';
import { aCustomer, aProduct, aReceipt, made, placesOf } from './makers.js';
import type { Made } from './makers.js';

export const DELIVERIES = '/sales/deliveries';
export const SALES_INVOICES = '/sales/invoices';
export const SALES_RETURNS = '/sales/returns';

export interface SoldLine {
  readonly product_id?: string;
  readonly quantity: number;
  readonly unit_price?: string;
  readonly discount_percent?: string;
  readonly stock?: number;
}

export interface SoldOrder {
  readonly id: string;
  readonly customer_id: string;
  readonly lines: readonly { readonly id: string; readonly product_id: string; readonly quantity: number }[];
}

/** An order that is confirmed, of new products of which there is as much as is ordered at a cost of 2.00, unless told otherwise. */
export async function aConfirmedOrder(
  app: TestApp,
  given: {
    customer_id?: string;
    ship_to_name?: string;
    freight_amount?: string;
    currency_code?: string;
    lines?: readonly SoldLine[];
  } = {},
): Promise<SoldOrder> {
  const { WH } = await placesOf(app);
  const customer_id = given.customer_id ?? ((await aCustomer(app)).id as string);
  const { lines = [{ quantity: 10 }], freight_amount = '0', ship_to_name = null, currency_code = 'IDR' } = given;
  const products: string[] = [];
  for (const { product_id, quantity, stock = quantity } of lines) {
    const id = product_id ?? ((await aProduct(app, { type: 'finished_good' })).id as string);
    if (product_id === undefined && stock > 0) await aReceipt(app, id, stock, '2.00');
    products.push(id);
  }
  const { rows } = await app.db.query<{ id: string }>(
    `insert into erp.sales_orders (company_id, customer_id, warehouse_id, currency_code, rate, ship_to_name, freight_amount, total_amount, created_by)
     values ($1, $2, $3, $4, 1, $5, $6, $6, $7) returning id`,
    [app.company_id, customer_id, WH, currency_code, ship_to_name, freight_amount, app.admin.id],
  );
  const id = rows[0]!.id;
  const { rows: written } = await app.db.query<{ id: string; product_id: string; quantity: string }>(
    `insert into erp.sales_order_lines (order_id, line_no, product_id, warehouse_id, unit_id, unit_quantity, quantity, unit_price, discount_percent, net_amount, tax_amount)
     select $1, w.n, w.product_id, $2, p.unit_id, w.quantity, w.quantity, w.price, w.discount, round(w.quantity * w.price * (100 - w.discount) * 0.01, 2), 0
       from unnest($3::uuid[], $4::bigint[], $5::numeric[], $6::numeric[]) with ordinality w (product_id, quantity, price, discount, n)
       join erp.products p on p.id = w.product_id order by w.n returning id, product_id, quantity`,
    [
      id,
      WH,
      products,
      lines.map(({ quantity }) => quantity),
      lines.map(({ unit_price = '10.00' }) => unit_price),
      lines.map(({ discount_percent = '0' }) => discount_percent),
    ],
  );
  await app.db.query(
    `update erp.sales_orders o set net_amount = x.net, total_amount = x.net + o.freight_amount
       from (select sum(net_amount) as net from erp.sales_order_lines where order_id = $1) x where o.id = $1`,
    [id],
  );
  await app.db.query(
    `update erp.sales_orders set state = 'confirmed', confirmed_at = now(), confirmed_by = $2 where id = $1`,
    [id, app.admin.id],
  );
  return { id, customer_id, lines: written.map((line) => ({ ...line, quantity: Number(line.quantity) })) };
}

/** Holds stock for a line of an order, as its confirmation does. */
export async function held(app: TestApp, order: SoldOrder, n: number, quantity: number): Promise<void> {
  const { WH } = await placesOf(app);
  const { rows } = await app.db.query(
    `with context as materialized (select set_config('erp.actor', $3, true), set_config('erp.request_id', 'test', true))
     select (select count(*) from context), erp.reserve_stock(jsonb_build_object('requests', jsonb_build_array($1::jsonb), 'partial', $2::boolean))`,
    [
      JSON.stringify({
        source_type: 'sales_order',
        source_id: order.id,
        source_line_id: order.lines[n]!.id,
        product_id: order.lines[n]!.product_id,
        quantity,
        within_location_id: WH,
      }),
      false,
      app.admin.id,
    ],
  );
  if (rows.length !== 1) throw new Error('Nothing was held');
}

/** A step that has to succeed. */
export async function stepped(
  who: Caller,
  path: string,
  document: Made,
  event: string,
  body: object = {},
): Promise<Made> {
  const answer = await who.post(`${path}/${document.id}/${event}`, body);
  if (answer.status !== 200) throw new Error(`${event} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** All that is left of an order, shipped. */
export async function shipped(app: TestApp, order: SoldOrder, lines?: object[]): Promise<Made> {
  const delivery = await made(app, DELIVERIES, lines ? { lines } : { order_ids: [order.id] });
  return stepped(app.as(app.admin), DELIVERIES, delivery, 'ship');
}

/** What an order counts: its state, and line by line shipped, returned, reopened, invoiced and open pieces. */
export async function counts(app: TestApp, order: SoldOrder): Promise<[string, ...number[][]]> {
  const { rows } = await app.db.query<{ state: string; figures: number[] }>(
    `select o.state, array[l.shipped_quantity, l.returned_quantity, l.reopened_quantity, l.invoiced_quantity, l.open_quantity]::float8[] as figures
       from erp.sales_orders o join erp.sales_order_lines l on l.order_id = o.id where o.id = $1 order by l.line_no`,
    [order.id],
  );
  return [rows[0]!.state, ...rows.map(({ figures }) => figures)];
}

/** Pieces of a product in real places, and of these the reserved ones. */
export async function stockOf(app: TestApp, productId: string): Promise<[number, number]> {
  const { rows } = await app.db.query<{ on_hand: number; reserved: number }>(
    'select coalesce(sum(on_hand), 0)::int as on_hand, coalesce(sum(reserved), 0)::int as reserved from erp.stock_balances where product_id = $1',
    [productId],
  );
  return [rows[0]!.on_hand, rows[0]!.reserved];
}

/** Status and code of a refusal. */
export const refusal = (answer: Answer): unknown[] => [answer.status, answer.body?.error_code];

/** Where the faults of a refusal are, and what they are. */
export const faults = (answer: Answer): string[] =>
  (answer.body?.errors ?? []).map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`);
