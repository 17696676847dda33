import type { INestApplicationContext } from '@nestjs/common';
import { LocationsService, PutAwayRulesService, ReplenishmentRulesService } from '../warehouse/index.js';
import type { DemoIds } from './master-data.js';
import { MATERIALS } from './soft-toy-factory.js';

/** A dock whose deliveries are put away into the stock zone, and a bin beside the line that is filled up from there. */
export async function seedBins(app: INestApplicationContext, company_id: string, ids: DemoIds): Promise<void> {
  const locations = app.get(LocationsService, { strict: false });
  const { data } = await locations.page({ company_id, is_virtual: false } as object);
  const idOf = (code: string): string => data.find((location) => location.code === code)!.id;
  const [warehouse_id, stock] = [idOf('WH'), idOf('STOCK')];
  const below = { company_id, parent_id: warehouse_id };
  await locations.create({ ...below, code: 'DOCK', name: 'Unloading dock', type: 'zone', is_receiving: true });
  const pick = await locations.create({
    ...below,
    code: 'PICK-01',
    name: 'Beside the line',
    type: 'bin',
    capacity: 20_000,
  });
  await app.get(PutAwayRulesService, { strict: false }).create({
    warehouse_id,
    priority: 100,
    strategy: 'zone',
    location_id: stock,
    notes: 'Whatever no other rule is for',
  });
  const [material] = Object.values(MATERIALS).flat();
  await app.get(ReplenishmentRulesService, { strict: false }).create({
    location_id: pick.id,
    product_id: ids.products.get(material!.sku)!,
    minimum: 2000,
    maximum: 10_000,
    multiple: 500,
    source_location_id: stock,
  });
}
