import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import { asSystem } from '../start/system.js';
import { seedBills } from './bills.js';
import { seedBins } from './bins.js';
import { seedBoards } from './boards.js';
import { seedBooks } from './books.js';
import { seedFloor } from './floor.js';
import { seedMasterData } from './master-data.js';
import { seedOrders } from './orders.js';
import { seedRequisitions } from './requisitions.js';
import { seedRoutings } from './routings.js';
import { seedSales } from './sales.js';
import { seedStock } from './stock.js';

/**
 * Fills an empty database with the soft-toy factory of Jakarta, through the same services that requests use, in one transaction:
 * it is there whole or not at all. A database that has products is left alone, so running it twice changes nothing.
 *
 * `soft-toy-factory.ts` is the factory as plain data: to change the demo, change it there. The other files bring that data in, one
 * step each: people's companies and products, the books, first deliveries, bills in three levels, work centres and the bear's routings, orders in every state of their machine, each
 * taken there by its own lifecycle, three orders on the shop floor, boards with request cards in every column, requisitions that
 * wait for their review, what customers ordered, got and paid. The scenario `demo-factory` holds it to that.
 */
export async function seedDemo(app: INestApplicationContext, log: (message: string) => void): Promise<void> {
  const database = app.get(Database, { strict: false });
  const { used } = await database.one<{ used: boolean }>('select exists (select from erp.products) as used');
  if (used) return;
  log('Filling the database with the demo factory ...');
  const { id: company } = await database.one<{ id: string }>(`select id from erp.companies where code = 'MAIN'`);
  await asSystem(app, () =>
    database.transaction(async () => {
      const ids = await seedMasterData(app, company);
      await seedBooks(app, company);
      await seedStock(app, company, ids);
      await seedBins(app, company, ids);
      await seedBills(app, ids);
      await seedRoutings(app, ids);
      await seedOrders(app, ids);
      await seedFloor(app, ids);
      await seedBoards(app, ids);
      await seedRequisitions(app, ids);
      await seedSales(app, ids);
    }),
  );
  log('The demo factory is ready.');
}
