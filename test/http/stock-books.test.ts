import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { balanceOf, booksOf, periodOn, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { runJob } from '../support/jobs.js';
import { aBom, aCategory, aLocation, aMadeProduct, aProduct, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { ORDERS, aSentOrder } from '../support/purchasing.js';

const RULES = '/accounting/stock-account-rules';
const STOCK_BOOKS = '/accounting/stock-books';
const ORDER = '/ppic/manufacturing-orders';

let app: TestApp;
let admin: Caller;
let books: Books;
let bin: Made;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  books = await booksOf(app, app.company_id);
  bin = await aLocation(app);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const done = async (answer: Promise<Answer>): Promise<any> => {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`${status}: ${text}`);
  return body;
};
const receive = (product: Made, quantity: number, unit_cost: string, more: object = {}): Promise<any> =>
  made(app, '/warehouse/receipts', {
    lines: [{ product_id: product.id, quantity, unit_cost, to_location_id: bin.id }],
    ...more,
  });
const issue = (product: Made, quantity: number, more: object = {}): Promise<any> =>
  made(app, '/warehouse/issues', { lines: [{ product_id: product.id, quantity, from_location_id: bin.id }], ...more });
const postNow = (body: object = {}): Promise<any> => done(admin.post(`${STOCK_BOOKS}/post`, body));

/** Balances of accounts by their role in the trial balance, as somebody reads it over HTTP. */
async function trial(): Promise<Record<string, number>> {
  const { data } = await done(admin.get('/accounting/trial-balance?include_empty=true'));
  const byId = new Map(data.map((row: any) => [row.account_id, Math.round(Number(row.closing) * 100)]));
  return Object.fromEntries(Object.entries(books.role).map(([role, id]) => [role, byId.get(id) as number]));
}
/** By which cents the roles change meanwhile, without those that stay. */
async function booked(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await trial();
  await work();
  const after = await trial();
  return Object.fromEntries(
    Object.entries(after).flatMap(([role, cents]) => (cents === before[role] ? [] : [[role, cents - before[role]!]])),
  );
}

describe('what stock does is in the trial balance when it is next read', () => {
  it('receipts, issues, adjustments and returns, each on its side', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    const shirt = await aProduct(app, { type: 'finished_good' });
    expect(await booked(() => receive(cloth, 10, '2.50'))).toEqual({ inventory_raw: 2500, grni: -2500 });
    expect(await booked(() => receive(shirt, 4, '10'))).toEqual({ inventory_finished: 4000, grni: -4000 });
    let issued: Made;
    expect(
      await booked(async () => {
        issued = await issue(shirt, 3);
      }),
    ).toEqual({ inventory_finished: -3000, cogs: 3000 });
    expect(
      await booked(() =>
        made(app, '/warehouse/returns', {
          reason: 'Too large',
          lines: [{ returns_line_id: issued.lines[0].id, quantity: 1, location_id: bin.id }],
        }),
      ),
    ).toEqual({ inventory_finished: 1000, cogs: -1000 });
    expect(
      await booked(() =>
        made(app, '/warehouse/adjustments', {
          reason: 'Counted',
          lines: [{ product_id: cloth.id, quantity: 2, location_id: bin.id, direction: 'decrease' }],
        }),
      ),
    ).toEqual({ inventory_raw: -500, inventory_adjustment: 500 });
  });

  it('a transfer inside the factory changes nothing, a reversal takes back what it reverses', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    const { id } = await receive(cloth, 10, '3');
    const other = await aLocation(app);
    expect(
      await booked(() =>
        made(app, '/warehouse/transfers', {
          lines: [{ product_id: cloth.id, quantity: 4, from_location_id: bin.id, to_location_id: other.id }],
        }),
      ),
    ).toEqual({});
    const back = await made(app, '/warehouse/transfers', {
      lines: [{ product_id: cloth.id, quantity: 4, from_location_id: other.id, to_location_id: bin.id }],
    });
    expect(back.lines).toHaveLength(1);
    expect(await booked(() => done(admin.post(`/warehouse/movements/${id}/reverse`, { reason: 'Not ours' })))).toEqual({
      inventory_raw: -3000,
      grni: 3000,
    });
  });

  it('production: material into work in progress, output out of it, what is left a variance', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    const shirt = await aMadeProduct(app, { type: 'finished_good', standard_cost: '9' });
    await receive(cloth, 20, '5');
    await aBom(app, { product_id: shirt.id, lines: [{ component_id: cloth.id, quantity: 2 }] });
    const order = await made(app, ORDER, { product_id: shirt.id, planned_quantity: 10 });
    const step = (event: string, body: object = {}): Promise<any> =>
      done(admin.post(`${ORDER}/${order.id}/${event}`, body));
    for (const event of ['approve', 'release', 'start']) await step(event);
    // Five of the cloth are taken beforehand; four pieces use eight in all; the rest takes twelve more, with two that were spoilt.
    expect(await booked(() => step('issues', { lines: [{ product_id: cloth.id, quantity: 5 }] }))).toEqual({
      inventory_raw: -2500,
      inventory_wip: 2500,
    });
    expect(await booked(() => step('reports', { good_quantity: 4 }))).toEqual({
      inventory_raw: -1500,
      inventory_wip: -2500,
      inventory_finished: 4000,
    });
    const { STOCK } = await placesOf(app);
    await made(app, '/warehouse/issues', { lines: [{ product_id: shirt.id, quantity: 4, from_location_id: STOCK }] });
    await booked(() => step('issues', { lines: [{ product_id: cloth.id, quantity: 2 }], consumption_override: true }));
    // All that was used lies on the ten pieces: what belongs to the four that are gone is a variance.
    const last = await booked(() => step('complete', { actual_quantity: 10 }));
    expect(last['inventory_wip']).toBe(-1000);
    expect(Object.values(last).reduce((sum, cents) => sum + cents, 0)).toBe(0);
    expect(await trial()).toMatchObject({ inventory_wip: 0 });
  });

  it('revaluations, landed cost and its share of pieces that are gone', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    const { lines } = await receive(cloth, 10, '2');
    await issue(cloth, 4);
    expect(
      await booked(() => made(app, '/warehouse/landed-costs', { amount: '10.00', lines: [{ line_id: lines[0].id }] })),
    ).toEqual({ inventory_raw: 600, landed_cost: -1000, cogs: 400 });
    expect(
      await booked(() =>
        made(app, '/warehouse/revaluations', {
          product_id: cloth.id,
          location_id: bin.id,
          unit_cost: '5',
          reason: 'Market',
        }),
      ),
    ).toEqual({ inventory_raw: 1200, inventory_adjustment: -1200 });
  });
});

