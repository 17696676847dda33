import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import { OrderCompletionService, OrderLifecycleService, OrdersService, ProductionService } from '../ppic/index.js';
import type { DemoIds } from './master-data.js';
import { ORDERS } from './soft-toy-factory.js';
import type { DemoOrder } from './soft-toy-factory.js';

const BEFORE_START = ['draft', 'approved', 'released'];

/** Orders in every state, each brought there through its lifecycle. */
export async function seedOrders(app: INestApplicationContext, ids: DemoIds): Promise<void> {
  const orders = app.get(OrdersService, { strict: false });
  for (const demo of ORDERS) {
    const { id } = await orders.create({
      product_id: ids.products.get(demo.sku)!,
      planned_quantity: demo.quantity,
      // These are told of as a whole; those that go from operation to operation are in floor.ts.
      routing_id: null,
      due_date: await dayFromToday(app, demo.due_in_days),
      department_id: departmentOf(demo.sku, ids),
      priority: demo.due_in_days < 0 ? 'high' : 'normal',
    });
    await bringTo(app, id, demo);
  }
}

async function bringTo(
  app: INestApplicationContext,
  id: string,
  { reach, quantity, good = 0, rejected = 0, lost = 0 }: DemoOrder,
): Promise<void> {
  const lifecycle = app.get(OrderLifecycleService, { strict: false });
  const completion = app.get(OrderCompletionService, { strict: false });
  if (reach === 'draft') return;
  await lifecycle.approve(id);
  if (reach === 'approved') return;
  await lifecycle.release(id, false);
  if (reach === 'cancelled') return void (await lifecycle.cancel(id, 'The customer withdrew the order'));
  if (BEFORE_START.includes(reach)) return;
  await lifecycle.start(id, null, false);
  if (good + rejected + lost > 0) {
    await app.get(ProductionService, { strict: false }).report(id, {
      good_quantity: reach === 'in_progress' || reach === 'paused' ? good : good - Math.floor(good / 2),
      rejected_quantity: rejected,
      lost_quantity: lost,
      ...(rejected > 0 && { rejected_reason_code: 'DEFECT' }),
      ...(lost > 0 && { lost_reason_code: 'BREAKAGE' }),
    });
  }
  if (reach === 'paused') await lifecycle.pause(id, 'The sewing line waits for a needle plate');
  if (reach !== 'completed' && reach !== 'closed') return;
  const override = Math.abs(good - quantity) / quantity > 0.1;
  await completion.complete(id, {
    actual_quantity: good,
    quality_notes: 'Seams checked, eyes pulled with 90 N',
    variance_override: override,
  });
  if (reach === 'closed') await completion.close(id);
}

function departmentOf(sku: string, { departments }: DemoIds): string {
  const code = sku.startsWith('CUT-') ? 'CUT' : sku.startsWith('SKIN-') ? 'SEW' : 'STF';
  return departments.get(code)!;
}

async function dayFromToday(app: INestApplicationContext, days: number): Promise<string> {
  const { day } = await app
    .get(Database, { strict: false })
    .one<{ day: string }>('select current_date + $1::integer as day', [days]);
  return day;
}
