import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { aMadeProduct, aProduct } from '../support/makers.js';
import { inStock } from '../support/production.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const as = (actor?: TestActor): ReturnType<TestApp['as']> => app.as(actor ?? app.admin);

/** A bill in the spelling of earlier systems: 3 of a component for 2. */
async function olderBill(productId?: string): Promise<{ bom: any; component: any }> {
  const product_id = productId ?? (await aMadeProduct(app)).id;
  const component = await aProduct(app);
  const { status, body } = await as().post('/warehouse/bom', {
    product_id,
    type: 'Manufacturing',
    qty_output: 2,
    lines: [{ component_id: component.id, qty_needed: 3, wastage_percent: 0 }],
  });
  expect([status, body.state]).toEqual([201, 'draft']);
  return { bom: body, component };
}
const order = (product_id: string, given: object = {}, actor?: TestActor, query = ''): Promise<Answer> =>
  as(actor).post(`/ppic/manufacturing-orders${query}`, { product_id, qty_planned: 4, ...given });
const stateOf = async (id: string): Promise<string> => (await as().get(`/warehouse/bom/${id}`)).body.state;

describe('the first use of a bill', () => {
  it('lets the calls of earlier systems work one after another, up to the finished product', async () => {
    const { bom, component } = await olderBill();
    await inStock(app, component.id, 10, '5');
    const changed = await as().put(`/warehouse/bom/${bom.id}`, {
      product_id: bom.product_id,
      type: 'Manufacturing',
      qty_output: 2,
      lines: [{ component_id: component.id, qty_needed: 4, wastage_percent: 0 }],
    });
    expect(changed.status).toBe(200);
    const drafted = await order(bom.product_id);
    expect(drafted.status).toBe(201);
    expect(drafted.body).toMatchObject({ bom_id: bom.id, planned_quantity: 4 });
    const { id } = drafted.body;
    const steps = [
      await as().post(`/ppic/tasks/${id}/approve`, { approval_notes: 'go' }),
      await as().post(`/ppic/tasks/${id}/start`, { start_notes: 'go' }),
      await as().post(`/ppic/tasks/${id}/complete`, { actual_quantity: 4, quality_notes: 'good' }),
    ];
    expect(steps.map(({ status }) => status)).toEqual([200, 200, 200]);
    const stock = async (productId: string): Promise<number> =>
      (await as().get(`/warehouse/stock/${productId}`)).body.on_hand;
    expect([await stock(component.id), await stock(bom.product_id)]).toEqual([2, 4]);
    const history = await as().get(`/warehouse/bom/${bom.id}/history`);
    expect(history.body.at(-1)).toMatchObject({
      event: 'activate',
      reason: 'First used by a manufacturing order',
      actor_username: app.admin.username,
    });
  });

  it('may name the bill, and counts for orders in the present spelling too', async () => {
    const { bom } = await olderBill();
    const drafted = await as().post('/ppic/manufacturing-orders', {
      product_id: bom.product_id,
      planned_quantity: 1,
      bom_id: bom.id,
    });
    expect([drafted.status, await stateOf(bom.id)]).toEqual([201, 'active']);
  });

  it('needs the permission to activate; without it the order is refused and the bill stays a draft', async () => {
    const { bom } = await olderBill();
    const planner = await app.actor({ permissions: ['ppic.manufacturing_orders.*', 'warehouse.bom.read'] });
    const refused = await order(bom.product_id, {}, planner);
    expect([refused.status, refused.body.error_code]).toEqual([409, 'BOM_NOT_VALID']);
    expect(refused.body.detail).toContain('activate');
    const named = await order(bom.product_id, { bom_id: bom.id }, planner);
    expect([named.status, named.body.error_code, named.body.state]).toEqual([409, 'BOM_NOT_VALID', 'draft']);
    expect(await stateOf(bom.id)).toBe('draft');
  });

  it('is no guess: with two drafts, or one that was obsolete before, the order is refused', async () => {
    const { bom } = await olderBill();
    await olderBill(bom.product_id);
    expect((await order(bom.product_id)).body.error_code).toBe('BOM_NOT_VALID');
    expect((await order(bom.product_id, { bom_id: bom.id })).body.error_code).toBe('BOM_NOT_VALID');
    const retired = (await olderBill()).bom;
    await as().post(`/warehouse/bom/${retired.id}/activate`, {});
    await as().post(`/warehouse/bom/${retired.id}/obsolete`, {});
    await olderBill(retired.product_id);
    expect((await order(retired.product_id)).body.error_code).toBe('BOM_NOT_VALID');
    expect([await stateOf(bom.id), await stateOf(retired.id)]).toEqual(['draft', 'obsolete']);
  });

  it('does not happen for a draft without components, or not valid on the day', async () => {
    const empty = (await as().post('/warehouse/bom', { product_id: (await aMadeProduct(app)).id })).body;
    expect((await order(empty.product_id)).body.error_code).toBe('BOM_NOT_VALID');
    const later = (await olderBill()).bom;
    const line = later.lines[0];
    await as().put(`/warehouse/bom/${later.id}`, {
      product_id: later.product_id,
      valid_from: '2999-01-01',
      lines: [{ component_id: line.component_id, quantity: 1 }],
    });
    expect((await order(later.product_id)).body.error_code).toBe('BOM_NOT_VALID');
    expect([await stateOf(empty.id), await stateOf(later.id)]).toEqual(['draft', 'draft']);
  });

  it('is undone with an order that is refused or only tried', async () => {
    const { bom } = await olderBill();
    const tried = await order(bom.product_id, {}, undefined, '?dry_run=true');
    expect(tried.status).toBe(201);
    expect(tried.body.bom_id).toBe(bom.id);
    expect(await stateOf(bom.id)).toBe('draft');
    const phantom = (
      await as().post('/warehouse/bom', {
        product_id: (await aMadeProduct(app)).id,
        type: 'Kit/Phantom',
        lines: [{ component_id: bom.lines[0].component_id, qty_needed: 1 }],
      })
    ).body;
    expect((await order(phantom.product_id)).body.error_code).toBe('BILL_NOT_MADE');
    expect(await stateOf(phantom.id)).toBe('draft');
  });

  it('happens once when ten orders come at once', async () => {
    const { bom } = await olderBill();
    const answers = await Promise.all(Array.from({ length: 10 }, () => order(bom.product_id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const history = await as().get(`/warehouse/bom/${bom.id}/history`);
    expect(history.body.map(({ event }: { event: string }) => event)).toEqual(['create', 'activate']);
  });
});
