import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { importFile } from '../support/imports.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, aReceipt, aUnit, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { act, aWorkshop } from '../support/production.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let carton: Made;
let stranger: Made;
let north: Made;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  [carton, stranger] = [await aUnit(app), await aUnit(app)];
  const { id } = await made(app, '/warehouse/locations', { code: unique('NORTH'), name: 'North', type: 'warehouse' });
  north = await made(app, '/warehouse/locations', { code: unique('N1'), name: 'Shelf', type: 'bin', parent_id: id });
  await made(app, '/warehouse/locations', { code: unique('NQ'), name: 'Hold', type: 'quarantine', parent_id: id });
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

/** A product of which a carton holds so many. */
async function inCartons(pieces: number, given: object = {}): Promise<Made> {
  const product = await aProduct(app, given);
  await pack(product, pieces);
  return product;
}
const pack = (product: Made, numerator: number) =>
  made(app, '/unit-conversions', {
    from_unit_id: carton.id,
    to_unit_id: product.unit_id,
    product_id: product.id,
    numerator,
  });
const stockOf = async ({ id }: Made): Promise<number> => (await admin.get(`/warehouse/stock/${id}`)).body.on_hand;
const faultsOf = ({ body }: { body: any }) => body.errors.map(({ pointer, code }: any) => `${pointer} ${code}`);
const cartons = (unit_quantity: string) => ({ unit_code: carton.code, unit_quantity });

describe('a return', () => {
  it('comes back in the sales unit, and goes back in the purchase unit', async () => {
    const product = await inCartons(24, { purchase_unit_id: carton.id, sales_unit_id: carton.id });
    const { body: received } = await admin.post('/warehouse/receipts', {
      lines: [{ product_id: product.id, unit_quantity: '5', unit_cost: '48', to_location_id: place['STOCK'] }],
    });
    const { body: issued } = await admin.post('/warehouse/issues', {
      lines: [{ product_id: product.id, unit_quantity: '2', from_location_id: place['STOCK'] }],
    });
    const back = await admin.post('/warehouse/returns', {
      reason: 'Wrong colour',
      lines: [{ returns_line_id: issued.lines[0].id, unit_quantity: '0.5', location_id: place['STOCK'] }],
    });
    // Half a carton of 24 at 2.00 a piece.
    expect(back.body).toMatchObject({
      lines: [{ quantity: 12, value: '24.00' }],
      units: [{ unit_id: carton.id, unit_quantity: '0.5', quantity: 12, numerator: '24' }],
    });
    const away = await admin.post('/warehouse/returns', {
      reason: 'Too many',
      lines: [{ returns_line_id: received.lines[0].id, unit_quantity: '1', location_id: place['STOCK'] }],
    });
    expect(away.body.lines).toMatchObject([{ quantity: 24 }]);
    expect(await stockOf(product)).toBe(120 - 48 + 12 - 24);
    const wrong = await admin.post('/warehouse/returns', {
      reason: 'Too many',
      lines: [
        { returns_line_id: app.company_id, quantity: 1, location_id: place['STOCK'] },
        { returns_line_id: issued.lines[0].id, unit_quantity: '0.01', location_id: place['STOCK'] },
        { returns_line_id: issued.lines[0].id, location_id: place['STOCK'] },
      ],
    });
    expect(faultsOf(wrong).sort()).toEqual([
      '/lines/0/returns_line_id REFERENCE_NOT_FOUND',
      '/lines/1/unit_quantity INEXACT_CONVERSION',
      '/lines/2/quantity REQUIRED',
    ]);
  });
});

