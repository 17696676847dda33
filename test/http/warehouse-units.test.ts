import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, aUnit, made, placesOf, unitId } from '../support/makers.js';
import type { Made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;
let box: Made;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
  box = await aUnit(app);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

/** Bought in boxes of `pieces`, sold by the dozen. */
async function boxed(pieces: number, given: object = {}): Promise<Made> {
  const dozen = await unitId(app, 'DZ');
  const product = await aProduct(app, { purchase_unit_id: box.id, sales_unit_id: dozen, ...given });
  await made(app, '/unit-conversions', {
    from_unit_id: box.id,
    to_unit_id: product.unit_id,
    product_id: product.id,
    numerator: pieces,
  });
  return product;
}
const receive = (...lines: object[]) =>
  admin.post('/warehouse/receipts', { lines: lines.map((line) => ({ to_location_id: place['STOCK'], ...line })) });
const stockOf = async (id: string) => (await admin.get(`/warehouse/stock/${id}`)).body.on_hand;

describe('a document in purchase and sales units', () => {
  it('receives boxes, issues dozens, and keeps what was said', async () => {
    const product = await boxed(24);
    const receipt = await receive({ product_id: product.id, unit_quantity: 5, unit_cost: '100' });
    expect(receipt).toMatchObject({
      status: 201,
      body: {
        lines: [{ quantity: 120, value: '500.00' }],
        units: [
          {
            line_no: 1,
            first_line_no: 1,
            last_line_no: 1,
            unit_id: box.id,
            unit_code: box.code,
            unit_quantity: '5',
            unit_cost: '100.000000',
            quantity: 120,
            numerator: '24',
            denominator: '1',
            difference: '0',
          },
        ],
      },
    });
    const issue = await admin.post('/warehouse/issues', {
      lines: [{ product_id: product.id, unit_quantity: '2.50', from_location_id: place['STOCK'] }],
    });
    expect(issue.body).toMatchObject({
      lines: [{ quantity: 30 }],
      units: [{ unit_code: 'DZ', unit_quantity: '2.5', unit_cost: null, numerator: '12' }],
    });
    expect((await admin.get(`/warehouse/movements/${issue.body.id}`)).body.units).toEqual(issue.body.units);
    expect((await admin.get(`/warehouse/movements/${receipt.body.id}`)).body.units).toEqual(receipt.body.units);
    expect(await stockOf(product.id)).toBe(90);
  });

  it('says nothing of units where nothing was said in them', async () => {
    const product = await boxed(24);
    const { body } = await receive({ product_id: product.id, quantity: 5 });
    expect(body.units).toBeUndefined();
    expect((await admin.get(`/warehouse/movements/${body.id}`)).body.units).toEqual([]);
  });

  it('is worth what the boxes cost, not what a rounded piece would', async () => {
    const product = await boxed(7);
    const { body } = await receive({ product_id: product.id, unit_quantity: 3, unit_cost: '10' });
    // 21 pieces at 10/7 = 1.428571 would be 29.999991, and 14 boxes of them a cent less than paid.
    expect(body.lines).toMatchObject([{ quantity: 21, value: '30.00' }]);
    const gained = await admin.post('/warehouse/adjustments', {
      reason: 'found',
      lines: [
        {
          product_id: product.id,
          location_id: place['STOCK'],
          direction: 'increase',
          unit_id: box.id,
          unit_quantity: 1,
          unit_cost: '10',
        },
      ],
    });
    expect(gained.body).toMatchObject({ lines: [{ quantity: 7, value: '10.00' }], units: [{ unit_quantity: '1' }] });
  });

  it('moves in any unit, and a line that is picked in several places keeps its words', async () => {
    const product = await boxed(12);
    const [one, two, target] = [await aLocation(app), await aLocation(app), await aLocation(app)];
    await receive(
      { product_id: product.id, unit_quantity: 1, to_location_id: one.id },
      { product_id: product.id, unit_quantity: 1, to_location_id: two.id },
    );
    const moved = await admin.post('/warehouse/transfers', {
      lines: [
        {
          product_id: product.id,
          unit_id: box.id,
          unit_quantity: '1.5',
          pick_within: place['STOCK'],
          to_location_id: target.id,
        },
      ],
    });
    expect(moved.body.lines.map(({ quantity }: { quantity: number }) => quantity).sort()).toEqual([12, 6]);
    expect(moved.body.units).toMatchObject([{ line_no: 1, first_line_no: 1, last_line_no: 2, quantity: 18 }]);
  });

  it('counts serial numbers in boxes too', async () => {
    const product = await boxed(2, { tracking: 'serial' });
    const { body } = await receive({ product_id: product.id, unit_quantity: 1, unit_cost: '9', serials: ['A', 'B'] });
    expect(body).toMatchObject({
      lines: [
        { quantity: 1, value: '4.50' },
        { quantity: 1, value: '4.50' },
      ],
      units: [{ first_line_no: 1, last_line_no: 2, quantity: 2 }],
    });
    const wrong = await receive({ product_id: product.id, unit_quantity: 1, serials: ['C'] });
    expect(wrong.body.errors).toMatchObject([{ pointer: '/lines/0/serials', code: 'SERIAL_QUANTITY' }]);
  });

  it('is refused with every fault of every line, and posts nothing', async () => {
    const product = await boxed(7);
    const stranger = await aUnit(app);
    const answer = await receive({ product_id: product.id }, { product_id: product.id, quantity: 1, unit_quantity: 1 });
    expect(answer).toMatchObject({ status: 422, body: { error_code: 'VALIDATION_FAILED' } });
    expect(answer.body.errors).toMatchObject([
      { pointer: '/lines/0/quantity', code: 'REQUIRED' },
      { pointer: '/lines/1/unit_quantity', code: 'EXCLUSIVE' },
    ]);
    const second = await receive(
      { product_id: product.id, unit_quantity: '0.5' },
      { product_id: product.id, unit_quantity: 1, unit_id: stranger.id },
      { product_id: product.id, unit_quantity: 1, unit_id: product.id },
      { product_id: product.id, unit_quantity: 1, unit_cost: '1', value: '1' },
      { product_id: box.id, unit_quantity: 1 },
    );
    expect(second.body.errors.map((e: { pointer: string; code: string }) => [e.pointer, e.code])).toEqual([
      ['/lines/0/unit_quantity', 'INEXACT_CONVERSION'],
      ['/lines/1/unit_id', 'NO_CONVERSION'],
      ['/lines/2/unit_id', 'REFERENCE_NOT_FOUND'],
      ['/lines/4/product_id', 'REFERENCE_NOT_FOUND'],
      ['/lines/3/value', 'EXCLUSIVE'],
    ]);
    for (const unit_quantity of ['0', '-1', '1e3', '0.0000001', true])
      expect((await receive({ product_id: product.id, unit_quantity })).status).toBe(422);
    expect(await stockOf(product.id)).toBe(0);
  });

  it('tries without keeping: a dry run shows the pieces and leaves no words', async () => {
    const product = await boxed(24);
    const tried = await admin.post('/warehouse/receipts?dry_run=true', {
      lines: [{ product_id: product.id, unit_quantity: 2, to_location_id: place['STOCK'] }],
    });
    expect(tried.body.units).toMatchObject([{ quantity: 48 }]);
    const { rows } = await app.db.query('select from erp.movement_line_units where product_id = $1', [product.id]);
    expect(rows).toEqual([]);
  });

  it('is never changed afterwards', async () => {
    await expect(app.db.query('update erp.movement_line_units set quantity = 1')).rejects.toThrow('append-only');
    await expect(app.db.query('delete from erp.movement_line_units')).rejects.toThrow('append-only');
    await expect(app.db.query('truncate erp.movement_line_units')).rejects.toThrow('append-only');
  });
});

describe('a unit with a rounding rule', () => {
  it('rounds the total of a product once and names the difference', async () => {
    const sheet = await aUnit(app, { rounding: 'up' });
    const product = await boxed(7, { unit_id: sheet.id });
    const { body } = await receive(
      { product_id: product.id, unit_quantity: '0.5' },
      { product_id: product.id, unit_quantity: '0.75' },
    );
    // 3.5 + 5.25 = 8.75, up to 9: the larger remainder is the first.
    expect(body.units.map((u: { quantity: number; difference: string }) => [u.quantity, u.difference])).toEqual([
      [4, '1/2'],
      [5, '-1/4'],
    ]);
    expect(await stockOf(product.id)).toBe(9);
  });

  it('converts by its rule, in its steps, and says by how much it is off', async () => {
    const gross = await aUnit(app, { rounding: 'half_even', rounding_increment: 5 });
    const [ea, dozen] = [await unitId(app, 'EA'), await unitId(app, 'DZ')];
    await made(app, '/unit-conversions', { from_unit_id: ea, to_unit_id: gross.id, numerator: 1, denominator: 2 });
    const ask = (quantity: number, from: string, to: string) =>
      admin.get(`/unit-conversions/convert?quantity=${quantity}&from_unit_id=${from}&to_unit_id=${to}`);
    expect((await ask(25, ea, gross.id)).body).toMatchObject({ converted: 10, difference: '-5/2' });
    expect((await ask(20, ea, gross.id)).body).toMatchObject({ converted: 10, difference: '0' });
    expect((await ask(7, ea, dozen)).body).toMatchObject({ error_code: 'INEXACT_CONVERSION', multiple: '12' });
    expect((await ask(24, ea, dozen)).body).toMatchObject({ converted: 2, difference: '0' });
  });

  it('has steps of at least one, and a rule that there is', async () => {
    const refused = await admin.post('/units', { code: 'ZZ', name: 'Zz', rounding: 'away', rounding_increment: 0 });
    expect(refused.body.errors.map((e: { pointer: string }) => e.pointer)).toEqual([
      '/rounding',
      '/rounding_increment',
    ]);
  });
});

describe('a product', () => {
  it('shows what its purchase and sales units are in stock units', async () => {
    const product = await boxed(24);
    expect((await admin.get(`/products/${product.id}`)).body).toMatchObject({
      purchase_unit_code: box.code,
      purchase_factor: { numerator: '24', denominator: '1' },
      sales_unit_code: 'DZ',
      sales_factor: { numerator: '12', denominator: '1' },
    });
    const stranger = await aUnit(app);
    expect(await aProduct(app, { purchase_unit_id: stranger.id })).toMatchObject({
      purchase_unit_code: stranger.code,
      purchase_factor: null,
      sales_unit_code: null,
      sales_factor: { numerator: '1', denominator: '1' },
    });
  });
});
