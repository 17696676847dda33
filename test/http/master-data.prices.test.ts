import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
import { aCustomer, aProduct, aSupplier, aUnit, made, unique, unitId } from '../support/makers.js';

let app: TestApp;
let clerk: TestActor;
let ids: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  clerk = await app.actor({ permissions: ['master_data.*.*'] });
  ids = Object.fromEntries(
    await Promise.all(
      ['EA', 'DZ', 'GRO', 'BOX', 'KG', 'G', 'OZ', 'LB', 'M'].map(async (code) => [code, await unitId(app, code)]),
    ),
  );
});
afterAll(() => app?.close());

const u = (code: string): string => ids[code]!;
const get = (path: string): Promise<any> => app.as(clerk).get(path);
const post = (path: string, body: object): Promise<any> => app.as(clerk).post(path, body);
const outcome = ({ status, body }: { status: number; body: any }): object => ({ status, code: body?.error_code });

describe('converting a quantity', () => {
  const convert = (quantity: string, from: string, to: string, product = ''): Promise<any> =>
    get(
      `/unit-conversions/convert?quantity=${quantity}&from_unit_id=${u(from)}&to_unit_id=${u(to)}${product && `&product_id=${product}`}`,
    );

  it('is exact along any path', async () => {
    expect((await convert('3', 'GRO', 'EA')).body).toMatchObject({
      converted: 432,
      numerator: '144',
      denominator: '1',
    });
    expect((await convert('1600000', 'OZ', 'G')).body).toMatchObject({
      converted: 45_359_237,
      numerator: '45359237',
      denominator: '1600000',
    });
    expect((await convert('0', 'EA', 'GRO')).body.converted).toBe(0);
  });

  it('is refused, never rounded, when the result is not whole', async () => {
    const answer = await convert('25', 'EA', 'DZ');
    expect(outcome(answer)).toEqual({ status: 422, code: 'INEXACT_CONVERSION' });
    expect(answer.body).toMatchObject({ quantity: 25, factor: '1/12', multiple: '12' });
    expect((await convert('24', 'EA', 'DZ')).body.converted).toBe(2);
  });

  it('is refused where nothing leads, where a unit does not exist, and past 2^53 - 1', async () => {
    expect(outcome(await convert('1', 'EA', 'KG'))).toEqual({ status: 422, code: 'NO_CONVERSION' });
    expect(
      outcome(await get(`/unit-conversions/convert?quantity=1&from_unit_id=${u('EA')}&to_unit_id=${app.company_id}`)),
    ).toEqual({ status: 422, code: 'REFERENCE_NOT_FOUND' });
    expect(outcome(await convert('9007199254740991', 'KG', 'G'))).toEqual({ status: 422, code: 'VALUE_OUT_OF_RANGE' });
    for (const bad of ['1.5', '-1', 'ten', '9007199254740992', '1e3', ''])
      expect((await convert(bad, 'KG', 'G')).status).toBe(400);
  });

  it("uses a product's own conversions, and lists the units it can be counted in", async () => {
    const ribbon = await aProduct(app, { unit_id: u('G') });
    await made(app, '/unit-conversions', {
      from_unit_id: u('M'),
      to_unit_id: u('G'),
      product_id: ribbon.id,
      numerator: 18,
    });
    expect((await convert('2500', 'M', 'KG', ribbon.id)).body).toMatchObject({ converted: 45, product_id: ribbon.id });
    expect(outcome(await convert('2500', 'M', 'KG'))).toMatchObject({ code: 'NO_CONVERSION' });
    const units = (await get(`/products/${ribbon.id}/units`)).body as {
      code: string;
      numerator: string;
      denominator: string;
    }[];
    const shown = Object.fromEntries(units.map((unit) => [unit.code, `${unit.numerator}/${unit.denominator}`]));
    expect(shown).toMatchObject({ G: '1/1', KG: '1000/1', M: '18/1', MG: '1/1000', OZ: '45359237/1600000' });
    expect(shown).not.toHaveProperty('EA');
  });
});

