import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, anOrder, inStock, stockOf } from '../support/production.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const orders = '/ppic/manufacturing-orders';
const report = (id: string, body: object): Promise<Made> => act(app, id, 'reports', body);
const orderOf = async (id: string): Promise<Made> => (await app.as(app.admin).get(`${orders}/${id}`)).body;

async function locationStock(productId: string): Promise<Record<string, number>> {
  const { rows } = await app.db.query<{ code: string; on_hand: string }>(
    `select l.code, s.on_hand from erp.stock_balances s join erp.locations l on l.id = s.location_id where s.product_id = $1 and s.on_hand > 0`,
    [productId],
  );
  return Object.fromEntries(rows.map(({ code, on_hand }) => [code, Number(on_hand)]));
}

async function variances(orderId: string): Promise<string> {
  const { rows } = await app.db.query<{ sum: string }>(
    'select coalesce(sum(variance_value), 0)::numeric(15,2)::text as sum from erp.stock_value_adjustments where source_id = $1',
    [orderId],
  );
  return rows[0]!.sum;
}

describe('reporting production', () => {
  it('consumes in ten reports of one what one report of ten does', async () => {
    // 2 of 3, with 2.5 % scrap: 10 pieces need ceil(10 * 2/3 * 1.025) = ceil(6.83) = 7; single ceilings would come to 10.
    const line = { quantity: 2, scrap_percent: '2.5', stock: 100, unit_cost: '3' };
    const one = await aWorkshop(app, [line], { output_quantity: 3 });
    const ten = await aWorkshop(app, [line], { output_quantity: 3 });
    const inOne = await aStartedOrder(app, one.product.id, 10);
    const inTen = await aStartedOrder(app, ten.product.id, 10);
    await report(inOne.id, { good_quantity: 10 });
    for (let i = 0; i < 10; i++) await report(inTen.id, { good_quantity: 1 });
    expect(await stockOf(app, one.components[0].id)).toEqual({ on_hand: 93, reserved: 0, value: '279.00' });
    expect(await stockOf(app, ten.components[0].id)).toEqual({ on_hand: 93, reserved: 0, value: '279.00' });
  });

  it('puts good pieces into stock, rejected ones on hold with their value, and lost ones nowhere', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 100, unit_cost: '5' }]);
    const order = await aStartedOrder(app, product.id, 10);
    const posted = await report(order.id, {
      good_quantity: 5,
      rejected_quantity: 2,
      rejected_reason_code: 'DEFECT',
      lost_quantity: 1,
      lost_reason_code: 'SETUP',
      notes: 'first shift',
    });
    // 8 pieces processed: 16 components, 80.00. 7 received at 10.00: 70.00; 10.00 of the lost piece is still in progress.
    expect(posted).toMatchObject({
      good_quantity: 5,
      rejected_quantity: 2,
      rejected_reason_code: 'DEFECT',
      lost_quantity: 1,
      lost_reason_code: 'SETUP',
      notes: 'first shift',
      material_value: '80.00',
      output_value: '70.00',
    });
    expect(await locationStock(product.id)).toEqual({ STOCK: 5, HOLD: 2 });
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 84, reserved: 4 });
    expect(await orderOf(order.id)).toMatchObject({
      good_quantity: 5,
      rejected_quantity: 2,
      lost_quantity: 1,
      remaining_quantity: 5,
      work_in_progress: '10.00',
    });

    const completed = await act(app, order.id, 'complete', { actual_quantity: 10 });
    // 5 more good ones: 13 processed, 26 components, 130.00; 12 received at 10.00 = 120.00.
    expect(completed).toMatchObject({
      good_quantity: 10,
      material_value: '130.00',
      output_value: '120.00',
      work_in_progress: '10.00',
    });
    await act(app, order.id, 'close');
    // The lost piece's 10.00 lies on the 12 that are there.
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 12, reserved: 0, value: '130.00' });
    expect(await variances(order.id)).toBe('0.00');
  });

  it('carries no value into waste (MFG-03)', async () => {
    // 20 C at 1 make one good P and one that is lost: the good one costs 20.00.
    const { product } = await aWorkshop(app, [{ quantity: 10, stock: 20, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 2);
    await report(order.id, { good_quantity: 1, lost_quantity: 1, lost_reason_code: 'BREAKAGE' });
    await act(app, order.id, 'short-close', { reason: 'one was lost' });
    expect(await act(app, order.id, 'close')).toMatchObject({
      state: 'closed',
      material_value: '20.00',
      variance_status: 'major',
    });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 1, reserved: 0, value: '20.00' });
  });

  it('splits the cost over by-products by their shares (MFG-02)', async () => {
    // 4 C at 5 make 1 P, 1 M (25 %) and 2 W (0 %). 4 P: 80 in; P 15.0000 each, M 5.0000, W nothing.
    const { product, components } = await aWorkshop(app, [
      { quantity: 4, stock: 16, unit_cost: '5' },
      { quantity: 1, kind: 'co_product', cost_share_percent: '25' },
      { quantity: 2, kind: 'by_product', cost_share_percent: '0' },
    ]);
    const order = await aStartedOrder(app, product.id, 4);
    expect(order.outputs).toMatchObject([
      { kind: 'co_product', planned_quantity: 4, cost_share_percent: '25.0000', planned_unit_cost: '5.000000' },
      { kind: 'by_product', planned_quantity: 8, cost_share_percent: '0.0000', planned_unit_cost: '0.000000' },
    ]);
    const posted = await report(order.id, { good_quantity: 1 });
    expect(
      posted.lines
        .filter((line: Made) => line.direction === 'yielded')
        .map((line: Made) => line.quantity)
        .sort(),
    ).toEqual([1, 2]);
    await act(app, order.id, 'complete', { actual_quantity: 4 });
    await act(app, order.id, 'close');
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 4, reserved: 0, value: '60.00' });
    expect(await stockOf(app, components[1].id)).toEqual({ on_hand: 4, reserved: 0, value: '20.00' });
    expect(await stockOf(app, components[2].id)).toEqual({ on_hand: 8, reserved: 0, value: '0.00' });
  });
});

