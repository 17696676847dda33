import fc from 'fast-check';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { codeOf, periodOn, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCustomer, aProduct, aSupplier, made, placesOf } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  await admin.post('/currencies', { code: 'USD', name: 'Dollar' });
});
afterAll(() => app.close());

/** One thing that somebody does; numbers choose among what is there. */
interface Deed {
  readonly what:
    | 'entry'
    | 'invoice'
    | 'credit'
    | 'pay'
    | 'apply'
    | 'reverse'
    | 'take_back'
    | 'cancel'
    | 'close'
    | 'reopen'
    | 'wrong'
    | 'receive'
    | 'issue'
    | 'count'
    | 'land'
    | 'book'
    | 'sell';
  readonly cents: number;
  readonly month: number;
  readonly pick: number;
  readonly isForeign: boolean;
  readonly isSupplier: boolean;
}

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom(
    'entry',
    'invoice',
    'invoice',
    'invoice',
    'credit',
    'pay',
    'pay',
    'pay',
    'apply',
    'reverse',
    'take_back',
    'cancel',
    'close',
    'reopen',
    'wrong',
    'receive',
    'receive',
    'issue',
    'issue',
    'count',
    'land',
    'book',
    'sell',
    'sell',
  ),
  cents: fc.integer({ min: 1, max: 99_999 }),
  month: fc.integer({ min: 1, max: 6 }),
  pick: fc.nat(1000),
  isForeign: fc.boolean(),
  isSupplier: fc.boolean(),
});

/** What may be answered to a deed that cannot be done just now. */
const REFUSALS = new Set([
  ...[
    'done',
    'BOOKS_CLOSED',
    'EARLIER_BOOKS_OPEN',
    'LATER_BOOKS_CLOSED',
    'INVALID_STATE',
    'INVOICE_ALLOCATED',
    'ALLOCATION_MISMATCH',
  ],
  ...['ALLOCATION_EXCEEDS_OPEN', 'ALLOCATION_UNDONE', 'ENTRY_REVERSED', 'ENTRY_UNBALANCED', 'VALIDATION_FAILED'],
  ...['INSUFFICIENT_STOCK', 'INVOICE_OF_DOCUMENT'],
]);

class Factory {
  private readonly invoices: any[] = [];
  private readonly notes: any[] = [];
  private readonly payments: any[] = [];
  private readonly entries: string[] = [];
  private readonly received: string[] = [];
  readonly posted: string[] = [];

  private constructor(
    private readonly books: Books,
    private readonly supplier: string,
    private readonly customer: string,
    private readonly shelf: string,
    private readonly products: readonly string[],
  ) {}

  static async open(): Promise<Factory> {
    const books = await someBooks(app);
    await made(app, '/accounting/fiscal-years', { company_id: books.company_id, first_month: '2026-01' });
    const { STOCK } = await placesOf(app, books.company_id);
    const products = [
      await aProduct(app, { type: 'material' }),
      await aProduct(app, { type: 'finished_good', is_sold: true }),
    ];
    const ids = products.map(({ id }) => id as string);
    return new Factory(books, (await aSupplier(app)).id, (await aCustomer(app)).id, STOCK!, ids);
  }

  get company_id(): string {
    return this.books.company_id;
  }

