import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aToldDowntime, aToldEntry, aToldWorkOrder, aTwoShiftCalendar } from '../support/floor-figures.js';
import { aCompany, aDepartment, made, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { aWorkCentre } from '../support/routing.js';
import { statementsOf } from '../support/statements.js';

/**
 * Monday 2 March 2026 at a line of two places. Morning 06:00 to 14:00 less a break of 30 minutes: 450 minutes, 900 of both places; night
 * 22:00 to 06:00: 480, 960.
 *   maintenance of both 06:00-07:00             120 planned downtime of the morning
 *   place 1 broken 09:30-10:45, break within     45 downtime of the morning
 *   no power 01:00-01:30 of the 3rd, both        60 downtime of the night, which began on the 2nd
 *   broken 15:00-16:00, between shifts; one withdrawn   nothing
 * Order A takes 30 minutes of set-up at each of 2 places and 5 for a piece; B 10 at one place and 7 for three pieces, at 80 percent.
 *   morning  A 90 good, 4 rejected, 5 to do again, 1 lost: 100 made, standard 60 + 500 = 560
 *   night    A 60 good, 5 of them done again: 55 made, 275;  B 40 good, 2 lost: 42 made, (10 + 98) / 0.8 = 135
 *   morning  780 planned, 735 running: 94.2308 %, 560/735 = 76.1905 %, 90/100; OEE 560/780 * 0.9 = 64.6154 %
 *   night    960 planned, 900 running: 93.75 %, 410/900 = 45.5556 %, 95/97 = 97.9381 %; OEE 410/960 * 95/97 = 41.8277 %
 *   day      1740 planned, 1635 running: 93.9655 %, 970/1635 = 59.3272 %, 185/197 = 93.9086 %; OEE 970/1740 * 185/197 = 52.3514 %
 * The idle line of one place works the same shifts: 930 planned and running, nothing made.
 */
let app: TestApp;
let admin: Caller;
let sewing: Made;
let line: Made;
let idle: Made;
let orderA: { id: string; order_id: string; product_id: string };
let orderB: { id: string; order_id: string; product_id: string };
const DAY = 'from=2026-03-02&to=2026-03-02';
const jakarta = (time: string): string => `${time}:00+07:00`;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  const calendar_id = await aTwoShiftCalendar(app);
  sewing = await aDepartment(app, { name: 'Sewing' });
  line = await aWorkCentre(app, { calendar_id, capacity: 2, department_id: sewing.id });
  idle = await aWorkCentre(app, { calendar_id, department_id: (await aDepartment(app)).id });
  const down = (from: string, to: string, more: object = {}) =>
    aToldDowntime(app, line.id, { started_at: jakarta(from), ended_at: jakarta(to), ...more });
  await down('2026-03-02T06:00', '2026-03-02T07:00', { reason: 'MAINTENANCE' });
  await down('2026-03-02T09:30', '2026-03-02T10:45', { place: 1 });
  await down('2026-03-03T01:00', '2026-03-03T01:30', { reason: 'NO-POWER' });
  await down('2026-03-02T15:00', '2026-03-02T16:00');
  await app.db.query(`update erp.downtimes set state = 'withdrawn' where id = $1`, [
    await down('2026-03-02T12:00', '2026-03-02T13:00'),
  ]);
  orderA = await aToldWorkOrder(app, line.id, {
    department_id: sewing.id,
    planned_start: jakarta('2026-03-02T07:00'),
    planned_finish: jakarta('2026-03-02T23:00'),
    planned_cost: '600.00',
    conversion_cost: '650.50',
    good_quantity: 145,
    rejected_quantity: 4,
    lost_quantity: 1,
    machine_minutes: 1000,
    labour_minutes: 420,
    state: 'completed',
    started_at: jakarta('2026-03-02T07:05'),
    completed_at: jakarta('2026-03-03T00:30'),
  });
  orderB = await aToldWorkOrder(app, line.id, {
    department_id: sewing.id,
    setup_minutes: 10,
    run_minutes: 7,
    run_quantity: 3,
    places: 1,
    efficiency_percent: '80',
    planned_finish: jakarta('2026-03-02T23:59'),
    planned_machine_minutes: 0,
    planned_cost: '100.00',
    conversion_cost: '40.00',
    good_quantity: 40,
    lost_quantity: 2,
    machine_minutes: 140,
    labour_minutes: 140,
    state: 'in_progress',
    started_at: jakarta('2026-03-02T23:00'),
  });
  const entry = (order: { id: string }, shift: string | null, more: object) =>
    aToldEntry(app, order.id, { production_date: '2026-03-02', shift, ...more });
  const reversed = { reversed_at: new Date().toISOString(), reversed_by: app.admin.id };
  await entry(orderA, 'Morning', { good_quantity: 1000, ...reversed });
  await entry(orderA, 'Morning', {
    good_quantity: 90,
    rejected_quantity: 4,
    rework_quantity: 5,
    lost_quantity: 1,
    machine_minutes: 700,
    labour_minutes: 120,
  });
  await entry(orderA, 'NIGHT', { good_quantity: 60, reworked_quantity: 5, machine_minutes: 300, labour_minutes: 300 });
  await entry(orderB, 'Night', { good_quantity: 40, lost_quantity: 2, machine_minutes: 140, labour_minutes: 140 });
});
afterAll(() => app?.close());

