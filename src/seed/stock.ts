import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import { StockPosting } from '../warehouse/index.js';
import type { DemoIds } from './master-data.js';
import { MATERIALS } from './soft-toy-factory.js';

/** One delivery of every material, at its supplier's price. */
export async function seedStock(app: INestApplicationContext, company: string, ids: DemoIds): Promise<void> {
  const rows = await app
    .get(Database, { strict: false })
    .query<{ code: string; id: string }>(
      `select code, id from erp.locations where company_id = $1 and code in ('SUPPLIER', 'STOCK')`,
      [company],
    );
  const location = (code: string): string => rows.find((row) => row.code === code)!.id;
  await app.get(StockPosting, { strict: false }).post([
    {
      type: 'receipt',
      company_id: company,
      reference: 'First deliveries of the demo',
      lines: Object.values(MATERIALS)
        .flat()
        .map(({ sku, delivery, price }) => ({
          product_id: ids.products.get(sku)!,
          quantity: delivery,
          from_location_id: location('SUPPLIER'),
          to_location_id: location('STOCK'),
          unit_cost: price,
        })),
    },
  ]);
}