  /** @returns the code of the answer; `skipped` where there is nothing to do it with */
  async do({ what, cents, month, pick, isForeign, isSupplier }: Deed): Promise<string> {
    const amount = (cents / 100).toFixed(2);
    const day = `2026-0${month}-15`;
    const { company_id, account } = this.books;
    const partner = isSupplier ? { supplier_id: this.supplier } : { customer_id: this.customer };
    const money = isForeign ? { currency_code: 'USD', rate: `15${String(pick).padStart(3, '0')}.${cents}` } : {};
    const one = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(list.length, 1)];
    const post = async (path: string, body: object = {}): Promise<any> => admin.post(path, body);
    const told = async (path: string | false | undefined, body: object = {}): Promise<string> =>
      path ? codeOf(await post(path, body)) : 'skipped';
    switch (what) {
      case 'entry':
      case 'wrong': {
        const lines = [
          { account_id: account['6300'], debit: amount },
          { account_id: account['1110'], credit: what === 'wrong' ? (cents / 100 + 1).toFixed(2) : amount },
        ];
        const answer = await post('/accounting/journal-entries', { company_id, entry_date: day, post: true, lines });
        if (answer.status === 201) this.entries.push(answer.body.id);
        return codeOf(answer);
      }
      case 'sell':
        return this.sell(amount, day, pick);
      case 'receive':
      case 'issue':
      case 'count':
        return this.move(what, amount, `${day}T05:00:00Z`, pick);
      case 'land': {
        const line_id = one(this.received);
        return told(line_id && '/warehouse/landed-costs', { company_id, amount, lines: [{ line_id }] });
      }
      case 'book':
        return told('/accounting/stock-books/post', { company_id });
      case 'invoice':
      case 'credit': {
        const lines = [
          { account_role: isSupplier ? 'grni' : 'revenue', quantity: '3', unit_price: amount },
          { account_role: 'freight', net_amount: '0.07' },
        ];
        const kind = what === 'credit' ? 'credit_note' : 'invoice';
        const draft = await made(app, '/accounting/invoices', {
          company_id,
          kind,
          ...partner,
          ...money,
          invoice_date: day,
          lines,
        });
        const answer = await post(`/accounting/invoices/${draft.id}/post`);
        if (answer.status === 200) (kind === 'invoice' ? this.invoices : this.notes).push(answer.body);
        return codeOf(answer);
      }
      case 'pay': {
        const invoice = one(this.invoices);
        if (!invoice) return 'skipped';
        const { supplier_id, customer_id, currency_code } = invoice;
        const rate = currency_code === 'USD' ? { rate: `14${String(cents % 1000).padStart(3, '0')}.5` } : {};
        const draft = await made(app, '/accounting/payments', {
          company_id,
          supplier_id,
          customer_id,
          currency_code,
          ...rate,
          amount,
          payment_date: day,
        });
        const answer = await post(`/accounting/payments/${draft.id}/post`, {
          allocations: [{ invoice_id: invoice.id, ...(pick % 3 === 0 && { amount: '0.01' }) }],
        });
        if (answer.status === 200) this.payments.push(answer.body);
        return codeOf(answer);
      }
      case 'apply': {
        const [note, invoice] = [one(this.notes), one(this.invoices)];
        return told(note && invoice && `/accounting/invoices/${note.id}/apply`, {
          allocations: [{ invoice_id: invoice?.id }],
          on: day,
        });
      }
      case 'take_back': {
        const payment = one(this.payments);
        const allocation_ids = [payment?.allocations[0]?.id];
        return told(payment && `/accounting/payments/${payment.id}/take-back`, {
          allocation_ids,
          reason: 'Not this',
          on: day,
        });
      }
      case 'reverse': {
        const payment = one(this.payments);
        if (pick % 2 === 0) return told(payment && `/accounting/payments/${payment.id}/reverse`, { reason: 'Bounced' });
        const entry = one(this.entries);
        return told(entry && `/accounting/journal-entries/${entry}/reverse`, { reason: 'Twice' });
      }
      case 'cancel': {
        const invoice = one([...this.invoices, ...this.notes]);
        return told(invoice && `/accounting/invoices/${invoice.id}/cancel`, { reason: 'Wrong' });
      }
      case 'close':
      case 'reopen': {
        const period = await periodOn(app, this.books, what === 'close' ? '2026-01-15' : day);
        return told(`/accounting/periods/${period.id}/${what === 'close' ? 'close' : 'reopen-hard'}`, {
          reason: 'So it is',
        });
      }
    }
  }

  /** Stock that comes, goes or is counted, also in months that are closed in the books. */
  private async move(what: 'receive' | 'issue' | 'count', cost: string, at: string, pick: number): Promise<string> {
    const product_id = this.products[pick % 2];
    const quantity = 1 + (pick % 7);
    const head = { company_id: this.company_id, effective_at: at };
    if (what === 'receive') {
      const line = { product_id, quantity, unit_cost: cost, to_location_id: this.shelf };
      const answer = await admin.post('/warehouse/receipts', { ...head, lines: [line] });
      if (answer.status === 201) this.received.push(answer.body.lines[0].id);
      return codeOf(answer);
    }
    const line = { product_id, quantity };
    return codeOf(
      what === 'issue'
        ? await admin.post('/warehouse/issues', { ...head, lines: [{ ...line, from_location_id: this.shelf }] })
        : await admin.post('/warehouse/adjustments', {
            ...{ ...head, reason: 'Counted' },
            lines: [{ ...line, location_id: this.shelf, direction: pick % 3 ? 'decrease' : 'increase' }],
          }),
    );
  }

  /** From the order to the invoice; what is refused on the way leaves the steps before it as they are. */
  private async sell(unit_price: string, day: string, pick: number): Promise<string> {
    const line = { product_id: this.products[1], quantity: 1 + (pick % 3), unit_price };
    const { company_id } = this;
    const order = await made(app, '/sales/orders', { company_id, customer_id: this.customer, lines: [line] });
    const confirmed = await admin.post(`/sales/orders/${order.id}/confirm`, {});
    if (confirmed.status !== 200) return codeOf(confirmed);
    const delivery = await made(app, '/sales/deliveries', { order_ids: [order.id] });
    const shipped = await admin.post(`/sales/deliveries/${delivery.id}/ship`, { shipped_at: `${day}T05:00:00Z` });
    if (shipped.status !== 200) return codeOf(shipped);
    const invoice = { delivery_ids: [delivery.id], invoice_date: day, post: true };
    const answer = await admin.post('/sales/invoices', invoice);
    if (answer.status === 201)
      this.invoices.push((await admin.get(`/accounting/invoices/${answer.body.invoice_id}`)).body);
    return codeOf(answer);
  }

  /** What the accounts of inventory hold against what stock is worth, as whoever reads the books finds it. */
  async booksAgainstStock(): Promise<[number, number]> {
    const { data } = (await admin.get(`/accounting/trial-balance?company_id=${this.company_id}&to=2027-12-31`)).body;
    const inventory = new Set(['inventory_raw', 'inventory_finished'].map((role) => this.books.role[role]));
    const held = data.filter((row: any) => inventory.has(row.account_id));
    const { rows } = await app.db.query<{ value: string }>(
      `select coalesce(sum(v.value), 0)::text as value from erp.stock_valuations v where v.product_id = any($1::uuid[])`,
      [this.products],
    );
    return [held.reduce((sum: number, row: any) => sum + Number(row.closing), 0), Number(rows[0]!.value)];
  }

  /** Entries that were posted into a period while it was closed. Both times are taken while the books are locked, so their order is what happened. */
  async postedIntoClosed(): Promise<unknown[]> {
    const { rows } = await app.db.query(
      `with step as (
         select a.entity_id::uuid as period_id, a.new_values ->> 'state' as state, a.recorded_at as since,
                lead(a.recorded_at) over (partition by a.entity_id order by a.recorded_at, a.id) as until
           from erp.audit_logs a where a.table_name = 'accounting_periods' and a.company_id = $1 and a.new_values ? 'state')
       select e.number from erp.journal_entries e join step s on s.period_id = e.period_id and s.state = 'closed'
        where e.company_id = $1 and e.state = 'posted' and e.posted_at > s.since and e.posted_at < coalesce(s.until, 'infinity')`,
      [this.company_id],
    );
    return rows;
  }

  /** Debits less credits of all that is posted, by company. */
  async difference(): Promise<string> {
    const { body } = await admin.get(`/accounting/trial-balance?company_id=${this.company_id}&to=2027-12-31`);
    return body.closing as string;
  }

  /** What the ageing says against what the control account holds. */
  async openAgainstControl(): Promise<[string, string][]> {
    const holds = async (role: 'payables' | 'receivables', side: string): Promise<[string, string]> => {
      const { body } = await admin.get(
        `/accounting/ageing?company_id=${this.company_id}&side=${side}&as_of=2027-12-31`,
      );
      const ledger = await admin.get(`/accounting/general-ledger?account_id=${this.books.role[role]}&to=2027-12-31`);
      const closing = ledger.body.closing as string;
      const turned = closing === '0.00' ? closing : closing.startsWith('-') ? closing.slice(1) : `-${closing}`;
      return [body.total as string, side === 'payable' ? turned : closing];
    };
    return [await holds('payables', 'payable'), await holds('receivables', 'receivable')];
  }
}