const figures = async (path: string, who = admin): Promise<any> => (await who.get(`/ppic/${path}`)).body;
const MORNING = {
  shift: 'Morning',
  shift_minutes: 900,
  planned_downtime_minutes: 120,
  planned_minutes: 780,
  downtime_minutes: 45,
  running_minutes: 735,
  standard_minutes: '560.0000',
  made_quantity: 100,
  first_good_quantity: 90,
  machine_minutes: 700,
  availability_percent: '94.2308',
  performance_percent: '76.1905',
  quality_percent: '90.0000',
  oee_percent: '64.6154',
};
const NIGHT = {
  shift: 'Night',
  shift_minutes: 960,
  planned_downtime_minutes: 0,
  planned_minutes: 960,
  downtime_minutes: 60,
  running_minutes: 900,
  standard_minutes: '410.0000',
  made_quantity: 97,
  first_good_quantity: 95,
  machine_minutes: 440,
  availability_percent: '93.7500',
  performance_percent: '45.5556',
  quality_percent: '97.9381',
  oee_percent: '41.8277',
};
const WHOLE = {
  shift_minutes: 1860,
  planned_downtime_minutes: 120,
  planned_minutes: 1740,
  downtime_minutes: 105,
  running_minutes: 1635,
  standard_minutes: '970.0000',
  made_quantity: 197,
  first_good_quantity: 185,
  machine_minutes: 1140,
  availability_percent: '93.9655',
  performance_percent: '59.3272',
  quality_percent: '93.9086',
  oee_percent: '52.3514',
};

