import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop } from '../support/production.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

describe('reason codes', () => {
  it('come with a few to begin with', async () => {
    const answer = await app.as(app.admin).get('/ppic/reason-codes?category=lost&sort=code');
    expect(answer.body.data.map((row: Made) => row.code)).toEqual([
      'BREAKAGE',
      'MISCOUNT',
      'OTHER-LOSS',
      'SAMPLE',
      'SETUP',
    ]);
  });

  it('are added, changed, deactivated and used; one in use is not deleted', async () => {
    const caller = app.as(app.admin);
    const added = await caller.post('/ppic/reason-codes', {
      code: 'STITCHING',
      name: 'Seam is open',
      category: 'rejected',
    });
    expect(added.status).toBe(201);
    const path = `/ppic/reason-codes/${added.body.id}`;
    const renamed = await caller.patch(path, { name: 'Open seam' }, { 'if-match': '"1"' });
    expect([renamed.status, renamed.body.name, renamed.body.version]).toEqual([200, 'Open seam', 2]);
    expect((await caller.patch(path, { category: 'lost' })).status).toBe(422);

    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 10, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 5);
    const report = { rejected_quantity: 1, rejected_reason_code: 'STITCHING' };
    expect((await caller.post(`/ppic/manufacturing-orders/${order.id}/reports`, report)).status).toBe(201);
    expect((await caller.delete(path)).body).toMatchObject({ status: 409, error_code: 'IN_USE' });
    expect((await caller.post(`${path}/deactivate`)).body.is_active).toBe(false);
    const refused = await caller.post(`/ppic/manufacturing-orders/${order.id}/reports`, report);
    expect(refused.status).toBe(422);
  });

  it.each([
    [{ code: 'lower', name: 'x', category: 'lost' }, '/code'],
    [{ code: 'X', name: '', category: 'lost' }, '/name'],
    [{ code: 'X', name: 'x', category: 'gone' }, '/category'],
  ])('refuse %j', async (body, pointer) => {
    const answer = await app.as(app.admin).post('/ppic/reason-codes', body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it('are unique, and not for everybody to add', async () => {
    const twin = await app.as(app.admin).post('/ppic/reason-codes', { code: 'DEFECT', name: 'x', category: 'lost' });
    expect([twin.status, twin.body.error_code]).toEqual([409, 'DUPLICATE']);
    const reader = await app.actor({ permissions: ['ppic.reason_codes.read'] });
    expect((await app.as(reader).get('/ppic/reason-codes')).status).toBe(200);
    expect((await app.as(reader).post('/ppic/reason-codes', {})).status).toBe(403);
  });
});

describe('production settings', () => {
  it('have defaults, a version, and are for members of the company', async () => {
    const caller = app.as(app.admin);
    const shown = await caller.get('/ppic/settings');
    expect([shown.body.approver_must_differ, shown.headers['etag']]).toEqual([false, '"1"']);
    const changed = await caller.put('/ppic/settings', { approver_must_differ: true }, { 'if-match': '"1"' });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
    expect((await caller.put('/ppic/settings', { approver_must_differ: false }, { 'if-match': '"1"' })).status).toBe(
      412,
    );
    expect((await caller.put('/ppic/settings', { approver_must_differ: true })).body.version).toBe(2);
    expect((await caller.put('/ppic/settings', {})).status).toBe(422);
    const foreign = await caller.get('/ppic/settings?company_id=0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59');
    expect(foreign.status).toBe(404);
  });
});
