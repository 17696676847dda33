import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '../kernel/database/index.js';
import {
  COMPANY,
  CUSTOMER,
  DEPARTMENT,
  MasterRecords,
  PRODUCT,
  PRODUCT_CATEGORY,
  SUPPLIER,
  SUPPLIER_PRICE,
} from '../master-data/index.js';
import * as demo from './soft-toy-factory.js';

/** Ids of what was made, by the codes that the demo's data uses. */
export interface DemoIds {
  readonly products: Map<string, string>;
  readonly departments: Map<string, string>;
  readonly customers: Map<string, string>;
}

/** Company, departments, partners, products and prices. */
export async function seedMasterData(app: INestApplicationContext, company: string): Promise<DemoIds> {
  const records = app.get(MasterRecords, { strict: false });
  await records.change(COMPANY, company, { name: demo.COMPANY.name });
  const units = await unitIds(app);
  const departments = new Map<string, string>();
  for (const [code, name] of demo.DEPARTMENTS) {
    departments.set(code, (await records.create(DEPARTMENT, { code, name })).id);
  }
  const categories = new Map<string, string>();
  for (const [code, name] of demo.CATEGORIES) {
    categories.set(code, (await records.create(PRODUCT_CATEGORY, { code, name })).id);
  }
  const suppliers = new Map<string, string>();
  for (const { code, name, city } of demo.SUPPLIERS) {
    suppliers.set(code, (await records.create(SUPPLIER, { code, name, attributes: { city } })).id);
  }
  const customers = new Map<string, string>();
  for (const { city, ...customer } of demo.CUSTOMERS)
    customers.set(customer.code, (await records.create(CUSTOMER, { ...customer, attributes: { city } })).id);

  const products = new Map<string, string>();
  const add = async (sku: string, category: string, unit: string, fields: object): Promise<string> => {
    const row = { sku, category_id: categories.get(category), unit_id: units.get(unit), ...fields };
    const { id } = await records.create(PRODUCT, row);
    products.set(sku, id);
    return id;
  };
  for (const [category, materials] of Object.entries(demo.MATERIALS)) {
    for (const { sku, name, unit, supplier, price, delivery, ...planning } of materials) {
      const type = category === 'PACKAGING' ? 'part' : 'material';
      const id = await add(sku, category, unit, {
        name,
        type,
        standard_cost: price,
        reorder_policy: 'reorder_point',
        ...planning,
      });
      await records.create(SUPPLIER_PRICE, {
        supplier_id: suppliers.get(supplier),
        product_id: id,
        unit_id: units.get(unit),
        currency_code: 'IDR',
        min_quantity: Math.ceil(delivery / 10),
        price,
        lead_time_days: planning.lead_time_days,
        valid_from: '2026-01-01',
      });
    }
  }
  const made = { is_manufactured: true, is_purchased: false };
  for (const { code, name, colour, list_price } of demo.TOYS) {
    await add(`CUT-${code}`, 'CUTSET', 'EA', { name: `Cut set, ${name}`, type: 'wip', lead_time_days: 1, ...made });
    await add(`SKIN-${code}`, 'SKIN', 'EA', { name: `Sewn skin, ${name}`, type: 'wip', lead_time_days: 2, ...made });
    const sold = {
      is_sold: true,
      list_price,
      attributes: { colour, height_cm: 30 },
      safety_stock: 20,
      reorder_point: 40,
    };
    await add(`TOY-${code}`, 'TOY', 'EA', { name, type: 'finished_good', lead_time_days: 2, ...sold, ...made });
  }
  return { products, departments, customers };
}

async function unitIds(app: INestApplicationContext): Promise<Map<string, string>> {
  const rows = await app
    .get(Database, { strict: false })
    .query<{ code: string; id: string }>('select code, id from erp.units');
  return new Map(rows.map(({ code, id }) => [code, id]));
}
