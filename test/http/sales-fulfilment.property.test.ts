import fc from 'fast-check';
import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { booksOf } from '../support/books.js';
import { DELIVERIES, SALES_INVOICES, SALES_RETURNS, aConfirmedOrder, counts, stockOf } from '../support/fulfilment.js';
import type { SoldOrder } from '../support/fulfilment.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCustomer, aProduct, aReceipt } from '../support/makers.js';
import { SALES_ORDERS, aSalesOrder } from '../support/sales.js';

jest.setTimeout(600_000);

/** What a person does next; `n` chooses the document and the quantity. */
const STEPS = [
  'deliver',
  'pick',
  'ship',
  'cancel_delivery',
  'invoice',
  'cancel_invoice',
  'credit',
  'authorise',
  'receive',
] as const;
type StepName = (typeof STEPS)[number];
interface Step {
  readonly name: StepName;
  readonly n: number;
}

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  await booksOf(app, app.company_id);
});
afterAll(() => app.close());

/** Documents that the steps of one run have made. */
interface World {
  readonly order: SoldOrder;
  readonly deliveries: any[];
  readonly invoices: any[];
  readonly returns: any[];
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(list.length, 1)];

async function take(world: World, { name, n }: Step): Promise<Answer | undefined> {
  const { order, deliveries, invoices, returns } = world;
  const line = order.lines[n % order.lines.length]!;
  const quantity = 1 + (n % 4);
  const kept = async (list: any[], call: Promise<Answer>): Promise<Answer> => {
    const answer = await call;
    if (answer.status === 201) list.push(answer.body);
    return answer;
  };
  const step = (path: string, document: any, event: string, body: object = {}): Promise<Answer> | undefined =>
    document && admin.post(`${path}/${document.id}/${event}`, body);
  switch (name) {
    case 'deliver':
      return kept(deliveries, admin.post(DELIVERIES, { lines: [{ order_line_id: line.id, quantity }] }));
    case 'pick':
    case 'ship':
      return step(DELIVERIES, pick(deliveries, n), name);
    case 'cancel_delivery':
      return step(DELIVERIES, pick(deliveries, n), 'cancel', { reason: 'X' });
    case 'invoice':
      return kept(invoices, admin.post(SALES_INVOICES, { order_ids: [order.id], post: n % 3 > 0 }));
    case 'cancel_invoice':
      return step(SALES_INVOICES, pick(invoices, n), 'cancel', { reason: 'X' });
    case 'credit': {
      const lines = [{ order_line_id: line.id, quantity }];
      return kept(invoices, admin.post(`${SALES_INVOICES}/credit-notes`, { lines, post: n % 2 > 0 }));
    }
    case 'authorise': {
      const delivery = pick(deliveries, n);
      const outcome = (['restock', 'quarantine', 'scrap', 'replace', 'credit'] as const)[n % 5];
      if (!delivery) return undefined;
      const lines = [{ delivery_line_id: delivery.lines[0].id, quantity, outcome }];
      return kept(returns, admin.post(SALES_RETURNS, { reason: 'X', lines }));
    }
    case 'receive':
      return step(SALES_RETURNS, pick(returns, n), 'receive');
  }
}

/** Line by line shipped, returned, reopened and invoiced pieces as the documents have them, by another way than the rule of the check. */
async function documents(order: SoldOrder): Promise<number[][]> {
  const { rows } = await app.db.query<{ figures: number[] }>(
    `select array[
        (select coalesce(sum(k.quantity), 0) from erp.sales_delivery_picks k join erp.sales_delivery_lines n on n.id = k.delivery_line_id
          where n.order_line_id = l.id and k.ledger_line_id is not null),
        (select coalesce(sum(g.quantity), 0) from erp.sales_return_pieces g join erp.sales_delivery_picks k on k.id = g.pick_id
           join erp.sales_delivery_lines n on n.id = k.delivery_line_id where n.order_line_id = l.id),
        (select coalesce(sum(g.quantity), 0) from erp.sales_return_pieces g join erp.sales_return_lines b on b.id = g.return_line_id and b.outcome = 'replace'
           join erp.sales_delivery_lines n on n.id = b.delivery_line_id where n.order_line_id = l.id),
        (select coalesce(sum(case i.kind when 'invoice' then v.quantity else -v.quantity end), 0) from erp.invoices i join erp.invoice_lines v on v.invoice_id = i.id
          where v.source_line_id = l.id and i.state = 'posted')]::float8[] as figures
       from erp.sales_order_lines l where l.order_id = $1 order by l.line_no`,
    [order.id],
  );
  return rows.map(({ figures }) => figures);
}

