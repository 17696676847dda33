import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { aCompany, aDepartment, aMadeProduct, aProduct, aSupplier, made, unique } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';
import { activated, aRouting, aWorkCentre } from '../support/routing.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app?.close());

const NOBODY = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';
const faultsOf = ({ body }: Answer): string[] =>
  (body.errors as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`).sort();

describe('a routing', () => {
  it('is drafted with operations that follow each other, and shown with what is kept of them', async () => {
    const bear = await aMadeProduct(app, { sku: unique('BEAR'), name: 'Bear' });
    const [cutting, sewing, spare] = [await aWorkCentre(app), await aWorkCentre(app), await aWorkCentre(app)];
    const drafted = await admin.post('/ppic/routings', {
      product_id: bear.id,
      notes: 'First',
      operations: [
        { name: 'CUTTING', work_centre_id: cutting.id, setup_minutes: 15, run_minutes: 1, run_quantity: 4 },
        {
          name: 'SEWING',
          work_centre_id: sewing.id,
          run_minutes: 7,
          run_quantity: 2,
          overlap_quantity: 50,
          buffer_percent: '2',
          quality_gate: true,
          instruction: 'Right side out',
          alternatives: [{ work_centre_id: spare.id, run_minutes: 9, run_quantity: 2 }],
        },
        { name: 'LABELS', work_centre_id: spare.id, run_minutes: 1, predecessors: [] },
        { name: 'PACKING', work_centre_id: cutting.id, run_minutes: 1, predecessors: [20, 30] },
      ],
    });
    expect(drafted.status).toBe(201);
    expect(drafted.headers['etag']).toBe('"1"');
    expect(drafted.body).toMatchObject({
      sku: bear.sku,
      revision: '1',
      state: 'draft',
      is_default: false,
      operation_count: 4,
      company_id: app.company_id,
      operations: [
        {
          number: 10,
          name: 'CUTTING',
          predecessors: [],
          run_minutes: 1,
          run_quantity: 4,
          work_centre_code: cutting.code,
        },
        {
          number: 20,
          predecessors: [10],
          buffer_percent: '2.0000',
          quality_gate: true,
          overlap_quantity: 50,
          alternatives: [{ preference: 1, work_centre_code: spare.code, setup_minutes: 0, run_minutes: 9 }],
        },
        { number: 30, predecessors: [] },
        { number: 40, predecessors: [20, 30] },
      ],
    });
    expect((await admin.get(`/ppic/routings/${drafted.body.id}`)).body).toEqual(drafted.body);
    const history = await admin.get(`/ppic/routings/${drafted.body.id}/history`);
    expect(history.body.map(({ event }: { event: string }) => event)).toEqual(['create']);
  });

  it('is replaced whole while it is a draft; the same again changes nothing', async () => {
    const routing = await aRouting(app, [{ name: 'A' }, { name: 'B' }]);
    const work_centre_id = routing.operations[0].work_centre_id;
    const body = {
      product_id: routing.product_id,
      operations: [{ number: 5, name: 'C', work_centre_id, run_minutes: 3, buffer_percent: '1.5' }],
    };
    const path = `/ppic/routings/${routing.id}`;
    expect((await admin.put(path, body, { 'if-match': '"7"' })).status).toBe(412);
    const replaced = await admin.put(path, body, { 'if-match': '"1"' });
    expect([replaced.status, replaced.headers['etag'], replaced.body.operation_count]).toEqual([200, '"2"', 1]);
    const again = await admin.put(path, body);
    expect([again.status, again.body]).toEqual([200, replaced.body]);
    const moved = await admin.put(path, { ...body, product_id: (await aMadeProduct(app)).id, company_id: NOBODY });
    expect(faultsOf(moved)).toEqual(['/company_id NOT_ALLOWED', '/product_id NOT_ALLOWED']);
    expect((await admin.put(`/ppic/routings/${NOBODY}`, body)).status).toBe(404);
  });

  it('is refused with all its faults at once', async () => {
    const material = await aProduct(app);
    const centre = await aWorkCentre(app);
    const foreign = await aWorkCentre(app, { company_id: (await aCompany(app)).id });
    const supplier = await aSupplier(app);
    const answer = await admin.post('/ppic/routings', {
      product_id: material.id,
      valid_from: '2026-02-01',
      valid_to: '2026-01-01',
      operations: [
        { number: 10, name: 'A', work_centre_id: foreign.id, run_minutes: 1, predecessors: [10, 70] },
        { number: 10, name: 'a', work_centre_id: NOBODY, run_minutes: 1, department_id: NOBODY },
        { name: 'B', work_centre_id: centre.id, run_minutes: 1, supplier_id: supplier.id, price_per_piece: '1' },
        {
          name: 'C',
          work_centre_id: centre.id,
          run_minutes: 1,
          predecessors: [20, 20],
          supplier_id: NOBODY,
          alternatives: [
            { work_centre_id: centre.id, run_minutes: 1 },
            { work_centre_id: foreign.id, run_minutes: 1 },
          ],
        },
      ],
    });
    expect(answer.status).toBe(422);
    expect(faultsOf(answer)).toEqual([
      '/operations/0/predecessors/0 NOT_ALLOWED',
      '/operations/0/predecessors/1 REFERENCE_NOT_FOUND',
      '/operations/0/work_centre_id REFERENCE_NOT_FOUND',
      '/operations/1/department_id REFERENCE_NOT_FOUND',
      '/operations/1/name DUPLICATE',
      '/operations/1/number DUPLICATE',
      '/operations/1/work_centre_id REFERENCE_NOT_FOUND',
      '/operations/2/price_per_piece NOT_ALLOWED',
      '/operations/2/supplier_id NOT_ALLOWED',
      '/operations/3/alternatives/0/work_centre_id DUPLICATE',
      '/operations/3/alternatives/1/work_centre_id REFERENCE_NOT_FOUND',
      '/operations/3/predecessors/1 DUPLICATE',
      '/operations/3/supplier_id NOT_ALLOWED',
      '/operations/3/supplier_id REFERENCE_NOT_FOUND',
      '/product_id NOT_ALLOWED',
      '/valid_to TOO_SMALL',
    ]);
    expect(faultsOf(await admin.post('/ppic/routings', { product_id: NOBODY }))).toEqual([
      '/product_id REFERENCE_NOT_FOUND',
    ]);
    const wrong = await admin.post('/ppic/routings', { operations: [{ name: '', run_minutes: -1, colour: 'red' }] });
    expect(wrong.status).toBe(422);
  });

  it('whose operations wait for each other is refused, and nothing of it stays', async () => {
    const centre = await aWorkCentre(app);
    const product = await aMadeProduct(app);
    const at = { work_centre_id: centre.id, run_minutes: 1 };
    const answer = await admin.post('/ppic/routings', {
      product_id: product.id,
      operations: [
        { number: 10, name: 'A', ...at, predecessors: [30] },
        { number: 20, name: 'B', ...at },
        { number: 30, name: 'C', ...at },
        { number: 40, name: 'D', ...at },
      ],
    });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ error_code: 'ROUTING_CYCLE', operations: [10, 20, 30] });
    expect((await admin.get(`/ppic/routings?product_id=${product.id}`)).body.data).toEqual([]);
  });

  it('says all that stands in the way of its use, and is used when nothing does', async () => {
    const [centre, other] = [await aWorkCentre(app), await aWorkCentre(app)];
    const department = await aDepartment(app);
    const empty = await aRouting(app, []);
    const none = await admin.post(`/ppic/routings/${empty.id}/activate`, {});
    expect(none.body).toMatchObject({
      status: 409,
      error_code: 'ROUTING_NOT_READY',
      faults: [{ pointer: '/operations', code: 'REQUIRED' }],
    });
    const routing = await aRouting(app, [
      { name: 'A', work_centre_id: centre.id, department_id: department.id },
      {
        name: 'B',
        work_centre_id: other.id,
        predecessors: [],
        alternatives: [{ work_centre_id: centre.id, run_minutes: 1 }],
      },
    ]);
    await admin.post(`/ppic/work-centres/${centre.id}/deactivate`);
    await admin.post(`/departments/${department.id}/deactivate`);
    await admin.post(`/products/${routing.product_id}/deactivate`);
    const path = `/ppic/routings/${routing.id}`;
    const refused = await admin.post(`${path}/activate`, {});
    expect(refused.status).toBe(409);
    expect(
      refused.body.faults.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`),
    ).toEqual([
      '/operations SEVERAL_ENDS',
      '/product_id NOT_ACTIVE',
      '/operations/0/work_centre_id NOT_ACTIVE',
      '/operations/0/department_id NOT_ACTIVE',
      '/operations/1/alternatives/0/work_centre_id NOT_ACTIVE',
    ]);
    const { body: transitions } = await admin.get(`${path}/transitions`);
    expect(transitions[0]).toMatchObject({ event: 'activate', allowed: false });
    expect(transitions[0].reasons).toHaveLength(5);
    expect(transitions[1].reasons[0].code).toBe('INVALID_STATE');
  });

  it('once it is active stays as it is, is tried without effect, copied, and goes out of use', async () => {
    const routing = await aRouting(app, [{ name: 'A' }, { name: 'B' }]);
    const path = `/ppic/routings/${routing.id}`;
    const tried = await admin.post(`${path}/activate?dry_run=true`, {});
    expect([tried.status, tried.body.state, tried.body.is_default]).toEqual([200, 'active', true]);
    expect((await admin.get(path)).body).toEqual(routing);
    expect((await admin.post(`${path}/make-default`, {})).body.error_code).toBe('ROUTING_NOT_ACTIVE');
    const key = { 'idempotency-key': unique('key') };
    const first = await admin.post(`${path}/activate`, { reason: 'Trial run passed' }, key);
    const second = await admin.post(`${path}/activate`, { reason: 'Trial run passed' }, key);
    expect([first.status, second.status, second.headers['idempotent-replayed']]).toEqual([200, 200, 'true']);
    expect(second.body).toEqual(first.body);
    expect((await admin.post(`${path}/activate`, {})).body.error_code).toBe('INVALID_STATE');
    const change = await admin.put(path, { product_id: routing.product_id, operations: [] });
    expect([change.status, change.body.error_code]).toEqual([409, 'ROUTING_NOT_DRAFT']);
    expect((await admin.delete(path)).body.error_code).toBe('ROUTING_NOT_DRAFT');
    const copied = await admin.post(`${path}/copy`, {});
    expect(copied.status).toBe(201);
    expect(copied.body).toMatchObject({ revision: '2', state: 'draft', is_default: false, operation_count: 2 });
    const other = await aMadeProduct(app);
    const elsewhere = await admin.post(`${path}/copy`, {
      product_id: other.id,
      revision: 'X',
      valid_from: '2027-01-01',
      valid_to: null,
    });
    expect(elsewhere.body).toMatchObject({ product_id: other.id, revision: 'X', valid_from: '2027-01-01' });
    expect((await admin.post(`${path}/copy`, { revision: '2' })).body.error_code).toBe('DUPLICATE');
    expect((await admin.delete(`/ppic/routings/${copied.body.id}`)).status).toBe(204);
    const gone = await admin.post(`${path}/obsolete`, { reason: 'New line' });
    expect(gone.body).toMatchObject({ state: 'obsolete', is_default: false });
    const history = await admin.get(`${path}/history`);
    expect(history.body.map(({ event, reason }: Record<string, unknown>) => [event, reason])).toEqual([
      ['create', null],
      ['activate', 'Trial run passed'],
      ['obsolete', 'New line'],
    ]);
  });

  it('takes the same few statements for two hundred operations as for three', async () => {
    const [centre, spare] = [await aWorkCentre(app), await aWorkCentre(app)];
    const counts = async (many: number): Promise<Record<string, number>> => {
      const operations = Array.from({ length: many }, (_, index) => ({
        name: `OP-${index}`,
        work_centre_id: centre.id,
        run_minutes: 1,
        alternatives: [{ work_centre_id: spare.id, run_minutes: 2 }],
      }));
      const product_id = (await aMadeProduct(app)).id;
      const counted: Record<string, number> = {};
      const count = async (name: string, work: () => Promise<Answer>): Promise<Answer> => {
        // Who asks is remembered for a few seconds: known before, the statement that finds out is never counted.
        await admin.get('/ppic/routings?limit=1');
        let answer: Answer | undefined;
        counted[name] = await statementsOf(async () => (answer = await work()));
        expect([name, answer!.status < 300]).toEqual([name, true]);
        return answer!;
      };
      const { body } = await count('create', () => admin.post('/ppic/routings', { product_id, operations }));
      expect(body.operation_count).toBe(many);
      const path = `/ppic/routings/${body.id}`;
      await count('replace', () => admin.put(path, { product_id, operations: operations.slice(1) }));
      await count('activate', () => admin.post(`${path}/activate`, {}));
      await count('show', () => admin.get(path));
      await count('list', () => admin.get(`/ppic/routings?work_centre_id=${spare.id}&limit=50`));
      const estimate = await count('estimate', () =>
        admin.get(`${path}/estimate?quantity=10&start=2026-08-14T00:00:00Z`),
      );
      expect(estimate.body.critical_path).toHaveLength(many - 1);
      return counted;
    };
    const few = await counts(3);
    expect(await counts(200)).toEqual(few);
    for (const [step, statements] of Object.entries(few))
      expect([step, statements > 0 && statements <= 13]).toEqual([step, true]);
    const product_id = (await aMadeProduct(app)).id;
    const operations = Array.from({ length: 201 }, () => ({ name: 'X', work_centre_id: centre.id, run_minutes: 1 }));
    expect((await admin.post('/ppic/routings', { product_id, operations })).status).toBe(422);
  });
});

