import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aCategory, aProduct, aReceipt, made, unique } from '../support/makers.js';
import { COLOUR, aPlan, aReason, anInspection } from '../support/quality.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app.close());

describe('Reasons of defects', () => {
  it('are added, changed, deactivated and deleted while unused', async () => {
    const reason = await aReason(app);
    const path = `/quality/defect-reasons/${reason.id}`;
    expect(reason).toMatchObject({ severity: 'major', is_active: true, version: 1 });
    expect(
      (await admin.post('/quality/defect-reasons', { code: reason.code, name: 'x', severity: 'minor' })).body
        .error_code,
    ).toBe('DUPLICATE');
    expect((await admin.patch(path, { severity: 'critical' })).body).toMatchObject({
      severity: 'critical',
      version: 2,
    });
    expect((await admin.patch(path, { name: 'y' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.post(`${path}/deactivate`)).body.is_active).toBe(false);
    expect((await admin.get(`/quality/defect-reasons?q=${reason.code}&is_active=false`)).body.data).toHaveLength(1);
    expect((await admin.post(`${path}/activate`)).body.is_active).toBe(true);
    expect((await admin.get(path)).body.code).toBe(reason.code);
    expect((await admin.delete(path)).status).toBe(204);
  });

  it('stay while a defect refers to them; one that is not active explains nothing new', async () => {
    const { path } = await anInspection(app);
    const reason = await aReason(app);
    const defects = [{ reason_id: reason.id, quantity: 1 }];
    expect((await admin.post(`${path}/results`, { defects })).status).toBe(200);
    expect((await admin.delete(`/quality/defect-reasons/${reason.id}`)).body.error_code).toBe('IN_USE');
    await admin.post(`/quality/defect-reasons/${reason.id}/deactivate`);
    expect((await admin.post(`${path}/results`, { defects })).body.errors).toMatchObject([
      { pointer: '/defects/0/reason_id', code: 'REFERENCE_NOT_FOUND' },
    ]);
  });
});

describe('Inspection plans', () => {
  const body = (product: any, more: object = {}) => ({
    product_id: product.id,
    kind: 'incoming',
    revision: 'A',
    sampling: 'fixed',
    sample_quantity: 5,
    characteristics: [COLOUR],
    ...more,
  });

  it('are written as a draft, put to use, superseded and put away', async () => {
    const product = await aProduct(app);
    const a = await made(app, '/quality/plans', body(product));
    expect(a).toMatchObject({ state: 'draft', subject_code: product.sku, while_open: 'leave', is_gate: false });
    const path = `/quality/plans/${a.id}`;
    const changed = await admin.put(
      path,
      body(product, {
        sampling: 'table',
        sample_quantity: null,
        samples: [{ lot_from: 1, lot_to: 9, sample_size: 3, acceptance_number: 1, rejection_number: 2 }],
        characteristics: [
          {
            characteristic_no: 4,
            name: 'Width',
            type: 'measured',
            unit: 'mm',
            lower_limit: '-0.5',
            decimals: 1,
            severity: 'minor',
            is_mandatory: false,
          },
        ],
      }),
      { 'if-match': '"1"' },
    );
    expect(changed.body).toMatchObject({
      version: 2,
      sample_quantity: null,
      samples: [{ lot_to: 9, sample_size: 3 }],
      characteristics: [{ characteristic_no: 4, lower_limit: '-0.500000', upper_limit: null, is_mandatory: false }],
    });
    expect((await admin.put(path, body(product), { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.post(`${path}/activate?dry_run=true`, {})).body.state).toBe('active');
    expect((await admin.post(`${path}/activate`, {})).body.state).toBe('active');
    expect((await admin.put(path, body(product))).body.error_code).toBe('PLAN_NOT_DRAFT');
    expect((await admin.post('/quality/plans', body(product))).body.error_code).toBe('DUPLICATE');

    const b = await made(app, '/quality/plans', body(product, { revision: 'B' }));
    expect((await admin.get(`/quality/plans/${b.id}/transitions`)).body).toMatchObject([
      { event: 'activate', allowed: false, reasons: [{ code: 'PLAN_ALREADY_ACTIVE' }] },
      { event: 'obsolete', allowed: true },
    ]);
    expect((await admin.post(`/quality/plans/${b.id}/activate`, {})).body.error_code).toBe('PLAN_ALREADY_ACTIVE');
    const superseded = await admin.post(`/quality/plans/${b.id}/activate`, { supersede: true, reason: 'Tighter' });
    expect(superseded.body.state).toBe('active');
    expect((await admin.get(path)).body.state).toBe('obsolete');
    expect((await admin.post(`${path}/activate`, {})).body.error_code).toBe('INVALID_STATE');
    expect((await admin.get(`${path}/history`)).body.map((h: any) => `${h.event} ${h.to_state}`)).toEqual([
      'create draft',
      'activate active',
      'obsolete obsolete',
    ]);
    expect((await admin.get(`/quality/plans?product_id=${product.id}&state=active`)).body.data).toMatchObject([
      { revision: 'B' },
    ]);
    expect((await admin.post(`/quality/plans/${b.id}/obsolete`, {})).body.state).toBe('obsolete');
  });

  it('two put to use at once: one is', async () => {
    const product = await aProduct(app);
    const plans = [];
    for (const revision of ['A', 'B']) plans.push(await made(app, '/quality/plans', body(product, { revision })));
    const both = await Promise.all(plans.map(({ id }) => admin.post(`/quality/plans/${id}/activate`, {})));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)!.body.error_code).toBe('PLAN_ALREADY_ACTIVE');
  });

  it('say everything that is wrong with them at once', async () => {
    const product = await aProduct(app);
    const wrong = await admin.post('/quality/plans', {
      ...body(product),
      category_id: app.company_id,
      operation: 'SEWING',
      sampling: 'table',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual([
      '/product_id EXCLUSIVE',
      '/operation EXCLUSIVE',
      '/sample_quantity EXCLUSIVE',
      '/samples REQUIRED',
    ]);
    expect((await admin.post('/quality/plans', { kind: 'x', colour: 'red' })).status).toBe(422);
    expect((await admin.post('/quality/plans', body({ id: app.company_id }))).body.error_code).toBe(
      'REFERENCE_NOT_FOUND',
    );
    expect((await admin.get(`/quality/plans/${app.company_id}`)).status).toBe(404);
  });

  it('of a product come before those of its category, and the nearest category before one above', async () => {
    const top = await aCategory(app);
    const below = await aCategory(app, { parent_id: top.id });
    const product = await aProduct(app, { category_id: below.id });
    const planOf = async (): Promise<string> => {
      const receipt = await aReceipt(app, product.id, 2);
      return (await admin.post(`/quality/inspections/from-movement/${receipt.id}`)).body.inspections[0]?.plan_id;
    };
    expect(await planOf()).toBeUndefined();
    const wide = await aPlan(app, { category_id: top.id });
    expect(await planOf()).toBe(wide.id);
    const near = await aPlan(app, { category_id: below.id });
    expect(await planOf()).toBe(near.id);
    const own = await aPlan(app, { product_id: product.id, sampling: 'percent', sample_percent: '12.3456' });
    expect(await planOf()).toBe(own.id);
  });

  it('are read by all who see quality, and written by those who may', async () => {
    const product = await aProduct(app);
    const plan = await made(app, '/quality/plans', body(product));
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.get(`/quality/plans/${plan.id}`)).status).toBe(200);
    expect((await viewer.post('/quality/plans', body(product, { revision: unique('V') }))).status).toBe(403);
    expect((await viewer.post(`/quality/plans/${plan.id}/activate`, {})).status).toBe(403);
    const quality = app.as(await app.actor({ role: 'quality' }));
    expect((await quality.post(`/quality/plans/${plan.id}/activate`, {})).status).toBe(200);
  });
});
