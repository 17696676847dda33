import { parse } from 'csv-parse/sync';
import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import {
  aCategory,
  aCompany,
  aLocation,
  aProduct,
  aReceipt,
  aDepartment,
  made,
  placesOf,
  unique,
} from '../support/makers.js';
import { aPerson, login } from '../support/people.js';
import { aStartedOrder, aWorkshop, act, anOrder } from '../support/production.js';
import { REPORTS } from '../../src/reporting/index.js';

let app: TestApp;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  place = await placesOf(app);
});
afterAll(() => app.close());

const asked = (parameters: object): string => new URLSearchParams(parameters as Record<string, string>).toString();
const read = (name: string, parameters: object = {}, actor: TestActor = app.admin): Promise<Answer> =>
  app.as(actor).get(`/reports/${name}?${asked(parameters)}`);

/** Rows of the first page, which must be there. */
async function rowsOf(name: string, parameters: object = {}, actor?: TestActor): Promise<any[]> {
  const answer = await read(name, parameters, actor);
  expect(answer.status).toBe(200);
  return answer.body.data;
}

/** Rows of the file, as text. */
async function fileOf(name: string, parameters: object = {}, actor?: TestActor): Promise<Record<string, string>[]> {
  const answer = await read(name, { ...parameters, format: 'csv' }, actor);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe(`attachment; filename="${name}.csv"`);
  return parse(answer.text, { columns: true, record_delimiter: '\r\n' });
}

/** Rows of all pages of `limit` rows. */
async function pagesOf(name: string, parameters: object, limit: number): Promise<any[]> {
  const all: any[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await read(name, { ...parameters, limit, ...(cursor && { cursor }) });
    expect(answer.status).toBe(200);
    expect(answer.body.data.length).toBeLessThanOrEqual(limit);
    all.push(...answer.body.data);
    cursor = answer.body.next_cursor;
  }
  return all;
}

const asText = (row: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]));