describe('a true-up over several outputs', () => {
  it('leaves nothing in progress and every output its share of what really went in', async () => {
    // Planned: 4 C at 5 for 4 P and 4 M (25 %): 20.00. Really: 8 more C are issued by hand, 60.00 in all; 45.00 to P, 15.00 to M.
    const { product, components } = await aWorkshop(app, [
      { quantity: 1, stock: 12, unit_cost: '5' },
      { quantity: 1, kind: 'co_product', cost_share_percent: '25' },
    ]);
    const order = await aStartedOrder(app, product.id, 4);
    await report(order.id, { good_quantity: 4 });
    await act(app, order.id, 'issues', { lines: [{ product_id: components[0].id, quantity: 8 }] });
    await act(app, order.id, 'complete', { actual_quantity: 4 });
    expect(await act(app, order.id, 'close')).toMatchObject({ work_in_progress: '0.00' });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 4, reserved: 0, value: '45.00' });
    expect(await stockOf(app, components[1].id)).toEqual({ on_hand: 4, reserved: 0, value: '15.00' });
    expect(await variances(order.id)).toBe('0.00');
  });
});

describe('issuing by hand', () => {
  it('takes components out at once, and no report takes them again', async () => {
    const { product, components } = await aWorkshop(app, [
      { quantity: 2, stock: 100, unit_cost: '5' },
      { quantity: 1, stock: 50, unit_cost: '8', issue_method: 'manual' },
    ]);
    const [cloth, box] = components;
    const order = await aStartedOrder(app, product.id, 10);
    const issue = await act(app, order.id, 'issues', {
      lines: [
        { product_id: cloth.id, quantity: 12 },
        { product_id: box.id, quantity: 11 },
      ],
      notes: 'kit',
    });
    expect(issue).toMatchObject({
      kind: 'issue',
      posting_no: 1,
      material_value: '148.00',
      output_value: '0.00',
      notes: 'kit',
    });
    expect(await stockOf(app, cloth.id)).toMatchObject({ on_hand: 88, reserved: 8 });
    // 11 boxes: the 10 held, and one that was free.
    expect(await stockOf(app, box.id)).toMatchObject({ on_hand: 39, reserved: 0 });
    await report(order.id, { good_quantity: 6 });
    expect(await stockOf(app, cloth.id)).toMatchObject({ on_hand: 88, reserved: 8 });
    await act(app, order.id, 'complete', { actual_quantity: 10 });
    await act(app, order.id, 'close');
    // 20 cloth at 5 and 11 boxes at 8: 188.00 for ten, where 180.00 was planned.
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 10, reserved: 0, value: '188.00' });
    const issues = await app.as(app.admin).get(`${orders}/${order.id}/issues`);
    expect(issues.body.data).toHaveLength(1);
    const reports = await app.as(app.admin).get(`${orders}/${order.id}/reports`);
    expect(reports.body.data.map((row: Made) => row.kind)).toEqual(['report', 'completion']);
  });

  it('is asked for before completion when nothing was ever issued', async () => {
    const { product, components } = await aWorkshop(app, [
      { quantity: 1, stock: 10, unit_cost: '1', issue_method: 'manual' },
    ]);
    const order = await aStartedOrder(app, product.id, 2);
    const answer = await app.as(app.admin).post(`${orders}/${order.id}/complete`, { actual_quantity: 2 });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      error_code: 'COMPONENTS_NOT_ISSUED',
      components: [{ sku: components[0].sku, required_quantity: 2 }],
    });
    expect((await orderOf(order.id)).state).toBe('in_progress');
  });

  it('takes products beside the bill, and takes them back', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const {
      components: [glue],
    } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '4' }]);
    const order = await aStartedOrder(app, product.id, 2);
    const issue = await act(app, order.id, 'issues', { lines: [{ product_id: glue.id, quantity: 3 }] });
    expect((await orderOf(order.id)).components).toMatchObject([
      { line_no: 1 },
      { line_no: 2, sku: glue.sku, required_quantity: 0, issued_quantity: 3 },
    ]);
    const reversed = await act(app, order.id, `issues/${issue.id}/reverse`, { reason: 'wrong drum' });
    expect(reversed).toMatchObject({ id: issue.id, reversal_reason: 'wrong drum', reversed_by: app.admin.id });
    expect(await stockOf(app, glue.id)).toEqual({ on_hand: 10, reserved: 0, value: '40.00' });
    expect((await orderOf(order.id)).work_in_progress).toBe('0.00');
  });

  it('takes from the location named', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 2);
    const hold = (
      await app.db.query(`select id from erp.locations where code = 'HOLD' and company_id = $1`, [app.company_id])
    ).rows[0]!.id;
    const answer = await app.as(app.admin).post(`${orders}/${order.id}/issues`, {
      lines: [{ product_id: components[0].id, quantity: 1, from_location_id: hold }],
    });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      error_code: 'INSUFFICIENT_STOCK',
      shortages: [{ sku: components[0].sku, location_code: 'HOLD', requested: 1, available: 0 }],
    });
  });
});

