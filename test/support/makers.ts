import { randomBytes } from 'node:crypto';
import type { TestApp } from './app.js';

/** A short text that no other row has. */
export const unique = (prefix: string): string => `${prefix}-${randomBytes(4).toString('hex').toUpperCase()}`;

/** What a maker gives back: the answer of the route that made it. */
export type Made = any;

/** Posts as the administrator, and fails loudly when that is refused. */
export async function made(app: TestApp, path: string, body: object): Promise<Made> {
  const answer = await app.as(app.admin).post(path, body);
  if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** Id of a unit that every installation has, by its code. */
export async function unitId(app: TestApp, code: string): Promise<string> {
  const { rows } = await app.db.query<{ id: string }>('select id from erp.units where code = $1', [code]);
  if (!rows[0]) throw new Error(`There is no unit ${code}`);
  return rows[0].id;
}

export function aUnit(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('U');
  return made(app, '/units', { code, name: `Unit ${code}`, ...given });
}

/** A material counted in pieces, unless told otherwise. */
export async function aProduct(app: TestApp, given: object = {}): Promise<Made> {
  const sku = unique('P');
  return made(app, '/products', {
    sku,
    name: `Product ${sku}`,
    type: 'material',
    unit_id: await unitId(app, 'EA'),
    ...given,
  });
}

export function aCategory(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('CAT');
  return made(app, '/product-categories', { code, name: `Category ${code}`, ...given });
}

export function aSupplier(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('S');
  return made(app, '/suppliers', { code, name: `Supplier ${code}`, ...given });
}

export function aCustomer(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('C');
  return made(app, '/customers', { code, name: `Customer ${code}`, ...given });
}

/** A company in rupiah. The administrator who makes it belongs to it. */
export function aCompany(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('CO');
  return made(app, '/companies', { code, name: `Company ${code}`, currency_code: 'IDR', ...given });
}

export function aDepartment(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('D');
  return made(app, '/departments', { code, name: `Department ${code}`, ...given });
}

/** A part that is made, unless told otherwise: what a bill of material can be for. */
export function aMadeProduct(app: TestApp, given: object = {}): Promise<Made> {
  return aProduct(app, { type: 'part', is_manufactured: true, is_purchased: false, ...given });
}

/**
 * An active bill of material for one piece of a new part, out of 2 of a new material, unless told otherwise. `activate: false`
 * leaves it a draft.
 */
export async function aBom(
  app: TestApp,
  given: { product_id?: string; lines?: object[] } & Record<string, unknown> = {},
): Promise<Made> {
  return made(app, '/warehouse/bom', {
    product_id: given.product_id ?? (await aMadeProduct(app)).id,
    lines: given.lines ?? [{ component_id: (await aProduct(app)).id, quantity: 2 }],
    activate: true,
    ...given,
  });
}

/** Ids of a company's locations by their code; MAIN's when not told otherwise. */
export async function placesOf(app: TestApp, companyId: string = app.company_id): Promise<Record<string, string>> {
  const { rows } = await app.db.query<{ code: string; id: string }>(
    'select code, id from erp.locations where company_id = $1',
    [companyId],
  );
  return Object.fromEntries(rows.map(({ code, id }) => [code, id]));
}

/** A bin below MAIN's stock zone, unless told otherwise. */
export async function aLocation(app: TestApp, given: object = {}): Promise<Made> {
  const code = unique('BIN');
  const { STOCK } = await placesOf(app);
  return made(app, '/warehouse/locations', { code, name: `Bin ${code}`, type: 'bin', parent_id: STOCK, ...given });
}

/** Pieces of a product received into MAIN's stock zone, or into `to`. */
export async function aReceipt(
  app: TestApp,
  productId: string,
  quantity: number,
  unitCost = '1.00',
  to?: string,
): Promise<Made> {
  const location = to ?? (await placesOf(app))['STOCK'];
  return made(app, '/warehouse/receipts', {
    lines: [{ product_id: productId, quantity, unit_cost: unitCost, to_location_id: location }],
  });
}
