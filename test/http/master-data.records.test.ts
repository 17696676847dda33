import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import {
  aCategory,
  aCompany,
  aCustomer,
  aDepartment,
  aProduct,
  aSupplier,
  aUnit,
  unique,
  unitId,
} from '../support/makers.js';

let app: TestApp;
let clerk: TestActor;

beforeAll(async () => {
  app = await startTestApp();
  clerk = await app.actor({ permissions: ['master_data.*.*'] });
});
afterAll(() => app?.close());

type Row = Record<string, any>;
interface Resource {
  readonly path: string;
  readonly permission: string;
  readonly make: () => Promise<Row>;
  readonly input: (code: string) => object;
  readonly key: string;
  readonly change: object;
}

const named: Resource[] = [
  {
    path: '/units',
    permission: 'units',
    make: () => aUnit(app),
    input: (code) => ({ code, name: 'U' }),
    key: 'code',
    change: { name: 'Other' },
  },
  {
    path: '/product-categories',
    permission: 'product_categories',
    make: () => aCategory(app),
    input: (code) => ({ code, name: 'C' }),
    key: 'code',
    change: { name: 'Other' },
  },
  {
    path: '/suppliers',
    permission: 'suppliers',
    make: () => aSupplier(app),
    input: (code) => ({ code, name: 'S' }),
    key: 'code',
    change: { payment_terms_days: 45, email: null },
  },
  {
    path: '/customers',
    permission: 'customers',
    make: () => aCustomer(app),
    input: (code) => ({ code, name: 'C', credit_limit: '1000.50' }),
    key: 'code',
    change: { credit_limit: '2000.00' },
  },
  {
    path: '/companies',
    permission: 'companies',
    make: () => aCompany(app),
    input: (code) => ({ code, name: 'C', currency_code: 'IDR' }),
    key: 'code',
    change: { legal_name: 'PT Lain' },
  },
  {
    path: '/departments',
    permission: 'departments',
    make: () => aDepartment(app),
    input: (code) => ({ code, name: 'D' }),
    key: 'code',
    change: { name: 'Other' },
  },
];
const plain: Resource[] = [
  {
    path: '/calendars',
    permission: 'calendars',
    make: () => made('/calendars', { code: unique('CAL'), name: 'C' }),
    input: (code) => ({ code, name: 'C' }),
    key: 'code',
    change: { working_days: [1, 2, 3, 4, 5, 6] },
  },
  {
    path: '/currencies',
    permission: 'currencies',
    make: () => made('/currencies', { code: letters(), name: 'C' }),
    input: () => ({ code: letters(), name: 'C' }),
    key: 'code',
    change: { name: 'Other', minor_digits: 3 },
  },
];
let lettered = 0;
const letters = (): string =>
  `X${String.fromCharCode(65 + Math.floor(lettered / 26))}${String.fromCharCode(65 + (lettered++ % 26))}`;
const made = async (path: string, body: object): Promise<Row> => (await app.as(clerk).post(path, body)).body;