describe('the cost of an order', () => {
  it('is trued up at close: what is on hand takes its share, what has left is a variance', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '10' }]);
    const order = await aStartedOrder(app, product.id, 4);
    expect(order.planned_unit_cost).toBe('10.000000');
    // The average doubles after release: 10 at 10 and 10 at 30 are 20 at 20. Four components cost 80.00, and 40.00 was planned.
    await inStock(app, components[0].id, 10, '30');
    await act(app, order.id, 'complete', { actual_quantity: 4 });
    expect(await orderOf(order.id)).toMatchObject({
      material_value: '80.00',
      output_value: '40.00',
      work_in_progress: '40.00',
    });
    // One of the four is gone before the close: three quarters of 40.00 lie on the three that are there, 10.00 is a variance.
    await issueOne(product.id);
    expect(await act(app, order.id, 'close')).toMatchObject({ work_in_progress: '0.00' });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 3, reserved: 0, value: '60.00' });
    expect(await variances(order.id)).toBe('10.00');
  });

  it('is received for no more than went in', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 4, unit_cost: '100' }]);
    const order = await aStartedOrder(app, product.id, 4);
    // The average falls after release: 4 at 100 and 4 at 20 are 8 at 60. Four cost 240.00, and 400.00 was planned.
    await inStock(app, components[0].id, 4, '20');
    await act(app, order.id, 'complete', { actual_quantity: 4 });
    expect(await orderOf(order.id)).toMatchObject({
      material_value: '240.00',
      output_value: '240.00',
      work_in_progress: '0.00',
    });
    await act(app, order.id, 'close');
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 4, reserved: 0, value: '240.00' });
  });

  it('divides into thirds without losing a cent', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 1, unit_cost: '100' }], { output_quantity: 3 });
    const order = await aStartedOrder(app, product.id, 3);
    expect(order.planned_unit_cost).toBe('33.333333');
    for (let i = 0; i < 3; i++) await report(order.id, { good_quantity: 1 });
    // 3 x 33.33 = 99.99; the cent is in progress until the close.
    expect((await orderOf(order.id)).work_in_progress).toBe('0.01');
    await act(app, order.id, 'complete', { actual_quantity: 3 });
    await act(app, order.id, 'close');
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 3, reserved: 0, value: '100.00' });
  });

  it('becomes a variance when nothing came of it', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 5, unit_cost: '7' }]);
    const order = await aStartedOrder(app, product.id, 5);
    await report(order.id, { lost_quantity: 5, lost_reason_code: 'BREAKAGE' });
    await act(app, order.id, 'short-close', { reason: 'all broken' });
    expect(await act(app, order.id, 'close')).toMatchObject({
      work_in_progress: '0.00',
      actual_quantity: 0,
      variance_percent: '-100.0000',
    });
    expect(await variances(order.id)).toBe('35.00');
  });
});

