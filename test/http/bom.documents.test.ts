import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { aBom, aMadeProduct, aProduct, unique } from '../support/makers.js';

let app: TestApp;
let engineer: TestActor;
let reader: TestActor;
let stranger: TestActor;

beforeAll(async () => {
  app = await startTestApp();
  engineer = await app.actor({ permissions: ['warehouse.bom.*'] });
  reader = await app.actor({ permissions: ['warehouse.bom.read'] });
  stranger = await app.actor({ permissions: ['master_data.products.read'] });
});
afterAll(() => app?.close());

const NOBODY = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';
const codesOf = ({ body }: Answer): string[] =>
  (body.errors as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`).sort();
const count = async (): Promise<number> => (await app.db.query('select count(*)::int as n from erp.boms')).rows[0].n;

describe('a bill of material', () => {
  it('is drafted with the defaults of a factory, and shown with its lines and ETag', async () => {
    const bear = await aMadeProduct(app, { sku: 'BEAR-30', name: 'Teddy bear' });
    const plush = await aProduct(app, { sku: 'PLUSH', name: 'Plush' });
    const eyes = await aProduct(app, { sku: 'EYES', name: 'Eyes' });
    const buttons = await aProduct(app, { sku: 'BUTTONS', name: 'Buttons' });
    const drafted = await app.as(engineer).post('/warehouse/bom', {
      product_id: bear.id,
      output_quantity: 12,
      lines: [
        { component_id: plush.id, quantity: 5, scrap_percent: '2.5', operation: 'CUTTING', issue_method: 'manual' },
        { component_id: eyes.id, quantity: 24, substitutes: [{ component_id: buttons.id }] },
      ],
    });
    expect(drafted.status).toBe(201);
    expect(drafted.headers['etag']).toBe('"1"');
    expect(drafted.body).toMatchObject({
      sku: 'BEAR-30',
      product_name: 'Teddy bear',
      revision: '1',
      type: 'manufacturing',
      state: 'draft',
      output_quantity: 12,
      valid_from: null,
      valid_to: null,
      line_count: 2,
      version: 1,
      created_by: engineer.id,
      lines: [
        {
          line_no: 10,
          kind: 'component',
          sku: 'PLUSH',
          unit_code: 'EA',
          quantity: 5,
          scrap_percent: '2.5000',
          operation: 'CUTTING',
          issue_method: 'manual',
          substitutes: [],
        },
        {
          line_no: 20,
          sku: 'EYES',
          quantity: 24,
          scrap_percent: '0.0000',
          issue_method: 'backflush',
          substitutes: [{ sku: 'BUTTONS', preference: 1, quantity: 24 }],
        },
      ],
    });
    const shown = await app.as(reader).get(`/warehouse/bom/${drafted.body.id}`);
    expect(shown.status).toBe(200);
    expect(shown.headers['etag']).toBe('"1"');
    expect(shown.body).toEqual(drafted.body);
  });

  it('is taken in the spelling of earlier systems', async () => {
    const [made, used] = [await aMadeProduct(app), await aProduct(app)];
    const older = (type: string): Promise<Answer> =>
      app.as(engineer).post('/warehouse/bom', {
        product_id: made.id,
        type,
        qty_output: 10,
        lines: [{ component_id: used.id, qty_needed: 3, wastage_percent: 1.5 }],
      });
    const manufacturing = await older('Manufacturing');
    expect(manufacturing.status).toBe(201);
    expect(manufacturing.body).toMatchObject({
      type: 'manufacturing',
      output_quantity: 10,
      revision: '1',
      lines: [{ quantity: 3, scrap_percent: '1.5000' }],
    });
    const phantom = await older('Kit/Phantom');
    expect(phantom.body).toMatchObject({ type: 'phantom', revision: '2' });
    const listed = await app.as(reader).get(`/warehouse/bom?product_id=${made.id}&type=Kit/Phantom`);
    expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([phantom.body.id]);
    const put = await app.as(engineer).put(`/warehouse/bom/${phantom.body.id}`, {
      product_id: made.id,
      type: 'Manufacturing',
      qty_output: 5,
      lines: [{ component_id: used.id, qty_needed: 7, wastage_percent: '0.25' }],
    });
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({
      type: 'manufacturing',
      output_quantity: 5,
      revision: '2',
      version: 2,
      lines: [{ quantity: 7, scrap_percent: '0.2500' }],
    });
    const both = await app
      .as(engineer)
      .post('/warehouse/bom', { product_id: made.id, output_quantity: 1, qty_output: 2 });
    expect(both.status).toBe(422);
    expect(codesOf(both)).toEqual(['/qty_output UNKNOWN_FIELD']);
  });

  it('is replaced whole while it is a draft; the same content again changes nothing', async () => {
    const bom = await aBom(app, { activate: false });
    const other = await aProduct(app);
    const body = {
      product_id: bom.product_id,
      notes: 'stronger',
      lines: [{ line_no: 5, component_id: other.id, quantity: 9 }],
    };
    const replaced = await app.as(engineer).put(`/warehouse/bom/${bom.id}`, body, { 'if-match': '"1"' });
    expect(replaced.status).toBe(200);
    expect(replaced.headers['etag']).toBe('"2"');
    expect(replaced.body).toMatchObject({
      revision: '1',
      notes: 'stronger',
      version: 2,
      lines: [{ line_no: 5, component_id: other.id, quantity: 9 }],
    });
    const again = await app.as(engineer).put(`/warehouse/bom/${bom.id}`, body);
    expect(again.status).toBe(200);
    expect(again.body).toEqual(replaced.body);
  });

  it('is refused a stale version, with the current one shown, and left alone', async () => {
    const bom = await aBom(app, { activate: false });
    const body = { product_id: bom.product_id, lines: [] };
    for (const stale of [
      await app.as(engineer).put(`/warehouse/bom/${bom.id}`, body, { 'if-match': '"7"' }),
      await app.as(engineer).delete(`/warehouse/bom/${bom.id}`, { 'if-match': '"7"' }),
      await app.as(engineer).post(`/warehouse/bom/${bom.id}/activate`, {}, { 'if-match': '"7"' }),
    ]) {
      expect(stale.status).toBe(412);
      expect(stale.body).toMatchObject({ error_code: 'STALE_VERSION', current: { id: bom.id, version: 1 } });
    }
    expect((await app.as(reader).get(`/warehouse/bom/${bom.id}`)).body).toEqual(bom);
  });

  it('is deleted while it is a draft, lines and all', async () => {
    const bom = await aBom(app, { activate: false });
    expect((await app.as(engineer).delete(`/warehouse/bom/${bom.id}`)).status).toBe(204);
    expect((await app.as(reader).get(`/warehouse/bom/${bom.id}`)).status).toBe(404);
    expect((await app.db.query('select from erp.bom_lines where bom_id = $1', [bom.id])).rowCount).toBe(0);
  });

  it('keeps its lines once it is active: 409, copy it instead', async () => {
    const bom = await aBom(app);
    const replaced = await app.as(engineer).put(`/warehouse/bom/${bom.id}`, { product_id: bom.product_id, lines: [] });
    expect(replaced.status).toBe(409);
    expect(replaced.body).toMatchObject({ error_code: 'BOM_NOT_DRAFT', state: 'active' });
    const same = await app.as(engineer).put(`/warehouse/bom/${bom.id}`, {
      product_id: bom.product_id,
      lines: [{ component_id: bom.lines[0].component_id, quantity: 2 }],
    });
    expect(same.status).toBe(200);
    expect(same.body).toEqual(bom);
    const deleted = await app.as(engineer).delete(`/warehouse/bom/${bom.id}`);
    expect(deleted.status).toBe(409);
    expect(deleted.body.error_code).toBe('BOM_NOT_DRAFT');
    const copied = await app.as(engineer).post(`/warehouse/bom/${bom.id}/copy`, {});
    expect(copied.status).toBe(201);
    expect(copied.body).toMatchObject({ revision: '2', state: 'draft', version: 1, product_id: bom.product_id });
    expect(copied.body.lines).toMatchObject(
      bom.lines.map(({ component_id, quantity }: { component_id: string; quantity: number }) => ({
        component_id,
        quantity,
      })),
    );
    expect(copied.body.lines[0].id).not.toBe(bom.lines[0].id);
  });

  it('is copied to another product, with a revision and days of its own', async () => {
    const bom = await aBom(app);
    const twin = await aMadeProduct(app);
    const copied = await app
      .as(engineer)
      .post(`/warehouse/bom/${bom.id}/copy`, { product_id: twin.id, revision: 'T', valid_from: '2026-01-01' });
    expect(copied.status).toBe(201);
    expect(copied.body).toMatchObject({ product_id: twin.id, revision: 'T', valid_from: '2026-01-01' });
    const same = await app.as(engineer).post(`/warehouse/bom/${bom.id}/copy`, { product_id: twin.id, revision: 't' });
    expect(same.status).toBe(409);
    expect(same.body).toMatchObject({ error_code: 'DUPLICATE', errors: [{ pointer: '/revision' }] });
  });

  it('keeps answers under a key: sent twice it exists once', async () => {
    const body = { product_id: (await aMadeProduct(app)).id, lines: [] };
    const key = { 'idempotency-key': unique('key') };
    const before = await count();
    const first = await app.as(engineer).post('/warehouse/bom', body, key);
    const second = await app.as(engineer).post('/warehouse/bom', body, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(second.body).toEqual(first.body);
    expect(await count()).toBe(before + 1);
    const other = await app.as(engineer).post('/warehouse/bom', { ...body, notes: 'x' }, key);
    expect(other.body.error_code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('takes 1,000 lines in one body', async () => {
    const used = await aProduct(app);
    const lines = Array.from({ length: 1000 }, (_, i) => ({
      line_no: i + 1,
      kind: 'component',
      component_id: used.id,
      quantity: 1,
      scrap_percent: '0.5',
      operation: 'SEWING',
      issue_method: 'manual',
      notes: `position ${i}`,
    }));
    const large = await app.as(engineer).post('/warehouse/bom', { product_id: (await aMadeProduct(app)).id, lines });
    expect(large.status).toBe(201);
    expect(large.body.line_count).toBe(1000);
    const larger = await app
      .as(engineer)
      .post('/warehouse/bom', { product_id: (await aMadeProduct(app)).id, lines: [...lines, lines[0]] });
    expect(codesOf(larger)).toEqual(['/lines TOO_MANY']);
  });
});

describe('what is refused, with every fault at once and no trace', () => {
  it.each<[string, (ids: { made: string; used: string; service: string }) => object, string[]]>([
    ['nothing', () => ({}), ['/product_id REQUIRED']],
    [
      'products that do not exist',
      ({ used }) => ({
        product_id: NOBODY,
        lines: [{ component_id: used, quantity: 1, substitutes: [{ component_id: NOBODY }] }],
      }),
      ['/lines/0/substitutes/0/component_id REFERENCE_NOT_FOUND', '/product_id REFERENCE_NOT_FOUND'],
    ],
    ['a material that is made', ({ used }) => ({ product_id: used, lines: [] }), ['/product_id NOT_ALLOWED']],
    [
      'a service that is used',
      ({ made, service }) => ({ product_id: made, lines: [{ component_id: service, quantity: 1 }] }),
      ['/lines/0/component_id NOT_ALLOWED'],
    ],
    [
      'fractions',
      ({ made, used }) => ({ product_id: made, output_quantity: 1.5, lines: [{ component_id: used, quantity: 0.5 }] }),
      ['/lines/0/quantity NOT_WHOLE', '/output_quantity NOT_WHOLE'],
    ],
    [
      'numbers out of bounds',
      ({ made, used }) => ({
        product_id: made,
        output_quantity: 0,
        lines: [{ component_id: used, quantity: -1, scrap_percent: '100.0001' }],
      }),
      ['/lines/0/quantity TOO_SMALL', '/lines/0/scrap_percent TOO_LARGE', '/output_quantity TOO_SMALL'],
    ],
    [
      'quantities as texts',
      ({ made, used }) => ({ product_id: made, output_quantity: '1', lines: [{ component_id: used, quantity: '2' }] }),
      ['/lines/0/quantity INVALID_TYPE', '/output_quantity INVALID_TYPE'],
    ],
    [
      'scrap with five places or an exponent',
      ({ made, used }) => ({
        product_id: made,
        lines: [
          { component_id: used, quantity: 1, scrap_percent: '1.00001' },
          { component_id: used, quantity: 1, scrap_percent: '1e1' },
        ],
      }),
      ['/lines/0/scrap_percent INVALID_DECIMAL', '/lines/1/scrap_percent INVALID_DECIMAL'],
    ],
    [
      'unknown fields, types and kinds',
      ({ made, used }) => ({
        product_id: made,
        state: 'active',
        type: 'Kit',
        lines: [{ component_id: used, quantity: 1, kind: 'waste', uom: 'kg' }],
      }),
      ['/lines/0/kind NOT_ALLOWED', '/lines/0/uom UNKNOWN_FIELD', '/state UNKNOWN_FIELD', '/type NOT_ALLOWED'],
    ],
    [
      'days that end before they begin',
      ({ made, used }) => ({
        product_id: made,
        valid_from: '2026-02-01',
        valid_to: '2026-01-31',
        lines: [{ component_id: used, quantity: 1, valid_from: '2026-02-02', valid_to: '2026-02-01' }],
      }),
      ['/lines/0/valid_to TOO_SMALL', '/valid_to TOO_SMALL'],
    ],
    [
      'days that are none',
      ({ made }) => ({ product_id: made, valid_from: '2026-02-30' }),
      ['/valid_from INVALID_DATE'],
    ],
    [
      'positions and ids used twice',
      ({ made, used }) => ({
        product_id: made,
        lines: [
          { line_no: 7, external_id: 'a', component_id: used, quantity: 1 },
          { line_no: 7, external_id: 'a', component_id: used, quantity: 1 },
        ],
      }),
      ['/lines/1/external_id DUPLICATE', '/lines/1/line_no DUPLICATE'],
    ],
    [
      'cost on a component, scrap on an output',
      ({ made, used }) => ({
        product_id: made,
        lines: [
          { component_id: used, quantity: 1, cost_share_percent: '1' },
          { kind: 'by_product', component_id: used, quantity: 1, scrap_percent: '1' },
        ],
      }),
      ['/lines/0/cost_share_percent NOT_ALLOWED', '/lines/1/scrap_percent NOT_ALLOWED'],
    ],
    [
      'cost shares above 100',
      ({ made, used }) => ({
        product_id: made,
        lines: [
          { kind: 'co_product', component_id: used, quantity: 1, cost_share_percent: '60' },
          { kind: 'by_product', component_id: used, quantity: 1, cost_share_percent: '40.0001' },
        ],
      }),
      ['/lines COST_SHARE_TOO_HIGH'],
    ],
    [
      'an output that is the product',
      ({ made }) => ({ product_id: made, lines: [{ kind: 'co_product', component_id: made, quantity: 1 }] }),
      ['/lines/0/component_id NOT_ALLOWED'],
    ],
    [
      'a phantom with outputs',
      ({ made, used }) => ({
        product_id: made,
        type: 'phantom',
        lines: [{ kind: 'co_product', component_id: used, quantity: 1 }],
      }),
      ['/lines/0/kind NOT_ALLOWED'],
    ],
    [
      'a substitute twice',
      ({ made, used }) => ({
        product_id: made,
        lines: [{ component_id: used, quantity: 1, substitutes: [{ component_id: used }] }],
      }),
      ['/lines/0/substitutes/0/component_id NOT_ALLOWED'],
    ],
  ])('%s', async (_, body, expected) => {
    const ids = {
      made: (await aMadeProduct(app)).id,
      used: (await aProduct(app)).id,
      service: (await aProduct(app, { type: 'service' })).id,
    };
    const before = await count();
    const refused = await app.as(engineer).post('/warehouse/bom', body(ids));
    expect(refused.status).toBe(422);
    expect(refused.body.error_code).toBe('VALIDATION_FAILED');
    expect(codesOf(refused)).toEqual(expected);
    expect(await count()).toBe(before);
  });

  it('a deactivated component, a quantity past 2^53 - 1, another product on replacing', async () => {
    const [bom, used, other] = [await aBom(app, { activate: false }), await aProduct(app), await aMadeProduct(app)];
    await app.as(app.admin).post(`/products/${used.id}/deactivate`, {});
    const inactive = await app
      .as(engineer)
      .put(`/warehouse/bom/${bom.id}`, { product_id: bom.product_id, lines: [{ component_id: used.id, quantity: 1 }] });
    expect(codesOf(inactive)).toEqual(['/lines/0/component_id NOT_ACTIVE']);
    const huge = await app
      .as(engineer)
      .put(
        `/warehouse/bom/${bom.id}`,
        `{"product_id":"${bom.product_id}","lines":[{"component_id":"${other.id}","quantity":9007199254740993}]}`,
        { 'content-type': 'application/json' },
      );
    expect([400, 422]).toContain(huge.status);
    const moved = await app.as(engineer).put(`/warehouse/bom/${bom.id}`, { product_id: other.id, lines: [] });
    expect(codesOf(moved)).toEqual(['/product_id NOT_ALLOWED']);
    expect((await app.as(reader).get(`/warehouse/bom/${bom.id}`)).body).toEqual(bom);
  });

  it('a circle, with the products on it', async () => {
    const [a, b, c] = [
      await aMadeProduct(app, { sku: 'CYC-A' }),
      await aMadeProduct(app, { sku: 'CYC-B' }),
      await aMadeProduct(app, { sku: 'CYC-C' }),
    ];
    await aBom(app, { product_id: a.id, lines: [{ component_id: b.id, quantity: 1 }] });
    const middle = await aBom(app, { product_id: b.id, lines: [{ component_id: c.id, quantity: 1 }], activate: false });
    const before = await count();
    const closing = await app
      .as(engineer)
      .post('/warehouse/bom', { product_id: c.id, lines: [{ component_id: a.id, quantity: 1 }] });
    expect(closing.status).toBe(409);
    expect(closing.body.error_code).toBe('BOM_CYCLE');
    expect(closing.body.cycle).toHaveLength(4);
    expect(new Set(closing.body.cycle)).toEqual(new Set(['CYC-A', 'CYC-B', 'CYC-C']));
    const itself = await app
      .as(engineer)
      .put(`/warehouse/bom/${middle.id}`, { product_id: b.id, lines: [{ component_id: b.id, quantity: 1 }] });
    expect(itself.status).toBe(409);
    expect(itself.body).toMatchObject({ error_code: 'BOM_CYCLE', cycle: ['CYC-B', 'CYC-B'] });
    expect(await count()).toBe(before);
    expect((await app.as(reader).get(`/warehouse/bom/${middle.id}`)).body).toEqual(middle);
  });

  it('a circle that two requests close together', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await aMadeProduct(app), await aMadeProduct(app)];
      const answers = await Promise.all([
        app.as(engineer).post('/warehouse/bom', { product_id: a.id, lines: [{ component_id: b.id, quantity: 1 }] }),
        app.as(engineer).post('/warehouse/bom', { product_id: b.id, lines: [{ component_id: a.id, quantity: 1 }] }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    }
  });

  it('bad ids, filters and pages', async () => {
    const as = app.as(engineer);
    expect((await as.get('/warehouse/bom/not-an-id')).status).toBe(400);
    expect((await as.get(`/warehouse/bom/${NOBODY}`)).status).toBe(404);
    expect((await as.put(`/warehouse/bom/${NOBODY}`, { product_id: NOBODY })).status).toBe(404);
    expect((await as.delete(`/warehouse/bom/${NOBODY}`)).status).toBe(404);
    expect((await as.post(`/warehouse/bom/${NOBODY}/activate`, {})).status).toBe(404);
    expect((await as.post(`/warehouse/bom/${NOBODY}/copy`, {})).status).toBe(404);
    for (const query of [
      'colour=brown',
      'sort=notes',
      'limit=501',
      'limit=0',
      'cursor=x',
      'state=new',
      'product_id=1',
      'valid_on=tomorrow',
      'type=Kit',
    ]) {
      expect({ query, status: (await as.get(`/warehouse/bom?${query}`)).status }).toEqual({ query, status: 400 });
    }
    expect((await as.post('/warehouse/bom', '{"product_id":', { 'content-type': 'application/json' })).status).toBe(
      400,
    );
    expect((await as.post('/warehouse/bom', '[]', { 'content-type': 'application/json' })).status).toBe(422);
  });
});

describe('who may', () => {
  it('is a question of permission on every route', async () => {
    const { id, product_id } = await aBom(app, { activate: false });
    const calls: [string, string, object?][] = [
      ['GET', '/warehouse/bom'],
      ['GET', `/warehouse/bom/${id}`],
      ['GET', `/warehouse/bom/${id}/transitions`],
      ['GET', `/warehouse/bom/${id}/history`],
      ['POST', '/warehouse/bom', { product_id }],
      ['PUT', `/warehouse/bom/${id}`, { product_id }],
      ['POST', `/warehouse/bom/${id}/copy`, {}],
      ['POST', `/warehouse/bom/${id}/activate`, {}],
      ['POST', `/warehouse/bom/${id}/obsolete`, {}],
      ['DELETE', `/warehouse/bom/${id}`],
    ];
    for (const [method, path, body] of calls) {
      expect((await app.as(null).request(method, path, body)).status).toBe(401);
      const refused = await app.as(stranger).request(method, path, body);
      expect({ method, path, status: refused.status, code: refused.body.error_code }).toEqual({
        method,
        path,
        status: 403,
        code: 'FORBIDDEN',
      });
      if (method !== 'GET') expect((await app.as(reader).request(method, path, body)).status).toBe(403);
    }
    expect((await app.as(reader).get(`/warehouse/bom/${id}`)).body).toMatchObject({ state: 'draft', version: 1 });
  });

  it('drafts may not activate on the way without that permission', async () => {
    const drafter = await app.actor({ permissions: ['warehouse.bom.create'] });
    const refused = await app
      .as(drafter)
      .post('/warehouse/bom', { product_id: (await aMadeProduct(app)).id, activate: true });
    expect(refused.status).toBe(403);
    expect(refused.body.permission).toBe('warehouse.bom.activate');
  });
});

describe('the list', () => {
  it('is paged, sorted, filtered and searched', async () => {
    const made = await aMadeProduct(app, { sku: 'LISTED-1' });
    const used = await aProduct(app);
    const lines = [{ component_id: used.id, quantity: 1 }];
    const first = await aBom(app, { product_id: made.id, lines, valid_to: '2025-12-31', external_id: unique('X') });
    const second = await aBom(app, { product_id: made.id, lines, valid_from: '2026-01-01' });
    const third = await aBom(app, { product_id: made.id, lines, type: 'subcontract', activate: false });
    const ids = async (query: string): Promise<string[]> =>
      (await app.as(reader).get(`/warehouse/bom?${query}`)).body.data.map(({ id }: { id: string }) => id);
    const ofProduct = `product_id=${made.id}`;
    expect(await ids(`${ofProduct}&sort=created_at`)).toEqual([first.id, second.id, third.id]);
    expect(await ids(`${ofProduct}&state=active&sort=created_at`)).toEqual([first.id, second.id]);
    expect(await ids(`${ofProduct}&state=active&valid_on=2026-03-01`)).toEqual([second.id]);
    expect(await ids(`${ofProduct}&type=subcontract`)).toEqual([third.id]);
    expect(await ids(`component_id=${used.id}&sort=-created_at`)).toEqual([third.id, second.id, first.id]);
    expect(await ids(`external_id=${first.external_id}`)).toEqual([first.id]);
    expect(await ids(`${ofProduct}&revision=2`)).toEqual([second.id]);
    expect(await ids('q=listed-1&sort=created_at')).toEqual([first.id, second.id, third.id]);
    const page = await app.as(reader).get(`/warehouse/bom?${ofProduct}&sort=sku&limit=2&include_total=true`);
    expect(page.body).toMatchObject({ total: 3, data: [{ sku: 'LISTED-1', line_count: 1 }, {}] });
    const rest = await app
      .as(reader)
      .get(`/warehouse/bom?${ofProduct}&sort=sku&limit=2&cursor=${page.body.next_cursor}`);
    expect(rest.body.next_cursor).toBeNull();
    expect(new Set([...page.body.data, ...rest.body.data].map(({ id }) => id))).toEqual(
      new Set([first.id, second.id, third.id]),
    );
  });
});
