import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aDepartment, made, unique } from '../support/makers.js';
import { act, aWorkshop, anOrder } from '../support/production.js';
import { activated, aRouting, aWorkCentre } from '../support/routing.js';

let app: TestApp;
let admin: Caller;
let operator: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  operator = app.as(await app.actor({ role: 'operator' }));
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

/**
 * Ten bears in one operation: 20 minutes of set-up and 6 for a piece, 80 in all, at 60.00 an hour for one person. The line works round the
 * clock at two places; both stood still for 4 minutes, and the second one for 3 more. 7 are good at once, 2 rejected and
 * one is done again in 5 minutes more. 8 of all 11 told are good: 72.7273 %.
 */
it('a shift that stood still, made good and bad pieces and was told of is seen in every figure', async () => {
  const department = await aDepartment(app, { name: 'Sewing' });
  const calendar = await made(app, '/calendars', {
    code: unique('CAL'),
    name: 'Always',
    working_days: [1, 2, 3, 4, 5, 6, 7],
  });
  const shifts = [{ name: 'Always', starts_at: '00:00', ends_at: '00:00' }];
  await admin.put(`/calendars/${calendar.id}/shifts`, { shifts });
  const line = await aWorkCentre(app, {
    department_id: department.id,
    calendar_id: calendar.id,
    capacity: 2,
    labour_rate: '60',
  });
  const { product } = await aWorkshop(app, [{ quantity: 1, stock: 100 }]);
  const operation = { name: 'SEWING', work_centre_id: line.id, setup_minutes: 20, run_minutes: 6, places: 1 };
  const routing = await activated(app, await aRouting(app, [operation], { product_id: product.id }));
  const order = await anOrder(app, product.id, 10, { routing_id: routing.id });
  for (const step of ['approve', 'release', 'start']) await act(app, order.id, step);
  const { rows } = await app.db.query(`select id, number from erp.work_orders where order_id = $1`, [order.id]);
  const [work] = rows;

  const reasons = (await operator.get('/ppic/downtime-reasons?q=broken')).body.data;
  const ago = (minutes: number): string => new Date(Math.floor(Date.now() / 60_000 - minutes) * 60_000).toISOString();
  const stopped = { work_centre_id: line.id, reason_id: reasons[0].id, work_order_id: work.id };
  const both = await operator.post('/ppic/downtimes', { ...stopped, started_at: ago(9), ended_at: ago(5) });
  expect(both.body).toMatchObject({ state: 'ended', minutes: 4, work_order_number: work.number });
  const second = await operator.post('/ppic/downtimes', { ...stopped, place: 2, started_at: ago(5) });
  await operator.post(`/ppic/downtimes/${second.body.id}/end`, { ended_at: ago(2) });
  const path = `/ppic/work-orders/${work.id}`;
  await operator.post(`${path}/start`, {});
  for (const entry of [
    {
      good_quantity: 7,
      rejected_quantity: 2,
      rejected_reason_code: 'DEFECT',
      rework_quantity: 1,
      rework_reason_code: 'REDO',
    },
    { good_quantity: 1, reworked_quantity: 1, machine_minutes: 5 },
  ]) {
    const told = await operator.post(`${path}/entries`, { shift: 'Always', ...entry });
    expect([told.status, told.body.errors]).toEqual([201, undefined]);
  }

  // From yesterday on: it may be just after midnight. Until the day after tomorrow for what was planned.
  const { rows: clock } = await app.db
    .query(`select d::date::text as today, (d - 1)::text as yesterday, (d + 2)::text as later
    from (select (now() at time zone 'Asia/Jakarta')::date as d) c`);
  const { today, yesterday, later } = clock[0];
  const range = `from=${yesterday}&to=${today}&work_centre_id=${line.id}`;
  const daily = (await operator.get(`/ppic/daily-production?${range}`)).body;
  expect(daily.data).toMatchObject([
    {
      key: department.code,
      production_date: today,
      shift: 'Always',
      good_quantity: 8,
      rejected_quantity: 2,
      rework_quantity: 1,
      reworked_quantity: 1,
      lost_quantity: 0,
      machine_minutes: 85,
      good_percent: '72.7273',
    },
  ]);
  const { data: planned } = (
    await admin.get(`/ppic/planned-actual?from=${yesterday}&to=${later}&work_centre_id=${line.id}`)
  ).body;
  expect(planned).toMatchObject([
    {
      key: work.number,
      planned_quantity: 10,
      good_quantity: 8,
      rejected_quantity: 2,
      quantity_percent: '80.0000',
      planned_machine_minutes: 80,
      machine_percent: '106.2500',
      labour_percent: '106.2500',
      planned_cost: '80.00',
      conversion_cost: '85.00',
      cost_difference: '5.00',
    },
  ]);

  const oee = (await operator.get(`/ppic/oee?${range}`)).body.data[0];
  expect(oee).toMatchObject({
    downtime_minutes: 2 * 4 + 3,
    standard_minutes: '80.0000',
    made_quantity: 10,
    first_good_quantity: 7,
    machine_minutes: 85,
    quality_percent: '70.0000',
  });
  // 80 standard minutes of all planned ones, and 7 good of 10 at once: OEE = 56 / planned.
  expect(oee.oee_percent).toBe(((56 / oee.planned_minutes) * 100).toFixed(4));
});