describe('every report', () => {
  beforeAll(async () => {
    const { product } = await aWorkshop(app, [{ quantity: 2, stock: 100 }]);
    for (const due_date of ['2020-01-01', '2020-01-02', '2999-12-31']) {
      const order = await aStartedOrder(app, product.id, 5, { due_date });
      await act(app, order.id, 'reports', { good_quantity: 3 });
    }
    for (let i = 0; i < 3; i++) await aProduct(app, { reorder_point: 5 });
    await aPerson(app);
  });

  const withProduct = async (name: string): Promise<object> =>
    name === 'movement-card' ? { product_id: (await rowsOf('production-output'))[0].product_id } : {};

  describe.each(REPORTS.map((report) => [report.name, report] as const))('%s', (name, report) => {
    it('has the same rows on its pages, for every order, and in its file', async () => {
      const common = await withProduct(name);
      for (const sort of report.sorts.flatMap((key) => [key, `-${key}`])) {
        const rows = await pagesOf(name, { ...common, sort }, 2);
        expect(rows.length).toBeGreaterThanOrEqual(2);
        expect(rows.map(asText)).toEqual(await fileOf(name, { ...common, sort }));
        const whole = await read(name, { ...common, sort, include_total: true });
        expect(whole.body).toMatchObject({ data: rows, total: rows.length, next_cursor: null });
        expect(Object.keys(rows[0])).toEqual(report.columns.map((column) => column.name));
        const keys = rows.map((row) => row[sort.replace('-', '')]);
        if (typeof keys[0] === 'number') {
          const way = sort.startsWith('-') ? -1 : 1;
          expect(keys).toEqual(keys.toSorted((a, b) => way * (a - b)));
        }
      }
    });

    it('can be searched, and finds nothing where there is nothing', async () => {
      const common = await withProduct(name);
      const [row] = await rowsOf(name, common);
      const column = report.search[0]!;
      const found = await rowsOf(name, { ...common, q: row[column] });
      expect(found.length).toBeGreaterThan(0);
      for (const each of found) expect(report.search.some((key) => String(each[key]).includes(row[column]))).toBe(true);
      expect(await rowsOf(name, { ...common, q: "no such thing' or 1=1 --%" })).toEqual([]);
      expect(await fileOf(name, { ...common, q: 'no such thing' })).toEqual([]);
    });

    it('refuses what it does not know', async () => {
      const common = await withProduct(name);
      for (const wrong of [
        { colour: 'red' },
        { sort: 'row_id' },
        { sort: "sku' --" },
        { cursor: 'x' },
        { format: 'xml' },
        { limit: 501 },
        { limit: 0 },
      ]) {
        const answer = await read(name, { ...common, ...wrong });
        expect(answer.status).toBe(400);
        expect(answer.headers['content-type']).toMatch('application/problem+json');
        expect((await read(name, { ...common, format: 'csv', ...wrong })).status).toBe(400);
      }
    });

    it('takes each of its filters, and refuses a value that is none', async () => {
      const common = await withProduct(name);
      const values = { uuid: app.admin.id, date: '2026-01-01', time: '2026-01-01T00:00:00+07:00', boolean: 'true' };
      for (const { name: filter, type, values: choices } of report.filters) {
        expect(
          (await read(name, { ...common, [filter]: type === 'choice' ? choices![0]! : values[type] })).status,
        ).toBe(200);
        expect((await read(name, { ...common, [filter]: "'; drop table x; --" })).status).toBe(400);
      }
    });

    it('is for those with its permission', async () => {
      const others = await app.actor({ permissions: ['warehouse.*.*', 'ppic.*.*', 'auth.*.*'] });
      const common = await withProduct(name);
      for (const format of ['json', 'csv']) {
        expect(await read(name, { ...common, format }, others)).toMatchObject({
          status: 403,
          body: { error_code: 'FORBIDDEN' },
        });
        expect((await app.as(null).get(`/reports/${name}?format=${format}`)).status).toBe(401);
      }
      const reader = await app.actor({ permissions: [report.permission] });
      expect((await read(name, common, reader)).status).toBe(200);
    });

    it('shows nothing of a company that the caller does not belong to', async () => {
      const common = await withProduct(name);
      const stranger = await app.actor({ permissions: ['reporting.*.*'], companies: [(await aCompany(app)).id] });
      const seen = await rowsOf(name, common, stranger);
      expect(seen.filter((row) => row.company_id === app.company_id)).toEqual([]);
      expect((await fileOf(name, common, stranger)).filter((row) => row['company_id'] === app.company_id)).toEqual([]);
    });
  });
});