describe('a transfer in two steps', () => {
  const path = ({ id }: Made, rest = '') => `/warehouse/transfer-orders/${id}${rest}`;
  const plan = (product: Made, quantity: object) =>
    admin.post('/warehouse/transfer-orders', {
      to_location_id: north.id,
      lines: [{ product_id: product.id, from_location_id: place['STOCK'], ...quantity }],
    });

  it('is dispatched in cartons, accepted in parts in cartons and in pieces, and adds up', async () => {
    const product = await inCartons(12);
    await aReceipt(app, product.id, 60, '1.00');
    const { body: order } = await plan(product, cartons('3'));
    expect(order).toMatchObject({
      lines: [{ quantity: 36 }],
      units: [
        { line_no: 1, field: 'quantity', unit_code: carton.code, unit_quantity: '3', quantity: 36, difference: '0' },
      ],
    });
    const { body: sent } = await admin.post(path(order, '/dispatch'));
    expect(sent).toMatchObject({ in_transit_quantity: 36, units: order.units });
    const { body: moved } = await admin.get(`/warehouse/movements/${sent.dispatch_movement_id}`);
    expect(moved.units).toMatchObject([{ line_no: 1, unit_quantity: '3', quantity: 36 }]);
    const first = await admin.post(path(order, '/accept'), {
      reason: 'Half a carton crushed',
      lines: [{ line_no: 1, unit_id: carton.id, accepted_unit_quantity: '1.5', damaged_unit_quantity: '0.5' }],
    });
    expect(first.body).toMatchObject({
      in_transit_quantity: 12,
      lines: [{ accepted_quantity: 18, damaged_quantity: 6, lost_quantity: 0 }],
    });
    const over = await admin.post(path(order, '/accept'), {
      lines: [{ line_no: 1, unit_id: carton.id, accepted_unit_quantity: '1.25' }],
    });
    expect(over).toMatchObject({ status: 409, body: { error_code: 'TRANSFER_QUANTITY_EXCEEDED' } });
    const last = await admin.post(path(order, '/accept'), { lines: [{ line_no: 1, accepted_quantity: 12 }] });
    expect(last.body).toMatchObject({ state: 'accepted', lines: [{ accepted_quantity: 30, damaged_quantity: 6 }] });
    expect(await stockOf(product)).toBe(60);
  });

  it('leaves no piece in transit where the unit rounds', async () => {
    const sheet = await aUnit(app, { rounding: 'down' });
    const product = await inCartons(7, { unit_id: sheet.id });
    await aReceipt(app, product.id, 20, '1.00');
    const { body: order } = await plan(product, cartons('1.5'));
    expect(order.units).toMatchObject([{ quantity: 10, difference: '-1/2' }]);
    await admin.post(path(order, '/dispatch'));
    const accept = () =>
      admin.post(path(order, '/accept'), {
        lines: [{ line_no: 1, ...{ unit_id: carton.id, accepted_unit_quantity: '0.5' } }],
      });
    // Three halves of seven: 3, 3, and what is left, 4.
    expect((await accept()).body.in_transit_quantity).toBe(7);
    expect((await accept()).body.in_transit_quantity).toBe(4);
    expect((await accept()).body).toMatchObject({ state: 'accepted', in_transit_quantity: 0 });
    expect(await stockOf(product)).toBe(20);
  });

  it('is refused with every fault', async () => {
    const product = await inCartons(7);
    await aReceipt(app, product.id, 14, '1.00');
    expect(faultsOf(await plan(product, { unit_id: stranger.id, unit_quantity: '1' }))).toEqual([
      '/lines/0/unit_id NO_CONVERSION',
    ]);
    expect(faultsOf(await plan(product, { unit_code: 'NO-SUCH', unit_quantity: '1' }))).toEqual([
      '/lines/0/unit_code REFERENCE_NOT_FOUND',
    ]);
    expect(faultsOf(await plan(product, cartons('0.5')))).toEqual(['/lines/0/unit_quantity INEXACT_CONVERSION']);
    expect(faultsOf(await plan(product, { ...cartons('1'), unit_id: carton.id }))).toEqual([
      '/lines/0/unit_code EXCLUSIVE',
    ]);
    const giant = await inCartons(1_000_000_000);
    expect(faultsOf(await plan(giant, cartons('9007200')))).toEqual(['/lines/0/unit_quantity TOO_LARGE']);
    const { body: order } = await plan(product, cartons('2'));
    await admin.post(path(order, '/dispatch'));
    const wrong = await admin.post(path(order, '/accept'), {
      lines: [
        { line_no: 1, unit_id: stranger.id, accepted_unit_quantity: '1', damaged_unit_quantity: '1' },
        { line_no: 9, accepted_unit_quantity: '1' },
      ],
    });
    expect(faultsOf(wrong)).toEqual(['/lines/0/unit_id NO_CONVERSION', '/lines/1/line_no REFERENCE_NOT_FOUND']);
  });
});

