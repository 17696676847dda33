import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import {
  EntriesService,
  HandOverDecisions,
  HandOversService,
  OrderLifecycleService,
  OrdersService,
  WorkOrderSteps,
  WorkOrdersService,
} from '../ppic/index.js';
import type { DemoIds } from './master-data.js';
import { FLOOR_ORDERS } from './soft-toy-factory.js';

const NONE = { rejected_quantity: 0, rework_quantity: 0, lost_quantity: 0, reworked_quantity: 0 };

/** Three orders that go from operation to operation, so that boards, shifts and line clearance have something to show. */
export async function seedFloor(app: INestApplicationContext, ids: DemoIds): Promise<void> {
  const released = new Map<string, Map<string, string>>();
  for (const { sku, quantity, due_in_days } of FLOOR_ORDERS) {
    const { day } = await app
      .get(Database, { strict: false })
      .one<{ day: string }>('select current_date + $1::integer as day', [due_in_days]);
    const { id } = await app.get(OrdersService, { strict: false }).create({
      product_id: ids.products.get(sku)!,
      planned_quantity: quantity,
      due_date: day,
      priority: 'high',
    });
    const lifecycle = app.get(OrderLifecycleService, { strict: false });
    await lifecycle.approve(id);
    await lifecycle.release(id, true);
    const { data } = await app.get(WorkOrdersService, { strict: false }).page({ order_id: id, limit: 50 });
    released.set(sku, new Map(data.map((work) => [work.name, work.id])));
  }
  await bearsBeingFinished(app, released.get('TOY-BEAR')!);
  const cutting = released.get('CUT-BEAR')!.get('CUTTING')!;
  await app.get(WorkOrderSteps, { strict: false }).start(cutting);
  await told(app, cutting, { good_quantity: 25, labour_minutes: 60, machine_minutes: 30, shift: 'Morning' });
}

/** Stuffed, handed over but for one that had a hole, and half finished. */
async function bearsBeingFinished(app: INestApplicationContext, work: ReadonlyMap<string, string>): Promise<void> {
  const steps = app.get(WorkOrderSteps, { strict: false });
  const stuffing = work.get('STUFFING')!;
  await steps.start(stuffing);
  await told(app, stuffing, { good_quantity: 32, labour_minutes: 75, machine_minutes: 75, shift: 'Morning' });
  const offered = await app.get(HandOversService, { strict: false }).offer(stuffing, { quantity: 31 });
  await app.get(HandOverDecisions, { strict: false }).accept(offered.id, {
    returned_quantity: 1,
    returned_reason_code: 'FAULTY-ON-ARRIVAL',
    missing_quantity: 0,
    notes: 'A seam had opened',
  });
  await told(app, stuffing, { good_quantity: 1, reworked_quantity: 1, labour_minutes: 4 });
  await app.get(HandOversService, { strict: false }).offer(stuffing, {});
}

async function told(app: INestApplicationContext, workOrderId: string, what: object): Promise<void> {
  await app.get(EntriesService, { strict: false }).report(workOrderId, { ...NONE, good_quantity: 0, ...what });
}
