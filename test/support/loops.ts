import type { TestApp } from './app.js';
import { aBom, aDepartment, aLocation, aProduct, aReceipt, aSupplier, made, placesOf } from './makers.js';
import type { Made } from './makers.js';

export const LOOPS = '/ppic/kanban/loops';
export const LOOP_CARDS = '/ppic/kanban/loop-cards';
export const LOOP_SIGNALS = '/ppic/kanban/loop-signals';

/** A floor of MAIN's warehouse where something is used. */
export async function aBench(app: TestApp): Promise<Made> {
  return aLocation(app, { type: 'production_floor', parent_id: (await placesOf(app))['WH'] });
}

/** A draft of a transfer loop: 10 pieces a day, two days, containers of 5, from MAIN's stock to a bench of its own; four cards are calculated. */
export async function aLoop(app: TestApp, given: Record<string, unknown> = {}): Promise<Made> {
  const kind = given['kind'] ?? 'transfer';
  const actual = given['demand_source'] === 'actual';
  return made(app, LOOPS, {
    kind,
    product_id: given['product_id'] ?? (await aProduct(app)).id,
    to_location_id: given['to_location_id'] ?? (await aBench(app)).id,
    ...(kind === 'transfer' && !given['from_location_id'] && { from_location_id: (await placesOf(app))['STOCK'] }),
    ...(kind === 'supplier' && !given['supplier_id'] && { supplier_id: (await aSupplier(app)).id }),
    container_quantity: 5,
    demand_source: 'stated',
    ...(!actual && { daily_demand: '10' }),
    lead_time_days: '2',
    max_cards: 20,
    ...given,
  });
}

/** An active loop with the cards that it calculates, or as many as given; its cards are full. */
export async function anActiveLoop(
  app: TestApp,
  given: Record<string, unknown> = {},
  cards?: number,
): Promise<{ loop: Made; cards: Made[] }> {
  const loop = await aLoop(app, given);
  const admin = app.as(app.admin);
  const applied = await admin.post(`${LOOPS}/${loop.id}/apply`, cards === undefined ? {} : { cards });
  if (applied.status !== 200) throw new Error(applied.text);
  const active = await admin.post(`${LOOPS}/${loop.id}/activate`, {});
  if (active.status !== 200) throw new Error(active.text);
  const { body } = await admin.get(`${LOOP_CARDS}?loop_id=${loop.id}&sort=created_at`);
  return { loop: active.body, cards: body.data };
}

/** The same for a loop of each kind, with what its document needs: stock for a transfer, a bill for production. */
export async function aLoopOf(
  app: TestApp,
  kind: 'supplier' | 'production' | 'transfer',
  given: Record<string, unknown> = {},
): Promise<{ loop: Made; cards: Made[] }> {
  const product_id = kind === 'production' ? (await aBom(app)).product_id : (await aProduct(app)).id;
  if (kind === 'transfer') await aReceipt(app, product_id, 100);
  return anActiveLoop(app, { kind, product_id, department_id: (await aDepartment(app)).id, ...given });
}
