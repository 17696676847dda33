import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, made, placesOf, unique } from '../support/makers.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

describe('a stock period', () => {
  test('is added open, closed with its history, and reopened with a reason', async () => {
    const period = await made(app, '/warehouse/periods', { month: '2024-01' });
    expect(period).toMatchObject({ month: '2024-01-01', state: 'open', version: 1 });
    const closed = await admin.post(
      `/warehouse/periods/${period.id}/close`,
      { reason: 'Counted' },
      { 'if-match': '"1"' },
    );
    expect(closed).toMatchObject({ status: 200, body: { state: 'hard_closed', version: 2 } });
    expect(closed.headers['etag']).toBe('"2"');
    expect((await admin.post(`/warehouse/periods/${period.id}/close`, {})).body).toMatchObject({
      error_code: 'INVALID_STATE',
      status: 409,
    });
    expect((await admin.post(`/warehouse/periods/${period.id}/reopen`, {})).status).toBe(422);
    const reopened = await admin.post(`/warehouse/periods/${period.id}/reopen`, { reason: 'A late note' });
    expect(reopened.body).toMatchObject({ state: 'open', version: 3 });
    const history = await admin.get(`/warehouse/periods/${period.id}/history`);
    expect(history.body.map((h: { event: string; reason: string }) => [h.event, h.reason])).toEqual([
      ['close', 'Counted'],
      ['reopen_hard', 'A late note'],
    ]);
  });

  test('says what may be done with it, and why not', async () => {
    const period = await made(app, '/warehouse/periods', { month: '2024-02' });
    const reader = app.as(await app.actor({ permissions: ['warehouse.periods.read'] }));
    const { body } = await reader.get(`/warehouse/periods/${period.id}/transitions`);
    expect(
      body.map((each: any) => [each.event, each.allowed, ...each.reasons.map(({ code }: { code: string }) => code)]),
    ).toEqual([
      ['soft_close', false, 'FORBIDDEN'],
      ['close', false, 'FORBIDDEN'],
      ['reopen', false, 'INVALID_STATE', 'FORBIDDEN'],
      ['reopen_hard', false, 'INVALID_STATE', 'FORBIDDEN'],
    ]);
    expect((await reader.post(`/warehouse/periods/${period.id}/close`, {})).status).toBe(403);
  });

  test('is refused twice for the same month, with a month that is none, and closed before it began', async () => {
    await made(app, '/warehouse/periods', { month: '2024-03' });
    expect((await admin.post('/warehouse/periods', { month: '2024-03' })).body.error_code).toBe('DUPLICATE');
    expect((await admin.post('/warehouse/periods', { month: '2024-13' })).status).toBe(422);
    const future = await made(app, '/warehouse/periods', { month: '2999-01' });
    expect((await admin.post(`/warehouse/periods/${future.id}/close`, {})).body).toMatchObject({
      error_code: 'PERIOD_NOT_STARTED',
      status: 422,
    });
  });

  test('stays open after a dry run of its closing', async () => {
    const period = await made(app, '/warehouse/periods', { month: '2023-04' });
    expect((await admin.post(`/warehouse/periods/${period.id}/close?dry_run=true`, {})).body.state).toBe('hard_closed');
    expect((await admin.get(`/warehouse/periods/${period.id}`)).body).toMatchObject({ state: 'open', version: 1 });
  });
});

/** A company of its own, with a month and what happens in it. */
async function aFactory(): Promise<any> {
  const company = await aCompany(app);
  const place = await placesOf(app, company.id);
  const receive = (
    product: any,
    quantity: number,
    unit_cost: string,
    effective_at?: string,
    who = admin,
  ): Promise<any> =>
    who.post('/warehouse/receipts', {
      company_id: company.id,
      ...(effective_at && { effective_at }),
      lines: [{ product_id: product.id, quantity, unit_cost, to_location_id: place['STOCK'] }],
    });
  const period = (month: string): Promise<any> => made(app, '/warehouse/periods', { month, company_id: company.id });
  return { company, place, receive, period };
}
const act = (period: any, action: string, body: object = {}, headers: Record<string, string> = {}): Promise<any> =>
  admin.post(`/warehouse/periods/${period.id}/${action}`, body, headers);
const thisMonth = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta', year: 'numeric', month: '2-digit' }).format(new Date());

