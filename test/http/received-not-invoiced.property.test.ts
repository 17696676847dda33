import fc from 'fast-check';
import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { balanceOf, booksOf } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { ORDERS, aSentOrder } from '../support/purchasing.js';

/** Events of one order; more by RNI_EVENTS, other ones by RNI_SEED. */
const EVENTS = Number(process.env['RNI_EVENTS'] ?? 24);
const MOST = 2 ** 31 - 1;
const SEED = Number(process.env['RNI_SEED'] ?? 20261127);

let app: TestApp;
let admin: Caller;
let books: Books;

beforeAll(async () => {
  app = await startTestApp();
  app.checkContract = false;
  admin = app.as(app.admin);
  books = await booksOf(app, app.company_id);
});
afterAll(() => app?.close());

/** Numbers from 0 to below 1, the same for a seed in every run; no event takes more than four. */
function seeded(seed: number): () => number {
  const numbers = fc.sample(fc.nat(MOST), { seed, numRuns: EVENTS * 4, unbiased: true });
  return () => numbers.shift()! / (MOST + 1);
}

const ok = (answer: Answer, status: number): Made => {
  if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body;
};
const cents = (amount: string): number => Math.round(Number(amount) * 100);
const quotient = (n: number, of: number): number => Math.sign(n) * Math.round(Math.abs(n) / of);

/** What one line of an order has come to, added up here from the events alone, in pieces and cents. */
interface Sums {
  received: number;
  value: number;
  invoiced: number;
  cost: number;
}

/** What has to be open: pieces that came and are not invoiced at the average of what came; those invoiced and not here at that of the invoices. */
function openOf({ received, value, invoiced, cost }: Sums): number {
  if (invoiced <= 0) return value;
  if (invoiced <= received) return value - quotient(value * invoiced, received);
  return -quotient(cost * (invoiced - received), invoiced);
}