describe('the default of a product', () => {
  const defaultOf = (productId: string, query = ''): Promise<Answer> =>
    admin.get(`/ppic/products/${productId}/default-routing${query}`);

  it('is the first that is used, until another is made it; the others are alternatives', async () => {
    const product_id = (await aMadeProduct(app)).id;
    expect((await defaultOf(product_id)).body).toMatchObject({ status: 404, error_code: 'NO_DEFAULT_ROUTING' });
    const [a, b, c] = [
      await activated(app, await aRouting(app, [{}], { product_id, revision: 'A' })),
      await activated(app, await aRouting(app, [{}], { product_id, revision: 'B' })),
      await activated(app, await aRouting(app, [{}], { product_id, revision: 'C' }), { make_default: true }),
    ];
    expect([a.is_default, b.is_default, c.is_default]).toEqual([true, false, true]);
    expect((await defaultOf(product_id)).body.id).toBe(c.id);
    const changed = await admin.post(
      `/ppic/routings/${b.id}/make-default`,
      { reason: 'Cheaper' },
      { 'if-match': `"${b.version}"` },
    );
    expect([changed.status, changed.body.is_default]).toEqual([200, true]);
    expect((await admin.post(`/ppic/routings/${b.id}/make-default`, {})).body.version).toBe(changed.body.version);
    const listed = await admin.get(`/ppic/routings?product_id=${product_id}&is_default=true`);
    expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([b.id]);
    await admin.post(`/ppic/routings/${b.id}/obsolete`, {});
    expect((await defaultOf(product_id)).status).toBe(404);
  });

  it('may be another on other days', async () => {
    const product_id = (await aMadeProduct(app)).id;
    const old = await activated(app, await aRouting(app, [{}], { product_id, valid_to: '2026-06-30' }));
    const next = await activated(app, await aRouting(app, [{}], { product_id, valid_from: '2026-07-01' }));
    expect([old.is_default, next.is_default]).toEqual([true, true]);
    expect((await defaultOf(product_id, '?date=2026-06-30')).body.id).toBe(old.id);
    expect((await defaultOf(product_id, '?date=2026-07-01')).body.id).toBe(next.id);
    expect((await defaultOf(product_id, `?company_id=${NOBODY}`)).status).toBe(404);
  });

  it('is one, whoever else makes one at the same moment', async () => {
    const product_id = (await aMadeProduct(app)).id;
    const drafts = [];
    for (let i = 0; i < 8; i++) drafts.push(await aRouting(app, [{}], { product_id }));
    const answers = await Promise.all(
      drafts.map(({ id }, index) =>
        admin.post(`/ppic/routings/${id}/activate`, index % 2 ? { make_default: true } : {}),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(drafts.map(() => 200));
    const { body } = await admin.get(`/ppic/routings?product_id=${product_id}&is_default=true`);
    expect(body.data).toHaveLength(1);
  });
});

describe('routings', () => {
  it('are listed by product, state, day and work centre, each page stable', async () => {
    const [main, spare] = [await aWorkCentre(app), await aWorkCentre(app)];
    const routing = await activated(
      app,
      await aRouting(app, [{ work_centre_id: main.id, alternatives: [{ work_centre_id: spare.id, run_minutes: 1 }] }], {
        external_id: unique('RT'),
        valid_from: '2026-05-01',
      }),
    );
    const ids = async (query: string): Promise<string[]> =>
      (await admin.get(`/ppic/routings?${query}`)).body.data.map(({ id }: { id: string }) => id);
    for (const query of [
      `product_id=${routing.product_id}&state=active`,
      `work_centre_id=${main.id}`,
      `work_centre_id=${spare.id}&valid_on=2026-05-01`,
      `external_id=${routing.external_id}`,
      `q=${routing.sku}&company_id=${app.company_id}`,
    ])
      expect([query, await ids(query)]).toEqual([query, [routing.id]]);
    expect(await ids(`work_centre_id=${main.id}&valid_on=2026-04-30`)).toEqual([]);
    expect((await admin.get('/ppic/routings?limit=1&include_total=true')).body.total).toBeGreaterThan(1);
  });

  it('of other companies are not there, and not everybody may change them', async () => {
    const company = await aCompany(app);
    const centre = await aWorkCentre(app, { company_id: company.id });
    const theirs = await aRouting(app, [{ work_centre_id: centre.id }], { company_id: company.id });
    const engineer = app.as(await app.actor({ permissions: ['ppic.routings.*'] }));
    const path = `/ppic/routings/${theirs.id}`;
    for (const answer of [
      await engineer.get(path),
      await engineer.put(path, { product_id: theirs.product_id }, { 'if-match': '"9"' }),
      await engineer.delete(path),
      await engineer.post(`${path}/activate`, {}),
      await engineer.post(`${path}/obsolete`, {}),
      await engineer.post(`${path}/make-default`, {}),
      await engineer.post(`${path}/copy`, {}),
      await engineer.get(`${path}/transitions`),
      await engineer.get(`${path}/history`),
      await engineer.get(`${path}/estimate?quantity=1`),
      await engineer.get(`${path}/compare/${theirs.id}`),
      await engineer.post('/ppic/routings', { product_id: theirs.product_id, company_id: company.id }),
    ])
      expect([answer.status, answer.body.error_code]).toEqual([404, 'NOT_FOUND']);
    expect((await engineer.get(`/ppic/routings?company_id=${company.id}`)).body.data).toEqual([]);
    const mine = await aRouting(app, [{}]);
    const operator = app.as(await app.actor({ role: 'operator' }));
    expect((await operator.get(`/ppic/routings/${mine.id}`)).status).toBe(200);
    expect((await operator.post(`/ppic/routings/${mine.id}/activate`, {})).status).toBe(403);
    const planner = app.as(await app.actor({ role: 'ppic_admin' }));
    expect((await planner.post(`/ppic/routings/${mine.id}/copy`, {})).status).toBe(201);
    expect((await planner.post(`/ppic/routings/${mine.id}/activate`, {})).status).toBe(403);
  });

  it('are compared operation by operation', async () => {
    const [centre, spare] = [await aWorkCentre(app), await aWorkCentre(app)];
    const at = { work_centre_id: centre.id };
    const alternatives = [{ work_centre_id: spare.id, setup_minutes: 5, run_minutes: 3, run_quantity: 2 }];
    const from = await aRouting(app, [
      { name: 'A', ...at },
      { name: 'B', ...at, price_per_piece: null },
      { name: 'C', ...at },
    ]);
    const to = await made(app, '/ppic/routings', {
      product_id: from.product_id,
      operations: [
        { name: 'A', ...at, run_minutes: 1 },
        { name: 'b', ...at, run_minutes: 2, buffer_percent: '1', alternatives },
        { name: 'D', ...at, run_minutes: 1 },
      ],
    });
    const { body } = await admin.get(`/ppic/routings/${from.id}/compare/${to.id}`);
    expect(body.header).toEqual([{ field: 'revision', from: '1', to: '2' }]);
    expect(body.operations).toEqual([
      {
        change: 'changed',
        name: 'B',
        from_number: 20,
        to_number: 20,
        fields: [
          { field: 'name', from: 'B', to: 'b' },
          { field: 'run_minutes', from: '1', to: '2' },
          { field: 'buffer_percent', from: '0.0000', to: '1.0000' },
          { field: 'alternatives', from: '', to: `${spare.id} 5 3 2 -` },
        ],
      },
      { change: 'removed', name: 'C', from_number: 30, to_number: null, fields: [] },
      { change: 'added', name: 'D', from_number: null, to_number: 30, fields: [] },
    ]);
  });
});
