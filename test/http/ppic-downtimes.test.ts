import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { aToldDowntime, aToldWorkOrder } from '../support/floor-figures.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aDepartment, made, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aWorkCentre } from '../support/routing.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let operator: Caller;
let supervisor: Caller;
const reason: Record<string, string> = {};

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  operator = app.as(await app.actor({ role: 'operator' }));
  supervisor = app.as(await app.actor({ role: 'production_supervisor' }));
  const { body } = await admin.get('/ppic/downtime-reasons?limit=100');
  for (const { code, id } of body.data) reason[code] = id;
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

const PATH = '/ppic/downtimes';
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const daysAgo = (days: number): string => minutesAgo(days * 1440);
const faultsOf = ({ body }: Answer): string[] =>
  body.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`).sort();
const told = async (centre: Made, body: object = {}, who = operator): Promise<Answer> =>
  who.post(PATH, { work_centre_id: centre.id, reason_id: reason['BREAKDOWN'], ...body });

describe('reasons of downtime', () => {
  it('are seeded, planned and unplanned, and say which factor they lower', async () => {
    const { body } = await operator.get('/ppic/downtime-reasons?category=planned');
    expect(body.data.map(({ code }: Made) => code)).toEqual([
      'CLEANING',
      'MAINTENANCE',
      'MEETING',
      'NO-ORDERS',
      'TRIAL',
    ]);
    expect(body.data.every(({ oee_loss }: Made) => oee_loss === null)).toBe(true);
    const lost = await operator.get('/ppic/downtime-reasons?category=unplanned&is_active=true&q=broken');
    expect(lost.body.data).toMatchObject([{ code: 'BREAKDOWN', oee_loss: 'availability' }]);
  });

  it('are added, changed but for their category, deactivated, and deleted while they were never used', async () => {
    const code = unique('R');
    const row = await made(app, '/ppic/downtime-reasons', { code, name: 'Leak', category: 'unplanned' });
    const path = `/ppic/downtime-reasons/${row.id}`;
    expect((await admin.patch(path, { name: 'Oil leak' })).body).toMatchObject({ name: 'Oil leak', version: 2 });
    expect((await admin.patch(path, { category: 'planned' })).status).toBe(422);
    expect((await admin.post('/ppic/downtime-reasons', { code, name: 'x', category: 'planned' })).status).toBe(409);
    expect((await admin.post('/ppic/downtime-reasons', { code: 'a b', category: 'odd' })).body.errors).toHaveLength(3);
    const centre = await aWorkCentre(app);
    const { body } = await told(centre, { reason_id: row.id });
    expect((await admin.delete(path)).body.error_code).toBe('IN_USE');
    expect((await admin.post(`${path}/deactivate`)).body.is_active).toBe(false);
    expect(faultsOf(await told(centre, { reason_id: row.id, place: 1 }))).toEqual(['/reason_id REFERENCE_NOT_FOUND']);
    // What has the reason keeps it.
    expect((await admin.post(`${PATH}/${body.id}/correct`, { notes: 'x', correction_reason: 'More' })).status).toBe(
      200,
    );
    expect((await admin.post(`${path}/activate`)).body.is_active).toBe(true);
    const unused = await made(app, '/ppic/downtime-reasons', { code: unique('R'), name: 'x', category: 'planned' });
    expect((await operator.delete(`/ppic/downtime-reasons/${unused.id}`)).status).toBe(403);
    expect((await admin.delete(`/ppic/downtime-reasons/${unused.id}`)).status).toBe(204);
    expect((await admin.get(`/ppic/downtime-reasons/${unused.id}`)).status).toBe(404);
  });
});

describe('a downtime', () => {
  it('begins now and ends now', async () => {
    const centre = await aWorkCentre(app);
    const begun = await told(centre, { notes: 'Main shaft' });
    expect(begun.status).toBe(201);
    expect(begun.body).toMatchObject({
      work_centre_code: centre.code,
      category: 'unplanned',
      reason_code: 'BREAKDOWN',
      state: 'open',
      place: null,
      ended_at: null,
      minutes: 0,
      version: 1,
    });
    const path = `${PATH}/${begun.body.id}`;
    const { body: may } = await operator.get(`${path}/transitions`);
    expect(may.map(({ event, allowed }: Made) => [event, allowed])).toEqual([
      ['end', true],
      ['correct', false],
      ['withdraw', false],
    ]);
    const dry = await operator.post(`${path}/end?dry_run=true`, {});
    expect(dry.body.state).toBe('ended');
    expect((await operator.get(path)).body.state).toBe('open');
    expect((await operator.post(`${path}/end`, {}, { 'if-match': '"7"' })).status).toBe(412);
    const ended = await operator.post(`${path}/end`, { reason: 'Shaft replaced' }, { 'if-match': '"1"' });
    expect(ended.body).toMatchObject({ state: 'ended', version: 2 });
    expect(Date.parse(ended.body.ended_at)).toBeGreaterThan(Date.parse(ended.body.started_at));
    expect((await operator.post(`${path}/end`, {})).body.error_code).toBe('INVALID_STATE');
    const { body: history } = await operator.get(`${path}/history`);
    expect(history.map(({ event, to_state, reason: why }: Made) => [event, to_state, why])).toEqual([
      ['begin', 'open', 'Main shaft'],
      ['end', 'ended', 'Shaft replaced'],
    ]);
  });

  it('begins and ends at a time, or is told afterwards with both', async () => {
    const centre = await aWorkCentre(app, { capacity: 3 });
    const begun = await told(centre, { started_at: minutesAgo(90), place: 2 });
    expect(begun.body).toMatchObject({ state: 'open', place: 2 });
    expect([89, 90, 91]).toContain(begun.body.minutes);
    const ended = await operator.post(`${PATH}/${begun.body.id}/end`, { ended_at: minutesAgo(60) });
    expect(ended.body).toMatchObject({ state: 'ended', minutes: 30 });
    const after = await told(centre, { started_at: minutesAgo(30), ended_at: minutesAgo(10) });
    expect(after.body).toMatchObject({ state: 'ended', minutes: 20 });
    const { body: history } = await operator.get(`${PATH}/${after.body.id}/history`);
    expect(history).toMatchObject([{ event: 'tell', from_state: null, to_state: 'ended' }]);
    expect(faultsOf(await operator.post(`${PATH}/${begun.body.id}/end`, { ended_at: 'never' }))).toHaveLength(1);
  });

  it('may be told while working at a work order of the work centre, and of no other', async () => {
    const [centre, other] = [await aWorkCentre(app), await aWorkCentre(app)];
    const order = await aToldWorkOrder(app, centre.id);
    const { body } = await told(centre, { work_order_id: order.id });
    expect(body).toMatchObject({ work_order_id: order.id, work_order_number: expect.stringMatching(/^WO-/) });
    expect((await operator.get(`${PATH}?work_order_id=${order.id}`)).body.data).toHaveLength(1);
    expect(faultsOf(await told(other, { work_order_id: order.id }))).toEqual(['/work_order_id REFERENCE_NOT_FOUND']);
    // A work order that is paused stands for no downtime.
    await app.db.query(`update erp.work_orders set state = 'in_progress', started_at = now() where id = $1`, [
      order.id,
    ]);
    await app.db.query(`update erp.work_orders set state = 'paused', paused_at = now() where id = $1`, [order.id]);
    expect((await operator.get(`${PATH}?work_centre_id=${other.id}`)).body.data).toEqual([]);
  });

  it('is refused with every fault at once', async () => {
    const centre = await aWorkCentre(app, { capacity: 2 });
    const future = await told(centre, {
      reason_id: centre.id,
      work_order_id: centre.id,
      place: 3,
      started_at: minutesAgo(-10),
      ended_at: minutesAgo(-15),
    });
    expect(future.status).toBe(422);
    expect(faultsOf(future)).toEqual([
      '/ended_at TOO_LARGE',
      '/place TOO_LARGE',
      '/reason_id REFERENCE_NOT_FOUND',
      '/started_at TOO_LARGE',
      '/work_order_id REFERENCE_NOT_FOUND',
    ]);
    const turned = await told({ id: reason['OTHER'] }, { started_at: daysAgo(9), ended_at: daysAgo(10) });
    expect(faultsOf(turned)).toEqual([
      '/ended_at TOO_SMALL',
      '/started_at TOO_SMALL',
      '/work_centre_id REFERENCE_NOT_FOUND',
    ]);
    const open = await told(centre, { started_at: minutesAgo(5) });
    const end = `${PATH}/${open.body.id}/end`;
    expect(faultsOf(await operator.post(end, { ended_at: minutesAgo(6) }))).toEqual(['/ended_at TOO_SMALL']);
    expect(faultsOf(await operator.post(end, { ended_at: minutesAgo(-1) }))).toEqual(['/ended_at TOO_LARGE']);
    expect((await operator.post(PATH, { colour: 'red' })).body.errors.length).toBeGreaterThanOrEqual(3);
  });

  it('never overlaps another of its place, nor one of the whole work centre', async () => {
    const centre = await aWorkCentre(app, { capacity: 2 });
    expect((await told(centre, { place: 1, started_at: minutesAgo(60) })).status).toBe(201);
    for (const body of [
      { place: 1 },
      { place: 1, started_at: minutesAgo(90), ended_at: minutesAgo(59) },
      {},
      { started_at: minutesAgo(30), ended_at: minutesAgo(20) },
    ]) {
      const twice = await told(centre, body);
      expect([twice.status, twice.body.error_code]).toEqual([409, 'DOWNTIME_OVERLAPS']);
    }
    expect((await told(centre, { place: 2, started_at: minutesAgo(60) })).status).toBe(201);
    // One that ends when the next begins does not overlap it.
    const from = minutesAgo(180);
    const until = minutesAgo(150);
    expect((await told(centre, { started_at: from, ended_at: until })).status).toBe(201);
    expect((await told(centre, { started_at: until, ended_at: minutesAgo(120) })).status).toBe(201);
  });

  it('that twenty tell at once begins once, and one told twice with a key is one', async () => {
    const centre = await aWorkCentre(app);
    const answers = await Promise.all(Array.from({ length: 20 }, () => told(centre)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 19 }, () => 409)]);
    const other = await aWorkCentre(app);
    const body = { work_centre_id: other.id, reason_id: reason['OTHER'] };
    const key = { 'idempotency-key': unique('K') };
    const [first, again] = [await operator.post(PATH, body, key), await operator.post(PATH, body, key)];
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const { id } = first.body;
    const ends = await Promise.all(Array.from({ length: 10 }, () => operator.post(`${PATH}/${id}/end`, {})));
    expect(ends.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('is corrected with what it was in its history, by those who may', async () => {
    const centre = await aWorkCentre(app, { capacity: 4 });
    const { body } = await told(centre, { started_at: minutesAgo(50), ended_at: minutesAgo(40) });
    const path = `${PATH}/${body.id}`;
    const patch = {
      correction_reason: 'It was the needle',
      reason_id: reason['TOOLING'],
      place: 3,
      ended_at: minutesAgo(30),
    };
    expect((await operator.post(`${path}/correct`, patch)).status).toBe(403);
    const corrected = await supervisor.post(`${path}/correct`, patch, { 'if-match': '"1"' });
    expect(corrected.body).toMatchObject({ reason_code: 'TOOLING', place: 3, minutes: 20, state: 'ended', version: 2 });
    const { body: history } = await supervisor.get(`${path}/history`);
    expect(history[1]).toMatchObject({ event: 'correct', from_state: 'ended', to_state: 'ended' });
    expect(history[1].reason).toMatch(
      /^It was the needle \(reason_code: BREAKDOWN -> TOOLING; place: - -> 3; ended_at: \S+ -> \S+\)$/,
    );
    // The same again changes nothing, and nothing is written.
    expect((await supervisor.post(`${path}/correct`, patch)).body.version).toBe(2);
    expect((await supervisor.get(`${path}/history`)).body).toHaveLength(2);
    expect((await supervisor.post(`${path}/correct`, patch, { 'if-match': '"1"' })).status).toBe(412);
    const wrong = { correction_reason: 'x', started_at: minutesAgo(-3), place: 5, reason_id: centre.id };
    expect(faultsOf(await supervisor.post(`${path}/correct`, wrong))).toEqual([
      '/ended_at TOO_SMALL',
      '/place TOO_LARGE',
      '/reason_id REFERENCE_NOT_FOUND',
      '/started_at TOO_LARGE',
    ]);
    expect((await supervisor.post(`${path}/correct`, { place: 1 })).status).toBe(422);
    const open = await told(centre, { place: 4 });
    const onto = { correction_reason: 'x', place: 3, started_at: minutesAgo(45) };
    expect((await supervisor.post(`${PATH}/${open.body.id}/correct`, onto)).body.error_code).toBe('DOWNTIME_OVERLAPS');
    // What goes on keeps going on, until a correction gives its end.
    const earlier = { correction_reason: 'Forgotten', started_at: minutesAgo(20) };
    const still = await supervisor.post(`${PATH}/${open.body.id}/correct?dry_run=true`, earlier);
    expect([still.body.state, still.body.minutes]).toEqual(['open', 20]);
    const over = await supervisor.post(`${PATH}/${open.body.id}/correct`, { ...earlier, ended_at: minutesAgo(10) });
    expect(over.body).toMatchObject({ state: 'ended', minutes: 10 });
  });

  it('that never was is withdrawn, counts nowhere, and makes room', async () => {
    const centre = await aWorkCentre(app);
    const { body } = await told(centre);
    const path = `${PATH}/${body.id}`;
    expect((await operator.post(`${path}/withdraw`, { reason: 'x' })).status).toBe(403);
    expect((await supervisor.post(`${path}/withdraw`, {})).status).toBe(422);
    const gone = await supervisor.post(`${path}/withdraw`, { reason: 'It was line 2' });
    expect(gone.body).toMatchObject({ state: 'withdrawn', minutes: 0 });
    expect((await supervisor.post(`${path}/correct`, { correction_reason: 'x', place: 1 })).body.error_code).toBe(
      'INVALID_STATE',
    );
    for (const event of ['end', 'withdraw'])
      expect((await supervisor.post(`${path}/${event}`, event === 'end' ? {} : { reason: 'x' })).status).toBe(409);
    expect((await told(centre)).status).toBe(201);
  });

  it('is told and corrected for a week; one that is older can only be ended', async () => {
    const centre = await aWorkCentre(app);
    const id = await aToldDowntime(app, centre.id, { started_at: daysAgo(9) });
    const path = `${PATH}/${id}`;
    expect((await supervisor.post(`${path}/correct`, { correction_reason: 'x', notes: 'x' })).body.error_code).toBe(
      'DOWNTIME_TOO_OLD',
    );
    expect((await supervisor.post(`${path}/withdraw`, { reason: 'x' })).body.error_code).toBe('DOWNTIME_TOO_OLD');
    const { body: may } = await supervisor.get(`${path}/transitions`);
    expect(may[1]).toMatchObject({ event: 'correct', allowed: false, reasons: [{ code: 'DOWNTIME_TOO_OLD' }] });
    expect(may[2]).toMatchObject({ event: 'withdraw', allowed: false, reasons: [{ code: 'DOWNTIME_TOO_OLD' }] });
    expect((await operator.post(`${path}/end`, { ended_at: daysAgo(8) })).body.minutes).toBe(1440);
    const within = await told(centre, { started_at: daysAgo(6), ended_at: minutesAgo(6 * 1440 - 5) });
    expect(within.status).toBe(201);
  });

  it('is listed by what it is of, its reason, category and days', async () => {
    const department = await aDepartment(app);
    const centre = await aWorkCentre(app, { department_id: department.id });
    const id = await aToldDowntime(app, centre.id, {
      started_at: '2026-03-02T23:00:00+07:00',
      ended_at: '2026-03-03T01:00:00+07:00',
      reason: 'MAINTENANCE',
    });
    const found = async (query: string): Promise<string[]> =>
      (await operator.get(`${PATH}?work_centre_id=${centre.id}&${query}`)).body.data.map((row: Made) => row.id);
    expect(await found('from=2026-03-03&to=2026-03-03')).toEqual([id]);
    expect(await found('from=2026-03-04')).toEqual([]);
    expect(await found('to=2026-03-01')).toEqual([]);
    expect(await found(`category=planned&state=ended&department_id=${department.id}`)).toEqual([id]);
    expect(await found(`reason_id=${reason['OTHER']}`)).toEqual([]);
    expect(await found(`company_id=${app.company_id}&q=maintenance`)).toEqual([id]);
    expect((await operator.get(`${PATH}?colour=red`)).status).toBe(400);
  });

  it('is seen within companies and departments only, and not told by everybody', async () => {
    const [mine, other] = [await aDepartment(app), await aDepartment(app)];
    const hidden = await aWorkCentre(app, { department_id: other.id });
    const foreign = await aWorkCentre(app, { company_id: (await aCompany(app)).id });
    const limited = app.as(await app.actor({ permissions: ['ppic.downtimes.*'], departments: [mine.id] }));
    for (const centre of [hidden, foreign]) {
      const id = await aToldDowntime(app, centre.id, { started_at: minutesAgo(5) });
      for (const view of ['', '/transitions', '/history'])
        expect((await limited.get(`${PATH}/${id}${view}`)).status).toBe(404);
      expect((await limited.post(`${PATH}/${id}/end`, {})).status).toBe(404);
      expect((await limited.post(`${PATH}/${id}/withdraw`, { reason: 'x' })).status).toBe(404);
      expect((await limited.post(`${PATH}/${id}/correct`, { correction_reason: 'x' })).status).toBe(404);
      expect((await limited.get(`${PATH}?work_centre_id=${centre.id}`)).body.data).toEqual([]);
      expect(faultsOf(await told(centre, {}, limited))).toEqual(['/work_centre_id REFERENCE_NOT_FOUND']);
    }
    expect((await told(await aWorkCentre(app), {}, limited)).status).toBe(201);
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await told(await aWorkCentre(app), {}, viewer)).status).toBe(403);
    expect((await viewer.get(PATH)).status).toBe(200);
    expect((await app.as(await app.actor({ permissions: [] })).get(PATH)).status).toBe(403);
  });

  it('takes the same few statements however many there are', async () => {
    const centre = await aWorkCentre(app, { capacity: 100 });
    // Who tells is looked up now and then beside.
    const tell = async (places: readonly number[]) => {
      const counts = [];
      for (const place of places)
        counts.push(await statementsOf(() => told(centre, { place, started_at: minutesAgo(9) })));
      return Math.min(...counts);
    };
    const telling = await tell([98, 99, 100]);
    for (let place = 1; place <= 60; place++) await aToldDowntime(app, centre.id, { place, started_at: minutesAgo(9) });
    expect(await tell([95, 96, 97])).toBe(telling);
    expect(telling).toBeLessThanOrEqual(8);
    expect(await statementsOf(() => operator.get(`${PATH}?limit=50`))).toBeLessThanOrEqual(3);
  });
});

describe('the database', () => {
  it('itself refuses what lies in the future, ends before it begins, overlaps, or turns back', async () => {
    const centre = await aWorkCentre(app);
    const refused = (given: object) =>
      aToldDowntime(app, centre.id, { started_at: minutesAgo(5), ...given }).then(
        () => 'taken',
        (error: { constraint: string }) => error.constraint,
      );
    expect(await refused({ started_at: minutesAgo(-5) })).toBe('ck_downtimes_past');
    expect(await refused({ ended_at: minutesAgo(-5) })).toBe('ck_downtimes_past');
    expect(await refused({ ended_at: minutesAgo(6) })).toBe('ck_downtimes_times');
    const id = await aToldDowntime(app, centre.id, { started_at: minutesAgo(5), ended_at: minutesAgo(4) });
    expect(await refused({})).toBe('ex_downtimes_overlap');
    const back = app.db.query(`update erp.downtimes set state = 'open', ended_at = null where id = $1`, [id]);
    await expect(back).rejects.toMatchObject({ constraint: 'INVALID_STATE' });
    const role = app.database.appPool();
    await expect(role.query('delete from erp.downtimes where id = $1', [id])).rejects.toThrow('permission denied');
    await expect(
      role.query('update erp.downtimes set work_centre_id = work_centre_id where id = $1', [id]),
    ).rejects.toThrow('permission denied');
  });
});