describe('a conversion', () => {
  it('is refused when it contradicts the others, saying what they say', async () => {
    const answer = await post('/unit-conversions', { from_unit_id: u('GRO'), to_unit_id: u('EA'), numerator: 145 });
    expect(outcome(answer)).toEqual({ status: 409, code: 'CONTRADICTORY_CONVERSION' });
    expect(answer.body).toMatchObject({ existing_factor: '144/1', refused_factor: '145/1', product_id: null });
  });

  it.each([
    ['a unit and itself', { from: 'EA', to: 'EA', numerator: 1 }, 422, 'INVALID_VALUE'],
    ['two dimensions in general', { from: 'M', to: 'KG', numerator: 1 }, 422, 'DIMENSION_MISMATCH'],
    ['a pair that has one', { from: 'EA', to: 'DZ', numerator: 1, denominator: 12 }, 409, 'DUPLICATE'],
    ['a factor of zero', { from: 'BOX', to: 'EA', numerator: 0 }, 422, 'VALIDATION_FAILED'],
    ['a factor that is not whole', { from: 'BOX', to: 'EA', numerator: 2.5 }, 422, 'VALIDATION_FAILED'],
  ])('is refused for %s', async (_words, { from, to, ...factor }, status, code) => {
    expect(outcome(await post('/unit-conversions', { from_unit_id: u(from), to_unit_id: u(to), ...factor }))).toEqual({
      status,
      code,
    });
  });

  it('can be corrected, listed and deleted, but not turned into another', async () => {
    const [a, b] = [await aUnit(app), await aUnit(app)];
    const made1 = await post('/unit-conversions', { from_unit_id: a.id, to_unit_id: b.id, numerator: 24 });
    expect(made1.body).toMatchObject({
      numerator: 24,
      denominator: 1,
      from_unit_code: a.code,
      to_unit_code: b.code,
      sku: null,
    });
    const url = `/unit-conversions/${made1.body.id}`;
    expect((await app.as(clerk).patch(url, { numerator: 20 })).body).toMatchObject({ numerator: 20, version: 2 });
    expect((await app.as(clerk).patch(url, { to_unit_id: u('EA') })).status).toBe(422);
    expect((await get(`/unit-conversions?unit_id=${b.id}`)).body.data).toHaveLength(1);
    expect(outcome(await app.as(clerk).delete(`/units/${a.id}`))).toMatchObject({ code: 'IN_USE' });
    expect((await app.as(clerk).delete(url)).status).toBe(204);
    expect((await app.as(clerk).delete(`/units/${a.id}`)).status).toBe(204);
  });

  it('keeps the dimension of its units', async () => {
    expect(outcome(await app.as(clerk).patch(`/units/${u('DZ')}`, { dimension: 'mass' }))).toEqual({
      status: 409,
      code: 'UNIT_HAS_CONVERSIONS',
    });
  });
});