describe('goods received and not invoiced', () => {
  it('is credited by the receipt, and cleared by the invoice and the return, at standard cost as well', async () => {
    for (const costing of [{}, { costing_method: 'standard', standard_cost: '2' }]) {
      const part = await aProduct(app, { type: 'part', ...costing });
      const order = await aSentOrder(app, { lines: [{ product_id: part.id, quantity: 10, unit_price: '2.50' }] });
      const line = order.lines[0];
      const value = 'costing_method' in costing ? 2000 : 2500;
      expect(
        await booked(() =>
          done(admin.post(`${ORDERS}/${order.id}/receive`, { lines: [{ line_no: 1, quantity: 10 }] })),
        ),
      ).toEqual({ inventory_raw: value, grni: -value });
      const invoice = await booked(() =>
        done(
          admin.post('/purchasing/invoices', {
            supplier_id: order.supplier_id,
            external_number: unique('F'),
            lines: [{ order_line_id: line.id, quantity: 10, net_amount: '25.00' }],
          }),
        ),
      );
      expect(invoice).toEqual({
        grni: value,
        payables: -2500,
        ...(value === 2500 ? {} : { price_variance: 500 }),
      });
    }
  });
});

describe('rules', () => {
  it('those of the house are there and never change; one of the company goes before them', async () => {
    const { data } = await done(admin.get(`${RULES}?limit=100`));
    expect(data.length).toBeGreaterThanOrEqual(20);
    expect(data.every((rule: any) => rule.company_id === null)).toBe(true);
    const house = data.find(
      (rule: any) => rule.leg === 'counterpart' && rule.location_type === 'customer' && !rule.source_type,
    );
    for (const answer of [
      await admin.patch(`${RULES}/${house.id}`, { role: 'scrap' }, { 'if-match': `"${house.version}"` }),
      await admin.post(`${RULES}/${house.id}/deactivate`, undefined, { 'if-match': `"${house.version}"` }),
      await admin.delete(`${RULES}/${house.id}`, { 'if-match': `"${house.version}"` }),
    ])
      expect([answer.status, answer.body.error_code]).toEqual([409, 'HOUSE_RULE']);
  });

  it('the one that says most holds, told by `try` and by what is booked; stock moves with its rule', async () => {
    const [parent, other] = [await aCategory(app), await aCategory(app)];
    const child = await aCategory(app, { parent_id: parent.id });
    const cloth = await aProduct(app, { type: 'material', category_id: child.id });
    const packaging = await made(app, '/accounting/accounts', {
      number: unique('13'),
      name: 'Packaging',
      type: 'asset',
      control: 'inventory',
    });
    const samples = await made(app, '/accounting/accounts', { number: unique('64'), name: 'Samples', type: 'expense' });
    await receive(cloth, 10, '1');
    await postNow();
    const held = await balanceOf(app, books.role['inventory_raw']!);
    const stock = await made(app, RULES, { leg: 'inventory', category_id: parent.id, account_id: packaging.id });
    await made(app, RULES, { leg: 'inventory', category_id: other.id, role: 'inventory_finished' });
    await made(app, RULES, {
      leg: 'counterpart',
      location_type: 'customer',
      product_id: cloth.id,
      account_id: samples.id,
    });
    const tried = (query: string): Promise<any> => done(admin.get(`${RULES}/try?${query}`));
    expect(await tried(`leg=inventory&product_id=${cloth.id}`)).toMatchObject({
      rule_id: stock.id,
      account_id: packaging.id,
    });
    expect(await tried(`leg=counterpart&location_type=customer&product_id=${cloth.id}`)).toMatchObject({
      account_number: samples.number,
      role: null,
    });
    expect(await tried('leg=counterpart&location_type=customer')).toMatchObject({
      role: 'cogs',
      account_name: 'Cost of goods sold',
    });
    expect(await tried('leg=counterpart&location_type=customer&source_type=requisition')).toMatchObject({
      role: 'purchase_expense',
    });
    await issue(cloth, 4);
    await postNow();
    expect(await balanceOf(app, packaging.id)).toBe('6.00');
    expect(await balanceOf(app, samples.id)).toBe('4.00');
    expect(Number(held) - Number(await balanceOf(app, books.role['inventory_raw']!))).toBe(10);
    await done(admin.post(`${RULES}/${stock.id}/deactivate`, undefined, { 'if-match': `"${stock.version}"` }));
    await runJob(app, 'stock-books');
    expect(await balanceOf(app, packaging.id)).toBe('0.00');
    const changed = (await done(admin.get(`${RULES}/${stock.id}`))) as Made;
    await done(
      admin.patch(
        `${RULES}/${stock.id}`,
        { account_id: null, role: 'inventory_wip' },
        { 'if-match': `"${changed.version}"` },
      ),
    );
    expect((await admin.delete(`${RULES}/${stock.id}`, { 'if-match': `"${changed.version + 1}"` })).status).toBe(204);
  });

  it('refuses what says nothing or too much, all of it at once', async () => {
    const product = await aProduct(app);
    const refused = async (body: object): Promise<unknown> => {
      const answer = await admin.post(RULES, body);
      return [
        answer.status,
        ...(answer.body.errors ?? [{ code: answer.body.error_code }]).map((e: any) => [e.pointer, e.code]),
      ];
    };
    expect(await refused({ leg: 'counterpart' })).toEqual([422, ['/role', 'ONE_OF']]);
    expect(
      await refused({
        leg: 'inventory',
        location_type: 'supplier',
        product_id: product.id,
        product_type: 'part',
        role: 'cogs',
      }),
    ).toEqual([422, ['/product_id', 'ONE_OF'], ['/location_type', 'NOT_ALLOWED'], ['/role', 'NOT_ALLOWED']]);
    expect(await refused({ leg: 'variance', role: 'inventory_raw' })).toEqual([422, ['/role', 'NOT_ALLOWED']]);
    expect(await refused({ leg: 'inventory', account_id: books.role['cogs'] })).toEqual([
      422,
      ['/account_id', 'NOT_ALLOWED'],
    ]);
    expect(await refused({ leg: 'variance', account_id: books.role['payables'] })).toEqual([
      422,
      ['/account_id', 'NOT_ALLOWED'],
    ]);
    const twice = { leg: 'variance', adjustment_type: 'method_change', role: 'rounding' };
    await made(app, RULES, twice);
    expect((await admin.post(RULES, twice)).status).toBe(409);
    const stranger = await someBooks(app);
    const buyer = app.as(await app.actor({ role: 'purchasing' }));
    expect((await buyer.post(RULES, twice)).status).toBe(403);
    expect((await buyer.post(`${STOCK_BOOKS}/post`, {})).status).toBe(403);
    const accountant = app.as(await app.actor({ role: 'accountant' }));
    expect((await accountant.post(RULES, { ...twice, company_id: stranger.company_id })).status).toBe(404);
    expect((await accountant.get(`${STOCK_BOOKS}?company_id=${stranger.company_id}`)).status).toBe(404);
    expect((await accountant.get(`${RULES}?limit=5`)).status).toBe(200);
  });
});