describe('OEE', () => {
  it('of a work centre by shift, with the figures that it comes from', async () => {
    const { data } = await figures(`oee?${DAY}&work_centre_id=${line.id}&period=shift`);
    const of = { id: line.id, code: line.code, name: line.name, production_date: '2026-03-02' };
    expect(data).toEqual([
      { ...of, ...MORNING },
      { ...of, ...NIGHT },
    ]);
    const one = await figures(`oee?${DAY}&work_centre_id=${line.id}&shift=morning&period=shift`);
    expect(one.data).toEqual([{ ...of, ...MORNING }]);
  });

  it('of a day and of a range: what lies outside has no part in it', async () => {
    const of = { id: line.id, code: line.code, name: line.name, shift: null };
    const day = await figures(`oee?from=2026-03-01&to=2026-03-03&work_centre_id=${line.id}&period=day`);
    // Sunday is not worked; on the 3rd nothing was told.
    expect(day.data).toEqual([
      { ...of, production_date: '2026-03-02', ...WHOLE },
      expect.objectContaining({ production_date: '2026-03-03', shift_minutes: 1860, oee_percent: '0.0000' }),
    ]);
    const range = await figures(`oee?${DAY}&work_centre_id=${line.id}`);
    expect(range.data).toEqual([{ ...of, production_date: null, ...WHOLE }]);
    expect(range.total).toEqual([{ id: null, code: null, name: null, production_date: null, shift: null, ...WHOLE }]);
    const sunday = await figures(`oee?from=2026-03-01&to=2026-03-01&work_centre_id=${line.id}`);
    expect(sunday).toMatchObject({ data: [], total: [] });
  });

  it('of departments and of the company is of their sums', async () => {
    const { data, total } = await figures(`oee?${DAY}&group_by=department`);
    expect(data.find(({ id }: Made) => id === sewing.id)).toMatchObject({ code: sewing.code, ...WHOLE });
    expect(data.find(({ id }: Made) => id === idle.department_id)).toMatchObject({
      shift_minutes: 930,
      availability_percent: '100.0000',
      performance_percent: '0.0000',
      quality_percent: null,
      oee_percent: '0.0000',
    });
    // 2565 of 2670 minutes; 970 of 2565; 185 of 197: OEE 970/2670 * 185/197 = 34.1166 %.
    const both = {
      planned_minutes: 2670,
      running_minutes: 2565,
      availability_percent: '96.0674',
      performance_percent: '37.8168',
      quality_percent: '93.9086',
      oee_percent: '34.1166',
    };
    const company = await figures(`oee?${DAY}&group_by=company&company_id=${app.company_id}`);
    expect(company.data).toMatchObject([{ id: app.company_id, code: 'MAIN', ...both }]);
    expect(total).toMatchObject([both]);
  });

  it('of today counts what has passed, and what stands still until now', async () => {
    const code = unique('CAL');
    const { id: calendar_id } = await made(app, '/calendars', {
      code,
      name: 'Every day, round the clock',
      working_days: [1, 2, 3, 4, 5, 6, 7],
    });
    const centre = await aWorkCentre(app, { capacity: 3, calendar_id });
    await aToldDowntime(app, centre.id, { started_at: new Date(Date.now() - 86_400_000).toISOString(), place: 3 });
    await aToldDowntime(app, centre.id, { started_at: new Date(Date.now() - 60_000).toISOString(), place: 1 });
    const clock = async (): Promise<{ day: string; minutes: number }> =>
      (
        await app.db.query(`select (now() at time zone 'Asia/Jakarta')::date::text as day,
          floor(extract(epoch from (now() at time zone 'Asia/Jakarta')::time) / 60)::integer as minutes`)
      ).rows[0];
    let { day, minutes } = await clock();
    // In the first minute of a day nothing of it has passed, and there is no line of it.
    for (; minutes === 0; { day, minutes } = await clock()) await sleep(500);
    const { data } = await figures(`oee?from=${day}&to=${day}&work_centre_id=${centre.id}&period=shift`);
    const [row] = data;
    expect(row.shift).toBeNull();
    expect([minutes * 3, minutes * 3 + 3]).toContain(row.shift_minutes);
    expect(row.downtime_minutes - Math.min(minutes, 1)).toBe(row.shift_minutes / 3);
  }, 90_000);

  it('names shifts that the calendar does not know as they were told', async () => {
    const centre = await aWorkCentre(app);
    const order = await aToldWorkOrder(app, centre.id);
    await aToldEntry(app, order.id, { production_date: '2026-04-01', shift: 'Extra', good_quantity: 1 });
    await aToldEntry(app, order.id, { production_date: '2026-04-01', shift: null, good_quantity: 2 });
    const { data } = await figures(`oee?from=2026-04-01&to=2026-04-01&work_centre_id=${centre.id}&period=shift`);
    // Set-up 30 at each of 2 places and 5 minutes for the first piece: it is earned once.
    expect(data.map((row: Made) => [row.shift, row.shift_minutes, row.standard_minutes, row.oee_percent])).toEqual([
      ['extra', 0, '65.0000', null],
      [null, 1440, '10.0000', '0.6944'],
    ]);
  });

  it('leaves out who works for us elsewhere and what is deactivated, unless it is named', async () => {
    const centre = await aWorkCentre(app);
    await admin.post(`/ppic/work-centres/${centre.id}/deactivate`);
    expect((await figures(`oee?${DAY}`)).data.some(({ id }: Made) => id === centre.id)).toBe(false);
    expect((await figures(`oee?${DAY}&work_centre_id=${centre.id}`)).data).toHaveLength(1);
  });
});