describe('exchange rates', () => {
  beforeAll(async () => {
    for (const [valid_from, rate] of [
      ['2026-01-01', '16000'],
      ['2026-02-01', '16250.5'],
    ]) {
      await made(app, '/exchange-rates', { from_currency: 'USD', to_currency: 'IDR', valid_from, rate });
    }
    await made(app, '/exchange-rates', {
      from_currency: 'EUR',
      to_currency: 'USD',
      valid_from: '2026-01-01',
      rate: '1.25',
    });
  });
  const on = (from: string, to: string, date: string): Promise<any> =>
    get(`/exchange-rates/on-date?from_currency=${from}&to_currency=${to}&date=${date}`);

  it('are those of the day that is named', async () => {
    expect((await on('USD', 'IDR', '2026-01-31')).body).toMatchObject({
      rate: '16000.000000',
      valid_from: '2026-01-01',
      inverse: false,
    });
    expect((await on('usd', 'idr', '2026-02-01')).body).toMatchObject({
      rate: '16250.500000',
      numerator: '32501',
      denominator: '2',
    });
    expect(outcome(await on('USD', 'IDR', '2025-12-31'))).toEqual({ status: 422, code: 'EXCHANGE_RATE_MISSING' });
  });

  it('turn round exactly', async () => {
    expect((await on('IDR', 'USD', '2026-02-10')).body).toMatchObject({
      numerator: '2',
      denominator: '32501',
      rate: '0.000062',
      inverse: true,
    });
    expect((await on('USD', 'EUR', '2026-02-10')).body).toMatchObject({ rate: '0.800000', inverse: true });
  });

  it('are one between a currency and itself, and missing where nobody gave one', async () => {
    expect((await on('SGD', 'SGD', '2026-02-10')).body).toMatchObject({ rate: '1.000000', valid_from: null });
    expect(outcome(await on('SGD', 'IDR', '2026-02-10'))).toMatchObject({ code: 'EXCHANGE_RATE_MISSING' });
    expect((await get('/exchange-rates/on-date?from_currency=USD&to_currency=IDR')).status).toBe(400);
  });

  it.each([
    [{ rate: '0' }, 422],
    [{ rate: '-1' }, 422],
    [{ rate: '0.0000001' }, 422],
    [{ rate: 16000 }, 422],
    [{ to_currency: 'USD' }, 422],
    [{ from_currency: 'ZZZ' }, 422],
    [{ valid_from: '2026-02-30' }, 422],
    [{ valid_from: '2026-01-01' }, 409],
  ])('refuse %j', async (given, status) => {
    const answer = await post('/exchange-rates', {
      from_currency: 'USD',
      to_currency: 'IDR',
      valid_from: '2026-03-01',
      rate: '1',
      ...given,
    });
    expect(answer.status).toBe(status);
  });

  it('can be corrected, but stay for their pair and day', async () => {
    const rate = (await get('/exchange-rates?from_currency=EUR')).body.data[0];
    expect((await app.as(clerk).patch(`/exchange-rates/${rate.id}`, { rate: '1.250000' })).body.version).toBe(1);
    expect(
      (await app.as(clerk).patch(`/exchange-rates/${rate.id}`, { valid_from: '2026-01-02' })).body.errors[0],
    ).toMatchObject({ code: 'FIXED' });
  });
});

