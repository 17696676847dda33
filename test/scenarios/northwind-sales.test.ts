import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { booksOf } from '../support/books.js';
import { describeWithSharedData, sharedData } from '../support/data.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, made, placesOf, unitId } from '../support/makers.js';

jest.setTimeout(900_000);

/** Of this process's own time, which does not depend on who else uses the machine. */
const MOST_CPU_SECONDS = 90;
/** Days after which a customer pays. */
const DAYS = 30;

type Row = Readonly<Record<string, string>>;
interface TheirLine {
  readonly order: string;
  readonly product: string;
  readonly quantity: number;
  readonly price: string;
  readonly discount: string;
  /** Ten-thousandths of a dollar: quantity * price * (1 - discount), never rounded. */
  readonly net: bigint;
}

const table = (file: string): Row[] =>
  parse(readFileSync(sharedData(`northwind/${file}.csv`), 'utf8'), { columns: true, skip_empty_lines: true }) as Row[];
const hundredths = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
};
/** The stated rule by itself, in whole numbers: half a cent and more is a cent. */
const toCents = (amount: bigint): bigint => (amount + 50n) / 100n;
const dollars = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

function sums(rows: Iterable<readonly [string, bigint]>): Record<string, bigint> {
  const found: Record<string, bigint> = {};
  for (const [key, value] of rows) found[key] = (found[key] ?? 0n) + value;
  return found;
}
const shown = (of: Record<string, bigint>): Record<string, string> =>
  Object.fromEntries(Object.entries(of).map(([key, cents]) => [key, dollars(cents)]));