describe('planned against actual', () => {
  const A = {
    state: 'completed',
    work_orders: 1,
    completed: 1,
    planned_quantity: 100,
    good_quantity: 145,
    rejected_quantity: 4,
    lost_quantity: 1,
    quantity_percent: '145.0000',
    planned_machine_minutes: 560,
    machine_minutes: 1000,
    machine_percent: '178.5714',
    planned_labour_minutes: 560,
    labour_minutes: 420,
    labour_percent: '75.0000',
    planned_cost: '600.00',
    conversion_cost: '650.50',
    cost_difference: '50.50',
    planned_start: '2026-03-02T07:00:00.000+07:00',
    started_at: '2026-03-02T07:05:00.000+07:00',
    planned_finish: '2026-03-02T23:00:00.000+07:00',
    completed_at: '2026-03-03T00:30:00.000+07:00',
    late_minutes: 90,
  };

  it('of work orders, with how late they were', async () => {
    const { data } = await figures(`planned-actual?${DAY}`);
    expect(data.find(({ id }: Made) => id === orderA.id)).toMatchObject({ name: 'Sewing', ...A });
    expect(data.find(({ id }: Made) => id === orderB.id)).toMatchObject({
      state: 'in_progress',
      completed: 0,
      quantity_percent: '40.0000',
      machine_percent: null,
      cost_difference: '-60.00',
      completed_at: null,
      late_minutes: null,
    });
  });

  it('of an order, whose pieces are its own', async () => {
    const { data } = await figures(`planned-actual?${DAY}&group_by=order&order_id=${orderA.order_id}`);
    expect(data).toMatchObject([
      {
        id: orderA.order_id,
        key: expect.stringMatching(/^MO-/),
        state: 'draft',
        planned_quantity: 100,
        good_quantity: 0,
        machine_minutes: 1000,
        cost_difference: '50.50',
        late_minutes: 90,
      },
    ]);
  });

  it('of a work centre, a department and a day are the sums of their work orders', async () => {
    // 145 + 40 of 200 good; 1140 of 560 minutes; 650.50 + 40.00 against 700.00.
    const sum = {
      work_orders: 2,
      completed: 1,
      planned_quantity: 200,
      good_quantity: 185,
      quantity_percent: '92.5000',
      machine_percent: '203.5714',
      labour_percent: '50.0000',
      planned_cost: '700.00',
      conversion_cost: '690.50',
      cost_difference: '-9.50',
      started_at: '2026-03-02T07:05:00.000+07:00',
      completed_at: null,
    };
    expect((await figures(`planned-actual?${DAY}&group_by=work_centre`)).data).toMatchObject([
      { id: line.id, key: line.code, ...sum },
    ]);
    expect((await figures(`planned-actual?${DAY}&group_by=department&department_id=${sewing.id}`)).data).toMatchObject([
      { id: sewing.id, ...sum },
    ]);
    expect((await figures(`planned-actual?${DAY}&group_by=day`)).data).toMatchObject([
      { id: null, key: '2026-03-02', ...sum },
    ]);
    expect((await figures('planned-actual?from=2026-03-03&to=2026-03-03')).data).toEqual([]);
  });

  it('leaves out what was cancelled before anything was made, and hides costs from who may not see them', async () => {
    const cancelled = { state: 'cancelled', cancelled_at: new Date().toISOString() };
    const centre = await aWorkCentre(app);
    const planned_finish = jakarta('2026-03-05T10:00');
    await aToldWorkOrder(app, centre.id, { ...cancelled, planned_finish });
    const used = await aToldWorkOrder(app, centre.id, { ...cancelled, planned_finish, lost_quantity: 1 });
    const operator = app.as(await app.actor({ role: 'operator' }));
    const { data } = await figures('planned-actual?from=2026-03-05&to=2026-03-05', operator);
    expect(data).toMatchObject([
      { id: used.id, planned_cost: null, conversion_cost: null, cost_difference: null, lost_quantity: 1 },
    ]);
  });
});