describe('exactly once', () => {
  it('many that post at once while stock moves post each movement once, and the journal balances', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    await receive(cloth, 1000, '1');
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        n % 2 ? admin.post(`${STOCK_BOOKS}/post`, {}) : issue(cloth, 3).then(() => ({ status: 200 })),
      ),
    );
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await postNow();
    const { data } = await done(admin.get(`${STOCK_BOOKS}/lines?product_id=${cloth.id}&limit=100`));
    const sum = (leg: string): number =>
      data.filter((l: any) => l.leg === leg).reduce((all: number, l: any) => all + Number(l.amount), 0);
    expect([sum('inventory'), sum('counterpart')]).toEqual([964, -964]);
    expect(data.every((line: any) => line.entry_id !== null)).toBe(true);
    const again = await postNow();
    expect(again).toMatchObject({
      movements: 0,
      adjustments: 0,
      entries: 0,
      movements_waiting: 0,
      value_waiting: '0.00',
      difference: '0.00',
    });
    const entry = await done(admin.get(`/accounting/journal-entries/${data[0].entry_id}`));
    expect(entry).toMatchObject({
      state: 'posted',
      journal: 'stock',
      source_kind: 'stock_books',
      number: data[0].entry_number,
    });
    expect(
      (
        await admin.post(
          `/accounting/journal-entries/${entry.id}/reverse`,
          { reason: 'No' },
          { 'if-match': `"${entry.version}"` },
        )
      ).body.error_code,
    ).toBe('ENTRY_OF_DOCUMENT');
  });

  it('a dry run posts nothing', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    await receive(cloth, 5, '1');
    const dry = await done(admin.post(`${STOCK_BOOKS}/post?dry_run=true`, {}));
    expect(dry.movements).toBeGreaterThanOrEqual(1);
    const standing = await done(admin.get(STOCK_BOOKS));
    expect(standing).toMatchObject({ difference: '0.00' });
    expect(standing.movements_waiting).toBe(dry.movements);
  });

  it('nobody else writes on accounts of inventory', async () => {
    const entry = {
      entry_date: '2026-05-05',
      post: true,
      lines: [
        { account_id: books.role['inventory_raw'], debit: '10.00' },
        { account_id: books.role['cogs'], credit: '10.00' },
      ],
    };
    const { status, body } = await admin.post('/accounting/journal-entries', entry);
    expect([status, body.error_code]).toEqual([409, 'CONTROL_ACCOUNT']);
  });

  it('the mark moves on and lets go of what it remembers row by row', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    await receive(cloth, 5, '1');
    await postNow();
    await app.db.query(
      `update erp.stock_books set candidate_id = erp.uuid_v7(), candidate_xmax = pg_snapshot_xmin(pg_current_snapshot()) where company_id = $1`,
      [app.company_id],
    );
    await postNow();
    const { rows } = await app.db.query(
      'select count(*)::integer as count from erp.stock_booked_rows where company_id = $1',
      [app.company_id],
    );
    expect(rows[0].count).toBe(0);
    await receive(cloth, 5, '1');
    expect(await postNow()).toMatchObject({ movements: 1, difference: '0.00' });
  });
});