describe('a stock count', () => {
  const path = ({ id }: Made, rest = '') => `/warehouse/counts/${id}${rest}`;

  async function counting(products: Made[]): Promise<{ bin: Made; count: Made }> {
    const bin = await aLocation(app);
    for (const product of products) await aReceipt(app, product.id, 40, '1.00', bin.id);
    const count = await made(app, '/warehouse/counts', { location_id: bin.id });
    await admin.post(path(count, '/start'));
    return { bin, count };
  }

  it('is of cartons and loose pieces, which add up', async () => {
    const [bears, eyes] = [await inCartons(12), await inCartons(7)];
    const { bin, count } = await counting([bears, eyes]);
    const at = (product: Made) => ({ product_id: product.id, location_id: bin.id });
    const { body: lines } = await admin.get(path(count, '/lines'));
    const line = lines.data.find(({ product_id }: any) => product_id === bears.id);
    const wrong = await admin.post(path(count, '/entries'), {
      entries: [
        { line_id: line.id, ...cartons('3') },
        { ...at(bears), ...cartons('1') },
        { ...at(eyes), ...cartons('0.5') },
        { ...at(eyes), unit_id: stranger.id, unit_quantity: '1' },
        { line_id: app.company_id, ...cartons('1') },
        { ...at(eyes) },
      ],
    });
    expect(faultsOf(wrong)).toEqual([
      '/entries/1/line_id DUPLICATE',
      '/entries/2/unit_quantity INEXACT_CONVERSION',
      '/entries/3/unit_id NO_CONVERSION',
      '/entries/4/line_id REFERENCE_NOT_FOUND',
      '/entries/5/quantity REQUIRED',
    ]);
    const entered = await admin.post(path(count, '/entries'), {
      entries: [
        { line_id: line.id, ...cartons('3') },
        { ...at(bears), quantity: 5 },
        { ...at(eyes), ...cartons('5') },
      ],
    });
    expect(entered.body).toMatchObject({
      taken: 3,
      refused: [],
      units: [
        { line_no: 1, quantity: 36 },
        { line_no: 3, quantity: 35 },
      ],
    });
    // 3 cartons of 12 and 5 loose are 41, one more than the books; 5 cartons of 7 are 35, five less.
    const { body: differences } = await admin.get(path(count, '/differences?limit=10'));
    const of = (product: Made) => differences.data.find(({ product_id }: any) => product_id === product.id);
    expect(of(bears)).toMatchObject({ counted_quantity: 41, variance_quantity: 1, units: [{ unit_quantity: '3' }] });
    expect(of(eyes)).toMatchObject({ counted_quantity: 35, variance_quantity: -5, units: [{ unit_quantity: '5' }] });
  });
});

describe('lots and reservations', () => {
  it('are split, proposed and reserved in cartons', async () => {
    const product = await inCartons(6, { tracking: 'lot' });
    const { body: received } = await admin.post('/warehouse/receipts', {
      lines: [
        { product_id: product.id, ...cartons('4'), unit_cost: '6', to_location_id: place['STOCK'], lot: { code: 'L' } },
      ],
    });
    const [{ lot_id }] = received.lines;
    const split = await admin.post(`/warehouse/lots/${lot_id}/split`, {
      reason: 'Two pallets',
      location_id: place['STOCK'],
      parts: [
        { code: 'L-A', ...cartons('1.5') },
        { code: 'L-B', quantity: 3 },
      ],
    });
    expect(split.body.movements[0].lines.map(({ quantity }: any) => quantity)).toEqual([12, 9, 3]);
    expect(split.body.movements[0].units).toMatchObject([
      { line_no: 1, first_line_no: 2, last_line_no: 2, quantity: 9 },
    ]);
    const refused = await admin.post(`/warehouse/lots/${lot_id}/split`, {
      reason: 'Two pallets',
      location_id: place['STOCK'],
      parts: [{ code: 'L-C', ...cartons('0.1') }],
    });
    expect(faultsOf(refused)).toEqual(['/parts/0/unit_quantity INEXACT_CONVERSION']);
    const ask = `/warehouse/lots/proposal?product_id=${product.id}&pick_within=${place['STOCK']}`;
    expect((await admin.get(`${ask}&unit_code=${carton.code}&unit_quantity=2.5`)).body).toMatchObject({
      requested: 15,
      proposed: 15,
      units: [{ unit_quantity: '2.5', quantity: 15 }],
    });
    const reserve = (quantity: object) =>
      admin.post('/warehouse/reservations', {
        lines: [{ product_id: product.id, within_location_id: place['STOCK'], ...quantity }],
      });
    const held = await reserve(cartons('2'));
    expect(held.body.units).toMatchObject([{ unit_quantity: '2', quantity: 12, field: 'quantity' }]);
    expect(held.body.reserved.reduce((sum: number, { quantity }: any) => sum + quantity, 0)).toBe(12);
    expect(faultsOf(await reserve({ unit_id: stranger.id, unit_quantity: '1' }))).toEqual([
      '/lines/0/unit_id NO_CONVERSION',
    ]);
    expect((await reserve(cartons('3'))).body.error_code).toBe('INSUFFICIENT_STOCK');
  });
});