describe('daily production', () => {
  const MORNING_ROW = {
    production_date: '2026-03-02',
    shift: 'Morning',
    good_quantity: 90,
    rejected_quantity: 4,
    rework_quantity: 5,
    lost_quantity: 1,
    reworked_quantity: 0,
    machine_minutes: 700,
    labour_minutes: 120,
    good_percent: '90.0000',
  };
  // 100 of 102: 98.0392 %.
  const NIGHT_ROW = {
    production_date: '2026-03-02',
    good_quantity: 100,
    rejected_quantity: 0,
    rework_quantity: 0,
    lost_quantity: 2,
    reworked_quantity: 5,
    machine_minutes: 440,
    labour_minutes: 440,
    good_percent: '98.0392',
  };

  it('of departments by shift, or by day', async () => {
    const { data, total } = await figures(`daily-production?${DAY}`);
    const of = { id: sewing.id, key: sewing.code, name: 'Sewing' };
    expect(data).toEqual([
      { ...of, ...MORNING_ROW },
      { ...of, ...NIGHT_ROW, shift: expect.stringMatching(/^night$/i) },
    ]);
    // 190 of 202: 94.0594 %.
    const sum = {
      good_quantity: 190,
      rejected_quantity: 4,
      rework_quantity: 5,
      lost_quantity: 3,
      good_percent: '94.0594',
    };
    expect(total).toMatchObject([{ production_date: null, shift: null, id: null, key: null, ...sum }]);
    expect((await figures(`daily-production?${DAY}&period=day`)).data).toMatchObject([
      { ...of, production_date: '2026-03-02', shift: null, ...sum },
    ]);
    expect((await figures('daily-production?from=2026-03-03&to=2026-03-03')).data).toEqual([]);
  });

  it('of work centres, products and work orders', async () => {
    expect((await figures(`daily-production?${DAY}&group_by=work_centre&shift=morning`)).data).toEqual([
      { id: line.id, key: line.code, name: line.name, ...MORNING_ROW },
    ]);
    const products = await figures(
      `daily-production?${DAY}&group_by=product&period=day&product_id=${orderB.product_id}`,
    );
    expect(products.data).toMatchObject([{ id: orderB.product_id, good_quantity: 40, lost_quantity: 2 }]);
    const orders = await figures(`daily-production?${DAY}&group_by=work_order&order_id=${orderA.order_id}`);
    expect(orders.data.map(({ good_quantity }: Made) => good_quantity)).toEqual([90, 60]);
  });
});

describe('all of them', () => {
  const PATHS = ['oee', 'planned-actual', 'daily-production'];

  it.each(PATHS)('%s is a file too', async (path) => {
    const answer = await admin.get(`/ppic/${path}?${DAY}&work_centre_id=${line.id}&format=csv`);
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${path}.csv"`);
    const rows = parse(answer.text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[];
    const { data } = await figures(`${path}?${DAY}&work_centre_id=${line.id}`);
    const text = (row: object) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]));
    expect(rows).toEqual(data.map(text));
  });

  it.each(PATHS)('%s is of what the caller sees, and not for everybody', async (path) => {
    const [mine, foreign] = [await aDepartment(app), await aCompany(app)];
    const elsewhere = app.as(await app.actor({ role: 'manager', companies: [foreign.id] }));
    const limited = app.as(await app.actor({ role: 'manager', departments: [mine.id] }));
    for (const who of [elsewhere, limited]) {
      const { data } = await figures(`${path}?${DAY}`, who);
      const ids = data.map(({ id }: Made) => id);
      for (const hidden of [line.id, sewing.id, orderA.id]) expect(ids).not.toContain(hidden);
      expect((await figures(`${path}?${DAY}&work_centre_id=${line.id}`, who)).data).toEqual([]);
    }
    const operator = app.as(await app.actor({ role: 'operator', departments: [sewing.id] }));
    expect((await figures(`${path}?${DAY}&work_centre_id=${line.id}`, operator)).data.length).toBeGreaterThan(0);
    const nobody = app.as(await app.actor({ permissions: [] }));
    expect((await nobody.get(`/ppic/${path}?${DAY}`)).status).toBe(403);
  });

  it.each(PATHS)('%s refuses ranges that are none, and what it does not know', async (path) => {
    const status = async (query: string): Promise<number> => (await admin.get(`/ppic/${path}?${query}`)).status;
    expect(await status('from=2026-03-02&to=2026-03-01')).toBe(422);
    expect(await status('from=2026-01-01&to=2027-01-01')).toBe(200);
    expect(await status('from=2026-01-01&to=2027-01-02')).toBe(422);
    expect(await status('from=2026-03-02')).toBe(400);
    expect(await status(`${DAY}&group_by=moon`)).toBe(400);
    expect(await status(`${DAY}&colour=red`)).toBe(400);
  });

  it.each([
    ['oee', 4],
    ['planned-actual', 1],
    ['daily-production', 1],
  ])('%s takes %d statements, for a year and many work centres too', async (path, statements) => {
    // Who asks is looked up now and then beside.
    const ask = async (query: string) => {
      const counts = [];
      for (let n = 0; n < 3; n++) counts.push(await statementsOf(() => admin.get(`/ppic/${path}?${query}`)));
      return Math.min(...counts);
    };
    expect(await ask(`${DAY}&work_centre_id=${line.id}`)).toBe(statements);
    expect(await ask('from=2026-01-01&to=2026-12-31')).toBe(statements);
  });
});
