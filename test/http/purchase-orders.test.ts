import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCategory, aCompany, aProduct, aSupplier, aUnit, made, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import {
  ORDERS,
  aPurchaseOrder,
  aSentOrder,
  anApprovedLine,
  approverOf,
  purchasers,
  refusal,
  requestedLine,
  statuses,
  stepped,
} from '../support/purchasing.js';
import { statementsOf } from '../support/statements.js';

const TEN = Array.from({ length: 10 }, (_, n) => n);

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const step = (who: Caller, order: Made, event: string, body: object = {}) =>
  who.post(`${ORDERS}/${order.id}/${event}`, body);
const read = async (order: Made): Promise<Made> => (await admin.get(`${ORDERS}/${order.id}`)).body;

describe('a purchase order', () => {
  it('takes prices, units and dates of the price list, and sums what it rounds line by line', async () => {
    const supplier = await aSupplier(app, { currency_code: 'IDR', payment_terms_days: 30, lead_time_days: 5 });
    const plush = await aProduct(app);
    const thread = await aProduct(app);
    const box = await aUnit(app);
    await made(app, '/unit-conversions', {
      product_id: plush.id,
      from_unit_id: box.id,
      to_unit_id: plush.unit_id,
      numerator: 12,
      denominator: 1,
    });
    await made(app, '/supplier-prices', {
      supplier_id: supplier.id,
      product_id: plush.id,
      unit_id: box.id,
      price: '546.966',
      min_quantity: 2,
      supplier_sku: 'KJ-1',
      valid_from: '2026-01-01',
    });
    const order = await made(app, ORDERS, {
      supplier_id: supplier.id,
      ordered_on: '2026-03-02',
      lines: [
        { product_id: plush.id, unit_quantity: '3', unit_id: box.id, tax_percent: '11' },
        { product_id: plush.id, quantity: 7 },
        {
          product_id: thread.id,
          quantity: 3,
          unit_price: '45.5805',
          discount_percent: '2.5',
          promised_on: '2026-03-20',
        },
      ],
    });
    expect(order).toMatchObject({
      number: expect.stringMatching(/^PO-\d{6}$/),
      state: 'draft',
      currency_code: 'IDR',
      payment_terms_days: 30,
      // 3 * 546.966 = 1640.898; 7 * 45.5805 = 319.0635; 3 * 45.5805 * 0.975 = 133.3229625
      net_amount: '2093.28',
      tax_amount: '180.50',
      total_amount: '2273.78',
      line_count: 3,
      open_lines: 3,
    });
    expect(order.lines).toMatchObject([
      {
        unit_quantity: '3',
        quantity: 36,
        unit_price: '546.966000',
        list_price: '546.966000',
        net_amount: '1640.90',
        tax_amount: '180.50',
        supplier_sku: 'KJ-1',
      },
      {
        unit_quantity: '7',
        quantity: 7,
        unit_price: '45.580500',
        net_amount: '319.06',
        promised_on: '2026-03-07',
        due_on: '2026-03-07',
      },
      { unit_price: '45.580500', list_price: null, net_amount: '133.32', promised_on: '2026-03-20' },
    ]);
    const refusedLines = await admin.post(ORDERS, {
      supplier_id: supplier.id,
      lines: [
        { product_id: thread.id, quantity: 1 },
        { product_id: app.company_id, quantity: 1, unit_price: '1' },
        { product_id: thread.id, unit_price: '1' },
      ],
    });
    expect(refusedLines.status).toBe(422);
    expect(refusedLines.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`).sort()).toEqual([
      '/lines/0/unit_price REQUIRED',
      '/lines/1/product_id REFERENCE_NOT_FOUND',
      '/lines/2/quantity REQUIRED',
    ]);
  });

  it('goes from its buyer over another person to the supplier, who confirms line by line', async () => {
    const { buyer, manager } = await purchasers(app);
    const [own, boss] = [app.as(buyer), app.as(manager)];
    const supplier = await aSupplier(app);
    const lines = [
      { product_id: (await aProduct(app)).id, quantity: 10, unit_price: '2.50', needed_on: '2026-05-01' },
      { product_id: (await aProduct(app)).id, quantity: 4, unit_price: '1.00' },
    ];
    const { body: order } = await own.post(ORDERS, { supplier_id: supplier.id, lines });
    expect(
      (
        await own.patch(`${ORDERS}/${order.id}`, {
          notes: 'Before noon',
          lines: [lines[0], { ...lines[1], quantity: 5 }],
        })
      ).body,
    ).toMatchObject({
      total_amount: '30.00',
      notes: 'Before noon',
      version: 2,
    });
    expect(refusal(await step(own, order, 'send'))).toEqual([409, 'INVALID_STATE']);
    await stepped(own, order, 'submit');
    expect(refusal(await own.patch(`${ORDERS}/${order.id}`, { notes: 'x' }))).toEqual([409, 'INVALID_STATE']);
    expect(refusal(await step(own, order, 'approve'))).toEqual([403, 'FORBIDDEN']);
    await stepped(boss, order, 'reject', { reason: 'Too dear' });
    await stepped(own, order, 'submit');
    const { body: may } = await boss.get(`${ORDERS}/${order.id}/transitions`);
    expect(may.filter(({ allowed }: Made) => allowed).map(({ event }: Made) => event)).toEqual([
      'withdraw',
      'reject',
      'approve',
      'cancel',
    ]);
    expect(await stepped(boss, order, 'approve', { notes: 'Fine' })).toMatchObject({
      state: 'approved',
      company_amount: '30.00',
      approvals: [{ revision: 1, tier_id: null, amount: '30.00', notes: 'Fine', approved_by: manager.id }],
    });
    expect(await stepped(own, order, 'send')).toMatchObject({ state: 'sent', sent_revision: 1 });
    const first = {
      lines: [{ line_no: 1, confirmed_on: '2026-05-03', confirmed_quantity: 8 }],
      supplier_reference: 'SO-1',
    };
    expect(await stepped(own, order, 'confirm', first)).toMatchObject({
      state: 'sent',
      supplier_reference: 'SO-1',
      lines: [
        { confirmed_on: '2026-05-03', confirmed_quantity: 8, due_on: '2026-05-03' },
        { confirmed_quantity: null },
      ],
    });
    const wrong = await step(own, order, 'confirm', { lines: [{ line_no: 9 }, { line_no: 2, confirmed_quantity: 6 }] });
    expect(wrong.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`)).toEqual([
      '/lines/0/line_no REFERENCE_NOT_FOUND',
      '/lines/1/confirmed_quantity TOO_LARGE',
    ]);
    expect(await stepped(own, order, 'confirm')).toMatchObject({ state: 'confirmed' });
    expect(
      await stepped(own, order, 'reconfirm', {
        lines: [{ line_no: 1, confirmed_on: '2026-05-09' }],
        reason: 'Holidays',
      }),
    ).toMatchObject({
      state: 'confirmed',
      lines: [{ confirmed_on: '2026-05-09', confirmed_quantity: 10 }, {}],
    });
    const { body: history } = await own.get(`${ORDERS}/${order.id}/history`);
    expect(history.map(({ event, to_state }: Made) => `${event} ${to_state}`)).toEqual([
      'create draft',
      'submit submitted',
      'reject draft',
      'submit submitted',
      'approve approved',
      'send sent',
      'confirm sent',
      'confirm confirmed',
      'reconfirm confirmed',
    ]);
    expect(refusal(await step(own, order, 'close'))).toEqual([409, 'INVALID_STATE']);
    expect(await stepped(own, order, 'cancel', { reason: 'No longer needed' })).toMatchObject({ state: 'cancelled' });
  });

  it('is approved by every tier its amount reaches, each by another person, never by who made it', async () => {
    const company = await aCompany(app, { currency_code: 'IDR' });
    const warehouse = (
      await app.db.query(`select id from erp.locations where company_id = $1 and type = 'warehouse'`, [company.id])
    ).rows[0].id;
    await made(app, '/exchange-rates', {
      from_currency: 'USD',
      to_currency: 'IDR',
      rate: '16250',
      valid_from: '2020-01-01',
    });
    const companies = [company.id];
    const [head, director, both, buyer] = await Promise.all([
      app.actor({ role: 'purchasing_manager', companies }),
      app.actor({ permissions: ['purchasing.*.read', 'purchasing.orders.approve'], companies }),
      app.actor({ role: 'super_admin', companies }),
      app.actor({ role: 'super_admin', companies }),
    ]);
    const role = (await app.db.query(`select id from erp.roles where code = 'purchasing_manager'`)).rows[0].id;
    const tier = (body: object) => made(app, '/purchasing/approval-tiers', { company_id: company.id, ...body });
    await tier({ name: 'Head', from_amount: '0', role_id: role });
    await tier({ name: 'Director', from_amount: '1000000', user_id: director.id });
    await tier({ name: 'Board', from_amount: '900000000', permission: 'purchasing.approval_tiers.administer' });
    expect(
      refusal(
        await admin.post('/purchasing/approval-tiers', {
          company_id: company.id,
          name: 'Twice',
          from_amount: '0',
          role_id: role,
        }),
      ),
    ).toEqual([409, 'DUPLICATE']);
    const nobody = await admin.post('/purchasing/approval-tiers', {
      company_id: company.id,
      name: 'X',
      from_amount: '5',
      permission: 'a.b.c',
      user_id: director.id,
    });
    expect(nobody.body.errors.map(({ code }: Made) => code)).toEqual(['EXCLUSIVE', 'REFERENCE_NOT_FOUND']);
    const supplier_id = (await aSupplier(app)).id;
    const product_id = (await aProduct(app)).id;
    const ordered = async (unit_price: string): Promise<Made> => {
      const body = {
        company_id: company.id,
        warehouse_id: warehouse,
        supplier_id,
        currency_code: 'USD',
        lines: [{ product_id, quantity: 1, unit_price }],
      };
      const { body: order } = await app.as(buyer).post(ORDERS, body);
      return stepped(app.as(buyer), order, 'submit');
    };
    // 61.54 USD are 1,000,025 rupiah, 61.53 are 999,862.50.
    const small = await ordered('61.53');
    expect(small.company_amount).toBe('999862.50');
    expect(refusal(await step(app.as(director), small, 'approve'))).toEqual([403, 'APPROVAL_TIER_OF_OTHERS']);
    expect(await stepped(app.as(head), small, 'approve')).toMatchObject({ state: 'approved' });
    const large = await ordered('61.54');
    expect(refusal(await step(app.as(buyer), large, 'approve'))).toEqual([403, 'ORDER_APPROVER_IS_BUYER']);
    expect(await stepped(app.as(head), large, 'approve')).toMatchObject({
      state: 'submitted',
      approvals: [{ tier_name: 'Head' }],
    });
    expect(refusal(await step(app.as(head), large, 'approve'))).toEqual([409, 'APPROVED_BY_YOU_ALREADY']);
    expect(refusal(await step(app.as(both), large, 'approve'))).toEqual([403, 'APPROVAL_TIER_OF_OTHERS']);
    // What was approved before it went back does not count again.
    await stepped(app.as(buyer), large, 'withdraw');
    await stepped(app.as(buyer), large, 'submit');
    await stepped(app.as(director), large, 'approve');
    expect(await stepped(app.as(head), large, 'approve')).toMatchObject({ state: 'approved' });
    const missing = await app.as(buyer).post(ORDERS, {
      company_id: company.id,
      warehouse_id: warehouse,
      supplier_id,
      currency_code: 'JPY',
      lines: [{ product_id, quantity: 1, unit_price: '1' }],
    });
    expect(refusal(await step(app.as(buyer), missing.body, 'submit'))).toEqual([422, 'EXCHANGE_RATE_MISSING']);
  });

  it('never has the number of another, and steps are bulk in a transaction', async () => {
    const supplier_id = (await aSupplier(app)).id;
    const product_id = (await aProduct(app)).id;
    const body = { supplier_id, lines: [{ product_id, quantity: 1, unit_price: '1' }] };
    const answers = await Promise.all([...TEN, ...TEN].map(() => admin.post(ORDERS, body)));
    expect(new Set(answers.map((answer) => answer.body.number)).size).toBe(20);
    const ids = answers.map((answer) => answer.body.id as string);
    const bulk = (action: string, mode: string, who = admin) => who.post(`${ORDERS}/bulk`, { action, ids, mode });
    await stepped(admin, answers[3]!.body, 'cancel', { reason: 'x' });
    const atomic = await bulk('submit', 'atomic');
    expect([refusal(atomic), atomic.body.results[3].error_code]).toEqual([
      [409, 'PURCHASE_BULK_REFUSED'],
      'INVALID_STATE',
    ]);
    expect((await bulk('submit', 'partial')).body).toMatchObject({ succeeded: 19, failed: 1 });
    expect((await bulk('approve', 'partial')).body).toMatchObject({ succeeded: 0, failed: 20 });
    expect((await bulk('approve', 'partial', app.as(await approverOf(app)))).body).toMatchObject({ succeeded: 19 });
    expect((await read({ id: ids[0] })).state).toBe('approved');
  });

  it('is printed as a page and as a PDF, with nothing of its words taken for markup', async () => {
    const lines = Array.from({ length: 60 }, (_, n) => ({
      quantity: n + 1,
      unit_price: '1.5',
      description: '<script>alert(1)</script>',
    }));
    const product_id = (await aProduct(app, { name: 'Plush & "fur"' })).id;
    const order = await aPurchaseOrder(app, { lines: lines.map((line) => ({ ...line, product_id })) });
    const html = await admin.get(`${ORDERS}/${order.id}/print`);
    expect(html.headers['content-type']).toContain('text/html');
    expect(html.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html.text).not.toContain('<script>');
    expect(html.text).toContain('Plush &amp; &quot;fur&quot;');
    expect(html.text).toContain('DRAFT');
    expect(html.text).toContain('2745.00');
    const pdf = await admin.get(`${ORDERS}/${order.id}/pdf`);
    expect([pdf.status, pdf.headers['content-type'], pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-']);
    expect(pdf.text.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(1);
  });

  it('is seen and led only by who may', async () => {
    const order = await aPurchaseOrder(app);
    const elsewhere = await aCompany(app);
    const stranger = await app.actor({ role: 'purchasing_manager', companies: [elsewhere.id] });
    for (const path of ['', '/transitions', '/history', '/print', '/pdf'])
      expect(refusal(await app.as(stranger).get(`${ORDERS}/${order.id}${path}`))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await step(app.as(stranger), order, 'submit'))).toEqual([404, 'NOT_FOUND']);
    expect((await app.as(stranger).get(ORDERS)).body.data).toEqual([]);
    expect(
      refusal(
        await app.as(stranger).post(ORDERS, {
          company_id: app.company_id,
          supplier_id: order.supplier_id,
          lines: [{ product_id: order.lines[0].product_id, quantity: 1, unit_price: '1' }],
        }),
      ),
    ).toEqual([404, 'NOT_FOUND']);
    const stale = await admin.post(`${ORDERS}/${order.id}/submit`, {}, { 'if-match': '"9"' });
    expect(refusal(stale)).toEqual([412, 'STALE_VERSION']);
    const dry = await admin.post(`${ORDERS}/${order.id}/submit?dry_run=true`, {});
    expect([dry.status, dry.body.state, (await read(order)).state]).toEqual([200, 'submitted', 'draft']);
  });
});

describe('orders out of requisition lines', () => {
  it('are one for each supplier, as it sells, and the lines know of them', async () => {
    const [cheap, dear] = [await aSupplier(app), await aSupplier(app)];
    const [plush, eyes] = [await aProduct(app), await aProduct(app)];
    const price = (supplier_id: string, product_id: string, more: object) =>
      made(app, '/supplier-prices', { supplier_id, product_id, ...more });
    await price(cheap.id, plush.id, { price: '2', min_quantity: 20, order_multiple: 8 });
    await price(dear.id, plush.id, { price: '9' });
    await price(dear.id, eyes.id, { price: '0.25' });
    // One after the other: what comes is shared out in the order of their ids.
    const a = await anApprovedLine(app, { product_id: plush.id, quantity: 10, needed_by: '2026-07-09' });
    const b = await anApprovedLine(app, { product_id: plush.id, quantity: 13, needed_by: '2026-07-02' });
    const c = await anApprovedLine(app, { product_id: eyes.id, quantity: 50 });
    const d = await anApprovedLine(app, { product_id: eyes.id, quantity: 6, suggested_supplier_id: cheap.id });
    const body = {
      lines: [
        { requisition_line_id: a.id },
        { requisition_line_id: b.id },
        { requisition_line_id: c.id, quantity: 40 },
        { requisition_line_id: d.id, unit_price: '0.30' },
      ],
    };
    const { orders } = await made(app, `${ORDERS}/from-requisition-lines`, body);
    expect(orders).toMatchObject([
      {
        supplier_id: cheap.id,
        lines: [
          {
            product_id: plush.id,
            quantity: 24,
            unit_price: '2.000000',
            needed_on: '2026-07-02',
            requests: [{ quantity: 10 }, { quantity: 13 }],
          },
          { product_id: eyes.id, quantity: 6, unit_price: '0.300000' },
        ],
      },
      { supplier_id: dear.id, lines: [{ product_id: eyes.id, quantity: 40, unit_price: '0.250000' }] },
    ]);
    expect(await requestedLine(app, a.id)).toEqual(['ordered', 10, 0, 0, 0, 0]);
    expect(await requestedLine(app, c.id)).toEqual(['approved', 40, 0, 0, 0, 0]);
    const again = await admin.post(`${ORDERS}/from-requisition-lines`, body);
    expect(refusal(again)).toEqual([409, 'REQUISITION_LINE_NOT_OPEN']);
    expect(again.body.lines.map(({ left }: Made) => left)).toEqual([0, 0, 10, 0]);
    expect(
      refusal(await admin.patch(`${ORDERS}/${orders[0].id}`, { lines: [{ product_id: plush.id, quantity: 1 }] })),
    ).toEqual([422, 'VALIDATION_FAILED']);
    const order = orders[0];
    await stepped(admin, order, 'submit');
    await stepped(app.as(await approverOf(app)), order, 'approve');
    await stepped(admin, order, 'send');
    // The supplier has 15 of the 23 that were asked for, and of the 24 on the order.
    await stepped(admin, order, 'confirm', { lines: [{ line_no: 1, confirmed_quantity: 15 }] });
    expect([await requestedLine(app, a.id), await requestedLine(app, b.id)]).toEqual([
      ['confirmed', 10, 10, 0, 0, 0],
      ['ordered', 13, 5, 0, 0, 0],
    ]);
    await stepped(admin, order, 'cancel', { reason: 'Supplier on strike' });
    expect(await requestedLine(app, a.id)).toEqual(['approved', 0, 0, 0, 0, 0]);
    expect(
      (
        await admin.post(`${ORDERS}/from-requisition-lines`, {
          lines: [{ requisition_line_id: a.id, supplier_id: dear.id }],
        })
      ).status,
    ).toBe(201);
  });

  it('say everything at once that stands in the way', async () => {
    const product = await aProduct(app);
    const line = await anApprovedLine(app, { product_id: product.id, quantity: 5 });
    const answer = await admin.post(`${ORDERS}/from-requisition-lines`, { lines: [{ requisition_line_id: line.id }] });
    expect(answer.body.errors).toMatchObject([{ pointer: '/lines/0/supplier_id', code: 'REQUIRED' }]);
    const twice = await admin.post(`${ORDERS}/from-requisition-lines`, {
      lines: [{ requisition_line_id: line.id }, { requisition_line_id: line.id }, { requisition_line_id: product.id }],
    });
    expect(twice.body.errors.map(({ code }: Made) => code)).toEqual(['DUPLICATE', 'REFERENCE_NOT_FOUND']);
  });

  it('of ten buyers at once one orders a line, and never more than is wanted of it', async () => {
    const supplier_id = (await aSupplier(app)).id;
    const product = await aProduct(app);
    await made(app, '/supplier-prices', { supplier_id, product_id: product.id, price: '1' });
    const lines = await Promise.all(
      TEN.slice(0, 4).map(() => anApprovedLine(app, { product_id: product.id, quantity: 7 })),
    );
    const { buyer } = await purchasers(app);
    const build = (ids: string[], quantity?: number) =>
      app.as(buyer).post(`${ORDERS}/from-requisition-lines`, {
        lines: ids.map((id) => ({ requisition_line_id: id, ...(quantity && { quantity }) })),
      });
    const all = lines.map(({ id }) => id);
    const whole = await Promise.all(TEN.map((n) => build(n % 2 ? all.slice(0, 3) : all.slice(0, 3).reverse())));
    expect(statuses(whole)).toEqual({ 201: 1, 409: 9 });
    const parts = await Promise.all(TEN.map(() => build([all[3]!], 2)));
    expect(statuses(parts)).toEqual({ 201: 3, 409: 7 });
    expect(await requestedLine(app, all[3]!)).toEqual(['approved', 6, 0, 0, 0, 0]);
  });
});

describe('a change of an approved order', () => {
  const change = (order: Made, body: object, who = admin) =>
    who.post(`${ORDERS}/${order.id}/change`, { reason: 'News', ...body });

  it('is applied at once when it costs no more, and has to be confirmed anew', async () => {
    const order = await aSentOrder(app, {
      lines: [
        { quantity: 10, unit_price: '2.50' },
        { quantity: 5, unit_price: '1.00' },
      ],
    });
    await stepped(admin, order, 'confirm');
    const { body: done } = await change(order, {
      lines: [{ line_no: 1, unit_quantity: '8', unit_price: '2.75' }],
      reason: 'Less fabric',
    });
    expect(done).toMatchObject({
      revision: 2,
      state: 'applied',
      total_before: '30.00',
      total_after: '27.00',
      changes: [
        { line_no: 1, field: 'unit_quantity', to: '8' },
        { line_no: 1, field: 'quantity', from: '10', to: '8' },
        { line_no: 1, field: 'unit_price', from: '2.500000', to: '2.75' },
      ],
    });
    expect(await read(order)).toMatchObject({
      state: 'sent',
      revision: 2,
      sent_revision: 1,
      total_amount: '27.00',
      lines: [{ quantity: 8, confirmed_quantity: null }, { confirmed_quantity: 5 }],
    });
    expect(await stepped(admin, order, 'resend')).toMatchObject({ sent_revision: 2 });
    expect(refusal(await change(order, { lines: [{ line_no: 1, unit_price: '2.750' }] }))).toEqual([
      409,
      'NOTHING_CHANGES',
    ]);
    const wrong = await change(order, {
      lines: [{ line_no: 7 }, { line_no: 1, cancel: true }, { line_no: 2, cancel: true }],
    });
    expect(wrong.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`)).toEqual([
      '/lines/0/line_no REFERENCE_NOT_FOUND',
    ]);
    const nothing = await change(order, {
      lines: [
        { line_no: 1, cancel: true },
        { line_no: 2, cancel: true },
      ],
    });
    expect(nothing.body.errors).toMatchObject([{ pointer: '/lines', code: 'NOT_ALLOWED' }]);
    // The line that waited for its confirmation is no longer wanted: what is left is confirmed.
    expect((await change(order, { lines: [{ line_no: 1, cancel: true }] })).body.state).toBe('applied');
    expect(await read(order)).toMatchObject({ state: 'confirmed', revision: 3, total_amount: '5.00' });
    expect(refusal(await change(await aPurchaseOrder(app), { lines: [] }))).toEqual([409, 'INVALID_STATE']);
  });

  it('waits for its approval when it costs more than was approved, and the order stays as it is', async () => {
    const order = await aSentOrder(app);
    const product_id = (await aProduct(app)).id;
    const { body: waiting } = await change(order, { added_lines: [{ product_id, quantity: 2, unit_price: '3.00' }] });
    expect(waiting).toMatchObject({ state: 'pending', total_after: '31.00', company_amount: '31.00' });
    expect(await read(order)).toMatchObject({
      revision: 1,
      total_amount: '25.00',
      pending_change_id: waiting.id,
      line_count: 1,
    });
    expect(refusal(await change(order, { lines: [{ line_no: 1, unit_quantity: '9' }] }))).toEqual([
      409,
      'ORDER_CHANGE_PENDING',
    ]);
    const decide = (event: string, who: Caller, body: object = {}) =>
      who.post(`/purchasing/order-changes/${waiting.id}/${event}`, body);
    expect(refusal(await decide('approve', admin))).toEqual([403, 'ORDER_APPROVER_IS_BUYER']);
    const boss = app.as(await approverOf(app));
    expect((await decide('approve', boss)).body).toMatchObject({ state: 'applied' });
    expect(refusal(await decide('reject', boss, { reason: 'x' }))).toEqual([409, 'INVALID_STATE']);
    expect(await read(order)).toMatchObject({
      revision: 2,
      total_amount: '31.00',
      company_amount: '31.00',
      line_count: 2,
      pending_change_id: null,
    });
    // Up to what is approved now a change needs nobody again.
    expect((await change(order, { lines: [{ line_no: 1, unit_price: '2.40' }] })).body.state).toBe('applied');
    expect((await change(order, { lines: [{ line_no: 1, unit_price: '2.50' }] })).body.state).toBe('applied');
    const { body: refused } = await change(order, { lines: [{ line_no: 1, unit_quantity: '100' }] });
    expect((await boss.post(`/purchasing/order-changes/${refused.id}/reject`, { reason: 'No' })).body.state).toBe(
      'rejected',
    );
    const { body: again } = await change(order, { lines: [{ line_no: 1, unit_quantity: '90' }] });
    expect([
      again.revision,
      (await admin.post(`/purchasing/order-changes/${again.id}/withdraw`, { reason: 'No' })).body.state,
    ]).toEqual([5, 'withdrawn']);
    const { body: list } = await admin.get(`/purchasing/order-changes?order_id=${order.id}&sort=created_at`);
    const { body: last } = await change(order, { lines: [{ line_no: 1, unit_quantity: '90' }] });
    await stepped(admin, order, 'cancel', { reason: 'Enough' });
    expect(
      (await admin.get(`/purchasing/order-changes/${last.id}/history`)).body.map(({ event }: Made) => event),
    ).toEqual(['create', 'withdraw']);
    expect(list.data.map(({ state }: Made) => state)).toEqual([
      'applied',
      'applied',
      'applied',
      'rejected',
      'withdrawn',
    ]);
    expect(
      (await admin.get(`/purchasing/order-changes/${waiting.id}/history`)).body.map(({ event }: Made) => event),
    ).toEqual(['create', 'approve']);
  });

  it('gives back to requisitions what is no longer ordered for them', async () => {
    const supplier_id = (await aSupplier(app)).id;
    const product = await aProduct(app);
    const [a, b] = [
      await anApprovedLine(app, { product_id: product.id, quantity: 6 }),
      await anApprovedLine(app, { product_id: product.id, quantity: 6 }),
    ];
    const lines = [a, b].map(({ id }) => ({ requisition_line_id: id, supplier_id, unit_price: '1' }));
    const { orders } = await made(app, `${ORDERS}/from-requisition-lines`, { lines });
    await stepped(admin, orders[0], 'submit');
    await stepped(app.as(await approverOf(app)), orders[0], 'approve');
    expect((await change(orders[0], { lines: [{ line_no: 1, unit_quantity: '8' }] })).body.state).toBe('applied');
    const left = [await requestedLine(app, a.id), await requestedLine(app, b.id)];
    expect(left.map(([, ordered]) => ordered).sort()).toEqual([2, 6]);
  });

  it('of ten at once leaves one revision each, and none is lost', async () => {
    const order = await aSentOrder(app, { lines: [{ quantity: 100, unit_price: '1.00' }] });
    const answers = await Promise.all(
      TEN.map((n) => change(order, { lines: [{ line_no: 1, description: `Version ${n}` }] })),
    );
    expect(statuses(answers)).toEqual({ 200: 10 });
    expect(answers.map(({ body }) => body.revision).sort((x, y) => x - y)).toEqual(TEN.map((n) => n + 2));
  });
});

it('takes the tolerance of the supplier and the nearest category, which stays with the line', async () => {
  const [parent, other] = [await aCategory(app), await aCategory(app)];
  const child = await aCategory(app, { parent_id: parent.id });
  const supplier = await aSupplier(app);
  const tolerance = (body: object) => made(app, '/purchasing/tolerances', { under_percent: '0', ...body });
  await tolerance({ over_percent: '1', under_percent: '50' });
  await tolerance({ over_percent: '10', category_id: parent.id });
  await tolerance({ over_percent: '20', supplier_id: supplier.id });
  const nearest = await tolerance({ over_percent: '30', supplier_id: supplier.id, category_id: parent.id });
  expect(
    refusal(
      await admin.post('/purchasing/tolerances', { over_percent: '5', under_percent: '1', supplier_id: supplier.id }),
    ),
  ).toEqual([409, 'DUPLICATE']);
  const [plain, inChild, inOther] = await Promise.all([
    aProduct(app),
    aProduct(app, { category_id: child.id }),
    aProduct(app, { category_id: other.id }),
  ]);
  const quantities = async (supplier_id?: string): Promise<unknown> => {
    const lines = [plain, inChild, inOther].map(({ id }) => ({ product_id: id, quantity: 100, unit_price: '1' }));
    const order = await aPurchaseOrder(app, { lines, ...(supplier_id && { supplier_id }) });
    return order.lines.map(({ least_quantity, most_quantity }: Made) => [least_quantity, most_quantity]);
  };
  expect(await quantities()).toEqual([
    [50, 101],
    [100, 110],
    [50, 101],
  ]);
  expect(await quantities(supplier.id)).toEqual([
    [100, 120],
    [100, 130],
    [100, 120],
  ]);
  await admin.post(`/purchasing/tolerances/${nearest.id}/deactivate`);
  expect(await quantities(supplier.id)).toEqual([
    [100, 120],
    [100, 120],
    [100, 120],
  ]);
  const { body } = await admin.get('/purchasing/tolerances?is_active=true');
  for (const { id } of body.data) expect((await admin.delete(`/purchasing/tolerances/${id}`)).status).toBe(204);
});

it('takes the same few statements however many lines there are', async () => {
  const products = await Promise.all(TEN.map(() => aProduct(app)));
  const supplier_id = (await aSupplier(app)).id;
  const counted = async (count: number): Promise<number> => {
    // Whose session was looked at a moment ago is not looked at again.
    await admin.get(`${ORDERS}?limit=1`);
    return statementsOf(async () => {
      const lines = Array.from({ length: count }, (_, n) => ({
        product_id: products[n % 10]!.id,
        quantity: 1,
        unit_price: '1',
        description: unique('D'),
      }));
      await made(app, ORDERS, { supplier_id, lines });
    });
  };
  await counted(1);
  expect(await counted(200)).toBe(await counted(1));
});
