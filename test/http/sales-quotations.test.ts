import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aCustomer, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { SALES_ORDERS, aSoldProduct, refused } from '../support/sales.js';
import { statementsOf } from '../support/statements.js';

const QUOTATIONS = '/sales/quotations';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

async function aQuotation(given: object = {}): Promise<Made> {
  const customer_id = (await aCustomer(app)).id;
  const lines = [{ product_id: (await aSoldProduct(app)).id, quantity: 10, unit_price: '2.50', tax_percent: '10' }];
  return made(app, QUOTATIONS, { customer_id, lines, ...given });
}

const step = (who: Caller, { id }: Made, event: string, body: object = {}, headers = {}) =>
  who.post(`${QUOTATIONS}/${id}/${event}`, body, headers);

async function stepped(quotation: Made, event: string, body: object = {}): Promise<Made> {
  const answer = await step(admin, quotation, event, body);
  if (answer.status !== 200) throw new Error(`${event} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** As if its days had gone by. */
const pastItsDay = (id: string) =>
  app.db.query(
    `update erp.sales_quotations set quoted_on = current_date - 9, valid_until = current_date - 1 where id = $1`,
    [id],
  );

describe('a quotation', () => {
  it('is drafted, sent, revised and won, and its order has the prices that were offered', async () => {
    const seller = app.as(await app.actor({ role: 'sales' }));
    const { body: draft, status } = await seller.post(QUOTATIONS, {
      customer_id: (await aCustomer(app, { address: 'Jl. Braga 12' })).id,
      quoted_on: '2026-03-01',
      valid_until: '2999-12-31',
      freight_amount: '5.00',
      lines: [{ product_id: (await aSoldProduct(app)).id, quantity: 10, unit_price: '2.50', tax_percent: '10' }],
    });
    expect(status).toBe(201);
    expect(draft).toMatchObject({
      number: expect.stringMatching(/^SQ-\d{6}$/),
      ...{ state: 'draft', revision: 1, total_amount: '32.50', is_expired: false, order_id: null },
    });
    const at = `${QUOTATIONS}/${draft.id}`;
    expect(refused(await step(seller, draft, 'win'))).toEqual([409, 'INVALID_STATE']);
    expect((await step(seller, draft, 'send')).body).toMatchObject({ state: 'sent', sent_at: expect.any(String) });
    expect(refused(await seller.patch(at, { notes: 'x' }))).toEqual([409, 'INVALID_STATE']);
    expect((await step(seller, draft, 'revise', { reason: 'Too dear' })).body).toMatchObject({
      state: 'draft',
      revision: 2,
    });
    const lines = [{ product_id: draft.lines[0].product_id, quantity: 10, unit_price: '2.40', tax_percent: '10' }];
    expect((await seller.patch(at, { lines, freight_amount: '0.00' })).body).toMatchObject({ total_amount: '26.40' });
    expect((await seller.patch(at, { notes: 'Samples' })).body).toMatchObject({
      total_amount: '26.40',
      notes: 'Samples',
    });
    await step(seller, draft, 'send');
    const { body: versions } = await seller.get(`${at}/versions`);
    expect(versions).toMatchObject([
      { revision: 1, total_amount: '32.50', document: { lines: [{ unit_price: '2.500000' }] } },
      { revision: 2, total_amount: '26.40', document: { lines: [{ unit_price: '2.400000' }] } },
    ]);
    const key = { 'idempotency-key': crypto.randomUUID() };
    const { body: won } = await step(seller, draft, 'win', { customer_reference: 'PO-1' }, key);
    expect(won).toMatchObject({ state: 'won', order_id: expect.any(String) });
    expect((await step(seller, draft, 'win', { customer_reference: 'PO-1' }, key)).body).toEqual(won);
    const { body: order } = await seller.get(`${SALES_ORDERS}/${won.order_id}`);
    expect(order).toMatchObject({
      ...{
        state: 'draft',
        customer_reference: 'PO-1',
        ship_to_address: 'Jl. Braga 12',
        notes: 'Samples',
        total_amount: '26.40',
      },
      lines: [{ price_source: 'quotation', price_id: won.lines[0].id, unit_price: '2.400000', quantity: 10 }],
    });
    const { body: history } = await seller.get(`${at}/history`);
    expect(history.map(({ event }: Made) => event)).toEqual(['create', 'send', 'revise', 'send', 'win']);
  });

  it('expires by its last day, and is not sent or won after it', async () => {
    const [sent, draft] = [await aQuotation(), await aQuotation()];
    await stepped(sent, 'send');
    await pastItsDay(sent.id);
    await pastItsDay(draft.id);
    expect((await admin.get(`${QUOTATIONS}/${sent.id}`)).body.is_expired).toBe(true);
    expect((await admin.get(`${QUOTATIONS}/${draft.id}`)).body.is_expired).toBe(false);
    expect(refused(await step(admin, sent, 'win'))).toEqual([409, 'SALES_QUOTATION_EXPIRED']);
    expect(refused(await step(admin, draft, 'send'))).toEqual([409, 'SALES_QUOTATION_EXPIRED']);
    const { body: may } = await admin.get(`${QUOTATIONS}/${sent.id}/transitions`);
    expect(may.find(({ event }: Made) => event === 'win')).toMatchObject({
      allowed: false,
      reasons: [{ code: 'SALES_QUOTATION_EXPIRED' }],
    });
    const expired = await admin.get(`${QUOTATIONS}?expired=true`);
    expect(expired.body.data.map(({ id }: Made) => id)).toEqual([sent.id]);
    await stepped(sent, 'revise', { reason: 'Still wanted' });
    expect((await admin.patch(`${QUOTATIONS}/${sent.id}`, { valid_until: '2999-01-01' })).status).toBe(200);
    await stepped(sent, 'send');
    expect((await stepped(sent, 'win')).state).toBe('won');
  });

  it('is lost or cancelled with a reason', async () => {
    const [lost, cancelled] = [await aQuotation(), await aQuotation()];
    await stepped(lost, 'send');
    expect(refused(await step(admin, lost, 'lose'))).toEqual([422, 'VALIDATION_FAILED']);
    expect(await stepped(lost, 'lose', { reason: 'Too slow' })).toMatchObject({
      state: 'lost',
      end_reason: 'Too slow',
    });
    expect(await stepped(cancelled, 'cancel', { reason: 'Asked twice' })).toMatchObject({ state: 'cancelled' });
    expect(refused(await step(admin, cancelled, 'send'))).toEqual([409, 'INVALID_STATE']);
    expect(
      (await admin.get(`${QUOTATIONS}?state=lost,cancelled&customer_id=${lost.customer_id}`)).body.data,
    ).toMatchObject([{ id: lost.id }]);
    expect(refused(await admin.get(`${QUOTATIONS}?state=open`))).toEqual([400, 'UNKNOWN_QUERY_PARAMETER']);
  });

  it('is refused with everything that is wrong with it, and won by one of two', async () => {
    const answer = await admin.post(QUOTATIONS, {
      ...{ customer_id: app.company_id, currency_code: 'QQQ', payment_terms_id: app.company_id },
      ...{ quoted_on: '2026-03-02', valid_until: '2026-03-01', lines: [{ product_id: app.company_id, quantity: 1 }] },
    });
    expect(answer.body.errors.map(({ pointer, code }: Made) => `${pointer} ${code}`).sort()).toEqual([
      '/currency_code REFERENCE_NOT_FOUND',
      '/customer_id REFERENCE_NOT_FOUND',
      '/lines/0/product_id REFERENCE_NOT_FOUND',
      '/payment_terms_id REFERENCE_NOT_FOUND',
      '/valid_until TOO_SMALL',
    ]);
    const quotation = await aQuotation();
    await stepped(quotation, 'send');
    const both = await Promise.all([step(admin, quotation, 'win'), step(admin, quotation, 'win')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { rows } = await app.db.query('select id from erp.sales_orders where customer_id = $1', [
      quotation.customer_id,
    ]);
    expect(rows).toHaveLength(1);
    const gone = await aQuotation();
    await stepped(gone, 'send');
    await admin.post(`/customers/${gone.customer_id}/deactivate`, {});
    expect(refused(await step(admin, gone, 'win'))).toEqual([409, 'CUSTOMER_INACTIVE']);
    expect(
      refused(
        await admin.post(QUOTATIONS, {
          customer_id: gone.customer_id,
          lines: [{ product_id: gone.lines[0].product_id, quantity: 1, unit_price: '1' }],
        }),
      ),
    ).toEqual([409, 'CUSTOMER_INACTIVE']);
  });

  it('is seen and led only by who may', async () => {
    const quotation = await aQuotation();
    const stranger = app.as(await app.actor({ role: 'admin', companies: [(await aCompany(app)).id] }));
    for (const path of ['', '/versions', '/transitions', '/history'])
      expect(refused(await stranger.get(`${QUOTATIONS}/${quotation.id}${path}`))).toEqual([404, 'NOT_FOUND']);
    for (const event of ['send', 'revise', 'win', 'lose', 'cancel'])
      expect(
        refused(await step(stranger, quotation, event, ['send', 'win'].includes(event) ? {} : { reason: 'x' })),
      ).toEqual([404, 'NOT_FOUND']);
    expect(refused(await stranger.patch(`${QUOTATIONS}/${quotation.id}`, { notes: 'x' }))).toEqual([404, 'NOT_FOUND']);
    const reader = app.as(await app.actor({ role: 'auditor' }));
    expect(refused(await step(reader, quotation, 'send'))).toEqual([403, 'FORBIDDEN']);
    expect(refused(await step(admin, quotation, 'send', {}, { 'if-match': '"9"' }))).toEqual([412, 'STALE_VERSION']);
  });

  it('costs as many statements with fifty lines as with two', async () => {
    const product = await aSoldProduct(app, { list_price: '3' });
    const counts: number[] = [];
    for (const count of [2, 50]) {
      const lines = Array.from({ length: count }, () => ({ product_id: product.id, quantity: 1 }));
      const customer_id = (await aCustomer(app)).id;
      let quotation: Made;
      counts.push(await statementsOf(async () => (quotation = await made(app, QUOTATIONS, { customer_id, lines }))));
      counts.push(
        await statementsOf(() => stepped(quotation, 'send')),
        await statementsOf(() => stepped(quotation, 'win')),
      );
    }
    expect(counts.slice(3)).toEqual(counts.slice(0, 3));
  });
});