describe('completing', () => {
  it('posts what is left to the total, and refuses less than was reported', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 20, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 8);
    await report(order.id, { good_quantity: 5 });
    const less = await app.as(app.admin).post(`${orders}/${order.id}/complete`, { actual_quantity: 4 });
    expect(less.status).toBe(409);
    expect(less.body).toMatchObject({ error_code: 'LESS_THAN_REPORTED', good_quantity: 5, actual_quantity: 4 });
    await act(app, order.id, 'complete', { actual_quantity: 8 });
    const reports = await app.as(app.admin).get(`${orders}/${order.id}/reports`);
    expect(reports.body.data.map((row: Made) => row.good_quantity)).toEqual([5, 3]);
    expect((await stockOf(app, product.id)).on_hand).toBe(8);
  });

  it('refuses more than 10 % off the plan without the override and its permission', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 10);
    const foreman = await app.actor({
      permissions: ['ppic.manufacturing_orders.read', 'ppic.manufacturing_orders.complete'],
    });
    const path = `${orders}/${order.id}/complete`;
    const refused = await app.as(foreman).post(path, { actual_quantity: 8 });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      error_code: 'QUANTITY_VARIANCE',
      planned_quantity: 10,
      actual_quantity: 8,
      variance_percent: '-20.0000',
      variance_status: 'major',
    });
    const forbidden = await app.as(foreman).post(path, { actual_quantity: 8, variance_override: true });
    expect([forbidden.status, forbidden.body.error_code]).toEqual([403, 'FORBIDDEN']);
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 100, reserved: 10 });
    const manager = await app.actor({ permissions: ['ppic.*.*'] });
    const done = await app.as(manager).post(path, { actual_quantity: 8, variance_override: true });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ actual_quantity: 8, variance_percent: '-20.0000', variance_status: 'major' });
    // The two that were held and not needed are free again.
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 92, reserved: 0 });
  });

  it('takes 10 % without a word, over and under', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const over = await aStartedOrder(app, product.id, 10);
    expect(await act(app, over.id, 'complete', { actual_quantity: 11 })).toMatchObject({
      variance_percent: '10.0000',
      variance_status: 'minor',
    });
    const under = await aStartedOrder(app, product.id, 10);
    expect(await act(app, under.id, 'complete', { actual_quantity: 9 })).toMatchObject({
      variance_percent: '-10.0000',
      variance_status: 'minor',
    });
  });

  it('refuses without a trace when components are missing', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 10);
    const answer = await app.as(app.admin).post(`${orders}/${order.id}/complete`, { actual_quantity: 11 });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      error_code: 'INSUFFICIENT_STOCK',
      shortages: [{ sku: components[0].sku, requested: 11, available: 10 }],
    });
    expect(await orderOf(order.id)).toMatchObject({ state: 'in_progress', good_quantity: 0, version: order.version });
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 10, reserved: 10 });
  });
});

