import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import { BoardsService, CardTransportService, CardsService } from '../kanban/index.js';
import type { DemoIds } from './master-data.js';
import { BOARDS, CARDS } from './soft-toy-factory.js';
import type { DemoCard } from './soft-toy-factory.js';

/** Boards of the departments with their limits, and request cards in every column. */
export async function seedBoards(app: INestApplicationContext, ids: DemoIds): Promise<void> {
  const boards = app.get(BoardsService, { strict: false });
  for (const { department, approved, in_progress } of BOARDS)
    await boards.set(department, {
      columns: [
        { state: 'approved', wip_limit: approved },
        { state: 'in_progress', wip_limit: in_progress },
      ],
    });
  const cards = app.get(CardsService, { strict: false });
  for (const card of CARDS) {
    const { id } = await cards.create({
      product_id: ids.products.get(card.sku)!,
      department_id: ids.departments.get(card.department)!,
      quantity: card.quantity,
      priority: card.priority,
      needed_by: await dayFromToday(app, card.needed_in_days),
      reason: card.reason ?? null,
    });
    await bringTo(app, id, card);
  }
}

async function bringTo(
  app: INestApplicationContext,
  id: string,
  { reach, shipped, received }: DemoCard,
): Promise<void> {
  const transport = app.get(CardTransportService, { strict: false });
  if (reach === 'pending') return;
  await app.get(CardsService, { strict: false }).approve(id);
  if (reach === 'approved') return;
  await transport.ship(id, shipped === undefined ? {} : { quantity: shipped });
  if (received !== undefined || reach === 'completed')
    await transport.receive(id, received === undefined ? {} : { quantity: received });
}

async function dayFromToday(app: INestApplicationContext, days: number): Promise<string> {
  const { day } = await app
    .get(Database, { strict: false })
    .one<{ day: string }>('select current_date + $1::integer as day', [days]);
  return day;
}
