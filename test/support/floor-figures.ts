import type { TestApp } from './app.js';
import { aBom, made, unique } from './makers.js';
import { aRouting } from './routing.js';

/** A work order as the release writes it, and its order, without going through the floor: for figures that need exact days. */
export async function aToldWorkOrder(
  app: TestApp,
  centreId: string,
  given: Record<string, unknown> = {},
): Promise<{ id: string; order_id: string; product_id: string }> {
  const bom = await aBom(app);
  const order = await made(app, '/ppic/manufacturing-orders', { product_id: bom.product_id, planned_quantity: 100 });
  const routing = await aRouting(app, [{ name: 'SEWING', work_centre_id: centreId }], { product_id: bom.product_id });
  const values: Record<string, unknown> = {
    number: unique('WO'),
    order_id: order.id,
    operation_id: routing.operations[0].id,
    operation_no: 10,
    name: 'Sewing',
    is_last: true,
    company_id: order.company_id,
    warehouse_id: order.warehouse_id,
    work_centre_id: centreId,
    kind: 'internal',
    setup_minutes: 30,
    run_minutes: 5,
    run_quantity: 1,
    quality_gate: false,
    capacity: 2,
    people_per_place: 1,
    efficiency_percent: '100',
    labour_rate: '0',
    machine_rate: '0',
    overhead_percent: '0',
    planned_quantity: 100,
    planned_minutes: 280,
    planned_machine_minutes: 560,
    planned_labour_minutes: 560,
    planned_cost: '0',
    ...given,
  };
  return { id: await insert(app, 'work_orders', values), order_id: order.id, product_id: bom.product_id };
}

let numbered = 0;

/** What a shift told of a work order. */
export async function aToldEntry(app: TestApp, workOrderId: string, given: Record<string, unknown>): Promise<string> {
  const reason = async (category: string): Promise<string> =>
    (await app.db.query(`select id from erp.production_reason_codes where category = $1 limit 1`, [category])).rows[0]
      .id;
  const values: Record<string, unknown> = { work_order_id: workOrderId, entry_no: ++numbered, is_standard_time: false };
  for (const kind of ['rejected', 'rework', 'lost'])
    if (Number(given[`${kind}_quantity`] ?? 0) > 0) values[`${kind}_reason_id`] = await reason(kind);
  return insert(app, 'work_order_entries', { created_by: app.admin.id, ...values, ...given });
}

/** A downtime of the past, as old as need be. */
export async function aToldDowntime(app: TestApp, centreId: string, given: Record<string, unknown>): Promise<string> {
  const { reason = 'BREAKDOWN', ...more } = given;
  const { rows } = await app.db.query(`select id from erp.downtime_reasons where code = $1`, [reason]);
  const state = given['ended_at'] ? 'ended' : 'open';
  return insert(app, 'downtimes', { work_centre_id: centreId, reason_id: rows[0].id, state, ...more });
}

async function insert(app: TestApp, table: string, values: Record<string, unknown>): Promise<string> {
  const names = Object.keys(values);
  const { rows } = await app.db.query<{ id: string }>(
    `insert into erp.${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
    Object.values(values),
  );
  return rows[0]!.id;
}

/** A calendar with a morning shift (06:00 to 14:00, break 10:00 to 10:30) and a night shift (22:00 to 06:00), worked every day but Sunday. */
export async function aTwoShiftCalendar(app: TestApp): Promise<string> {
  const code = unique('CAL');
  const { id } = await made(app, '/calendars', { code, name: 'Two shifts', working_days: [1, 2, 3, 4, 5, 6] });
  const answer = await app.as(app.admin).put(`/calendars/${id}/shifts`, {
    shifts: [
      { name: 'Morning', starts_at: '06:00', ends_at: '14:00', breaks: [{ starts_at: '10:00', ends_at: '10:30' }] },
      { name: 'Night', starts_at: '22:00', ends_at: '06:00' },
    ],
  });
  if (answer.status !== 200) throw new Error(`shifts answered ${answer.status}: ${answer.text}`);
  return id;
}
