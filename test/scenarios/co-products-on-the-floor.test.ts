import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { aFloor, done, handOn, onTheFloor } from '../support/floor.js';
import { expectIntegrity } from '../support/integrity.js';
import { aProduct } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, stockOf } from '../support/production.js';

/** Ten kettles of glue: each gives a can of it, a can of thin glue that carries a quarter of the cost, and two lumps of dregs that carry none. */
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

describe('a process with co-products', () => {
  it('goes through its operations, and each output carries its share of what went in, to the cent', async () => {
    const [thin, dregs] = [await aProduct(app), await aProduct(app)];
    const { product } = await aFloor(
      app,
      [
        { name: 'COOKING', department: 'COOK', component: { quantity: 4, stock: 100, unit_cost: '5' } },
        { name: 'FILLING', department: 'FILL' },
      ],
      {
        lines: [
          { component_id: thin.id, quantity: 1, kind: 'co_product', cost_share_percent: '25' },
          { component_id: dregs.id, quantity: 2, kind: 'by_product', cost_share_percent: '0' },
        ],
      },
    );
    const { order, work } = await onTheFloor(app, product.id, 10);
    // 40 at 5.00, and twice 10 minutes at 9.00 an hour and 10 %: 203.30. Three quarters on the cans, one on the thin ones.
    expect(order.planned_unit_cost).toBeNull();
    const released = (await app.as(app.admin).get(`/ppic/manufacturing-orders/${order.id}`)).body;
    expect(released.planned_unit_cost).toBe('15.247500');
    expect(released.outputs.map((line: Made) => line.planned_unit_cost)).toEqual(['5.082500', '0.000000']);

    await done(app, work['COOKING'].id, 'start');
    // One kettle is burnt: its thin glue and its dregs are there all the same.
    await done(app, work['COOKING'].id, 'entries', {
      good_quantity: 9,
      lost_quantity: 1,
      lost_reason_code: 'BREAKAGE',
    });
    expect(await stockOf(app, thin.id)).toMatchObject({ on_hand: 1, value: '5.08' });
    await handOn(app, work['COOKING'].id);
    await done(app, work['COOKING'].id, 'complete');
    await done(app, work['FILLING'].id, 'start');
    await done(app, work['FILLING'].id, 'entries', { good_quantity: 5 });
    await done(app, work['FILLING'].id, 'entries', { good_quantity: 4 });
    await done(app, work['FILLING'].id, 'complete');
    expect(await act(app, order.id, 'complete', { actual_quantity: 9 })).toMatchObject({
      good_quantity: 9,
      lost_quantity: 1,
      variance_status: 'minor',
    });
    const closed = await act(app, order.id, 'close');
    // Cooking 10 minutes 1.65; filling 5 and 4 minutes: 0.50 + 0.25 + 0.08 and 0.40 + 0.20 + 0.06.
    expect(closed).toMatchObject({ material_value: '200.00', conversion_value: '3.14', work_in_progress: '0.00' });
    // 203.14: three quarters are 152.355 and one is 50.785; the odd cent goes to the first.
    expect(await stockOf(app, product.id)).toMatchObject({ on_hand: 9, value: '152.36' });
    expect(await stockOf(app, thin.id)).toMatchObject({ on_hand: 10, value: '50.78' });
    expect(await stockOf(app, dregs.id)).toMatchObject({ on_hand: 20, value: '0.00' });
    const { body: sheet } = await app.as(app.admin).get(`/ppic/manufacturing-orders/${order.id}/cost-sheet`);
    expect(sheet.outputs.map(({ kind, quantity }: Made) => [kind, quantity])).toEqual([
      ['main', 9],
      ['co_product', 10],
      ['by_product', 20],
    ]);
    // What came out was planned at 137.23 + 50.83 = 188.06; 203.14 was spent. Material and time are as planned: a kettle was burnt.
    expect(sheet.variances).toMatchObject({ material_usage: '0.00', material_price: '0.00', total: '15.08' });
  });
});
