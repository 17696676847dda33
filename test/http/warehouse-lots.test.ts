import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aBom, aLocation, aProduct, aSupplier, made, placesOf, unique } from '../support/makers.js';
import { expectIntegrity } from '../support/integrity.js';

let app: TestApp;
let admin: Caller;
let place: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  place = await placesOf(app);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const receive = (line: object) =>
  admin.post('/warehouse/receipts', { lines: [{ to_location_id: place['STOCK'], unit_cost: '2', ...line }] });
const tracked = (given: object = {}) => aProduct(app, { tracking: 'lot', ...given });
const issue = (line: object) => admin.post('/warehouse/issues', { lines: [line] });

describe('lots at receipt', () => {
  it('are made with the posting, found the next time, and expire by the shelf life', async () => {
    const product = await tracked({ shelf_life_days: 30 });
    const line = {
      product_id: product.id,
      quantity: 4,
      lot: { code: 'L1', manufactured_on: '2999-01-01', supplier_lot: 'S-9' },
    };
    const first = await receive(line);
    expect(first.status).toBe(201);
    const again = await receive(line);
    expect(again.body.lines[0].lot_id).toBe(first.body.lines[0].lot_id);
    const { body } = await admin.get(`/warehouse/lots?product_id=${product.id}`);
    expect(body.data).toMatchObject([
      { code: 'L1', expires_on: '2999-01-31', supplier_lot: 'S-9', state: 'available', is_expired: false },
    ]);
    expect((await admin.get(`/warehouse/lots/${body.data[0].id}/stock`)).body).toMatchObject([
      { location_code: 'STOCK', on_hand: 8, reserved: 0, available: 8 },
    ]);
    const stock = await admin.get(`/warehouse/stock/${product.id}`);
    expect(stock.body).toMatchObject({
      on_hand: 8,
      locations: [{ lot_code: 'L1', expires_on: '2999-01-31', on_hand: 8 }],
    });
    const movement = await admin.get(`/warehouse/movements/${first.body.id}`);
    expect(movement.body.lines).toMatchObject([{ lot_code: 'L1', quantity: 4 }]);
  });

  it('known with other facts are refused with both, and nothing is kept', async () => {
    const product = await tracked();
    await receive({ product_id: product.id, quantity: 1, lot: { code: 'L1', expires_on: '2999-01-01' } });
    const refused = await receive({
      product_id: product.id,
      quantity: 1,
      lot: { code: 'L1', expires_on: '2999-02-01' },
    });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error_code: 'LOT_DIFFERS',
        lots: [{ code: 'L1', field: 'expires_on', known: '2999-01-01', given: '2999-02-01' }],
      },
    });
    expect((await admin.get(`/warehouse/stock/${product.id}`)).body.on_hand).toBe(1);
  });

  it('are one serial for each piece, and a fault tells the line that was written', async () => {
    const product = await tracked({ tracking: 'serial' });
    const plain = await aProduct(app);
    const posted = await admin.post('/warehouse/receipts', {
      lines: [
        {
          product_id: product.id,
          quantity: 3,
          to_location_id: place['STOCK'],
          value: '10.00',
          serials: ['A', 'B', 'C'],
        },
      ],
    });
    expect(posted.body.lines.map((l: { value: string }) => l.value)).toEqual(['3.34', '3.33', '3.33']);
    const refused = await admin.post('/warehouse/receipts', {
      lines: [
        { product_id: product.id, quantity: 2, to_location_id: place['STOCK'], serials: ['D', 'E'] },
        { product_id: plain.id, quantity: 1, to_location_id: place['SUPPLIER'] },
      ],
    });
    expect([...new Set(refused.body.errors.map((e: { pointer: string }) => e.pointer))]).toEqual([
      '/lines/1/to_location_id',
    ]);
    expect((await receive({ product_id: product.id, quantity: 1, lot: { code: 'A' } })).body).toMatchObject({
      error_code: 'SERIAL_IN_STOCK',
      lots: [{ code: 'A' }],
    });
    const wrong = await receive({ product_id: product.id, quantity: 3, serials: ['F', 'F'], lot: { code: 'F' } });
    expect(wrong.body.errors.map((e: { code: string }) => e.code).sort()).toEqual([
      'DUPLICATE',
      'EXCLUSIVE',
      'SERIAL_QUANTITY',
    ]);
    expect((await receive({ product_id: plain.id, quantity: 1, lot: { code: 'X' } })).body.errors).toMatchObject([
      { pointer: '/lines/0/lot', code: 'LOT_NOT_TRACKED' },
    ]);
    expect((await receive({ product_id: product.id, quantity: 1 })).body.errors).toMatchObject([
      { pointer: '/lines/0/lot_id', code: 'LOT_REQUIRED' },
    ]);
  });

  it('are a range of serial numbers that is counted on', async () => {
    const product = await tracked({ tracking: 'serial' });
    const posted = await receive({ product_id: product.id, quantity: 3, serial_range: { first: 'SN-099', count: 3 } });
    expect(posted.body.lines.map((l: any) => [l.lot_code, l.quantity])).toEqual([
      ['SN-099', 1],
      ['SN-100', 1],
      ['SN-101', 1],
    ]);
    const wrong = await admin.post('/warehouse/receipts', {
      lines: [
        { product_id: product.id, quantity: 2, to_location_id: place['STOCK'], serial_range: { first: 'X', count: 2 } },
        {
          product_id: product.id,
          quantity: 2,
          to_location_id: place['STOCK'],
          serial_range: { first: 'X1', count: 3 },
        },
      ],
    });
    expect(wrong.body.errors.map((e: any) => `${e.pointer} ${e.code}`)).toEqual([
      '/lines/0/serial_range INVALID_VALUE',
      '/lines/1/serial_range SERIAL_QUANTITY',
    ]);
    const many = Array.from({ length: 6 }, (_, n) => ({
      product_id: product.id,
      quantity: 1000,
      to_location_id: place['STOCK'],
      serial_range: { first: `R${n}-0001`, count: 1000 },
    }));
    expect((await admin.post('/warehouse/receipts', { lines: many })).body.errors).toMatchObject([
      { pointer: '/lines', code: 'TOO_LARGE' },
    ]);
    const found = await admin.post('/warehouse/adjustments', {
      reason: 'Found behind the rack',
      lines: [
        { product_id: product.id, quantity: 1, location_id: place['STOCK'], direction: 'increase', serials: ['F1'] },
      ],
    });
    expect(found.body.lines).toMatchObject([{ lot_code: 'F1' }]);
    expect((await admin.get(`/warehouse/stock/${product.id}`)).body.on_hand).toBe(4);
  });

  it('of a late receipt expire from the day on which it happened', async () => {
    const product = await tracked({ shelf_life_days: 30 });
    await admin.post('/warehouse/receipts', {
      effective_at: '2026-01-05T23:30:00+07:00',
      lines: [{ product_id: product.id, quantity: 1, to_location_id: place['STOCK'], lot: { code: 'LATE' } }],
    });
    const { body } = await admin.get(`/warehouse/lots?product_id=${product.id}&sort=expires_on`);
    expect(body.data).toMatchObject([{ expires_on: '2026-02-04', manufactured_on: null, is_expired: true }]);
  });

  it('known of another supplier or with other attributes are refused, with fewer attributes found', async () => {
    const [product, supplier, other] = [await tracked(), await aSupplier(app), await aSupplier(app)];
    const lot = { code: 'L', supplier_id: supplier.id, attributes: { shade: 'dark', roll: 4 } };
    await receive({ product_id: product.id, quantity: 1, lot });
    expect(
      (await receive({ product_id: product.id, quantity: 1, lot: { ...lot, attributes: { roll: 4 } } })).status,
    ).toBe(201);
    const refused = await receive({
      product_id: product.id,
      quantity: 1,
      lot: { code: 'L', supplier_id: other.id, attributes: { roll: 5 } },
    });
    expect(refused.body.lots.map((l: any) => [l.field, l.given])).toEqual([
      ['supplier_id', other.id],
      ['attributes', '{"roll": 5}'],
    ]);
  });

  it('of one serial number wanted by twenty sessions go to exactly one', async () => {
    const product = await tracked({ tracking: 'serial' });
    const posted = await receive({ product_id: product.id, quantity: 1, serials: ['ONE'] });
    const lot_id = posted.body.lines[0].lot_id as string;
    const line = { product_id: product.id, quantity: 1, lot_id, from_location_id: place['STOCK'] };
    const sold = await Promise.all(Array.from({ length: 20 }, () => issue(line)));
    expect(sold.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    expect(new Set(sold.filter((s) => s.status === 409).map((s) => s.body.error_code))).toEqual(
      new Set(['INSUFFICIENT_STOCK']),
    );
    // and twenty that bring the same serial in: one piece of it, once
    const back = await Promise.all(
      Array.from({ length: 20 }, () => receive({ product_id: product.id, quantity: 1, serials: ['ONE'] })),
    );
    expect(back.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    // and twenty that take whatever serial there is
    const picked = await Promise.all(
      Array.from({ length: 20 }, () => issue({ product_id: product.id, quantity: 1, pick_within: place['WH'] })),
    );
    expect(picked.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  it('are received once under a key, with their lots', async () => {
    const product = await tracked();
    const body = {
      lines: [
        { product_id: product.id, quantity: 2, unit_cost: '1', to_location_id: place['STOCK'], lot: { code: 'K' } },
      ],
    };
    const key = { 'idempotency-key': unique('KEY') };
    const first = await admin.post('/warehouse/receipts', body, key);
    const again = await admin.post('/warehouse/receipts', body, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await admin.get(`/warehouse/stock/${product.id}?lot_id=${first.body.lines[0].lot_id}`)).body.on_hand).toBe(
      2,
    );
    const { body: movements } = await admin.get(`/warehouse/movements?lot_id=${first.body.lines[0].lot_id}`);
    expect(movements.data.map((m: any) => m.id)).toEqual([first.body.id]);
  });

  it('twenty receipts that name one new lot make one', async () => {
    const product = await tracked();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => receive({ product_id: product.id, quantity: 1, lot: { code: 'NEW' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    const { body } = await admin.get(`/warehouse/lots?product_id=${product.id}&include_total=true`);
    expect(body).toMatchObject({ total: 1 });
  });
});

describe('a lot', () => {
  it('is added, changed with its version, listed by what it is, and its code stays', async () => {
    const product = await tracked();
    const lot = await made(app, '/warehouse/lots', {
      product_id: product.id,
      code: unique('LOT'),
      expires_on: '2020-01-01',
      attributes: { shade: 'dark' },
      external_id: unique('EXT'),
    });
    expect(lot).toMatchObject({ sku: product.sku, is_expired: true, state: 'available', version: 2 });
    const changed = await admin.patch(`/warehouse/lots/${lot.id}`, { expires_on: '2999-06-01' }, { 'if-match': '"2"' });
    expect(changed).toMatchObject({ status: 200, body: { is_expired: false, version: 3 } });
    expect((await admin.patch(`/warehouse/lots/${lot.id}`, { supplier_lot: 'Q' }, { 'if-match': '"2"' })).status).toBe(
      412,
    );
    expect((await admin.patch(`/warehouse/lots/${lot.id}`, { code: 'other' })).status).toBe(422);
    expect((await admin.patch(`/warehouse/lots/${lot.id}`, { manufactured_on: '2999-07-01' })).status).toBe(422);
    const found = async (query: string) =>
      (await admin.get(`/warehouse/lots?product_id=${product.id}&${query}`)).body.data.length;
    expect(await found(`attributes=${encodeURIComponent('{"shade":"dark"}')}`)).toBe(1);
    expect(await found('in_stock=true')).toBe(0);
    expect(await found('is_expired=false')).toBe(1);
    expect(await found('expires_from=2999-01-01&expires_to=2999-12-31')).toBe(1);
    expect(await found('expires_to=2998-12-31')).toBe(0);
    expect(await found(`external_id=${lot.external_id}`)).toBe(1);
    expect(await found('state=on_hold')).toBe(0);
    await receive({ product_id: product.id, quantity: 1, lot_id: lot.id });
    expect(await found(`below=${place['WH']}&in_stock=true&sort=code`)).toBe(1);
    expect(await found(`below=${place['HOLD']}`)).toBe(0);
    expect((await admin.post('/warehouse/lots', { product_id: product.id, code: lot.code })).body.error_code).toBe(
      'DUPLICATE',
    );
    const plain = await aProduct(app);
    expect((await admin.post('/warehouse/lots', { product_id: plain.id, code: 'A' })).body.errors).toMatchObject([
      { code: 'LOT_NOT_TRACKED' },
    ]);
    expect((await admin.post('/warehouse/lots', { product_id: app.company_id, code: 'A' })).status).toBe(422);
    expect((await admin.get(`/warehouse/lots/${app.company_id}`)).status).toBe(404);
    expect((await admin.get('/warehouse/lots?colour=red')).status).toBe(400);
  });

  it('on hold is not issued, by name or by choice, until it is released; the history says why', async () => {
    const product = await tracked();
    const posted = await receive({ product_id: product.id, quantity: 5, lot: { code: 'H' } });
    const lot = posted.body.lines[0].lot_id as string;
    expect((await admin.post(`/warehouse/lots/${lot}/hold?dry_run=true`, { reason: 'try' })).body.state).toBe(
      'on_hold',
    );
    expect((await admin.get(`/warehouse/lots/${lot}`)).body.state).toBe('available');
    expect((await admin.post(`/warehouse/lots/${lot}/hold`, {})).status).toBe(422);
    expect(
      (await admin.post(`/warehouse/lots/${lot}/hold`, { reason: 'Seams' }, { 'if-match': '"1"' })).body,
    ).toMatchObject({ state: 'on_hold', version: 2 });
    expect((await admin.post(`/warehouse/lots/${lot}/hold`, { reason: 'Seams' })).body.error_code).toBe(
      'INVALID_STATE',
    );
    expect(
      (await issue({ product_id: product.id, quantity: 1, lot_id: lot, from_location_id: place['STOCK'] })).body,
    ).toMatchObject({
      error_code: 'LOT_ON_HOLD',
      lots: [{ code: 'H' }],
    });
    expect((await issue({ product_id: product.id, quantity: 1, pick_within: place['WH'] })).body).toMatchObject({
      error_code: 'INSUFFICIENT_STOCK',
      shortages: [{ requested: 1, available: 0 }],
    });
    expect((await admin.get(`/warehouse/stock/${product.id}`)).body).toMatchObject({
      on_hand: 5,
      available: 0,
      held: 5,
    });
    const quality = app.as(await app.actor({ role: 'quality' }));
    expect((await quality.get(`/warehouse/lots/${lot}/transitions`)).body).toMatchObject([
      { event: 'hold', allowed: false },
      { event: 'release', allowed: true },
    ]);
    const storekeeper = app.as(await app.actor({ role: 'warehouse' }));
    expect((await storekeeper.post(`/warehouse/lots/${lot}/release`, { reason: 'x' })).status).toBe(403);
    expect((await quality.post(`/warehouse/lots/${lot}/release`, { reason: 'Inspected' })).body.state).toBe(
      'available',
    );
    expect((await admin.get(`/warehouse/lots/${lot}/history`)).body.map((h: any) => [h.event, h.reason])).toEqual([
      ['hold', 'Seams'],
      ['release', 'Inspected'],
    ]);
    expect((await issue({ product_id: product.id, quantity: 5, pick_within: place['WH'] })).status).toBe(201);
  });

  it('on hold or past its day is as little available to a bill or the low-stock report as to a picker', async () => {
    const product = await tracked({ reorder_point: 10 });
    const { lines } = (await receive({ product_id: product.id, quantity: 8, lot: { code: 'GOOD' } })).body;
    await receive({ product_id: product.id, quantity: 4, lot: { code: 'OLD', expires_on: '2020-01-01' } });
    const bill = await aBom(app, { lines: [{ component_id: product.id, quantity: 2 }] });
    const seen = async (): Promise<unknown[]> => [
      (await admin.get(`/warehouse/stock/${product.id}`)).body.available,
      (await admin.get(`/warehouse/bom/${bill.id}/availability`)).body.can_build,
      (await admin.get(`/reports/low-stock?product_id=${product.id}&company_id=${app.company_id}`)).body.data[0]
        .shortage,
    ];
    expect(await seen()).toEqual([8, 4, 2]);
    expect((await admin.post(`/warehouse/lots/${lines[0].lot_id}/hold`, { reason: 'Seams' })).status).toBe(200);
    expect(await seen()).toEqual([0, 0, 10]);
  });

  it('goes into quarantine and out of it by postings', async () => {
    const product = await tracked();
    const bin = await aLocation(app);
    const posted = await receive({ product_id: product.id, quantity: 3, lot: { code: 'Q' } });
    const lot = posted.body.lines[0].lot_id as string;
    await receive({ product_id: product.id, quantity: 2, lot_id: lot, to_location_id: bin.id });
    const gone = await admin.post(`/warehouse/lots/${lot}/quarantine`, { reason: 'Smell' });
    expect(gone).toMatchObject({
      status: 201,
      body: { movements: [{ type: 'transfer', source_type: 'lot', source_id: lot, reason: 'Smell' }] },
    });
    expect((await admin.get(`/warehouse/lots/${lot}/stock`)).body).toMatchObject([
      { location_code: 'HOLD', on_hand: 5, available: 0 },
    ]);
    expect((await admin.post(`/warehouse/lots/${lot}/quarantine`, { reason: 'Again' })).body.error_code).toBe(
      'LOT_HAS_NO_STOCK',
    );
    expect(
      (await admin.post(`/warehouse/lots/${lot}/unquarantine`, { reason: 'Aired', to_location_id: bin.id })).status,
    ).toBe(201);
    expect((await admin.get(`/warehouse/lots/${lot}/stock`)).body).toMatchObject([
      { location_id: bin.id, on_hand: 5, available: 5 },
    ]);
  });

  it('is split, merged and relabelled with its value, dates and hold', async () => {
    const product = await tracked({ costing_method: 'specific' });
    const posted = await admin.post('/warehouse/receipts', {
      lines: [
        {
          product_id: product.id,
          quantity: 3,
          to_location_id: place['STOCK'],
          value: '100.00',
          lot: { code: 'W', expires_on: '2999-05-01' },
        },
      ],
    });
    const whole = posted.body.lines[0].lot_id as string;
    const where = { location_id: place['STOCK'], reason: 'Two customers' };
    const split = await admin.post(`/warehouse/lots/${whole}/split`, {
      ...where,
      parts: [
        { code: 'A', quantity: 1 },
        { code: 'B', quantity: 2 },
      ],
    });
    expect(split.body.movements[0].lines.map((l: any) => [l.quantity, l.value])).toEqual([
      [3, '100.00'],
      [1, '33.33'],
      [2, '66.67'],
    ]);
    const lots = (await admin.get(`/warehouse/lots?product_id=${product.id}&in_stock=true&sort=code`)).body.data;
    expect(lots).toMatchObject([
      { code: 'A', expires_on: '2999-05-01' },
      { code: 'B', expires_on: '2999-05-01' },
    ]);
    const [a, b] = lots as { id: string }[];
    const other = await receive({
      product_id: product.id,
      quantity: 1,
      unit_cost: '50',
      lot: { code: 'C', expires_on: '2999-03-01' },
    });
    const c = other.body.lines[0].lot_id as string;
    const at = { location_id: place['STOCK'], quantity: 1 };
    const merge = (code: string, more: object = {}) =>
      admin.post('/warehouse/lots/merge', {
        product_id: product.id,
        code,
        reason: 'One box',
        sources: [
          { lot_id: a!.id, ...at },
          { lot_id: c, ...at },
        ],
        ...more,
      });
    expect((await merge('B')).body.error_code).toBe('LOT_EXPIRES_EARLIER');
    expect((await merge('A')).body.errors).toMatchObject([{ pointer: '/sources/0/lot_id', code: 'INVALID_VALUE' }]);
    const merged = await merge('M');
    expect(merged.body.movements[0].lines.map((l: any) => l.value)).toEqual(['33.33', '50.00', '41.67', '41.66']);
    const target = merged.body.lot_id as string;
    expect((await admin.get(`/warehouse/lots/${target}`)).body).toMatchObject({ code: 'M', expires_on: '2999-03-01' });
    await admin.post(`/warehouse/lots/${b!.id}/hold`, { reason: 'Check' });
    const relabelled = await admin.post(`/warehouse/lots/${b!.id}/relabel`, { code: 'B2', reason: 'Label lost' });
    expect((await admin.get(`/warehouse/lots/${relabelled.body.lot_id}`)).body).toMatchObject({
      code: 'B2',
      state: 'on_hold',
    });
    expect((await admin.post(`/warehouse/lots/${b!.id}/relabel`, { code: 'B3', reason: 'x' })).body.error_code).toBe(
      'LOT_HAS_NO_STOCK',
    );
    expect(
      (await admin.post(`/warehouse/lots/${target}/split`, { ...where, parts: [{ code: 'M', quantity: 1 }] })).status,
    ).toBe(422);
    expect(
      (await admin.post(`/warehouse/lots/${target}/split`, { ...where, parts: [{ code: 'N', quantity: 9 }] })).body
        .error_code,
    ).toBe('INSUFFICIENT_STOCK');
  });

  it('neither lengthens its life nor leaves its hold by becoming another', async () => {
    const product = await tracked();
    const lotOf = async (code: string, facts: object = {}): Promise<string> =>
      (await receive({ product_id: product.id, quantity: 5, lot: { code, ...facts } })).body.lines[0].lot_id;
    const held = await lotOf('HELD', { expires_on: '2999-01-01' });
    await lotOf('FREE', { expires_on: '2999-01-01' });
    const longer = await lotOf('LONGER', { expires_on: '2999-06-01' });
    await admin.post(`/warehouse/lots/${held}/hold`, { reason: 'Check' });
    const where = { location_id: place['STOCK'], reason: 'Try' };
    const split = (code: string) =>
      admin.post(`/warehouse/lots/${held}/split`, { ...where, parts: [{ code, quantity: 1 }] });
    expect((await split('FREE')).body).toMatchObject({
      error_code: 'LOT_DIFFERS',
      lots: [{ code: 'FREE', field: 'state', known: 'available', given: 'on_hold' }],
    });
    expect((await split('LONGER')).body.lots.map((l: any) => l.field)).toEqual(['expires_on', 'state']);
    expect((await admin.post(`/warehouse/lots/${held}/relabel`, { code: 'FREE', reason: 'x' })).body.error_code).toBe(
      'LOT_DIFFERS',
    );
    const merge = (code: string, more: object = {}) =>
      admin.post('/warehouse/lots/merge', {
        product_id: product.id,
        code,
        reason: 'One box',
        sources: [
          { lot_id: held, location_id: place['STOCK'], quantity: 1 },
          { lot_id: longer, location_id: place['STOCK'], quantity: 2 },
        ],
        ...more,
      });
    expect((await merge('FREE')).body.error_code).toBe('LOT_DIFFERS');
    expect((await merge('NEW', { expires_on: '2999-02-01' })).body.error_code).toBe('LOT_EXPIRES_EARLIER');
    const merged = await merge('NEW', { expires_on: '2998-12-01' });
    expect(merged.body.movements[0].lines.map((l: any) => [l.lot_code, l.quantity])).toEqual([
      ['HELD', 1],
      ['LONGER', 2],
      ['NEW', 1],
      ['NEW', 2],
    ]);
    expect((await admin.get(`/warehouse/lots/${merged.body.lot_id}`)).body).toMatchObject({
      state: 'on_hold',
      expires_on: '2998-12-01',
    });
    expect(
      (await admin.post(`/warehouse/lots/${longer}/relabel?dry_run=true`, { code: 'DRY', reason: 'x' })).status,
    ).toBe(201);
    expect((await admin.get(`/warehouse/lots?product_id=${product.id}&code=DRY`)).body.data).toEqual([]);
  });

  it('that is one serial number is not split, but relabelled', async () => {
    const product = await tracked({ tracking: 'serial' });
    const lot = (await receive({ product_id: product.id, quantity: 1, serials: ['S1'] })).body.lines[0]
      .lot_id as string;
    const split = await admin.post(`/warehouse/lots/${lot}/split`, {
      location_id: place['STOCK'],
      reason: 'x',
      parts: [{ code: 'S2', quantity: 1 }],
    });
    expect(split.body.error_code).toBe('SERIAL_NOT_SPLIT');
    const relabelled = await admin.post(`/warehouse/lots/${lot}/relabel`, { code: 'S2', reason: 'Plate lost' });
    expect(relabelled.body.movements[0].lines.map((l: any) => l.lot_code)).toEqual(['S1', 'S2']);
  });

  it('comes out of quarantine alone: what is scrapped stays', async () => {
    const product = await tracked();
    const scrap = await aLocation(app, { type: 'scrap' });
    const lot = (await receive({ product_id: product.id, quantity: 4, lot: { code: 'Q2' } })).body.lines[0]
      .lot_id as string;
    await admin.post('/warehouse/transfers', {
      lines: [
        {
          product_id: product.id,
          quantity: 1,
          lot_id: lot,
          from_location_id: place['STOCK'],
          to_location_id: scrap.id,
        },
      ],
    });
    expect((await admin.post(`/warehouse/lots/${lot}/quarantine`, { reason: 'Smell' })).status).toBe(201);
    const out = { reason: 'Aired', to_location_id: place['STOCK'] };
    expect((await admin.post(`/warehouse/lots/${lot}/unquarantine`, out)).status).toBe(201);
    const { body } = await admin.get(`/warehouse/lots/${lot}/stock`);
    expect(body.map((l: any) => [l.location_code, l.on_hand]).sort()).toEqual([
      [scrap.code, 1],
      ['STOCK', 3],
    ]);
    expect((await admin.post(`/warehouse/lots/${lot}/unquarantine`, out)).body.error_code).toBe('LOT_HAS_NO_STOCK');
  });

  it('is chosen as the place says, before what the product says', async () => {
    const product = await tracked({ pick_strategy: 'fefo' });
    const bin = await aLocation(app, { pick_strategy: 'lifo' });
    for (const [code, expires_on] of [
      ['OLD', '2999-01-01'],
      ['NEW', '2999-02-01'],
    ] as const)
      await receive({ product_id: product.id, quantity: 1, lot: { code, expires_on }, to_location_id: bin.id });
    const first = await issue({ product_id: product.id, quantity: 1, pick_within: bin.id });
    const movement = await admin.get(`/warehouse/movements/${first.body.id}`);
    expect(movement.body.lines[0].lot_code).toBe('NEW');
  });
});

describe('who may', () => {
  it('see lots everywhere, but stock only where he works', async () => {
    const product = await tracked();
    const posted = await receive({ product_id: product.id, quantity: 1, lot: { code: 'Z' } });
    const lot = posted.body.lines[0].lot_id as string;
    const elsewhere = await made(app, '/warehouse/locations', {
      code: unique('WH'),
      name: 'Another',
      type: 'warehouse',
    });
    const keeper = app.as(await app.actor({ role: 'warehouse_manager', warehouses: [elsewhere.id] }));
    expect((await keeper.get(`/warehouse/lots/${lot}/stock`)).body).toEqual([]);
    expect((await keeper.post(`/warehouse/lots/${lot}/quarantine`, { reason: 'x' })).body.error_code).toBe(
      'LOT_HAS_NO_STOCK',
    );
    expect((await keeper.get(`/warehouse/lots/${lot}/recall`)).body.rows).toEqual([]);
  });
});
