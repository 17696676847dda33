import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { aBom, aMadeProduct, aProduct } from '../support/makers.js';

let app: TestApp;
let engineer: TestActor;

beforeAll(async () => {
  app = await startTestApp();
  engineer = await app.actor({ permissions: ['warehouse.bom.*'] });
});
afterAll(() => app?.close());

const act = (id: string, event: string, body: object = {}, query = ''): Promise<Answer> =>
  app.as(engineer).post(`/warehouse/bom/${id}/${event}${query}`, body);
const stateOf = async (id: string): Promise<string> => (await app.as(engineer).get(`/warehouse/bom/${id}`)).body.state;
const draft = (product_id: string, given: object = {}): Promise<any> =>
  aBom(app, { product_id, activate: false, ...given });

describe('a bill of material', () => {
  it('goes from draft to active to obsolete, and remembers who moved it and why', async () => {
    const bom = await draft((await aMadeProduct(app)).id);
    const active = await act(bom.id, 'activate', { reason: 'Trial run passed' });
    expect(active.status).toBe(200);
    expect(active.body).toMatchObject({ state: 'active', version: 2 });
    const obsolete = await act(bom.id, 'obsolete', { reason: 'Too dear' });
    expect(obsolete.body).toMatchObject({ state: 'obsolete', version: 3 });
    const history = await app.as(engineer).get(`/warehouse/bom/${bom.id}/history`);
    expect(history.status).toBe(200);
    expect(history.body).toMatchObject([
      { event: 'create', from_state: null, to_state: 'draft', reason: null, actor_username: app.admin.username },
      {
        event: 'activate',
        from_state: 'draft',
        to_state: 'active',
        reason: 'Trial run passed',
        actor_username: engineer.username,
      },
      { event: 'obsolete', from_state: 'active', to_state: 'obsolete', reason: 'Too dear' },
    ]);
  });

  it.each([
    ['draft', 'activate', 200],
    ['draft', 'obsolete', 409],
    ['active', 'activate', 409],
    ['active', 'obsolete', 200],
    ['obsolete', 'activate', 409],
    ['obsolete', 'obsolete', 409],
  ])('that is %s answers %s with %d', async (state, event, status) => {
    const bom = await draft((await aMadeProduct(app)).id);
    if (state !== 'draft') await act(bom.id, 'activate');
    if (state === 'obsolete') await act(bom.id, 'obsolete');
    const answer = await act(bom.id, event);
    expect(answer.status).toBe(status);
    if (status === 409) {
      expect(answer.body).toMatchObject({ error_code: 'INVALID_STATE', state, event });
      expect(await stateOf(bom.id)).toBe(state);
    }
  });

  it('without components is not activated', async () => {
    const made = await aMadeProduct(app);
    const used = await aProduct(app);
    const empty = await draft(made.id, { lines: [{ kind: 'by_product', component_id: used.id, quantity: 1 }] });
    const refused = await act(empty.id, 'activate');
    expect(refused.status).toBe(409);
    expect(refused.body.error_code).toBe('BOM_WITHOUT_COMPONENTS');
    const atOnce = await app.as(engineer).post('/warehouse/bom', { product_id: made.id, activate: true });
    expect(atOnce.body.error_code).toBe('BOM_WITHOUT_COMPONENTS');
    expect((await app.as(engineer).get(`/warehouse/bom?product_id=${made.id}`)).body.data).toHaveLength(1);
  });

  it('lists what can be done with it, and what stands in the way', async () => {
    const made = await aMadeProduct(app);
    const active = await aBom(app, { product_id: made.id });
    const empty = await draft(made.id, { lines: [] });
    const transitions = await app.as(engineer).get(`/warehouse/bom/${empty.id}/transitions`);
    expect(transitions.status).toBe(200);
    expect(transitions.body).toEqual([
      {
        event: 'activate',
        to: 'active',
        permission: 'warehouse.bom.activate',
        allowed: false,
        reasons: [
          { code: 'BOM_WITHOUT_COMPONENTS', message: expect.any(String) },
          { code: 'ANOTHER_REVISION_ACTIVE', message: expect.stringContaining('1') },
        ],
      },
      {
        event: 'obsolete',
        to: 'obsolete',
        permission: 'warehouse.bom.obsolete',
        allowed: false,
        reasons: [{ code: 'INVALID_STATE', message: expect.any(String) }],
      },
    ]);
    const reader = await app.actor({ permissions: ['warehouse.bom.read'] });
    const seen = await app.as(reader).get(`/warehouse/bom/${active.id}/transitions`);
    expect(seen.body[1]).toMatchObject({ event: 'obsolete', allowed: false, reasons: [{ code: 'FORBIDDEN' }] });
    expect((await app.as(engineer).get(`/warehouse/bom/${active.id}/transitions`)).body[1]).toMatchObject({
      allowed: true,
      reasons: [],
    });
  });

  it('is tried without effect in a dry run', async () => {
    const made = await aMadeProduct(app);
    const bom = await draft(made.id);
    const tried = await act(bom.id, 'activate', {}, '?dry_run=true');
    expect(tried.status).toBe(200);
    expect(tried.body.state).toBe('active');
    expect(await stateOf(bom.id)).toBe('draft');
    await aBom(app, { product_id: made.id });
    expect((await act(bom.id, 'activate', {}, '?dry_run=true')).body.error_code).toBe('ANOTHER_REVISION_ACTIVE');
    expect((await act(bom.id, 'activate', {}, '?dry_run=maybe')).status).toBe(400);
  });
});

describe('one active revision for a product and day', () => {
  it('stands in the way of a second, which names it', async () => {
    const made = await aMadeProduct(app);
    const first = await aBom(app, { product_id: made.id, valid_to: '2026-06-30' });
    const second = await draft(made.id, { valid_from: '2026-06-30' });
    const refused = await act(second.id, 'activate');
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      error_code: 'ANOTHER_REVISION_ACTIVE',
      active: [{ id: first.id, revision: '1', valid_from: null, valid_to: '2026-06-30' }],
    });
    const later = await draft(made.id, { valid_from: '2026-07-01' });
    expect((await act(later.id, 'activate')).status).toBe(200);
  });

  it('gives way when told to: it ends the day before, or becomes obsolete', async () => {
    const made = await aMadeProduct(app);
    const first = await aBom(app, { product_id: made.id, valid_to: '2026-12-31' });
    const planned = await aBom(app, { product_id: made.id, valid_from: '2027-01-01' });
    const second = await draft(made.id, { valid_from: '2026-03-01' });
    const active = await act(second.id, 'activate', { supersede: true });
    expect(active.status).toBe(200);
    const get = async (id: string): Promise<any> => (await app.as(engineer).get(`/warehouse/bom/${id}`)).body;
    expect(await get(first.id)).toMatchObject({ state: 'active', valid_to: '2026-02-28', version: 3 });
    expect(await get(planned.id)).toMatchObject({ state: 'obsolete' });
    const history = await app.as(engineer).get(`/warehouse/bom/${planned.id}/history`);
    expect(history.body.at(-1)).toMatchObject({ event: 'obsolete', reason: 'Superseded by revision 3' });
  });

  it('is what ten requests at once come to', async () => {
    const made = await aMadeProduct(app);
    const drafts = [];
    for (let i = 0; i < 10; i++) drafts.push(await draft(made.id));
    const answers = await Promise.all(drafts.map(({ id }) => act(id, 'activate')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.error_code))).toEqual(
      new Set(['ANOTHER_REVISION_ACTIVE']),
    );
  });
});