async function expectSound(factory: Factory): Promise<void> {
  await expectIntegrity(app);
  expect(await factory.difference()).toBe('0.00');
  expect(await factory.postedIntoClosed()).toEqual([]);
  for (const [open, held] of await factory.openAgainstControl()) expect(open).toBe(held);
  const [held, worth] = await factory.booksAgainstStock();
  expect(held).toBeCloseTo(worth, 2);
}

test('whatever people do, one after the other: books balance, numbers have no gap, closed stays closed, control accounts are what is open or in stock', async () => {
  const seen: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 30, maxLength: 40 }), async (deeds) => {
      const factory = await Factory.open();
      for (const each of deeds) {
        const code = await factory.do(each);
        seen[code] = (seen[code] ?? 0) + 1;
        expect([...REFUSALS, 'skipped']).toContain(code);
      }
      await expectSound(factory);
    }),
    { numRuns: 6, endOnFailure: true },
  );
  // It would prove nothing if all of it had been refused.
  expect(seen['done']).toBeGreaterThan(40);
}, 240_000);

test('and many at once', async () => {
  const factory = await Factory.open();
  const deeds = fc.sample(deed, { numRuns: 120, seed: 42 });
  const codes: string[] = [];
  for (let n = 0; n < deeds.length; n += 10)
    codes.push(...(await Promise.all(deeds.slice(n, n + 10).map((each) => factory.do(each)))));
  expect(codes.filter((code) => code !== 'skipped' && !REFUSALS.has(code))).toEqual([]);
  expect(codes.filter((code) => code === 'done').length).toBeGreaterThan(30);
  await expectSound(factory);
}, 240_000);

test('a hole in the books would be found', async () => {
  const factory = await Factory.open();
  await factory.do({ what: 'invoice', cents: 1000, month: 2, pick: 1, isForeign: false, isSupplier: true });
  const books = { company_id: factory.company_id } as Books;
  await app.db.query('alter table erp.journal_lines disable trigger user');
  await app.db.query(
    `update erp.journal_lines l set credit = credit + 1 from erp.journal_entries e where e.id = l.entry_id and e.company_id = $1 and l.credit > 0`,
    [books.company_id],
  );
  await app.db.query('alter table erp.journal_lines enable trigger user');
  await expect(expectSound(factory)).rejects.toThrow();
});
