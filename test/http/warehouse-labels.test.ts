import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { readSymbols } from '../support/label-reader.js';
import { aBom, aCompany, aLocation, aMadeProduct, aProduct, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let lot: Made;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  const product = await aProduct(app, { tracking: 'lot', barcode: '4006381333931', name: 'Plush fabric, brown' });
  lot = await made(app, '/warehouse/lots', { product_id: product.id, code: 'L-7', expires_on: '2029-02-28' });
});
afterAll(() => app.close());

describe('label data', () => {
  it('says what the label of a lot and of its product says', async () => {
    expect((await admin.get(`/warehouse/labels/lot/${lot.id}`)).body).toMatchObject({
      kind: 'lot',
      code: 'L-7',
      name: 'Plush fabric, brown',
      symbols: [
        {
          symbology: 'gs1_datamatrix',
          content: '01040063813339311729022810L-7',
          human_readable: '(01)04006381333931(17)290228(10)L-7',
        },
        { symbology: 'gs1_128' },
        { symbology: 'qr' },
        { symbology: 'code_128' },
      ],
    });
    const { body } = await admin.get(`/warehouse/labels/product/${lot.product_id}`);
    expect(body.symbols[0]).toMatchObject({ human_readable: '(01)04006381333931' });
  });

  it('leads back to the thing when its symbol is scanned, whatever the thing is', async () => {
    const bin = await aLocation(app);
    const { STOCK } = await placesOf(app);
    const product = await aProduct(app);
    const receipt = await made(app, '/warehouse/receipts', {
      lines: [{ product_id: product.id, quantity: 2, to_location_id: STOCK }],
    });
    const held = await made(app, '/warehouse/reservations', {
      lines: [{ product_id: product.id, quantity: 1, within_location_id: STOCK }],
    });
    const toy = await aMadeProduct(app);
    await aBom(app, { product_id: toy.id });
    const order = await made(app, '/ppic/manufacturing-orders', { product_id: toy.id, planned_quantity: 5 });
    for (const [kind, id] of [
      ['product', product.id],
      ['lot', lot.id],
      ['location', bin.id],
      ['movement', receipt.id],
      ['reservation', held.reserved[0].id],
      ['manufacturing_order', order.id],
    ]) {
      const { status, body } = await admin.get(`/warehouse/labels/${kind}/${id}`);
      expect([kind, status]).toEqual([kind, 200]);
      for (const { content } of body.symbols) {
        const resolved = await admin.post('/warehouse/scans/resolve', { scan: content });
        expect(resolved.body.matches[0]).toMatchObject({ kind, id });
      }
    }
  });

  it('is not found for what is not there, or out of reach', async () => {
    expect((await admin.get(`/warehouse/labels/dragon/${lot.id}`)).status).toBe(404);
    expect((await admin.get(`/warehouse/labels/lot/${lot.product_id}`)).status).toBe(404);
    expect((await admin.get('/warehouse/labels/lot/7')).status).toBe(400);
    const { STOCK } = await placesOf(app, (await aCompany(app)).id);
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await viewer.get(`/warehouse/labels/location/${STOCK}`)).status).toBe(404);
    expect((await viewer.get(`/warehouse/labels/lot/${lot.id}`)).status).toBe(200);
    const sales = app.as(await app.actor({ role: 'sales' }));
    expect((await sales.get(`/warehouse/labels/lot/${lot.id}`)).status).toBe(403);
  });
});

describe('a label as a picture', () => {
  it('is read by an independent reader, and what it reads is the lot', async () => {
    const { headers, text } = await admin.get(`/warehouse/labels/lot/${lot.id}/svg?sheet=roll_50x25`);
    expect(headers['content-type']).toContain('image/svg+xml');
    const [symbol] = await readSymbols(text, 16);
    expect(symbol).toMatchObject({ format: 'DataMatrix', symbology: ']d2' });
    const { body } = await admin.post('/warehouse/scans/resolve', { scan: symbol!.symbology + symbol!.text });
    expect(body.matches[0]).toMatchObject({ kind: 'lot', id: lot.id });
  });

  it('carries the symbol that is asked for, as far as it can', async () => {
    const svg = (query: string) => admin.get(`/warehouse/labels/lot/${lot.id}/svg?${query}`);
    expect((await readSymbols((await svg('symbology=code_128')).text))[0]).toMatchObject({
      format: 'Code128',
      symbology: ']C0',
    });
    expect((await readSymbols((await svg('symbology=gs1_128')).text))[0]).toMatchObject({
      format: 'Code128',
      symbology: ']C1',
    });
    expect((await svg('symbology=morse')).status).toBe(400);
    const long = await aProduct(app, { sku: unique('A'.repeat(50)) });
    const tight = await admin.get(`/warehouse/labels/product/${long.id}/svg?symbology=code_128&sheet=roll_50x25`);
    expect(tight).toMatchObject({ status: 422, body: { error_code: 'LABEL_DOES_NOT_FIT' } });
    const none = await admin.get(`/warehouse/labels/product/${long.id}/svg?symbology=gs1_128`);
    expect(none).toMatchObject({ status: 422, body: { error_code: 'LABEL_DOES_NOT_FIT', kind: 'product' } });
  });
});

describe('sheets of labels', () => {
  const print = (body: object, caller: Caller = admin) => caller.post('/warehouse/labels/sheets', body);

  it('are listed', async () => {
    const { body } = await admin.get('/warehouse/labels/sheets');
    expect(body).toContainEqual({
      name: 'a4_3x8',
      labels_per_page: 24,
      label_size: '70 x 37.1 mm',
      page_size: '210 x 297 mm',
    });
  });

  it('are one PDF of all that is asked for', async () => {
    const labels = [
      { kind: 'lot', id: lot.id, copies: 20 },
      { kind: 'product', id: lot.product_id, copies: 5 },
    ];
    const { status, headers, text } = await print({ labels, skip: 3 });
    expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(text).toContain('/Count 2');
    expect((await print({ labels, sheet: 'roll_62x29' })).text).toContain('/Count 25');
  });

  it('are refused with every label that there is not', async () => {
    const { body } = await print({
      labels: [
        { kind: 'lot', id: lot.id },
        { kind: 'lot', id: lot.product_id },
        { kind: 'dragon', id: lot.id },
      ],
    });
    expect(body.errors.map((e: Made) => [e.pointer, e.code])).toEqual([
      ['/labels/1/id', 'REFERENCE_NOT_FOUND'],
      ['/labels/2/id', 'REFERENCE_NOT_FOUND'],
    ]);
    const many = Array(5).fill({ kind: 'lot', id: lot.id, copies: 500 });
    expect((await print({ labels: many })).body.errors).toMatchObject([{ pointer: '/labels', code: 'TOO_MANY' }]);
    const beyond = await print({ labels: [{ kind: 'lot', id: lot.id }], sheet: 'roll_62x29', skip: 1 });
    expect(beyond.body.errors).toMatchObject([{ pointer: '/skip', code: 'TOO_LARGE' }]);
    expect((await print({ labels: [], sheet: 'stone' })).status).toBe(422);
    expect((await print({ labels: [{ kind: 'lot', id: lot.id }] }, app.as(null))).status).toBe(401);
  });
});