describe('stock', () => {
  it('shows what lies where, and what it is worth, as postings left it', async () => {
    const category = await aCategory(app);
    const product = await aProduct(app, { category_id: category.id });
    const bin = await aLocation(app);
    await aReceipt(app, product.id, 10, '100.00');
    await aReceipt(app, product.id, 5, '130.00', bin.id);
    await made(app, '/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 4, from_location_id: place['STOCK'] }],
    });
    await made(app, '/warehouse/reservations', {
      lines: [{ product_id: product.id, quantity: 2, within_location_id: bin.id }],
    });

    const lies = await rowsOf('stock-on-hand', { product_id: product.id, sort: '-on_hand' });
    expect(lies).toMatchObject([
      { sku: product.sku, location_code: 'STOCK', on_hand: 6, reserved: 0, available: 6, unit_code: 'EA' },
      { sku: product.sku, location_code: bin.code, on_hand: 5, reserved: 2, available: 3, location_type: 'bin' },
    ]);
    expect(await rowsOf('stock-on-hand', { location_id: bin.id })).toEqual([lies[1]]);
    expect(await rowsOf('stock-on-hand', { category_id: category.id, sort: '-on_hand' })).toEqual(lies);
    expect(await rowsOf('stock-on-hand', { category_id: category.id, product_type: 'part' })).toEqual([]);
    // 10 * 100 + 5 * 130 = 1650; 4 of 15 take 440; 1210 / 11 = 110
    expect(await rowsOf('stock-valuation', { product_id: product.id })).toMatchObject([
      {
        quantity: 11,
        value: '1210.00',
        unit_cost: '110.000000',
        currency_code: 'IDR',
        area_id: app.company_id,
        warehouse_id: null,
      },
    ]);
  });

  it('leaves out what is used up', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 3);
    await made(app, '/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 3, from_location_id: place['STOCK'] }],
    });
    expect(await rowsOf('stock-on-hand', { product_id: product.id })).toEqual([]);
    expect(await rowsOf('stock-valuation', { product_id: product.id })).toEqual([]);
  });

  it('keeps a storekeeper to their warehouse, and figures of the whole company from them', async () => {
    const product = await aProduct(app, { reorder_point: 100 });
    const other = await made(app, '/warehouse/locations', { code: unique('WH'), name: 'Another', type: 'warehouse' });
    await aReceipt(app, product.id, 7);
    await aReceipt(app, product.id, 9, '1.00', other.id);
    const keeper = await app.actor({ permissions: ['reporting.*.*'], warehouses: [other.id] });
    expect(await rowsOf('stock-on-hand', { product_id: product.id }, keeper)).toMatchObject([
      { location_id: other.id, on_hand: 9 },
    ]);
    expect(await rowsOf('stock-on-hand', { product_id: product.id, warehouse_id: place['WH'] }, keeper)).toEqual([]);
    expect(await fileOf('stock-on-hand', {}, keeper)).toHaveLength(1);
    expect(await rowsOf('movement-card', { product_id: product.id }, keeper)).toMatchObject([
      { location_id: other.id, balance: 9 },
    ]);
    expect(await rowsOf('stock-valuation', { product_id: product.id }, keeper)).toEqual([]);
    expect(await read('low-stock', {}, keeper)).toMatchObject({ status: 403, body: { error_code: 'FORBIDDEN' } });
    expect((await read('low-stock', { format: 'csv' }, keeper)).status).toBe(403);
  });

  it('calls a product low by its reorder point or safety stock, whichever is more, and counts neither held nor reserved pieces', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1 }]);
    const lowOf = async (): Promise<any> =>
      (await rowsOf('low-stock', { product_id: product.id, company_id: app.company_id }))[0];
    const set = async (values: object): Promise<void> =>
      expect((await app.as(app.admin).patch(`/products/${product.id}`, values)).status).toBe(200) as unknown as void;
    expect(await lowOf()).toBeUndefined();
    await set({ reorder_point: 20, safety_stock: 30 });
    expect(await lowOf()).toMatchObject({
      available: 0,
      shortage: 30,
      in_production: 0,
      reorder_point: 20,
      safety_stock: 30,
    });
    await aReceipt(app, product.id, 12);
    await aReceipt(app, product.id, 50, '1.00', place['HOLD']);
    await made(app, '/warehouse/reservations', {
      lines: [{ product_id: product.id, quantity: 2, within_location_id: place['STOCK'] }],
    });
    const order = await anOrder(app, product.id, 8);
    expect(await lowOf()).toMatchObject({ available: 10, shortage: 20, in_production: 0 });
    await act(app, order.id, 'approve');
    expect(await lowOf()).toMatchObject({ available: 10, shortage: 20, in_production: 8 });
    await set({ reorder_point: 10, safety_stock: 10 });
    expect(await lowOf()).toBeUndefined();
  });

  it('still answers when open orders add up to more than JSON can say', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1 }]);
    await app.as(app.admin).patch(`/products/${product.id}`, { reorder_point: 1 });
    for (let i = 0; i < 2; i++) {
      const order = await anOrder(app, product.id, Number.MAX_SAFE_INTEGER);
      await act(app, order.id, 'approve');
    }
    expect(await rowsOf('low-stock', { product_id: product.id, company_id: app.company_id })).toMatchObject([
      { in_production: Number.MAX_SAFE_INTEGER },
    ]);
  });
});