describe('reversing a report', () => {
  it('posts the counter-movement; the order counts as if it had not been, and the next report heals the rounding', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '9' }], {
      output_quantity: 3,
    });
    const order = await aStartedOrder(app, product.id, 9);
    const first = await report(order.id, { good_quantity: 1 });
    await report(order.id, { good_quantity: 1 });
    // The first report opened a component for three pieces; without it the second has none until the next report.
    const reversed = await act(app, order.id, `reports/${first.id}/reverse`, { reason: 'counted twice' });
    expect(reversed).toMatchObject({ id: first.id, reversal_reason: 'counted twice' });
    expect(await orderOf(order.id)).toMatchObject({ good_quantity: 1, state: 'in_progress' });
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 10 });
    await act(app, order.id, 'complete', { actual_quantity: 9 });
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 7, reserved: 0 });
    await act(app, order.id, 'close');
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 9, reserved: 0, value: '27.00' });
  });

  it('happens once, in any state before the close, and never to what has moved on', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 4);
    const posted = await report(order.id, { good_quantity: 4 });
    await act(app, order.id, 'complete', { actual_quantity: 4 });
    const path = `${orders}/${order.id}/reports/${posted.id}/reverse`;
    await issueOne(product.id);
    const moved = await app.as(app.admin).post(path, { reason: 'x' });
    expect([moved.status, moved.body.error_code]).toEqual([409, 'INSUFFICIENT_STOCK']);
    await inStock(app, product.id, 1, '1');
    expect((await app.as(app.admin).post(path, { reason: 'x' })).status).toBe(200);
    const again = await app.as(app.admin).post(path, { reason: 'x' });
    expect([again.status, again.body.error_code]).toEqual([409, 'POSTING_ALREADY_REVERSED']);
    expect(await orderOf(order.id)).toMatchObject({ state: 'completed', good_quantity: 0, actual_quantity: 0 });
    await act(app, order.id, 'close');
    const closed = await app.as(app.admin).post(path, { reason: 'x' });
    expect([closed.status, closed.body.error_code]).toEqual([409, 'INVALID_STATE']);
  });

  it('lets an order be cancelled after all', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 4);
    const posted = await report(order.id, { good_quantity: 1 });
    const refused = await app.as(app.admin).post(`${orders}/${order.id}/cancel`, { reason: 'no demand' });
    expect([refused.status, refused.body.error_code]).toEqual([409, 'OUTPUT_POSTED']);
    await act(app, order.id, `reports/${posted.id}/reverse`, { reason: 'wrong order' });
    expect(await act(app, order.id, 'cancel', { reason: 'no demand' })).toMatchObject({
      state: 'cancelled',
      work_in_progress: '0.00',
    });
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 10, reserved: 0, value: '10.00' });
  });
});

describe('cancelling', () => {
  it('in production returns what was not used, at what it was taken for, and keeps what was', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 30, unit_cost: '3' }]);
    const order = await aStartedOrder(app, product.id, 10);
    await act(app, order.id, 'issues', { lines: [{ product_id: components[0].id, quantity: 12 }] });
    await report(order.id, { lost_quantity: 2, lost_reason_code: 'SETUP' });
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 18, reserved: 8 });
    await act(app, order.id, 'cancel', { reason: 'no demand' });
    // 12 issued, 4 used by the two lost pieces: 8 go back; 12.00 is written off.
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 26, reserved: 0, value: '78.00' });
    expect(await variances(order.id)).toBe('12.00');
    expect(await orderOf(order.id)).toMatchObject({
      state: 'cancelled',
      work_in_progress: '0.00',
      components: [{ issued_quantity: 4 }],
    });
  });

  it.each(['draft', 'approved', 'released'])('of an order that is %s leaves nothing behind', async (state) => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const order = await anOrder(app, product.id, 5);
    if (state !== 'draft') await act(app, order.id, 'approve');
    if (state === 'released') await act(app, order.id, 'release');
    await act(app, order.id, 'cancel', { reason: 'no demand' });
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 10, reserved: 0, value: '10.00' });
  });

  it('works from a pause too', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 5);
    await act(app, order.id, 'pause', { reason: 'power cut' });
    await act(app, order.id, 'cancel', { reason: 'no demand' });
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 10, reserved: 0 });
  });
});

