import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { aProduct, made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, anOrder, stockOf } from '../support/production.js';
import { expectIntegrity } from '../support/integrity.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const orders = '/ppic/manufacturing-orders';

describe('the whole way of an order', () => {
  it('goes from draft to settled cost, with every piece and every cent accounted for', async () => {
    // A bear: 2 plush at 15.00 and 1 bag of filling, one for 3 bears, at 10.00. Ten bears: 20 plush (300.00) and 4 bags (40.00).
    const { product, components } = await aWorkshop(
      app,
      [
        { quantity: 6, stock: 100, unit_cost: '15' },
        { quantity: 1, stock: 10, unit_cost: '10' },
      ],
      { output_quantity: 3 },
    );
    const [plush, filling] = components;

    const draft = await anOrder(app, product.id, 10, { batch_number: 'B-1', due_date: '2030-01-31' });
    expect(draft).toMatchObject({
      state: 'draft',
      planned_quantity: 10,
      good_quantity: 0,
      version: 1,
      material_availability: 'available',
      reservation_status: 'none',
      shortages: [],
      planned_unit_cost: null,
      is_late: false,
      work_in_progress: '0.00',
      actual_quantity: null,
    });
    expect(draft.number).toMatch(/^MO-\d{6}$/);
    expect(draft.components).toMatchObject([
      { sku: plush.sku, required_quantity: 20, issued_quantity: 0, issue_method: 'backflush' },
      { sku: filling.sku, required_quantity: 4, issued_quantity: 0 },
    ]);

    const approved = await act(app, draft.id, 'approve', { approval_notes: 'ok' });
    expect(approved).toMatchObject({ state: 'approved', approval_notes: 'ok', approved_by: app.admin.id });

    const released = await act(app, draft.id, 'release');
    expect(released).toMatchObject({ state: 'released', reservation_status: 'full', planned_unit_cost: '34.000000' });
    expect(await stockOf(app, plush.id)).toEqual({ on_hand: 100, reserved: 20, value: '1500.00' });

    expect(await act(app, draft.id, 'start', { start_notes: 'line 2' })).toMatchObject({
      state: 'in_progress',
      start_notes: 'line 2',
    });

    const report = await act(app, draft.id, 'reports', { good_quantity: 4 });
    // 4 bears: 8 plush (120.00), ceil(4/3) = 2 bags (20.00); received at 4 x 34.00 = 136.00.
    expect(report).toMatchObject({
      posting_no: 1,
      kind: 'report',
      good_quantity: 4,
      material_value: '140.00',
      output_value: '136.00',
    });
    expect(report.lines.map((line: { sku: string; quantity: number }) => [line.sku, line.quantity])).toEqual(
      expect.arrayContaining([
        [plush.sku, 8],
        [filling.sku, 2],
      ]),
    );
    expect(await stockOf(app, plush.id)).toEqual({ on_hand: 92, reserved: 12, value: '1380.00' });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 4, reserved: 0, value: '136.00' });

    const completed = await act(app, draft.id, 'complete', { actual_quantity: 10, quality_notes: 'good' });
    expect(completed).toMatchObject({
      state: 'completed',
      actual_quantity: 10,
      good_quantity: 10,
      variance_percent: '0.0000',
      variance_status: 'exact',
      quality_notes: 'good',
      material_value: '340.00',
      output_value: '340.00',
      work_in_progress: '0.00',
      material_availability: null,
    });
    expect(completed.duration_hours).toMatch(/^\d+\.\d{4}$/);

    expect(await act(app, draft.id, 'close')).toMatchObject({ state: 'closed', work_in_progress: '0.00' });
    expect(await stockOf(app, plush.id)).toEqual({ on_hand: 80, reserved: 0, value: '1200.00' });
    expect(await stockOf(app, filling.id)).toEqual({ on_hand: 6, reserved: 0, value: '60.00' });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 10, reserved: 0, value: '340.00' });

    const history = await app.as(app.admin).get(`${orders}/${draft.id}/history`);
    expect(history.body.map((entry: { event: string }) => entry.event)).toEqual([
      'create',
      'approve',
      'release',
      'start',
      'complete',
      'close',
    ]);
  });

  it('takes a sub-assembly from stock, never its parts, and carries the cost up level by level', async () => {
    // A body: 3 cloth at 7.00 and 1 thread at 0.50 = 21.50. A bear: 1 body and 2 eyes at 0.25 = 22.00.
    const body = await aWorkshop(app, [
      { quantity: 3, stock: 30, unit_cost: '7' },
      { quantity: 1, stock: 30, unit_cost: '0.5' },
    ]);
    const bear = await aWorkshop(app, [{ quantity: 2, stock: 20, unit_cost: '0.25' }]);
    const product = await aProduct(app, { type: 'finished_good', is_manufactured: true });
    await made(app, '/warehouse/bom', {
      product_id: product.id,
      activate: true,
      lines: [
        { component_id: body.product.id, quantity: 1 },
        { component_id: bear.components[0].id, quantity: 2 },
      ],
    });
    const order = await anOrder(app, product.id, 4);
    expect(order.components.map((line: { sku: string }) => line.sku)).toEqual([
      body.product.sku,
      bear.components[0].sku,
    ]);
    expect(order).toMatchObject({
      material_availability: 'short',
      shortages: [{ sku: body.product.sku, requested: 4, short: 4 }],
    });
    await act(app, order.id, 'approve');
    const early = await app.as(app.admin).post(`/ppic/tasks/${order.id}/start`);
    expect([early.status, early.body.error_code]).toEqual([409, 'INSUFFICIENT_STOCK']);

    const bodies = await aStartedOrder(app, body.product.id, 4);
    await act(app, bodies.id, 'complete', { actual_quantity: 4 });
    await act(app, bodies.id, 'close');
    expect(await stockOf(app, body.product.id)).toEqual({ on_hand: 4, reserved: 0, value: '86.00' });

    await act(app, order.id, 'start');
    await act(app, order.id, 'complete', { actual_quantity: 4 });
    await act(app, order.id, 'close');
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 4, reserved: 0, value: '88.00' });
    expect(await stockOf(app, body.product.id)).toEqual({ on_hand: 0, reserved: 0, value: '0.00' });
    expect(await stockOf(app, body.components[0].id)).toEqual({ on_hand: 18, reserved: 0, value: '126.00' });
  });

  it('is short for the planner: approve, start, complete, with older spellings', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '2.50' }]);
    const caller = app.as(app.admin);
    const draft = await caller.post(orders, { product_id: product.id, qty_planned: 4 });
    expect(draft.status).toBe(201);
    const task = `/ppic/tasks/${draft.body.id}`;
    const approved = await caller.post(`${task}/approve?approval_notes=by+query`);
    expect([approved.status, approved.body.state, approved.body.approval_notes]).toEqual([200, 'approved', 'by query']);
    const started = await caller.post(`${task}/start`, { start_notes: 'go' });
    expect([started.status, started.body.state]).toEqual([200, 'in_progress']);
    expect((await stockOf(app, components[0].id)).reserved).toBe(4);
    const completed = await caller.post(`${task}/complete`, { actual_quantity: 4 });
    expect(completed.status).toBe(200);
    expect(completed.body).toMatchObject({ actual_quantity: 4, variance_percent: '0.0000', variance_status: 'exact' });
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 4, reserved: 0, value: '10.00' });
    const history = await caller.get(`${orders}/${draft.body.id}/history`);
    expect(history.body.map((entry: { event: string }) => entry.event)).toEqual([
      'create',
      'approve',
      'release',
      'start',
      'complete',
    ]);
  });
});