describe('supplier prices', () => {
  const best = (product: string, quantity: number, more = '&date=2026-03-01'): Promise<any> =>
    get(`/supplier-prices/best?product_id=${product}&quantity=${quantity}${more}`);
  const price = (given: object): Promise<any> => made(app, '/supplier-prices', { valid_from: '2026-01-01', ...given });

  it('take unit and currency from the product and the supplier', async () => {
    const supplier = await aSupplier(app, { currency_code: 'USD' });
    const product = await aProduct(app, { purchase_unit_id: u('DZ') });
    const row = await made(app, '/supplier-prices', {
      supplier_id: supplier.id,
      product_id: product.id,
      price: '1.2345',
    });
    expect(row).toMatchObject({
      unit_code: 'DZ',
      currency_code: 'USD',
      price: '1.234500',
      min_quantity: 1,
      order_multiple: 1,
      supplier_code: supplier.code,
      sku: product.sku,
      valid_to: null,
    });
    expect(row.valid_from).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it('answer who covers a need for the least, across breaks, units and currencies', async () => {
    const product = await aProduct(app, { lead_time_days: 3 });
    const [pieces, dozens, dollars, cartons, gone] = await Promise.all(
      [{}, { lead_time_days: 9 }, { currency_code: 'USD' }, {}, {}].map((given) => aSupplier(app, given)),
    );
    const carton = await aUnit(app);
    await price({ supplier_id: pieces.id, product_id: product.id, price: '1000', min_quantity: 1 });
    await price({ supplier_id: pieces.id, product_id: product.id, price: '900', min_quantity: 100 });
    await price({
      supplier_id: dozens.id,
      product_id: product.id,
      unit_id: u('DZ'),
      price: '10500',
      order_multiple: 5,
    });
    await price({ supplier_id: dollars.id, product_id: product.id, price: '0.05' });
    await price({ supplier_id: cartons.id, product_id: product.id, unit_id: carton.id, price: '1' });
    await price({ supplier_id: gone.id, product_id: product.id, price: '1' });
    await app.as(clerk).post(`/suppliers/${gone.id}/deactivate`);

    // 110 pieces: 110 x 900 = 99,000; ten dozen (multiple of 5) = 105,000; 110 x 0.05 USD = 5.50 USD x 16,250.5 = 89,377.75
    const { body } = await best(product.id, 110);
    expect(body).toMatchObject({ quantity: 110, date: '2026-03-01', currency_code: 'IDR' });
    const figures = body.offers.map((o: any) => [
      o.supplier_code,
      o.order_quantity,
      o.stock_quantity,
      o.amount,
      o.compared_amount,
      o.lead_time_days,
      o.not_comparable,
    ]);
    expect(figures).toEqual([
      [dollars.code, 110, 110, '5.50', '89377.75', 3, null],
      [pieces.code, 110, 110, '99000.00', '99000.00', 3, null],
      [dozens.code, 10, 120, '105000.00', '105000.00', 9, null],
      [cartons.code, null, null, null, null, 3, 'NO_CONVERSION'],
    ]);
    // once a carton is 50 pieces, three of them are cheapest
    await made(app, '/unit-conversions', {
      from_unit_id: carton.id,
      to_unit_id: u('EA'),
      product_id: product.id,
      numerator: 50,
    });
    expect((await best(product.id, 110)).body.offers[0]).toMatchObject({
      supplier_code: cartons.code,
      order_quantity: 3,
      stock_quantity: 150,
      amount: '3.00',
      price_per_stock_unit: '0.020000',
    });
  });

  it('hold on their days only, and the later of two for the same break', async () => {
    const [supplier, product] = [await aSupplier(app), await aProduct(app)];
    const row = { supplier_id: supplier.id, product_id: product.id };
    await price({ ...row, price: '10', valid_from: '2026-01-01', valid_to: '2026-01-31' });
    await price({ ...row, price: '12', valid_from: '2026-01-15' });
    const on = async (date: string): Promise<string[]> =>
      (await best(product.id, 1, `&date=${date}`)).body.offers.map((o: any) => o.price);
    expect(await on('2025-12-31')).toEqual([]);
    expect(await on('2026-01-14')).toEqual(['10.000000']);
    expect(await on('2026-01-15')).toEqual(['12.000000']);
    expect(await on('2026-02-15')).toEqual(['12.000000']);
    expect(
      (await get(`/supplier-prices?product_id=${product.id}&valid_on=2026-01-20&sort=-valid_from`)).body.data,
    ).toHaveLength(2);
  });

  it('show an offer without an exchange rate, uncompared', async () => {
    const [supplier, product] = [await aSupplier(app, { currency_code: 'JPY' }), await aProduct(app)];
    await price({ supplier_id: supplier.id, product_id: product.id, price: '100' });
    expect((await best(product.id, 2)).body.offers).toMatchObject([
      { amount: '200.00', compared_amount: null, not_comparable: 'NO_EXCHANGE_RATE' },
    ]);
    expect((await best(product.id, 2, '&date=2026-03-01&currency_code=JPY')).body.offers).toMatchObject([
      { compared_amount: '200.00', not_comparable: null },
    ]);
  });

  it('refuse a second row for the same break and day, an end before the beginning, and references that are not there', async () => {
    const [supplier, product] = [await aSupplier(app), await aProduct(app)];
    const row = { supplier_id: supplier.id, product_id: product.id, price: '10', valid_from: '2026-01-01' };
    await price(row);
    expect(outcome(await post('/supplier-prices', row))).toEqual({ status: 409, code: 'DUPLICATE' });
    expect((await post('/supplier-prices', { ...row, min_quantity: 2 })).status).toBe(201);
    expect(outcome(await post('/supplier-prices', { ...row, valid_to: '2025-12-31' }))).toEqual({
      status: 422,
      code: 'INVALID_VALUE',
    });
    for (const given of [
      { supplier_id: product.id },
      { product_id: supplier.id },
      { unit_id: product.id },
      { currency_code: 'XXX' },
    ]) {
      expect((await post('/supplier-prices', { ...row, ...given })).status).toBe(422);
    }
    for (const given of [
      { min_quantity: 0 },
      { order_multiple: 1.5 },
      { price: '-1' },
      { price: '1.0000001' },
      { lead_time_days: -1 },
    ]) {
      expect(outcome(await post('/supplier-prices', { ...row, ...given }))).toEqual({
        status: 422,
        code: 'VALIDATION_FAILED',
      });
    }
  });

  it('answer 404 for a product that is not there, and stay exact for any quantity', async () => {
    expect((await best(app.company_id, 1)).status).toBe(404);
    const [supplier, product] = [await aSupplier(app), await aProduct(app)];
    await price({ supplier_id: supplier.id, product_id: product.id, price: '9999999999999.999999' });
    const { body } = await best(product.id, Number.MAX_SAFE_INTEGER);
    expect(body.offers).toMatchObject([
      { order_quantity: Number.MAX_SAFE_INTEGER, amount: '90071992547409909990992800745.26' },
    ]);
    expect((await best(product.id, 2 ** 53)).status).toBe(400);
  });

  it('are closed to those without the permission', async () => {
    const reader = await app.actor({ permissions: ['master_data.products.read'] });
    expect((await app.as(reader).get('/supplier-prices')).status).toBe(403);
    expect((await app.as(reader).get(`/supplier-prices/best?product_id=${app.company_id}&quantity=1`)).status).toBe(
      403,
    );
  });
});

describe('customer prices', () => {
  const pays = async (query: string): Promise<object> => {
    const { status, body } = await get(`/customer-prices/price?date=2026-03-01&${query}`);
    return status === 200 ? { source: body.source, unit_price: body.unit_price } : { status, code: body.error_code };
  };

  it("are the customer's own, then everybody's, then the product's", async () => {
    const product = await aProduct(app, { list_price: '100', sales_unit_id: u('DZ') });
    const [friend, stranger] = [await aCustomer(app), await aCustomer(app)];
    const row = { product_id: product.id, valid_from: '2026-01-01' };
    expect(await pays(`product_id=${product.id}&quantity=1`)).toEqual({
      source: 'product_list_price',
      unit_price: '1200.000000',
    });
    await made(app, '/customer-prices', { ...row, price: '1100' });
    await made(app, '/customer-prices', { ...row, customer_id: friend.id, price: '960', min_quantity: 10 });
    const of = (customer: any, quantity: number, unit = 'DZ'): Promise<object> =>
      pays(`product_id=${product.id}&customer_id=${customer.id}&quantity=${quantity}&unit_id=${u(unit)}`);
    expect(await of(friend, 10)).toEqual({ source: 'customer_list', unit_price: '960.000000' });
    expect(await of(friend, 9)).toEqual({ source: 'general_list', unit_price: '1100.000000' });
    expect(await of(stranger, 10)).toEqual({ source: 'general_list', unit_price: '1100.000000' });
    expect(await of(friend, 120, 'EA')).toEqual({ source: 'customer_list', unit_price: '80.000000' });
    expect(await of(friend, 119, 'EA')).toEqual({ source: 'general_list', unit_price: '91.666667' });
  });

  it('are missing where no list has one in that currency or unit', async () => {
    const free = await aProduct(app);
    const priced = await aProduct(app, { list_price: '100' });
    const missing = { status: 404, code: 'NO_PRICE' };
    expect(await pays(`product_id=${free.id}&quantity=1`)).toEqual(missing);
    expect(await pays(`product_id=${priced.id}&quantity=1&currency_code=USD`)).toEqual(missing);
    expect(await pays(`product_id=${priced.id}&quantity=1&unit_id=${u('KG')}`)).toEqual(missing);
    expect(await pays(`product_id=${priced.id}&quantity=1&customer_id=${unique('x')}`)).toMatchObject({ status: 400 });
    expect(await pays(`product_id=${priced.id}&quantity=1&customer_id=${app.company_id}`)).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
  });

  it('refuse the same break twice, also on the list for everybody', async () => {
    const product = await aProduct(app);
    const row = { product_id: product.id, price: '10', valid_from: '2026-01-01' };
    expect((await post('/customer-prices', row)).status).toBe(201);
    expect(outcome(await post('/customer-prices', row))).toEqual({ status: 409, code: 'DUPLICATE' });
    const listed = (await get(`/customer-prices?product_id=${product.id}`)).body.data;
    expect(listed).toMatchObject([{ customer_id: null, customer_code: null, currency_code: 'IDR', unit_code: 'EA' }]);
    expect((await app.as(clerk).patch(`/customer-prices/${listed[0].id}`, { price: '11' })).body).toMatchObject({
      price: '11.000000',
      version: 2,
    });
    expect((await app.as(clerk).delete(`/customer-prices/${listed[0].id}`)).status).toBe(204);
  });
});