describe('the movement card', () => {
  it('runs the balance of each location, from the first movement on whatever it shows', async () => {
    const product = await aProduct(app);
    const bin = await aLocation(app);
    await aReceipt(app, product.id, 10, '3.00');
    const move = { product_id: product.id, from_location_id: place['STOCK'], to_location_id: bin.id };
    const transfer = await made(app, '/warehouse/transfers', { lines: [{ ...move, quantity: 4 }] });
    const issue = await made(app, '/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 6, from_location_id: place['STOCK'] }],
    });
    await made(app, `/warehouse/movements/${issue.id}/reverse`, { reason: 'It was the wrong one' });

    const card = await rowsOf('movement-card', { product_id: product.id });
    const figures = card.map((row) => [
      row.location_code,
      row.other_location_code,
      row.quantity_in,
      row.quantity_out,
      row.balance,
      row.value,
    ]);
    expect(figures).toEqual([
      ['STOCK', 'SUPPLIER', 10, 0, 10, '30.00'],
      [bin.code, 'STOCK', 4, 0, 4, '0.00'],
      ['STOCK', bin.code, 0, 4, 6, '0.00'],
      ['STOCK', 'CUSTOMER', 0, 6, 0, '-18.00'],
      ['STOCK', 'CUSTOMER', 6, 0, 6, '18.00'],
    ]);
    expect(card[0]).toMatchObject({
      movement_type: 'receipt',
      source_type: 'manual',
      actor_username: app.admin.username,
    });
    expect(card[4]).toMatchObject({ movement_type: 'reversal' });
    expect(await rowsOf('movement-card', { product_id: product.id, location_id: bin.id })).toEqual([card[1]]);
    expect(await rowsOf('movement-card', { product_id: product.id, recorded_from: issue.recorded_at })).toEqual(
      card.slice(3),
    );
    expect(await rowsOf('movement-card', { product_id: product.id, recorded_to: transfer.recorded_at })).toEqual(
      card.slice(0, 1),
    );
  });

  it('asks for a product', async () => {
    const answer = await read('movement-card');
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer: '?product_id', code: 'REQUIRED' }]);
  });

  it('never shows less than nothing, also when postings race', async () => {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 1);
    const line = { product_id: product.id, quantity: 1 };
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        i % 2
          ? app.as(app.admin).post('/warehouse/issues', { lines: [{ ...line, from_location_id: place['STOCK'] }] })
          : app
              .as(app.admin)
              .post('/warehouse/receipts', { lines: [{ ...line, unit_cost: '1.00', to_location_id: place['STOCK'] }] }),
      ),
    );
    const card = await rowsOf('movement-card', { product_id: product.id, limit: 500 });
    let balance = 0;
    for (const row of card) {
      balance += row.quantity_in - row.quantity_out;
      expect(row.balance).toBe(balance);
      expect(balance).toBeGreaterThanOrEqual(0);
    }
    const stock = await app.as(app.admin).get(`/warehouse/stock/${product.id}`);
    expect(stock.body.on_hand).toBe(balance);
  });

  it('is streamed whole, over many pages', async () => {
    const product = await aProduct(app);
    for (let lines = 0; lines < 1200; lines += 200) {
      const line = { product_id: product.id, quantity: 1, unit_cost: '1.00', to_location_id: place['STOCK'] };
      await made(app, '/warehouse/receipts', { lines: Array.from({ length: 200 }, () => line) });
    }
    const rows = await fileOf('movement-card', { product_id: product.id, limit: 2 });
    expect(rows.map((row) => Number(row['balance']))).toEqual(Array.from({ length: 1200 }, (_, i) => i + 1));
  });
});

