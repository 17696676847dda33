import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { aCompany, aDepartment, aSupplier, made, placesOf, unique } from '../support/makers.js';
import { findings, importFile } from '../support/imports.js';
import { activated, aRouting, aWorkCentre } from '../support/routing.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app?.close());

const pointersOf = ({ body }: Answer): string[] => body.errors.map(({ pointer }: { pointer: string }) => pointer);

describe('a work centre', () => {
  it('is added with what a factory usually has, changed, deactivated and deleted', async () => {
    const department = await aDepartment(app);
    const calendar = await made(app, '/calendars', { code: unique('CAL'), name: 'Factory' });
    const { FLOOR, STOCK } = await placesOf(app);
    const added = await admin.post('/ppic/work-centres', {
      code: 'SEW-1',
      name: 'Sewing line 1',
      department_id: department.id,
      calendar_id: calendar.id,
      location_id: FLOOR ?? STOCK,
      labour_rate: '36000',
    });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({
      company_id: app.company_id,
      kind: 'internal',
      capacity: 1,
      people_per_place: 1,
      efficiency_percent: '100.0000',
      labour_rate: '36000.000000',
      machine_rate: '0.000000',
      overhead_percent: '0.0000',
      supplier_id: null,
      department_code: department.code,
      calendar_code: calendar.code,
      is_active: true,
      version: 1,
    });
    const path = `/ppic/work-centres/${added.body.id}`;
    const changed = await admin.patch(path, { capacity: 12, efficiency_percent: '87.5' }, { 'if-match': '"1"' });
    expect([changed.status, changed.body.capacity, changed.body.efficiency_percent]).toEqual([200, 12, '87.5000']);
    expect((await admin.patch(path, { capacity: 1 }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.post(`${path}/deactivate`)).body.is_active).toBe(false);
    expect((await admin.post(`${path}/activate`)).body.is_active).toBe(true);
    expect((await admin.delete(path)).status).toBe(204);
    expect((await admin.get(path)).status).toBe(404);
  });

  it('is listed by code, department, kind and what is written in its name', async () => {
    const department = await aDepartment(app);
    const supplier = await aSupplier(app);
    const mine = await aWorkCentre(app, { department_id: department.id, code: unique('cut') });
    const theirs = await aWorkCentre(app, { kind: 'subcontract', supplier_id: supplier.id, price_per_piece: '2500' });
    const ids = async (query: string): Promise<string[]> =>
      (await admin.get(`/ppic/work-centres?${query}`)).body.data.map(({ id }: { id: string }) => id);
    expect(await ids(`department_id=${department.id}`)).toEqual([mine.id]);
    expect(await ids(`code=${mine.code.toUpperCase()}`)).toEqual([mine.id]);
    expect(await ids(`q=${mine.code}`)).toEqual([mine.id]);
    expect(await ids(`kind=subcontract&supplier_id=${supplier.id}`)).toEqual([theirs.id]);
    expect((await admin.get('/ppic/work-centres?colour=red')).status).toBe(400);
  });

  it('of a subcontractor has a supplier and no rates; our own has none and no price', async () => {
    const supplier_id = (await aSupplier(app)).id;
    const add = async (body: object): Promise<number> =>
      (await admin.post('/ppic/work-centres', { code: unique('WC'), name: 'x', ...body })).status;
    expect(await add({ kind: 'subcontract' })).toBe(422);
    expect(await add({ supplier_id })).toBe(422);
    expect(await add({ price_per_piece: '1' })).toBe(422);
    expect(await add({ kind: 'subcontract', supplier_id, labour_rate: '1' })).toBe(422);
    expect(await add({ kind: 'subcontract', supplier_id })).toBe(201);
  });

  it('stays with its company and kind, within its own departments and real places', async () => {
    const centre = await aWorkCentre(app);
    const foreign = await aCompany(app);
    const department = await aDepartment(app, { company_id: foreign.id });
    const other = await placesOf(app, foreign.id);
    const patch = async (body: object): Promise<number> =>
      (await admin.patch(`/ppic/work-centres/${centre.id}`, body)).status;
    expect(await patch({ department_id: department.id })).toBe(422);
    expect(await patch({ location_id: other['STOCK'] })).toBe(422);
    const { rows } = await app.db.query(`select id from erp.locations where company_id = $1 and is_virtual limit 1`, [
      app.company_id,
    ]);
    expect(await patch({ location_id: rows[0].id })).toBe(422);
    expect(await patch({ kind: 'subcontract' })).toBe(422);
    const wrong = await admin.post('/ppic/work-centres', { name: '', capacity: 0, efficiency_percent: '0' });
    expect(wrong.status).toBe(422);
    expect(pointersOf(wrong).sort()).toEqual(['/capacity', '/code', '/efficiency_percent', '/name']);
    const twin = await admin.post('/ppic/work-centres', { code: centre.code.toLowerCase(), name: 'twin' });
    expect([twin.status, twin.body.error_code]).toEqual([409, 'DUPLICATE']);
  });

  it('is known by the name another system has for it', async () => {
    const body = { code: unique('WC'), name: 'Cutting table' };
    const path = `/ppic/work-centres/by-external-id/mes/${unique('M')}`;
    expect((await admin.put(path, body)).status).toBe(201);
    const again = await admin.put(path, { ...body, name: 'Cutting table 2' });
    expect([again.status, again.body.name]).toEqual([200, 'Cutting table 2']);
    expect((await admin.get(path)).body.id).toBe(again.body.id);
  });

  it('is seen within companies and departments only, and not everybody may change it', async () => {
    const [mine, other] = [await aDepartment(app), await aDepartment(app)];
    const centre = await aWorkCentre(app, { department_id: mine.id });
    const hidden = await aWorkCentre(app, { department_id: other.id });
    const common = await aWorkCentre(app);
    const foreign = await aWorkCentre(app, { company_id: (await aCompany(app)).id });
    const limited = app.as(await app.actor({ permissions: ['ppic.work_centres.*'], departments: [mine.id] }));
    const { body } = await limited.get('/ppic/work-centres?limit=200');
    const seen = body.data.map(({ id }: { id: string }) => id);
    expect(seen).toEqual(expect.arrayContaining([centre.id, common.id]));
    for (const { id } of [hidden, foreign]) {
      expect(seen).not.toContain(id);
      expect((await limited.get(`/ppic/work-centres/${id}`)).status).toBe(404);
      expect((await limited.patch(`/ppic/work-centres/${id}`, { name: 'x' })).status).toBe(404);
    }
    const elsewhere = { code: unique('WC'), name: 'x', department_id: other.id };
    expect((await limited.post('/ppic/work-centres', elsewhere)).status).toBe(404);
    const operator = app.as(await app.actor({ role: 'operator' }));
    expect((await operator.get(`/ppic/work-centres/${centre.id}`)).status).toBe(200);
    expect((await operator.patch(`/ppic/work-centres/${centre.id}`, { name: 'x' })).status).toBe(403);
    const planner = app.as(await app.actor({ role: 'ppic_manager' }));
    expect((await planner.patch(`/ppic/work-centres/${centre.id}`, { name: 'Line' })).status).toBe(200);
  });

  it('says where it is used, as the main one and as an alternative, and is not deleted while it is', async () => {
    const [main, spare] = [await aWorkCentre(app), await aWorkCentre(app)];
    const routing = await aRouting(app, [
      { name: 'SEWING', work_centre_id: main.id, alternatives: [{ work_centre_id: spare.id, run_minutes: 2 }] },
      { name: 'PACKING', work_centre_id: spare.id },
    ]);
    await activated(app, routing);
    const uses = async (id: string, query = ''): Promise<object[]> =>
      (await admin.get(`/ppic/work-centres/${id}/routings${query}`)).body.data;
    expect(await uses(main.id)).toMatchObject([
      { routing_id: routing.id, number: 10, name: 'SEWING', preference: null },
    ]);
    expect(await uses(spare.id, '?state=active')).toHaveLength(2);
    expect(await uses(spare.id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ number: 10, preference: 1, is_default: true }),
        expect.objectContaining({ number: 20, preference: null }),
      ]),
    );
    expect(await uses(spare.id, '?state=draft')).toEqual([]);
    expect((await admin.delete(`/ppic/work-centres/${spare.id}`)).body.error_code).toBe('IN_USE');
  });
});

