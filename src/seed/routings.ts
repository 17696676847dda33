import type { INestApplicationContext } from '@nestjs/common';
import { CALENDAR, Calendars, MasterRecords } from '../master-data/index.js';
import { RoutingLifecycle, RoutingService, WORK_CENTRE } from '../ppic/index.js';
import type { DemoIds } from './master-data.js';
import { ROUTINGS, SHIFTS, WORK_CENTRES } from './soft-toy-factory.js';

/** Two shifts, a work centre for each department, and how the bear is made in three levels. */
export async function seedRoutings(app: INestApplicationContext, ids: DemoIds): Promise<void> {
  const records = app.get(MasterRecords, { strict: false });
  const calendar = await records.create(CALENDAR, {
    code: 'TWO-SHIFT',
    name: 'Monday to Saturday in two shifts',
    working_days: [1, 2, 3, 4, 5, 6],
  });
  await app.get(Calendars, { strict: false }).replaceShifts(calendar.id, SHIFTS);
  const centres = new Map<string, string>();
  for (const { department, ...centre } of WORK_CENTRES) {
    const department_id = ids.departments.get(department);
    const row = await records.create(WORK_CENTRE, { ...centre, department_id, calendar_id: calendar.id });
    centres.set(centre.code, row.id);
  }
  for (const { sku, operations } of ROUTINGS) {
    const { id } = await app.get(RoutingService, { strict: false }).create({
      product_id: ids.products.get(sku)!,
      revision: 'A',
      operations: operations.map(({ work_centre, ...operation }) => ({
        queue_minutes: 0,
        move_minutes: 10,
        buffer_percent: '0',
        scrap_percent: '1',
        quality_gate: false,
        ...operation,
        work_centre_id: centres.get(work_centre)!,
      })),
    });
    await app.get(RoutingLifecycle, { strict: false }).activate(id, {});
  }
}
