import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import { RequisitionsService } from '../purchasing/index.js';
import type { DemoIds } from './master-data.js';
import { REQUISITIONS } from './soft-toy-factory.js';

/** What departments ask to have bought; nobody but who looks at the demo can review what the system has asked for. */
export async function seedRequisitions(app: INestApplicationContext, ids: DemoIds): Promise<void> {
  const requisitions = app.get(RequisitionsService, { strict: false });
  const { today } = await app.get(Database, { strict: false }).one<{ today: string }>('select current_date as today');
  const dayIn = (days: number): string => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
  for (const { department, purpose, is_draft, lines } of REQUISITIONS) {
    const { id } = await requisitions.create({
      department_id: ids.departments.get(department)!,
      purpose,
      lines: lines.map(({ sku, needed_in_days, urgency_reason, ...line }) => ({
        ...line,
        product_id: ids.products.get(sku)!,
        needed_by: needed_in_days === undefined ? null : dayIn(needed_in_days),
        ...(urgency_reason && { is_urgent: true, urgency_reason }),
      })),
    });
    if (!is_draft) await requisitions.submit(id);
  }
}