describe('work centres from a file', () => {
  it('are added and changed, and what contradicts itself is told row by row', async () => {
    const department = await aDepartment(app);
    const code = unique('IMP');
    const header = 'code,name,kind,department,capacity,labour_rate';
    const good = await importFile(app, 'work-centres', `${header}\n${code},Cutting,,${department.code},3,30000\n`);
    expect(good.body).toMatchObject({ status: 'succeeded' });
    const { rows } = await app.db.query(
      'select capacity, labour_rate::text, department_id from erp.work_centres where code = $1',
      [code],
    );
    expect(rows).toEqual([{ capacity: 3, labour_rate: '30000.000000', department_id: department.id }]);
    const wrong = await importFile(
      app,
      'work-centres',
      `${header}\n${code}X,Embroidery,subcontract,,1,1\n${code},Cutting,subcontract,,1,0\n`,
    );
    const faults = await findings(app, wrong.body.id);
    const told = faults.map(({ field, code: fault }: { field: string; code: string }) => `${field} ${fault}`);
    expect(told.sort()).toEqual([
      'kind NOT_ALLOWED',
      'labour_rate NOT_ALLOWED',
      'supplier NOT_ALLOWED',
      'supplier NOT_ALLOWED',
    ]);
    const left = await app.db.query('select code, kind from erp.work_centres where code like $1', [`${code}%`]);
    expect(left.rows).toEqual([{ code, kind: 'internal' }]);
  });
});