describe.each([...named, ...plain].map((resource) => [resource.path, resource] as const))('%s', (path, resource) => {
  /** Sees what it makes also where a scope applies: the administrator made the companies. */
  const caller = (): TestActor => (path === '/companies' ? app.admin : clerk);

  it('adds, shows, lists, changes, deactivates and deletes', async () => {
    const as = app.as(caller());
    const created = await as.post(path, resource.input(unique('ROW')));
    expect(created.status).toBe(201);
    const url = `${path}/${created.body.id}`;
    expect((await as.get(url)).body).toEqual(created.body);
    const listed = await as.get(
      `${path}?${resource.key}=${encodeURIComponent(String(created.body[resource.key]).toLowerCase())}&include_total=true`,
    );
    expect(listed.body).toEqual({ data: [created.body], next_cursor: null, total: 1 });
    const changed = await as.patch(url, resource.change, { 'if-match': '"1"' });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ ...resource.change, version: 2 });
    expect((await as.patch(url, resource.change)).body.version).toBe(2);
    expect((await as.patch(url, resource.change, { 'if-match': '"1"' })).body.error_code).toBe('STALE_VERSION');
    expect((await as.post(`${url}/deactivate`)).body).toMatchObject({ is_active: false, version: 3 });
    const active = await as.get(
      `${path}?is_active=true&${resource.key}=${encodeURIComponent(String(created.body[resource.key]))}`,
    );
    expect(active.body.data).toEqual([]);
    expect((await as.post(`${url}/activate`)).body.is_active).toBe(true);
    if (path === '/companies') return;
    expect((await as.delete(url)).status).toBe(204);
    expect((await as.get(url)).status).toBe(404);
  });

  it('refuses a code that is taken, whatever its case, and one that is not a code', async () => {
    const row = await resource.make();
    const code = String(row[resource.key]);
    const twin = await app
      .as(caller())
      .post(path, { ...resource.input('x'), [resource.key]: path === '/currencies' ? code : code.toLowerCase() });
    expect({ status: twin.status, code: twin.body.error_code }).toEqual({ status: 409, code: 'DUPLICATE' });
    for (const bad of ['', '   ', 'a\nb', 'x'.repeat(65), 7, null]) {
      expect((await app.as(caller()).post(path, { ...resource.input('x'), [resource.key]: bad })).status).toBe(422);
    }
  });

  it('is closed to those without its permissions', async () => {
    const row = await resource.make();
    const nobody = await app.actor({ permissions: ['auth.users.read'] });
    const reader = await app.actor({
      permissions: [`master_data.${resource.permission}.read`],
      companies: [app.company_id],
    });
    expect((await app.as(null).get(path)).status).toBe(401);
    expect((await app.as(nobody).get(path)).status).toBe(403);
    expect((await app.as(reader).get(path)).status).toBe(200);
    expect((await app.as(reader).post(path, resource.input(unique('ROW')))).status).toBe(403);
    expect((await app.as(reader).patch(`${path}/${row['id']}`, resource.change)).status).toBe(403);
    expect((await app.as(reader).post(`${path}/${row['id']}/deactivate`)).status).toBe(403);
    expect((await app.as(reader).delete(`${path}/${row['id']}`)).status).toBe(403);
  });

  it('refuses unknown filters and sort keys, huge pages and unknown fields', async () => {
    const as = app.as(caller());
    for (const query of ['colour=red', 'sort=colour', 'limit=1000000', 'cursor=!!']) {
      expect((await as.get(`${path}?${query}`)).status).toBe(400);
    }
    const answer = await as.post(path, {
      ...resource.input(unique('ROW')),
      version: 5,
      is_active: false,
      id: app.company_id,
    });
    expect(answer.body.errors.map((e: { pointer: string }) => e.pointer).sort()).toEqual([
      '/id',
      '/is_active',
      '/version',
    ]);
  });
});