describeWithSharedData('Northwind', () => {
  let app: TestApp;
  let admin: Caller;
  beforeAll(async () => {
    app = await startTestApp();
    app.checkContract = false;
    admin = app.as(app.admin);
  });
  afterAll(() => app?.close());

  const post = async (path: string, body: object, status = 201): Promise<any> => {
    const answer = await admin.post(path, body);
    if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };

  it('is replayed: 830 orders with 2,155 lines from order to shipment, invoice and payment at their dates', async () => {
    const orders = table('orders');
    const lines = table('order_details').map((row): TheirLine => {
      const [price, discount] = [hundredths(row['UnitPrice']!), hundredths(row['Discount']!)];
      return {
        order: row['OrderID']!,
        product: row['ProductID']!,
        quantity: Number(row['Quantity']),
        price: row['UnitPrice']!,
        discount: String(discount),
        net: price * BigInt(row['Quantity']!) * (100n - discount),
      };
    });
    expect([orders.length, lines.length]).toEqual([830, 2155]);
    const byOrder = new Map<string, TheirLine[]>();
    for (const line of lines) byOrder.set(line.order, [...(byOrder.get(line.order) ?? []), line]);
    const { company_id, customers, products, warehouse_id } = await theirWorld(lines);

    const before = process.cpuUsage();
    const started = performance.now();
    const owed = new Map<string, { customer_id: string; invoice_id: string; amount: bigint }[]>();
    let shipments = 0;
    for (const row of orders) {
      const customer_id = customers.get(row['CustomerID']!)!;
      const order = await post('/sales/orders', {
        ...{ company_id, customer_id, warehouse_id, currency_code: 'USD', ordered_on: row['OrderDate'] },
        customer_reference: `NW-${row['OrderID']!}`,
        ship_to_name: row['ShipName'],
        ship_to_address: [row['ShipAddress'], row['ShipCity'], row['ShipCountry']].join(', '),
        freight_amount: row['Freight'],
        lines: byOrder.get(row['OrderID']!)!.map(({ product, quantity, price, discount }) => ({
          product_id: products.get(product),
          quantity,
          unit_price: price,
          discount_percent: discount,
          requested_on: row['RequiredDate'],
        })),
      });
      await post(`/sales/orders/${order.id}/confirm`, {}, 200);
      if (!row['ShippedDate']) continue;
      const delivery = await post('/sales/deliveries', { order_ids: [order.id] });
      await post(
        `/sales/deliveries/${delivery.id}/ship`,
        { carrier: `Shipper ${row['ShipVia']!}`, shipped_at: `${row['ShippedDate']}T12:00:00+07:00` },
        200,
      );
      const invoice = await post('/sales/invoices', {
        delivery_ids: [delivery.id],
        invoice_date: row['ShippedDate'],
        post: true,
      });
      const key = `${customer_id} ${paidOn(row['ShippedDate'])}`;
      const one = { customer_id, invoice_id: invoice.invoice_id as string, amount: hundredths(invoice.total_amount) };
      owed.set(key, [...(owed.get(key) ?? []), one]);
      shipments += 1;
    }
    for (const [key, invoices] of owed) {
      const amount = dollars(invoices.reduce((sum, each) => sum + each.amount, 0n));
      const [customer_id, payment_date] = key.split(' ');
      const payment = await post('/accounting/payments', {
        company_id,
        customer_id,
        payment_date,
        currency_code: 'USD',
        amount,
      });
      const allocations = invoices.map(({ invoice_id }) => ({ invoice_id }));
      await post(`/accounting/payments/${payment.id}/post`, { allocations }, 200);
    }
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    const worked = (user + system) / 1e6;

    expect(shipments).toBe(809);
    await showsTheirSales(company_id, orders, lines, { customers, products });
    await expectIntegrity(app);
    // eslint-disable-next-line no-console -- how long it takes is what the test is asked to say
    console.info(
      `830 orders, 2,155 lines, ${shipments} shipments and invoices, ${owed.size} payments: ${seconds.toFixed(1)} s, ${worked.toFixed(1)} s of it work of this process`,
    );
    expect(worked).toBeLessThan(MOST_CPU_SECONDS);
  });

  /** A company in dollars with their customers and products, and of each product as many pieces as were ever ordered. */
  async function theirWorld(lines: readonly TheirLine[]) {
    await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
    const company_id = (await aCompany(app, { currency_code: 'USD' })).id as string;
    await booksOf(app, company_id);
    for (const year of [1996, 1997, 1998])
      await post('/accounting/fiscal-years', { company_id, first_month: `${year}-01`, months: 12 });
    const customers = new Map<string, string>();
    for (const row of table('customers')) {
      const { id } = await made(app, '/customers', { code: `NW-${row['CustomerID']!}`, name: row['CompanyName'] });
      customers.set(row['CustomerID']!, id as string);
    }
    const products = new Map<string, string>();
    const unit_id = await unitId(app, 'EA');
    for (const row of table('products')) {
      const given = {
        sku: `NW-${row['ProductID']!}`,
        name: row['ProductName'],
        type: 'finished_good',
        unit_id,
        is_sold: true,
      };
      products.set(row['ProductID']!, (await made(app, '/products', given)).id as string);
    }
    const places = await placesOf(app, company_id);
    const wanted = sums(lines.map(({ product, quantity }) => [product, BigInt(quantity)] as const));
    await post('/warehouse/receipts', {
      company_id,
      effective_at: '1996-07-01T08:00:00+07:00',
      lines: Object.entries(wanted).map(([product, quantity]) => ({
        product_id: products.get(product),
        quantity: Number(quantity),
        unit_cost: '5.00',
        to_location_id: places['STOCK'],
      })),
    });
    return { company_id, customers, products, warehouse_id: places['WH'] };
  }

  /** Ordered and invoiced sales by year, customer and product are theirs, rounded line by line; the difference is that of rounding alone. */
  async function showsTheirSales(
    company_id: string,
    orders: readonly Row[],
    lines: readonly TheirLine[],
    { customers, products }: { customers: ReadonlyMap<string, string>; products: ReadonlyMap<string, string> },
  ): Promise<void> {
    const of = new Map(orders.map((row) => [row['OrderID']!, row]));
    const keys: Record<string, (line: TheirLine, day: string) => string> = {
      year: (line, day) => of.get(line.order)![day]!.slice(0, 4),
      customer: (line) => customers.get(of.get(line.order)!['CustomerID']!)!,
      product: (line) => products.get(line.product)!,
    };
    const gone = lines.filter(({ order }) => of.get(order)!['ShippedDate']);
    for (const [by, key] of Object.entries(keys)) {
      const expected = (some: readonly TheirLine[], day: string) =>
        shown(sums(some.map((line) => [key(line, day), toCents(line.net)] as const)));
      expect(await ordered(company_id, by)).toEqual(expected(lines, 'OrderDate'));
      expect(await invoiced(company_id, by)).toEqual(expected(gone, 'ShippedDate'));
    }
    // Where the rule makes a difference: 2,155 lines of which some have fractions of a cent.
    const fractions = lines.filter(({ net }) => net % 100n !== 0n);
    const exact = lines.reduce((sum, { net }) => sum + net, 0n);
    const rounded = lines.reduce((sum, { net }) => sum + toCents(net) * 100n, 0n);
    const explained = fractions.reduce((sum, { net }) => sum + toCents(net) * 100n - net, 0n);
    expect(exact).toBe(12_657_930_395n);
    expect(rounded - exact).toBe(explained);
    expect(fractions.every(({ net }) => toCents(net) * 100n - net <= 50n && net - toCents(net) * 100n <= 50n)).toBe(
      true,
    );
    const discounted = fractions.filter(({ discount }) => discount !== '0').length;
    // Prices have two places: without a discount no line has a fraction of a cent.
    expect(discounted).toBe(fractions.length);
    // eslint-disable-next-line no-console -- where and why it differs is what the test is asked to say
    console.info(
      `${fractions.length} of 2,155 lines have fractions of a cent, all of them discounted; ${Number(exact) / 10_000} exactly, ${Number(rounded) / 10_000} rounded by line`,
    );
    const { rows } = await app.db.query(
      `select o.state, count(*)::int as count, sum(o.freight_amount)::text as freight, sum(o.freight_invoiced_amount)::text as invoiced
         from erp.sales_orders o where o.company_id = $1 group by o.state order by o.state`,
      [company_id],
    );
    const freight = (some: (row: Row) => boolean) =>
      dollars(orders.filter(some).reduce((sum, row) => sum + hundredths(row['Freight']!), 0n));
    expect(rows).toEqual([
      { state: 'confirmed', count: 21, freight: freight((row) => !row['ShippedDate']), invoiced: '0.00' },
      {
        state: 'shipped',
        count: 809,
        freight: freight((row) => Boolean(row['ShippedDate'])),
        invoiced: freight((row) => Boolean(row['ShippedDate'])),
      },
    ]);
    const { rows: open } = await app.db.query(
      `select count(*)::int as invoices, sum(open_amount)::text as open from erp.invoices where company_id = $1 and side = 'receivable'`,
      [company_id],
    );
    expect(open).toEqual([{ invoices: 809, open: '0.00' }]);
  }

  const BY: Record<string, readonly [ordered: string, invoiced: string]> = {
    year: [`extract(year from o.ordered_on)::text`, `extract(year from i.invoice_date)::text`],
    customer: ['o.customer_id::text', 'i.customer_id::text'],
    product: ['l.product_id::text', 'l.product_id::text'],
  };

  async function ordered(company_id: string, by: string): Promise<Record<string, string>> {
    const { rows } = await app.db.query<{ key: string; net: string }>(
      `select ${BY[by]![0]} as key, sum(l.net_amount)::text as net from erp.sales_orders o join erp.sales_order_lines l on l.order_id = o.id where o.company_id = $1 group by 1`,
      [company_id],
    );
    return Object.fromEntries(rows.map(({ key, net }) => [key, net]));
  }

  /** From the invoices as they stand in the books, without freight. */
  async function invoiced(company_id: string, by: string): Promise<Record<string, string>> {
    const { rows } = await app.db.query<{ key: string; net: string }>(
      `select ${BY[by]![1]} as key, sum(v.net_amount)::text as net from erp.invoices i join erp.invoice_lines v on v.invoice_id = i.id
         join erp.sales_order_lines l on l.id = v.source_line_id where i.company_id = $1 and i.state = 'posted' group by 1`,
      [company_id],
    );
    return Object.fromEntries(rows.map(({ key, net }) => [key, net]));
  }
});

/** Every customer pays at the end of the month in which an invoice is due. */
function paidOn(shipped: string): string {
  const due = new Date(`${shipped}T00:00:00Z`);
  due.setUTCDate(due.getUTCDate() + DAYS);
  return new Date(Date.UTC(due.getUTCFullYear(), due.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
}