describe('periods', () => {
  it('closing posts what waits first; what becomes effective in a closed period later is booked on the first open day', async () => {
    const cloth = await aProduct(app, { type: 'material' });
    const month = (n: number): string =>
      new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + n, 1)).toISOString();
    await receive(cloth, 10, '1', { effective_at: month(-2) });
    await postNow();
    const before = await periodOn(app, books, month(-2).slice(0, 10));
    await receive(cloth, 10, '1', { effective_at: month(-2) });
    await done(admin.post(`/accounting/periods/${before.id}/soft-close`, {}, { 'if-match': `"${before.version}"` }));
    await receive(cloth, 10, '1', { effective_at: month(-2) });
    await postNow();
    const { data } = await done(admin.get(`${STOCK_BOOKS}/lines?product_id=${cloth.id}&leg=inventory&limit=10`));
    expect(data.map((l: any) => [l.booked_on, l.amount])).toEqual([
      [month(-1).slice(0, 10), '10.00'],
      [month(-2).slice(0, 10), '10.00'],
      [month(-2).slice(0, 10), '10.00'],
    ]);
  });
});

describe('a company whose books cannot take it', () => {
  it('is told which account is missing, and reads its figures all the same; then everything is posted', async () => {
    const company = (await someBooks(app)).company_id;
    const sides = await placesOf(app, company);
    const cloth = await aProduct(app, { type: 'material' });
    const owner = await app.db.query('delete from erp.account_roles where company_id = $1 and role = $2', [
      company,
      'grni',
    ]);
    expect(owner.rowCount).toBe(1);
    await made(app, '/warehouse/receipts', {
      company_id: company,
      lines: [
        {
          product_id: cloth.id,
          quantity: 7,
          unit_cost: '1',
          to_location_id: sides['STOCK'],
        },
      ],
    });
    const refused = await admin.post(`${STOCK_BOOKS}/post`, { company_id: company });
    expect([refused.status, refused.body.error_code, refused.body.roles]).toEqual([
      409,
      'ACCOUNT_ROLE_MISSING',
      ['grni'],
    ]);
    expect((await admin.get(`/accounting/trial-balance?company_id=${company}`)).status).toBe(200);
    const { waiting } = (await runJob(app, 'stock-books')) as { waiting: Record<string, string> };
    expect(Object.keys(waiting)).toEqual([company]);
    expect(await done(admin.get(`${STOCK_BOOKS}?company_id=${company}`))).toMatchObject({
      movements_waiting: 1,
      stock_value: '7.00',
      booked_value: '0.00',
    });
    await booksOf(app, company);
    expect(await postNow({ company_id: company })).toMatchObject({
      movements: 1,
      entries: 1,
      booked_value: '7.00',
      difference: '0.00',
    });
  });
});