describe.each(named.map((resource) => [resource.path, resource] as const))(
  '%s by the name of another system',
  (path, resource) => {
    it('adds once, changes, and leaves alone what is the same', async () => {
      const as = app.as(app.admin);
      const url = `${path}/by-external-id/legacy/${unique('N')}`;
      const sent = resource.input(unique('ROW'));
      const first = await as.put(url, sent);
      expect(first.status).toBe(201);
      const again = await as.put(url, sent);
      expect(again.status).toBe(200);
      expect(again.body).toEqual(first.body);
      expect((await as.put(url, { ...sent, ...resource.change })).body).toMatchObject({
        ...resource.change,
        id: first.body.id,
        version: 2,
      });
      expect((await as.get(url)).body.id).toBe(first.body.id);
    });

    it('makes one row when two callers come at once', async () => {
      const url = `${path}/by-external-id/legacy/${unique('N')}`;
      const sent = resource.input(unique('ROW'));
      const answers = await Promise.all([app.as(app.admin).put(url, sent), app.as(app.admin).put(url, sent)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
      expect(answers[0]!.body.id).toBe(answers[1]!.body.id);
    });

    it('finds rows by attributes and by their own external id', async () => {
      const as = app.as(app.admin);
      const external_id = unique('OWN');
      const { body } = await as.post(path, {
        ...resource.input(unique('ROW')),
        external_id,
        attributes: { source: external_id },
      });
      expect((await as.get(`${path}?external_id=${external_id}`)).body.data).toMatchObject([{ id: body.id }]);
      const attributes = encodeURIComponent(JSON.stringify({ source: external_id }));
      expect((await as.get(`${path}?attributes=${attributes}`)).body.data).toMatchObject([{ id: body.id }]);
      expect((await as.post(path, { ...resource.input(unique('ROW')), external_id })).status).toBe(409);
    });
  },
);

describe('a row that is used', () => {
  it('says by what, whatever its kind', async () => {
    const as = app.as(app.admin);
    const category = await aCategory(app);
    await aCategory(app, { parent_id: category.id });
    await aProduct(app, { category_id: category.id });
    const supplier = await aSupplier(app, { currency_code: 'CHF' });
    const product = await aProduct(app);
    await as.post('/supplier-prices', { supplier_id: supplier.id, product_id: product.id, price: '1' });
    const francs = (await as.get('/currencies?code=CHF')).body.data[0];
    const used = async (path: string): Promise<object> => {
      const answer = await as.delete(path);
      expect({ status: answer.status, code: answer.body.error_code }).toEqual({ status: 409, code: 'IN_USE' });
      return Object.fromEntries(
        answer.body.used_by.map((u: { resource: string; used: number }) => [u.resource, u.used]),
      );
    };
    expect(await used(`/product-categories/${category.id}`)).toEqual({ 'product-categories': 1, products: 1 });
    expect(await used(`/suppliers/${supplier.id}`)).toEqual({ 'supplier-prices': 1 });
    expect(await used(`/currencies/${francs.id}`)).toEqual({ 'supplier-prices': 1, suppliers: 1 });
    expect(await used(`/units/${await unitId(app, 'EA')}`)).toMatchObject({
      products: expect.any(Number),
      'unit-conversions': 2,
    });
  });
});

describe('the tree of categories', () => {
  it('has no circles', async () => {
    const top = await aCategory(app);
    const below = await aCategory(app, { parent_id: top.id });
    const answer = await app.as(clerk).patch(`/product-categories/${top.id}`, { parent_id: below.id });
    expect({ status: answer.status, code: answer.body.error_code }).toEqual({ status: 409, code: 'CATEGORY_CYCLE' });
    expect((await app.as(clerk).get(`/product-categories?parent_id=${top.id}`)).body.data).toMatchObject([
      { id: below.id, parent_code: top.code },
    ]);
  });
});

describe('companies and departments', () => {
  it('are seen by those who belong to them, and by nobody else', async () => {
    const theirs = await aCompany(app);
    const insider = await app.actor({ permissions: ['master_data.*.*'], companies: [theirs.id] });
    const department = await aDepartment(app, { company_id: theirs.id });
    expect((await app.as(insider).get('/companies')).body.data.map((c: Row) => c['id'])).toEqual([theirs.id]);
    expect((await app.as(insider).get('/departments')).body.data.map((d: Row) => d['id'])).toEqual([department.id]);
    expect((await app.as(clerk).get(`/companies/${theirs.id}`)).status).toBe(404);
    expect(
      (await app.as(clerk).patch(`/companies/${theirs.id}`, { name: 'Mine' }, { 'if-match': '"99"' })).status,
    ).toBe(404);
    expect((await app.as(clerk).delete(`/departments/${department.id}`)).status).toBe(404);
    expect((await app.as(clerk).get(`/departments/${department.id}`)).status).toBe(404);
    expect(
      (await app.as(clerk).post('/departments', { code: unique('D'), name: 'D', company_id: theirs.id })).status,
    ).toBe(404);
    expect(
      (await app.as(clerk).get('/departments?include_total=true')).body.data.map((d: Row) => d['company_id']),
    ).not.toContain(theirs.id);
  });

  it('belong to whoever makes them, at once', async () => {
    const founder = await app.actor({ permissions: ['master_data.companies.*'] });
    const created = await app.as(founder).post('/companies', { code: unique('CO'), name: 'New', currency_code: 'USD' });
    expect(created.status).toBe(201);
    expect((await app.as(founder).get(`/companies/${created.body.id}`)).status).toBe(200);
    const { rows } = await app.db.query(
      'select is_default from erp.user_companies where user_id = $1 and company_id = $2',
      [founder.id, created.body.id],
    );
    expect(rows).toEqual([{ is_default: false }]);
  });

  it('keep a department in its company', async () => {
    const department = await aDepartment(app);
    const other = await aCompany(app);
    expect(department.company_id).toBe(app.company_id);
    const url = `/departments/by-external-id/legacy/${unique('N')}`;
    await app.as(app.admin).put(url, { code: department.code, name: department.name });
    const moved = await app.as(app.admin).put(url, { code: department.code, name: 'Moved', company_id: other.id });
    expect(moved.body).toMatchObject({
      error_code: 'VALIDATION_FAILED',
      errors: [{ pointer: '/company_id', code: 'FIXED' }],
    });
    expect((await app.as(app.admin).patch(`/departments/${department.id}`, { company_id: other.id })).status).toBe(422);
  });

  it('may use the same department code in each company', async () => {
    const other = await aCompany(app);
    const department = await aDepartment(app);
    expect(
      (await app.as(app.admin).post('/departments', { code: department.code, name: 'D', company_id: other.id })).status,
    ).toBe(201);
  });

  it('show a member limited to departments only those', async () => {
    const [mine, other] = [await aDepartment(app), await aDepartment(app)];
    const limited = await app.actor({ permissions: ['master_data.departments.read'], departments: [mine.id] });
    expect((await app.as(limited).get('/departments')).body.data.map((d: Row) => d['id'])).toEqual([mine.id]);
    expect((await app.as(limited).get(`/departments/${other.id}`)).status).toBe(404);
  });
});

const NOBODY = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';

describe('a calendar', () => {
  it('counts working days around its holidays', async () => {
    const as = app.as(clerk);
    const calendar = await made('/calendars', { code: unique('CAL'), name: 'Factory' });
    const url = `/calendars/${calendar['id']}`;
    const exceptions = [
      { day: '2026-08-17', name: 'Independence Day' },
      { day: '2026-08-22', name: 'Making up', is_working: true },
    ];
    const set = await as.put(`${url}/exceptions`, { exceptions });
    expect(set.body).toEqual({
      exceptions: [
        { ...exceptions[0], is_working: false, works_from: null, works_until: null },
        { ...exceptions[1], works_from: null, works_until: null },
      ],
      version: 2,
    });
    expect((await as.get(`${url}/exceptions`)).body).toEqual(set.body);
    const days = await as.get(`${url}/working-days?from=2026-08-14&to=2026-08-24`);
    expect(days.body).toEqual({
      count: 7,
      days: ['2026-08-14', '2026-08-18', '2026-08-19', '2026-08-20', '2026-08-21', '2026-08-22', '2026-08-24'],
    });
    expect((await as.get(`${url}/add-working-days?date=2026-08-14&days=5`)).body).toEqual({ date: '2026-08-22' });
    expect((await as.get(`${url}/add-working-days?date=2026-08-18&days=-1`)).body).toEqual({ date: '2026-08-14' });
    expect((await as.put(`${url}/exceptions`, { exceptions: [] }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await as.put(`${url}/exceptions`, { exceptions: [exceptions[0], exceptions[0]] })).status).toBe(409);
    expect((await as.get(`${url}/exceptions`)).body.exceptions).toHaveLength(2);
  });

  it('counts working minutes by its shifts, breaks and shortened days', async () => {
    const as = app.as(clerk);
    const url = `/calendars/${(await made('/calendars', { code: unique('CAL'), name: 'Two shifts' }))['id']}`;
    const day = {
      name: 'Day',
      starts_at: '07:00',
      ends_at: '16:00',
      breaks: [{ starts_at: '12:00', ends_at: '13:00' }],
    };
    const night = { name: 'Night', starts_at: '22:00', ends_at: '02:00', breaks: [] };
    expect((await as.get(`${url}/shifts`)).body).toEqual({ shifts: [], version: 1 });
    const set = await as.put(`${url}/shifts`, { shifts: [night, day] }, { 'if-match': '"1"' });
    expect([set.status, set.headers['etag']]).toEqual([200, '"2"']);
    expect(set.body).toEqual({ shifts: [day, night], version: 2 });
    expect((await as.get(`${url}/shifts`)).body).toEqual(set.body);
    const exceptions = [{ day: '2026-08-14', name: 'Short Friday', is_working: true, works_until: '11:30' }];
    expect((await as.put(`${url}/exceptions`, { exceptions })).body).toEqual({
      exceptions: [{ ...exceptions[0], works_from: null }],
      version: 3,
    });
    // Thursday 480 + 240, of which 120 after midnight; Friday 270; nothing on Saturday.
    const minutes = (from: string, to: string): Promise<Answer> =>
      as.get(`${url}/working-minutes?from=${from}T00:00:00%2B07:00&to=${to}T00:00:00%2B07:00`);
    expect((await minutes('2026-08-13', '2026-08-14')).body).toEqual({ minutes: 600 + 120 });
    expect((await minutes('2026-08-14', '2026-08-17')).body).toEqual({ minutes: 120 + 270 });
    const add = (moment: string, count: number): Promise<Answer> =>
      as.get(`${url}/add-working-minutes?moment=${moment}%2B07:00&minutes=${count}`);
    expect((await add('2026-08-14T11:00:00', 31)).body).toEqual({ moment: '2026-08-17T07:01:00.000+07:00' });
    expect((await add('2026-08-17T07:00:30', -1)).body).toEqual({ moment: '2026-08-14T11:29:00.000+07:00' });
    expect((await add('2026-08-14T11:00:00', 10_000_000)).body.error_code).toBe('NO_WORKING_DAY');
  });

  it('refuses hours that cannot be, all at once', async () => {
    const as = app.as(clerk);
    const url = `/calendars/${(await made('/calendars', { code: unique('CAL'), name: 'Factory' }))['id']}`;
    const shift = { name: 'Day', starts_at: '07:00', ends_at: '16:00' };
    const pointers = async (path: string, body: object): Promise<string[]> => {
      const { status, body: problem } = await as.put(`${url}/${path}`, body);
      expect(status).toBe(422);
      return problem.errors.map(({ pointer }: Row) => pointer);
    };
    const breaks = [
      { starts_at: '06:30', ends_at: '07:30' },
      { starts_at: '09:00', ends_at: '09:15' },
      { starts_at: '15:30', ends_at: '16:30' },
    ];
    expect(await pointers('shifts', { shifts: [{ ...shift, breaks }] })).toEqual([
      '/shifts/0/breaks/0',
      '/shifts/0/breaks/2',
    ]);
    expect(
      await pointers('shifts', {
        shifts: [
          { ...shift, starts_at: '24:00' },
          { ...shift, ends_at: '7:00' },
        ],
      }),
    ).toEqual(['/shifts/0/starts_at', '/shifts/1/ends_at']);
    const holiday = { day: '2026-08-17', name: 'Independence Day', works_from: '08:00' };
    expect(await pointers('exceptions', { exceptions: [holiday] })).toEqual(['/exceptions/0']);
    expect((await as.put(`${url}/shifts`, { shifts: [shift, { ...shift, name: 'day' }] })).status).toBe(409);
    expect((await as.put(`${url}/shifts`, { shifts: [] }, { 'if-match': '"9"' })).status).toBe(412);
    expect((await as.put(`/calendars/${NOBODY}/shifts`, { shifts: [] })).status).toBe(404);
    expect((await as.get(`/calendars/${NOBODY}/working-days?from=2026-01-01&to=2026-01-02`)).status).toBe(404);
    const spans = [
      'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
      'from=2026-01-01T00:00:00Z&to=2027-01-03T00:00:00Z',
    ];
    for (const span of spans) expect((await as.get(`${url}/working-minutes?${span}`)).status).toBe(422);
    const reader = app.as(await app.actor({ permissions: ['master_data.calendars.read'] }));
    expect((await reader.put(`${url}/shifts`, { shifts: [] })).status).toBe(403);
  });

  it('refuses spans that are too long or end before they begin, and days that do not exist', async () => {
    const url = `/calendars/${(await made('/calendars', { code: unique('CAL'), name: 'Factory' }))['id']}`;
    const status = async (path: string): Promise<number> => (await app.as(clerk).get(`${url}/${path}`)).status;
    expect(await status('working-days?from=2026-01-01&to=2027-01-03')).toBe(422);
    expect(await status('working-days?from=2026-01-02&to=2026-01-01')).toBe(422);
    expect(await status('working-days?from=2026-02-30&to=2026-03-01')).toBe(400);
    expect(await status('working-days?from=2026-02-01')).toBe(400);
    expect(await status('add-working-days?date=2026-01-01&days=1001')).toBe(400);
    for (const working_days of [[], [0], [8], [1.5], 'all', [1, 2, 3, 4, 5, 6, 7, 7]]) {
      expect((await app.as(clerk).post('/calendars', { code: unique('CAL'), name: 'F', working_days })).status).toBe(
        422,
      );
    }
  });
});