describe('a month that is closed softly', () => {
  test('takes postings of those alone who may post in it, by role or by a grant for some time', async () => {
    const { company, receive, period } = await aFactory();
    const product = await aProduct(app);
    const january = await period('2026-01');
    expect((await act(january, 'soft-close', { reason: 'Invoices are coming' })).body).toMatchObject({
      state: 'soft_closed',
      reason: 'Invoices are coming',
      closed_through: null,
    });
    const person = await app.actor({ role: 'warehouse', companies: [company.id] });
    const keeper = app.as(person);
    const refused = await receive(product, 1, '2.00', '2026-01-31T23:59:59+07:00', keeper);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error_code: 'PERIOD_CLOSED',
        detail: 'January 2026 is closed softly for stock; the first open month is February 2026.',
        month: '2026-01-01',
        state: 'soft_closed',
        first_open_month: '2026-02-01',
      },
    });
    const flag = { soft_closed_allowed: true };
    const cheat = await keeper.post('/warehouse/receipts', { company_id: company.id, ...flag, lines: [] });
    expect(cheat.status).toBe(422);
    expect((await receive(product, 1, '2.00', '2026-02-01T00:00:00+07:00', keeper)).status).toBe(201);
    expect((await receive(product, 1, '2.00', '2026-01-31T23:59:59+07:00')).status).toBe(201);
    await made(app, `/auth/users/${person.id}/grants`, {
      permission: 'warehouse.periods.post_soft_closed',
      valid_until: new Date(Date.now() + 3_600_000).toISOString(),
      reason: 'Month end',
    });
    expect((await receive(product, 1, '2.00', '2026-01-31T23:59:59+07:00', keeper)).status).toBe(201);
    expect((await act(january, 'reopen', { reason: 'A delivery note turned up' })).body.state).toBe('open');
  });

  test('of today takes no revaluation either, nor a change of method', async () => {
    const { company, place, receive, period } = await aFactory();
    const product = await aProduct(app);
    await receive(product, 2, '5.00');
    await act(await period(thisMonth()), 'soft-close');
    const clerk = app.as(await app.actor({ permissions: ['warehouse.costing.*'], companies: [company.id] }));
    const head = { product_id: product.id, reason: 'Market' };
    const bodies = [
      { ...head, location_id: place['STOCK'], value: '2.00' },
      { ...head, costing_method: 'fifo' },
    ];
    for (const body of bodies)
      expect((await clerk.post('/warehouse/revaluations', body)).body).toMatchObject({
        error_code: 'PERIOD_CLOSED',
        first_open_month: null,
      });
    for (const body of bodies) expect((await admin.post('/warehouse/revaluations', body)).status).toBe(201);
  });
});