it.each([SEED, SEED + 1])(
  'receipts, invoices, credits and returns in any order leave open exactly what is (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const upTo = (most: number): number => 1 + Math.floor(random() * most);
    const order = await aSentOrder(app, {
      lines: [
        { quantity: 97, unit_price: '3.3333' },
        { quantity: 41, unit_price: '0.07' },
      ],
    });
    const sums: Sums[] = order.lines.map(() => ({ received: 0, value: 0, invoiced: 0, cost: 0 }));
    const receipts: Made[] = [];
    const invoices: { id: string; n: number; pieces: number; cost: number }[] = [];
    ok(await admin.post('/accounting/stock-books/post', {}), 200);
    const before = await balanceOf(app, books.role['grni']!);
    const variance = await balanceOf(app, books.role['price_variance']!);

    const steps: Record<string, (n: number) => Promise<void>> = {
      receive: async (n) => {
        const left =
          order.lines[n].quantity - receipts.filter((r) => r.n === n).reduce((sum, r) => sum + r.quantity, 0);
        if (left === 0) return;
        const quantity = upTo(Math.min(left, 20));
        const { lines } = ok(
          await admin.post(`${ORDERS}/${order.id}/receive`, { lines: [{ line_no: n + 1, quantity }] }),
          201,
        );
        receipts.push({ id: lines[0].id, n, quantity, back: 0 });
        sums[n]!.received += quantity;
        sums[n]!.value += cents(lines[0].value);
      },
      invoice: async (n) => {
        const quantity = upTo(15);
        const unit_price = (Number(order.lines[n].unit_price) * (0.9 + random() * 0.3)).toFixed(4);
        const body = ok(
          await admin.post('/purchasing/invoices', {
            supplier_id: order.supplier_id,
            external_number: unique('F'),
            lines: [{ order_line_id: order.lines[n].id, quantity, unit_price }],
          }),
          201,
        );
        const cost = cents(body.net_amount);
        if (body.lines[0].quantity !== quantity) throw new Error('Another quantity');
        invoices.push({ id: body.id, n, pieces: quantity, cost });
        sums[n]!.invoiced += quantity;
        sums[n]!.cost += cost;
      },
      credit: async (n) => {
        const { invoiced, cost } = sums[n]!;
        if (invoiced <= 0 || cost <= 0) return;
        const quantity = upTo(invoiced);
        const amount = quantity === invoiced ? cost : Math.min(cost, Math.ceil((cost * quantity) / invoiced));
        const body = ok(
          await admin.post('/purchasing/invoices', {
            supplier_id: order.supplier_id,
            kind: 'credit_note',
            external_number: unique('C'),
            lines: [{ order_line_id: order.lines[n].id, quantity, net_amount: (amount / 100).toFixed(2) }],
          }),
          201,
        );
        invoices.push({ id: body.id, n, pieces: -quantity, cost: -amount });
        sums[n]!.invoiced -= quantity;
        sums[n]!.cost -= amount;
      },
      giveBack: async (n) => {
        const receipt = receipts.find((r) => r.n === n && r.back < r.quantity);
        if (!receipt) return;
        const quantity = upTo(receipt.quantity - receipt.back);
        const { lines } = ok(
          await admin.post('/purchasing/returns', { reason: 'x', lines: [{ receipt_line_id: receipt.id, quantity }] }),
          201,
        );
        receipt.back += quantity;
        sums[n]!.received -= quantity;
        sums[n]!.value -= cents(lines[0].value);
      },
      cancel: async (n) => {
        const invoice = invoices.filter((each) => each.n === n && each.pieces > 0).at(-1);
        // What credits took back of it stays taken back.
        if (!invoice || sums[n]!.invoiced < invoice.pieces || sums[n]!.cost < invoice.cost) return;
        ok(await admin.post(`/purchasing/invoices/${invoice.id}/cancel`, { reason: 'x' }), 200);
        invoices.splice(invoices.indexOf(invoice), 1);
        sums[n]!.invoiced -= invoice.pieces;
        sums[n]!.cost -= invoice.cost;
      },
    };
    const names = ['receive', 'receive', 'invoice', 'invoice', 'credit', 'giveBack', 'cancel'];
    for (let event = 0; event < EVENTS; event++) {
      const name = names[Math.floor(random() * names.length)]!;
      await steps[name]!(random() < 0.6 ? 0 : 1);
      const { rows } = await app.db.query<{ quantity: number; open_value: string }>(
        `select i.quantity - i.invoiced_quantity as quantity, i.open_value::text from erp.purchase_line_invoicing i
         join erp.purchase_order_lines l on l.id = i.order_line_id where i.order_id = $1 order by l.line_no`,
        [order.id],
      );
      expect(rows.map(({ quantity, open_value }) => [Number(quantity), cents(open_value)])).toEqual(
        sums.map((each) => [each.received - each.invoiced, openOf(each)]),
      );
      // The books: stock credits what it brought, invoices clear it, and what is left is what is open.
      ok(await admin.post('/accounting/stock-books/post', {}), 200);
      const total = (what: keyof Sums): number => sums.reduce((sum, each) => sum + each[what], 0);
      const open = sums.reduce((sum, each) => sum + openOf(each), 0);
      const grni = cents(await balanceOf(app, books.role['grni']!)) - cents(before);
      const posted = cents(await balanceOf(app, books.role['price_variance']!)) - cents(variance);
      expect([grni, posted]).toEqual([0 - open, total('cost') - total('value') + open]);
    }
    await expectIntegrity(app);

    // Whatever happened: with as many pieces invoiced as are here nothing is open.
    for (const [n, sum] of sums.entries()) {
      const missing = sum.received - sum.invoiced;
      if (missing === 0) continue;
      const words = { supplier_id: order.supplier_id, external_number: unique('E') };
      const line = { order_line_id: order.lines[n].id, quantity: Math.abs(missing) };
      if (missing > 0) ok(await admin.post('/purchasing/invoices', { ...words, lines: [line] }), 201);
      else
        ok(
          await admin.post('/purchasing/invoices', {
            ...words,
            kind: 'credit_note',
            lines: [{ ...line, net_amount: '0.01' }],
          }),
          201,
        );
    }
    expect((await admin.get(`/purchasing/received-not-invoiced?order_id=${order.id}`)).body.data).toEqual([]);
    ok(await admin.post('/accounting/stock-books/post', {}), 200);
    expect(cents(await balanceOf(app, books.role['grni']!)) - cents(before)).toBe(0);
    await expectIntegrity(app);
  },
);
