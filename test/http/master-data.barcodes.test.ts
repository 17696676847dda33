import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aProduct, made, unitId } from '../support/makers.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app.close());

const ofProduct = async (id: string) => (await admin.get(`/product-barcodes?product_id=${id}`)).body.data;

describe('the barcodes of a product', () => {
  it('are its own and those of its packs, each with what it holds', async () => {
    const product = await aProduct(app, { barcode: '614141123452' });
    const dozen = await unitId(app, 'DZ');
    const pack = await made(app, '/product-barcodes', {
      product_id: product.id,
      barcode: '10614141123459',
      unit_id: dozen,
      quantity: 2,
    });
    expect(pack).toMatchObject({ sku: product.sku, unit_code: 'DZ', quantity: 2, is_own: false });
    expect(await ofProduct(product.id)).toMatchObject([
      { barcode: '10614141123459', gtin14: '10614141123459', unit_code: 'DZ', quantity: 2 },
      { barcode: '614141123452', gtin14: '00614141123452', unit_code: 'EA', quantity: 1, is_own: true },
    ]);
    const found = await admin.get('/product-barcodes?barcode=0614141123452');
    expect(found.body.data).toMatchObject([{ product_id: product.id }]);
  });

  it('follow the product', async () => {
    const product = await aProduct(app, { barcode: 'HOUSE-1' });
    await admin.patch(`/products/${product.id}`, { barcode: 'HOUSE-2' });
    expect(await ofProduct(product.id)).toMatchObject([{ barcode: 'HOUSE-2', is_own: true }]);
    await admin.patch(`/products/${product.id}`, { barcode: null });
    expect(await ofProduct(product.id)).toEqual([]);
    await admin.patch(`/products/${product.id}`, { barcode: 'HOUSE-2' });
    expect((await admin.delete(`/products/${product.id}`)).status).toBe(204);
    expect(await ofProduct(product.id)).toEqual([]);
  });

  it('mean one thing, however the number is written', async () => {
    const one = await aProduct(app, { barcode: '4006381333931' });
    const other = await aProduct(app);
    const taken = await admin.patch(`/products/${other.id}`, { barcode: '04006381333931' });
    expect(taken).toMatchObject({ status: 409, body: { error_code: 'DUPLICATE' } });
    const pack = await admin.post('/product-barcodes', { product_id: other.id, barcode: '4006381333931' });
    expect(pack).toMatchObject({ status: 409, body: { error_code: 'DUPLICATE' } });
    await made(app, '/product-barcodes', { product_id: one.id, barcode: '14006381333938', quantity: 6 });
    expect((await admin.patch(`/products/${other.id}`, { barcode: '14006381333938' })).status).toBe(409);
  });

  it('go to one of twenty who want the same one at once', async () => {
    const products = await Promise.all(Array.from({ length: 20 }, () => aProduct(app)));
    const answers = await Promise.all(
      products.map(({ id }, n) =>
        n % 2 === 0
          ? admin.patch(`/products/${id}`, { barcode: '96385074' })
          : admin.post('/product-barcodes', { product_id: id, barcode: '0000096385074' }),
      ),
    );
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('are changed and taken away where they were given', async () => {
    const product = await aProduct(app, { barcode: 'OWN-7' });
    const pack = await made(app, '/product-barcodes', { product_id: product.id, barcode: 'PACK-7', quantity: 6 });
    const changed = await admin.patch(`/product-barcodes/${pack.id}`, { quantity: 8 }, { 'if-match': '"1"' });
    expect(changed).toMatchObject({ status: 200, body: { quantity: 8, version: 2 } });
    expect((await admin.patch(`/product-barcodes/${pack.id}`, { quantity: 9 }, { 'if-match': '"1"' })).status).toBe(
      412,
    );
    const own = (await ofProduct(product.id)).find(({ is_own }: { is_own: boolean }) => is_own);
    for (const answer of [
      await admin.patch(`/product-barcodes/${own.id}`, { quantity: 2 }),
      await admin.delete(`/product-barcodes/${own.id}`),
    ])
      expect(answer).toMatchObject({ status: 409, body: { error_code: 'OWN_BARCODE', product_id: product.id } });
    expect((await admin.delete(`/product-barcodes/${pack.id}`)).status).toBe(204);
    expect((await admin.get(`/product-barcodes/${pack.id}`)).status).toBe(404);
  });

  it('are refused for what they cannot be', async () => {
    const product = await aProduct(app);
    const add = (given: object) =>
      admin.post('/product-barcodes', { product_id: product.id, barcode: 'X-1', ...given });
    expect((await add({ barcode: '4006381333932' })).body.errors).toMatchObject([
      { pointer: '/barcode', code: 'GTIN_CHECK_DIGIT' },
    ]);
    expect((await add({ unit_id: await unitId(app, 'KG') })).body.error_code).toBe('NO_CONVERSION');
    expect((await add({ product_id: app.company_id })).body.error_code).toBe('REFERENCE_NOT_FOUND');
    expect((await add({ quantity: 0 })).status).toBe(422);
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.post('/product-barcodes', { product_id: product.id, barcode: 'X-2' })).status).toBe(403);
    expect((await viewer.get('/product-barcodes')).status).toBe(200);
  });
});