describe('a month that is closed hard', () => {
  test('refuses everybody, and all before it; its figures are frozen until it is opened again', async () => {
    const { receive, period } = await aFactory();
    const product = await aProduct(app);
    await receive(product, 4, '2.50', '2026-01-10T12:00:00+07:00');
    const january = await period('2026-01');
    const closed = await act(january, 'close', { reason: 'Agreed' }, { 'idempotency-key': unique('KEY') });
    expect(closed.body).toMatchObject({ state: 'hard_closed', closed_through: '2026-01-31T23:59:59.999+07:00' });
    for (const at of ['2026-01-20T12:00:00+07:00', '2025-12-31T12:00:00+07:00'])
      expect((await receive(product, 1, '2.00', at)).body).toMatchObject({
        error_code: 'PERIOD_CLOSED',
        state: 'hard_closed',
        first_open_month: '2026-02-01',
      });
    const checklist = await admin.get(`/warehouse/periods/${january.id}/checklist`);
    expect(checklist.body).toMatchObject({ frozen: true, quantity: 4, value: '10.00' });
    expect((await act(january, 'soft-close')).body.error_code).toBe('INVALID_STATE');
    expect((await act(january, 'reopen-hard')).status).toBe(422);
    expect((await act(january, 'reopen-hard', { reason: 'Recounted' })).body).toMatchObject({
      state: 'open',
      closed_through: null,
    });
    expect((await receive(product, 1, '2.00', '2026-01-20T12:00:00+07:00')).status).toBe(201);
    expect((await admin.get(`/warehouse/periods/${january.id}/checklist`)).body).toMatchObject({
      frozen: false,
      quantity: 5,
      value: '12.00',
    });
    const closings = async (): Promise<any[]> =>
      (await admin.get(`/warehouse/periods/${january.id}/closings`)).body.map((c: any) => [
        c.closing_no,
        c.in_force,
        c.quantity,
        c.value,
        c.created_by,
      ]);
    expect(await closings()).toEqual([[1, false, 4, '10.00', app.admin.id]]);
    await act(january, 'close');
    expect(await closings()).toEqual([
      [2, true, 5, '12.00', app.admin.id],
      [1, false, 4, '10.00', app.admin.id],
    ]);
  });

  test('closes after those before it and opens before them', async () => {
    const { receive, period } = await aFactory();
    await receive(await aProduct(app), 4, '2.50', '2025-11-10T12:00:00+07:00');
    const january = await period('2026-01');
    expect((await act(january, 'close')).body).toMatchObject({
      status: 409,
      error_code: 'EARLIER_PERIOD_OPEN',
      month: '2025-11-01',
    });
    const of = async (each: any, event: string): Promise<any> =>
      (await admin.get(`/warehouse/periods/${each.id}/transitions`)).body.find((t: any) => t.event === event);
    expect(await of(january, 'close')).toMatchObject({
      allowed: false,
      reasons: [{ code: 'EARLIER_PERIOD_OPEN', message: '2025-11 is not closed hard yet' }],
    });
    const november = await period('2025-11');
    await act(november, 'close');
    expect((await act(january, 'close')).status).toBe(200);
    const later = { error_code: 'LATER_PERIOD_CLOSED', month: '2026-01-01' };
    expect((await act(november, 'reopen-hard', { reason: 'Why not' })).body).toMatchObject(later);
    expect((await act(november, 'reopen', { reason: 'Why not' })).body).toMatchObject(later);
    expect(await of(november, 'reopen_hard')).toMatchObject({ reasons: [{ code: 'LATER_PERIOD_CLOSED' }] });
    const between = await admin.post('/warehouse/periods', { month: '2025-12', company_id: january.company_id });
    expect([between.status, between.body.error_code]).toEqual([409, 'LATER_PERIOD_CLOSED']);
    const future = await period('2999-01');
    expect(await of(future, 'soft_close')).toMatchObject({ reasons: [{ code: 'PERIOD_NOT_STARTED' }] });
    expect((await act(future, 'soft-close')).body.error_code).toBe('PERIOD_NOT_STARTED');
    const states = (state: string): Promise<any[]> =>
      admin
        .get(`/warehouse/periods?company_id=${january.company_id}&state=${state}`)
        .then(({ body }) => body.data.map(({ month }: any) => month));
    expect(await states('hard_closed')).toEqual(['2026-01-01', '2025-11-01']);
    expect(await states('closed')).toEqual(['2026-01-01', '2025-11-01']);
    expect(await states('soft_closed')).toEqual([]);
  });

  test('is opened again only by who may do that, also under the older route; two at once close it once', async () => {
    const { company, period } = await aFactory();
    const january = await period('2026-01');
    const twice = await Promise.all([act(january, 'close'), act(january, 'close')]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409]);
    const clerk = app.as(await app.actor({ permissions: ['warehouse.periods.reopen'], companies: [company.id] }));
    const path = `/warehouse/periods/${january.id}`;
    expect((await clerk.post(`${path}/reopen`, { reason: 'Mine' })).status).toBe(403);
    expect((await clerk.post(`${path}/reopen-hard`, { reason: 'Mine' })).status).toBe(403);
    expect((await clerk.get(`${path}/checklist`)).status).toBe(403);
    const stale = await act(january, 'reopen', { reason: 'Mine' }, { 'if-match': '"1"' });
    expect(stale.status).toBe(412);
    const key = { 'idempotency-key': unique('KEY') };
    const books = app.as(await app.actor({ role: 'accountant', companies: [company.id] }));
    expect((await books.post(`${path}/reopen-hard`, { reason: 'Ours' }, key)).body.state).toBe('open');
    const again = await books.post(`${path}/reopen-hard`, { reason: 'Ours' }, key);
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect((await books.post(`${path}/soft-close?dry_run=true`, {})).body.state).toBe('soft_closed');
    expect((await books.get(path)).body.state).toBe('open');
    const stranger = app.as(await app.actor({ role: 'accountant' }));
    for (const rest of ['', '/checklist', '/closings', '/late-facts', '/transitions', '/history'])
      expect((await stranger.get(`${path}${rest}`)).status).toBe(404);
    expect((await stranger.post(`${path}/soft-close`, {})).status).toBe(404);
  });
});