describe('reservations of production (MFG-13)', () => {
  it('are released by the order, not by hand; a pause and a cancellation may go without a reason', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 5, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 5);
    const held = (await app.as(app.admin).get(`/warehouse/reservations?source_id=${order.id}`)).body.data[0];
    expect(await app.as(app.admin).post(`/warehouse/reservations/${held.id}/release`)).toMatchObject({
      status: 409,
      body: { error_code: 'RESERVATION_OF_DOCUMENT', source_id: order.id },
    });
    expect(await act(app, order.id, 'pause', {})).toMatchObject({ state: 'paused' });
    expect(await act(app, order.id, 'cancel', {})).toMatchObject({ state: 'cancelled' });
  });

  it('come with the release and go with issue, cancel and completion', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 2, unit_cost: '1' }]);
    const reserved = async (): Promise<number> => (await stockOf(app, components[0].id)).reserved;
    const issued = await aStartedOrder(app, product.id, 2);
    expect(await reserved()).toBe(2);
    await act(app, issued.id, 'issues', { lines: [{ product_id: components[0].id, quantity: 2 }] });
    expect(await reserved()).toBe(0);
    await act(app, issued.id, 'cancel', { reason: 'stop' });
    const stopped = await aStartedOrder(app, product.id, 2);
    await act(app, stopped.id, 'issues', { lines: [{ product_id: components[0].id, quantity: 1 }] });
    expect(await reserved()).toBe(1);
    await act(app, stopped.id, 'cancel', { reason: 'stop' });
    expect(await reserved()).toBe(0);
    const reporting = await aStartedOrder(app, product.id, 2);
    await report(reporting.id, { good_quantity: 1 });
    expect(await reserved()).toBe(1);
  });

  it('are held in part when asked for, completed later, and answered with what is short', async () => {
    const { product, components } = await aWorkshop(app, [
      { quantity: 1, stock: 3, unit_cost: '1' },
      { quantity: 2, stock: 4, unit_cost: '1' },
    ]);
    const order = await anOrder(app, product.id, 5);
    expect(order.material_availability).toBe('short');
    await act(app, order.id, 'approve');
    const refused = await app.as(app.admin).post(`${orders}/${order.id}/release`);
    expect(refused.status).toBe(409);
    const shortages = [
      { sku: components[0].sku, requested: 5, available: 3 },
      { sku: components[1].sku, requested: 10, available: 4 },
    ].sort((a, b) => (a.sku < b.sku ? -1 : 1));
    expect(refused.body).toMatchObject({ error_code: 'INSUFFICIENT_STOCK', shortages });
    expect((await stockOf(app, components[0].id)).reserved).toBe(0);

    const transitions = await app.as(app.admin).get(`${orders}/${order.id}/transitions`);
    const release = transitions.body.find((row: Made) => row.event === 'release');
    expect(release).toMatchObject({
      allowed: false,
      reasons: [{ code: 'INSUFFICIENT_STOCK' }, { code: 'INSUFFICIENT_STOCK' }],
    });

    const partial = await app.as(app.admin).post(`${orders}/${order.id}/release?allow_partial=true`);
    expect(partial.status).toBe(200);
    expect(partial.body).toMatchObject({
      state: 'released',
      reservation_status: 'partial',
      material_availability: 'short',
    });
    expect(
      partial.body.shortages.map((row: Made) => [row.sku, row.requested, row.reserved, row.available, row.short]),
    ).toEqual(
      [
        [components[0].sku, 5, 3, 0, 2],
        [components[1].sku, 10, 4, 0, 6],
      ].sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
    );
    await inStock(app, components[0].id, 2, '1');
    await inStock(app, components[1].id, 6, '1');
    expect(await act(app, order.id, 'reserve')).toMatchObject({
      state: 'released',
      reservation_status: 'full',
      shortages: [],
    });
  });
});

async function issueOne(productId: string): Promise<void> {
  const client = await app.db.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('erp.actor', $1, true), set_config('erp.request_id', 'test', true)`, [
      app.admin.id,
    ]);
    await client.query(
      `select erp.post_stock_movement(jsonb_build_object('movements', jsonb_build_array(jsonb_build_object('type', 'issue', 'company_id', c.id,
        'lines', jsonb_build_array(jsonb_build_object('product_id', $1::uuid, 'quantity', 1, 'from_location_id', s.id, 'to_location_id', t.id))))))
         from erp.companies c join erp.locations t on t.company_id = c.id and t.code = 'CUSTOMER'
         join erp.locations s on s.company_id = c.id and s.code = 'STOCK' where c.id = $2`,
      [productId, app.company_id],
    );
    await client.query('commit');
  } finally {
    client.release();
  }
}