describe('a manufacturing order', () => {
  it('is planned, reported and completed in cartons', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 2, stock: 500 }]);
    await pack(product, 10);
    await pack(components[0]!, 25);
    const draft = (quantity: object) =>
      admin.post('/ppic/manufacturing-orders', { product_id: product.id, ...quantity });
    expect(faultsOf(await draft({}))).toEqual(['/planned_quantity REQUIRED']);
    expect(faultsOf(await draft({ unit_id: carton.id, planned_unit_quantity: '0.25' }))).toEqual([
      '/planned_unit_quantity INEXACT_CONVERSION',
    ]);
    const { body: order } = await draft({ unit_id: carton.id, planned_unit_quantity: '5' });
    expect(order).toMatchObject({
      planned_quantity: 50,
      units: [{ field: 'planned_quantity', unit_quantity: '5', quantity: 50 }],
    });
    const changed = await admin.patch(`/ppic/manufacturing-orders/${order.id}`, {
      unit_code: carton.code,
      planned_unit_quantity: '6',
    });
    expect(changed.body).toMatchObject({ planned_quantity: 60, units: [{ unit_quantity: '6' }] });
    const noted = await admin.patch(`/ppic/manufacturing-orders/${order.id}`, { notes: 'Soon' });
    expect(noted.body.units).toEqual(changed.body.units);
    await act(app, order.id, 'approve');
    await act(app, order.id, 'start');
    const issued = await admin.post(`/ppic/manufacturing-orders/${order.id}/issues`, {
      lines: [{ product_id: components[0]!.id, ...cartons('2') }],
    });
    expect(issued.body).toMatchObject({ lines: [{ quantity: 50 }], units: [{ quantity: 50, unit_quantity: '2' }] });
    const report = (body: object) => admin.post(`/ppic/manufacturing-orders/${order.id}/reports`, body);
    expect(faultsOf(await report({ unit_id: stranger.id, good_unit_quantity: '1', lost_unit_quantity: '1' }))).toEqual([
      '/unit_id NO_CONVERSION',
    ]);
    expect(faultsOf(await report({ unit_id: carton.id, good_unit_quantity: '0.05', good_quantity: 1 }))).toEqual([
      '/good_unit_quantity EXCLUSIVE',
    ]);
    const { body: reported } = await report({ unit_id: carton.id, good_unit_quantity: '2.5' });
    expect(reported).toMatchObject({
      good_quantity: 25,
      rejected_quantity: 0,
      units: [{ field: 'good_quantity', unit_quantity: '2.5', quantity: 25 }],
    });
    const { body: done } = await admin.post(`/ppic/tasks/${order.id}/complete`, {
      unit_id: carton.id,
      actual_unit_quantity: '6',
    });
    expect(done).toMatchObject({ state: 'completed', actual_quantity: 60, variance_status: 'exact' });
    expect(done.units).toMatchObject([{ field: 'actual_quantity' }, { field: 'planned_quantity' }]);
    expect(await stockOf(product)).toBe(60);
    expect(await stockOf(components[0]!)).toBe(500 - 120);
  });
});

it('a unit is imported with its rounding step', async () => {
  const [code, wrong] = [unique('SHEET'), unique('SHEET')];
  const header = 'code,name,rounding,rounding_increment\n';
  await importFile(app, 'units', `${header}${code},Sheet,up,5\n`);
  const { rows } = await app.db.query('select rounding, rounding_increment::int from erp.units where code = $1', [
    code,
  ]);
  expect(rows).toEqual([{ rounding: 'up', rounding_increment: 5 }]);
  await importFile(app, 'units', `${header}${wrong},Sheet,up,0\n`);
  expect((await app.db.query('select from erp.units where code = $1', [wrong])).rows).toEqual([]);
});