describe('the checklist of a closing', () => {
  /** Uses up material for a source, as a manufacturing order does. */
  async function consume(company: string, source: string, line: object): Promise<void> {
    const client = await app.db.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('erp.actor', $1, true), set_config('erp.request_id', 'test', true)`, [
        app.admin.id,
      ]);
      await client.query('select erp.post_stock_movement($1)', [
        JSON.stringify({
          movements: [
            {
              type: 'production_consumption',
              company_id: company,
              source_type: 'manufacturing_order',
              source_id: source,
              lines: [line],
            },
          ],
        }),
      ]);
      await client.query('commit');
    } finally {
      client.release();
    }
  }

  test('names what would be missed, each within the warehouses of the caller', async () => {
    const { company, place, receive, period } = await aFactory();
    const [cloth, gift, early] = [await aProduct(app), await aProduct(app), await aProduct(app)];
    await receive(cloth, 40, '2.50');
    await receive(gift, 5, '0');
    await receive(early, 6, '1.00');
    const issued = { product_id: early.id, quantity: 6, from_location_id: place['STOCK'] };
    await made(app, '/warehouse/issues', {
      company_id: company.id,
      effective_at: '2026-01-20T00:00:00+07:00',
      lines: [issued],
    });
    const north = await made(app, '/warehouse/locations', {
      company_id: company.id,
      code: unique('N'),
      name: 'North',
      type: 'warehouse',
    });
    const shelf = await made(app, '/warehouse/locations', {
      company_id: company.id,
      parent_id: north.id,
      code: unique('N1'),
      name: 'Shelf',
      type: 'bin',
    });
    const order = (more: object): Promise<any> =>
      made(app, '/warehouse/transfer-orders', {
        to_location_id: shelf.id,
        lines: [{ product_id: cloth.id, quantity: 3, from_location_id: place['STOCK'] }],
        ...more,
      });
    const sent = await order({});
    await admin.post(`/warehouse/transfer-orders/${sent.id}/dispatch`, {});
    const draft = await order({});
    const count = await made(app, '/warehouse/counts', { location_id: place['STOCK'] });
    const source = company.id;
    await consume(company.id, source, {
      product_id: cloth.id,
      quantity: 4,
      from_location_id: place['STOCK'],
      to_location_id: place['PRODUCTION'],
    });

    const now = await period(thisMonth());
    const { body } = await admin.get(`/warehouse/periods/${now.id}/checklist`);
    expect(body).toMatchObject({
      state: 'open',
      frozen: false,
      quantity: 41,
      value: '90.00',
      areas: [{ area_id: company.id, area_code: company.code, products: 2, quantity: 41, value: '90.00' }],
    });
    const said = (answer: any): any =>
      answer.items
        .filter((item: any) => item.count > 0)
        .map(({ code, blocks, count: n, samples }: any) => [
          code,
          blocks,
          n,
          ...samples.map((s: any) => [s.id, s.label, s.detail]),
        ]);
    expect(said(body)).toEqual([
      ['EARLIER_PERIOD_OPEN', true, 1, [null, '2026-01', null]],
      ['TRANSFERS_IN_TRANSIT', false, 1, [sent.id, sent.number, 'in_transit']],
      ['TRANSFERS_NOT_DISPATCHED', false, 1, [draft.id, draft.number, 'draft']],
      ['COUNTS_NOT_POSTED', false, 1, [count.id, count.number, 'draft']],
      ['WORK_IN_PROGRESS', false, 1, [source, 'manufacturing_order', '10.00']],
      ['STOCK_WITHOUT_VALUE', false, 1, [gift.id, `${gift.sku} ${company.code}`, '5 pieces, 0.00']],
    ]);
    const keeper = app.as(
      await app.actor({
        permissions: ['warehouse.periods.read_value', 'warehouse.periods.read'],
        companies: [company.id],
        warehouses: [north.id],
      }),
    );
    const limited = (await keeper.get(`/warehouse/periods/${now.id}/checklist`)).body;
    expect([limited.value, ...said(limited).map(([code]: string[]) => code)]).toEqual([
      '0.00',
      'EARLIER_PERIOD_OPEN',
      'TRANSFERS_IN_TRANSIT',
      'TRANSFERS_NOT_DISPATCHED',
    ]);
    const january = await period('2026-01');
    const then = (await admin.get(`/warehouse/periods/${january.id}/checklist`)).body;
    expect([then.at, then.quantity, then.value]).toEqual(['2026-01-31T23:59:59.999+07:00', -6, '-6.00']);
    expect(said(then)).toEqual([['NEGATIVE_STOCK', false, 1, [early.id, `${early.sku} STOCK`, '-6']]]);
  });
});