describe('production', () => {
  it('gives what was made, its yield and its value, without what was taken back', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 3, stock: 100, unit_cost: '2.00' }]);
    const department = await aDepartment(app);
    const order = await aStartedOrder(app, product.id, 10, { due_date: '2020-02-01', department_id: department.id });
    await act(app, order.id, 'reports', {
      good_quantity: 5,
      rejected_quantity: 2,
      rejected_reason_code: 'DEFECT',
      lost_quantity: 1,
      lost_reason_code: 'BREAKAGE',
    });
    const mistaken = await act(app, order.id, 'reports', { good_quantity: 2 });
    await act(app, order.id, `reports/${mistaken.id}/reverse`, { reason: 'Counted twice' });

    const [output, ...more] = await rowsOf('production-output', { product_id: product.id });
    expect(more).toEqual([]);
    const { rows } = await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as today`);
    expect(output).toMatchObject({
      day: rows[0].today,
      order_number: order.number,
      state: 'in_progress',
      department_id: department.id,
      planned_quantity: 10,
      good_quantity: 5,
      rejected_quantity: 2,
      lost_quantity: 1,
      yield_percent: '62.50',
    });
    const received = await app.db.query(
      `select sum(l.value)::text as value from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
        where m.source_id = $1 and m.type = 'production_output' and not exists (select from erp.stock_movements r where r.reverses_id = m.id)`,
      [order.id],
    );
    expect(output.output_value).toBe(received.rows[0].value);
    expect(
      await rowsOf('production-output', {
        product_id: product.id,
        from: rows[0].today,
        to: rows[0].today,
        state: 'in_progress',
      }),
    ).toEqual([output]);
    expect(await rowsOf('production-output', { product_id: product.id, state: 'closed' })).toEqual([]);
    expect(await rowsOf('production-output', { product_id: product.id, to: '2020-01-01' })).toEqual([]);

    const other = await app.actor({ permissions: ['reporting.*.*'], departments: [(await aDepartment(app)).id] });
    expect(await rowsOf('production-output', { product_id: product.id }, other)).toEqual([]);
    expect(await rowsOf('production-lateness', { product_id: product.id }, other)).toEqual([]);
  });

  it('counts days late to the completion, or to today, and forgets cancelled orders', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 100 }]);
    const { rows } = await app.db.query(
      `select (d - 3)::text as past, (d + 3)::text as ahead from (select (now() at time zone 'Asia/Jakarta')::date as d) t`,
    );
    const { past, ahead } = rows[0];
    const late = await anOrder(app, product.id, 4, { due_date: past });
    const inTime = await aStartedOrder(app, product.id, 4, { due_date: ahead });
    await app.as(app.admin).post(`/ppic/tasks/${inTime.id}/complete`, { actual_quantity: 4 });
    const gone = await anOrder(app, product.id, 4, { due_date: past });
    await act(app, gone.id, 'cancel', { reason: 'No longer wanted' });
    await anOrder(app, product.id, 4);

    const all = await rowsOf('production-lateness', { product_id: product.id });
    expect(all.map((row) => [row.order_id, row.days_late, row.is_open, row.state])).toEqual([
      [late.id, 3, true, 'draft'],
      [inTime.id, 0, false, 'completed'],
    ]);
    expect(await rowsOf('production-lateness', { product_id: product.id, late: true })).toEqual([all[0]]);
    expect(await rowsOf('production-lateness', { product_id: product.id, is_open: false })).toEqual([all[1]]);
  });
});

describe('people', () => {
  it('shows users with their roles and sessions', async () => {
    const person = await aPerson(app, { full_name: 'Dewi Lestari', roles: ['viewer', 'operator'] });
    expect((await login(app, person.username)).status).toBe(200);
    const [row] = await rowsOf('users', { q: person.username, company_id: app.company_id });
    expect(row).toMatchObject({
      username: person.username,
      full_name: 'Dewi Lestari',
      roles: 'operator,viewer',
      is_active: true,
      open_sessions: 1,
      company_id: app.company_id,
    });
    expect(row.last_login_at).not.toBeNull();
    expect(await rowsOf('users', { q: person.username, is_active: false })).toEqual([]);
    expect(JSON.stringify(row)).not.toMatch(/argon2|password|hash/);
  });

  it('counts what a user did on a day, each act in its own company alone', async () => {
    const second = await aCompany(app);
    const places = await placesOf(app, second.id);
    const busy = await app.actor({ role: 'super_admin', companies: [app.company_id, second.id] });
    const product = await aProduct(app);
    const line = { product_id: product.id, quantity: 1, unit_cost: '1.00' };
    const receive = async (company_id: string, to: string): Promise<void> => {
      const answer = await app
        .as(busy)
        .post('/warehouse/receipts', { company_id, lines: [{ ...line, to_location_id: to }] });
      expect(answer.status).toBe(201);
    };
    await receive(app.company_id, place['STOCK']!);
    await receive(app.company_id, place['STOCK']!);
    await receive(second.id, places['STOCK']!);
    const { product: bear } = await aWorkshop(app, [{ quantity: 1, stock: 10 }]);
    const order = await anOrder(app, bear.id, 1);
    expect((await app.as(busy).post(`/ppic/manufacturing-orders/${order.id}/approve`, {})).status).toBe(200);

    const rows = await rowsOf('user-activity', { user_id: busy.id });
    const of = (company: string): any => rows.find((row) => row.company_id === company);
    expect(rows).toHaveLength(2);
    expect(of(app.company_id)).toMatchObject({
      stock_movements: 2,
      state_changes: 1,
      logins: 0,
      username: busy.username,
    });
    expect(of(second.id)).toMatchObject({ stock_movements: 1, state_changes: 0 });
    const auditor = await app.actor({ permissions: ['reporting.users.audit'], companies: [second.id] });
    expect(await rowsOf('user-activity', { user_id: busy.id }, auditor)).toEqual([of(second.id)]);
  });

  it('counts logins and failed ones', async () => {
    const person = await aPerson(app);
    await login(app, person.username);
    await login(app, person.username, 'not the password at all');
    expect(await rowsOf('user-activity', { user_id: person.id, company_id: app.company_id })).toMatchObject([
      { logins: 1, failed_logins: 1 },
    ]);
  });
});

describe('the file', () => {
  it('disarms formulas, and leaves numbers alone', async () => {
    const product = await aProduct(app, {
      sku: unique('=CMD'),
      name: '=HYPERLINK("http://example.com","x"), "quoted"',
    });
    await aReceipt(app, product.id, 2);
    const answer = await read('stock-on-hand', { product_id: product.id, format: 'csv' });
    expect(answer.text.split('\r\n')[1]).toContain(
      `,'${product.sku},"'=HYPERLINK(""http://example.com"",""x""), ""quoted""",`,
    );
    const issue = await made(app, '/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 1, from_location_id: place['STOCK'] }],
    });
    expect(issue.lines).toHaveLength(1);
    expect((await fileOf('movement-card', { product_id: product.id }))[1]).toMatchObject({ value: '-1.00' });
  });

  it('answers HEAD without a body', async () => {
    const answer = await app.nest.inject({
      method: 'HEAD',
      url: '/api/v1/reports/stock-on-hand?format=csv',
      headers: { authorization: `Bearer ${app.admin.token}` },
    });
    expect(answer).toMatchObject({ statusCode: 200, payload: '' });
  });
});

it('leaves every invariant true', () => expectIntegrity(app));

describe('what the seeded roles see', () => {
  test.each([
    ['viewer', 403, 403, 200],
    ['warehouse', 403, 403, 403],
    ['sales', 403, 403, 200],
    ['accountant', 200, 403, 200],
    ['auditor', 200, 200, 200],
    ['manager', 200, 200, 200],
    ['admin', 200, 200, 200],
  ])('%s: values %i, people %i, stock on hand %i', async (role, values, people, stock) => {
    const caller = app.as(await app.actor({ role }));
    expect((await caller.get('/reports/stock-valuation')).status).toBe(values);
    expect((await caller.get('/reports/users')).status).toBe(people);
    expect((await caller.get('/reports/user-activity')).status).toBe(people);
    expect((await caller.get('/reports/stock-on-hand')).status).toBe(stock);
  });
});