it('orders count what their documents say, in whatever order and however many at once', async () => {
  const outcomes: Record<string, number> = {};
  const steps = fc.array(fc.record({ name: fc.constantFrom(...STEPS), n: fc.nat(59) }), {
    minLength: 12,
    maxLength: 24,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const order = await aConfirmedOrder(app, {
        lines: [
          { quantity: 9, unit_price: '3.333333' },
          { quantity: 6, stock: 5 },
        ],
      });
      const world: World = { order, deliveries: [], invoices: [], returns: [] };
      // Something has left and is invoiced, or most runs would end before anything can come back.
      for (const name of ['deliver', 'ship', 'invoice'] as const) await take(world, { name, n: 28 + 30 });
      for (let at = 0; at < given.length; at += 3) {
        const answers = await Promise.all(given.slice(at, at + 3).map((step) => take(world, step)));
        for (const [n, answer] of answers.entries()) {
          if (!answer) continue;
          expect([200, 201, 409, 422]).toContain(answer.status);
          const name = `${given[at + n]!.name} ${answer.status < 300 ? 'done' : 'refused'}`;
          outcomes[name] = (outcomes[name] ?? 0) + 1;
        }
        const [, ...figures] = await counts(app, order);
        expect(figures.map((each) => each.slice(0, 4))).toEqual(await documents(order));
      }
    }),
    { numRuns: 16, seed: 20261127 },
  );
  // The runs have done what they are about.
  const wanted = ['ship done', 'receive done', 'invoice done', 'cancel_invoice done', 'credit done', 'ship refused'];
  expect(wanted.filter((name) => !outcomes[name])).toEqual([]);
  await expectIntegrity(app);
});

it('sixteen clients confirm, ship and invoice at once: nothing fails, is shipped twice or promised twice', async () => {
  const CLIENTS = 16;
  const ORDERED = 5;
  const customer_id = (await aCustomer(app)).id as string;
  const products: string[] = [];
  for (let n = 0; n < 4; n += 1)
    products.push((await aProduct(app, { type: 'finished_good', is_sold: true })).id as string);
  // Enough for eleven of the sixteen.
  for (const product of products) await aReceipt(app, product, 11 * ORDERED + 2, '1.00');
  const orders = [];
  for (let n = 0; n < CLIENTS; n += 1) {
    // Each names the products in another order, as people do.
    const turned = products.map((_, m) => products[(m + n) % products.length]!);
    orders.push(
      await aSalesOrder(app, {
        customer_id,
        lines: turned.map((product_id) => ({ product_id, quantity: ORDERED, unit_price: '2.00' })),
      }),
    );
  }
  const answers: Answer[] = [];
  let calls = 0;
  // Who is told that the server is busy asks again with the same key, as every client should.
  const call = async (path: string, body: object): Promise<Answer> => {
    const key = { 'idempotency-key': `sixteen-${(calls += 1)}` };
    let answer = await admin.post(path, body, key);
    for (let again = 0; answer.status === 503 && again < 30; again += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      answer = await admin.post(path, body, key);
    }
    answers.push(answer);
    return answer;
  };
  await Promise.all(
    orders.map(async ({ id }, n) => {
      await call(`${SALES_ORDERS}/${id}/confirm`, {});
      const delivery = await call(DELIVERIES, { order_ids: [id] });
      // Two try to ship each of them; every third is picked first.
      if (n % 3 === 0) await call(`${DELIVERIES}/${delivery.body.id}/pick`, {});
      await Promise.all([1, 2].map(() => call(`${DELIVERIES}/${delivery.body.id}/ship`, {})));
      await Promise.all([1, 2].map(() => call(SALES_INVOICES, { order_ids: [id], post: true })));
    }),
  );
  expect(answers.filter(({ status }) => ![200, 201, 409].includes(status)).map(({ text }) => text)).toEqual([]);
  const { rows } = await app.db.query<{ state: string; count: number }>(
    'select state, count(*)::int as count from erp.sales_orders where id = any($1) group by state order by state',
    [orders.map(({ id }) => id as string)],
  );
  expect(rows).toEqual([
    { state: 'confirmed', count: 5 },
    { state: 'shipped', count: 11 },
  ]);
  for (const product of products) {
    const [onHand, reserved] = await stockOf(app, product);
    expect(onHand).toBe(2);
    expect(reserved).toBeLessThanOrEqual(2);
  }
  const { rows: stats } = await app.db.query<{ deadlocks: number }>(
    'select deadlocks::int as deadlocks from pg_stat_database where datname = current_database()',
  );
  expect(stats).toEqual([{ deadlocks: 0 }]);
  const { rows: billed } = await app.db.query<{ invoices: number; net: string }>(
    `select count(*)::int as invoices, sum(i.net_amount)::text as net from erp.invoices i where i.customer_id = $1 and i.state = 'posted'`,
    [customer_id],
  );
  expect(billed).toEqual([{ invoices: 11, net: '440.00' }]);
  await expectIntegrity(app);
});
