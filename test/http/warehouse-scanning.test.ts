import { RequestContext } from '../../src/kernel/security/index.js';
import { documentCode } from '../../src/warehouse/index.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import {
  aCompany,
  aLocation,
  aMadeProduct,
  aBom,
  aProduct,
  aUnit,
  made,
  placesOf,
  unique,
  unitId,
} from '../support/makers.js';
import type { Made } from '../support/makers.js';

const GS = '\u001d';
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

let numbered = 0;
/** A GTIN-14 that no other product of this suite has. */
function aGtin(): string {
  const digits = `0899${String(++numbered).padStart(9, '0')}`;
  const sum = [...digits].reduceRight(
    (total, d, i) => total + Number(d) * ((digits.length - 1 - i) % 2 === 0 ? 3 : 1),
    0,
  );
  return digits + String((10 - (sum % 10)) % 10);
}
const resolve = (scan: string, caller: Caller = admin) => caller.post('/warehouse/scans/resolve', { scan });
const at = (code: string) => documentCode({ letter: 'L', parts: ['MAIN', code] });
const post = (what: string, body: object, caller: Caller = admin) => caller.post(`/warehouse/scans/${what}`, body);
const stockOf = async (id: string) => (await admin.get(`/warehouse/stock/${id}`)).body.on_hand;
const action = (match: Made, name: string) => match.actions.find((each: Made) => each.action === name);
const tracked = (gtin: string, given: object = {}) => aProduct(app, { tracking: 'lot', barcode: gtin, ...given });

describe('a scan is resolved', () => {
  it('to a product by the GTIN in any of its lengths, its SKU, and its own code', async () => {
    const gtin = aGtin();
    const product = await aProduct(app, { barcode: gtin.slice(1) });
    for (const scan of [
      gtin,
      gtin.slice(1),
      `]E0${gtin.slice(1)}`,
      `01${gtin}`,
      `(01)${gtin}`,
      `]d201${gtin}`,
      product.sku.toLowerCase(),
      documentCode({ letter: 'P', parts: [product.sku] }),
    ]) {
      const { status, body } = await resolve(scan);
      expect([scan, status, body.matches.map((m: Made) => [m.kind, m.id])]).toEqual([
        scan,
        200,
        [['product', product.id]],
      ]);
    }
    const { body } = await resolve(gtin);
    expect(action(body.matches[0], 'receive')).toMatchObject({
      allowed: true,
      reasons: [],
      path: '/warehouse/scans/receive',
    });
    expect(action(body.matches[0], 'pick')).toMatchObject({ allowed: false, reasons: [{ code: 'NO_STOCK' }] });
    await admin.post(`/products/${product.id}/deactivate`);
    expect(action((await resolve(gtin)).body.matches[0], 'receive').reasons).toMatchObject([{ code: 'INACTIVE' }]);
  });

  it('to a lot with its product, what is known of both, and what stands in the way', async () => {
    const gtin = aGtin();
    const product = await tracked(gtin);
    const scan = `]C101${gtin}17290228` + `10L-7${GS}`;
    const before = await resolve(scan);
    expect(before.body).toMatchObject({
      format: 'gs1',
      symbology: ']C1',
      elements: [
        { ai: '01', title: 'GTIN', position: 4 },
        { ai: '17', date: '2029-02-28', position: 20 },
        { ai: '10', value: 'L-7', position: 28 },
      ],
      matches: [{ kind: 'product', id: product.id }],
      findings: [{ code: 'LOT_UNKNOWN' }],
    });
    const received = await post('receive', {
      to: at('STOCK'),
      lines: [{ scans: [scan], quantity: 5, unit_cost: '2' }],
    });
    expect(received).toMatchObject({ status: 201, body: { lines: [{ quantity: 5, value: '10.00' }] } });
    const lot_id = received.body.lines[0].lot_id;
    const found = (await resolve(scan)).body.matches;
    expect(found).toMatchObject([
      {
        kind: 'lot',
        id: lot_id,
        code: 'L-7',
        details: { expires_on: '2029-02-28', stock: { on_hand: 5, available: 5 } },
      },
      { kind: 'product' },
    ]);
    expect(action(found[0], 'pick').allowed).toBe(true);
    await admin.post(`/warehouse/lots/${lot_id}/hold`, { reason: 'seam' });
    const [held] = (await resolve(documentCode({ letter: 'T', parts: [product.sku, 'L-7'] }))).body.matches;
    expect(action(held, 'pick').reasons).toMatchObject([{ code: 'LOT_ON_HOLD' }]);
    expect(action(held, 'move').allowed).toBe(true);
    expect(action(held, 'release')).toMatchObject({ allowed: true, path: `/warehouse/lots/${lot_id}/release` });
    expect(action(held, 'hold').reasons).toMatchObject([{ code: 'INVALID_STATE' }]);
    expect((await resolve('L-7')).body.matches).toMatchObject([{ kind: 'lot', id: lot_id }]);
  });

  it('is a conflict with both dates when the expiry is not the known one', async () => {
    const gtin = aGtin();
    await tracked(gtin);
    await post('receive', { to: at('STOCK'), lines: [{ scans: [`(01)${gtin}(17)290228(10)L-1`] }] });
    const other = `(01)${gtin}(17)290301(10)L-1`;
    const both = [{ code: 'L-1', field: 'expires_on', known: '2029-02-28', given: '2029-03-01' }];
    for (const answer of [
      await resolve(other),
      await post('receive', { to: at('STOCK'), lines: [{ scans: [other] }] }),
      await post('pick', { from: at('STOCK'), lines: [{ scans: [other] }] }),
    ])
      expect(answer).toMatchObject({ status: 409, body: { error_code: 'LOT_DIFFERS', lots: both } });
  });

  it('to a location, a movement, a reservation, and a manufacturing order by what its module says', async () => {
    const bin = await aLocation(app, { external_id: '9501101021037' });
    for (const scan of [at(bin.code), bin.code, '(414)9501101021037'])
      expect((await resolve(scan)).body.matches).toMatchObject([{ kind: 'location', id: bin.id, state: 'active' }]);
    const virtual = (await resolve(at('SUPPLIER'))).body.matches[0];
    expect(action(virtual, 'put_away').reasons).toMatchObject([{ code: 'VIRTUAL' }]);

    const product = await aProduct(app);
    const receipt = await post('receive', { to: at('STOCK'), lines: [{ scans: [product.sku], quantity: 3 }] });
    const movement = documentCode({ letter: 'M', parts: [receipt.body.number] });
    expect(action((await resolve(movement)).body.matches[0], 'reverse')).toMatchObject({ allowed: true });
    const held = await made(app, '/warehouse/reservations', {
      lines: [{ product_id: product.id, quantity: 1, within_location_id: place['STOCK'] }],
    });
    const reservation = documentCode({ letter: 'R', parts: [held.reserved[0].id] });
    expect(action((await resolve(reservation)).body.matches[0], 'release')).toMatchObject({ allowed: true });
    await admin.post(`/warehouse/reservations/${held.reserved[0].id}/release`);
    expect(action((await resolve(reservation)).body.matches[0], 'release').reasons).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
    await admin.post(`/warehouse/movements/${receipt.body.id}/reverse`, { reason: 'wrong' });
    expect(action((await resolve(receipt.body.number)).body.matches[0], 'reverse').reasons).toMatchObject([
      { code: 'MOVEMENT_ALREADY_REVERSED' },
    ]);

    const toy = await aMadeProduct(app);
    await aBom(app, { product_id: toy.id });
    const order = await made(app, '/ppic/manufacturing-orders', { product_id: toy.id, planned_quantity: 5 });
    const [found] = (await resolve(documentCode({ letter: 'MO', parts: [order.number] }))).body.matches;
    expect(found).toMatchObject({ kind: 'manufacturing_order', id: order.id, state: 'draft' });
    expect(action(found, 'approve')).toMatchObject({
      allowed: true,
      path: `/ppic/manufacturing-orders/${order.id}/approve`,
    });
    expect(action(found, 'close').reasons).toMatchObject([{ code: 'INVALID_STATE' }]);
  });

  it('to nothing, with a word of why', async () => {
    const findings = async (scan: string) => (await resolve(scan)).body.findings.map((f: Made) => f.code);
    expect(await findings('no-such-thing')).toEqual(['UNKNOWN']);
    expect(await findings(`(01)${aGtin()}`)).toEqual(['PRODUCT_UNKNOWN']);
    expect(await findings('(00)106141412345678908')).toEqual(['UNKNOWN']);
    expect(await findings(documentCode({ letter: 'ZZ', parts: ['1'] }))).toEqual(['UNKNOWN']);
    expect(await findings(documentCode({ letter: 'R', parts: ['not-an-id'] }))).toEqual(['UNKNOWN']);
  });

  it('or refused with everything that is wrong and where', async () => {
    const { status, body } = await resolve(`]C10109506000134353` + `17260231`);
    expect([status, body.error_code]).toEqual([422, 'SCAN_UNREADABLE']);
    expect(body.faults).toMatchObject([
      { position: 4, ai: '01', code: 'GS1_CHECK_DIGIT' },
      { position: 20, ai: '17', code: 'GS1_DATE' },
    ]);
    expect((await resolve(`${at('STOCK').slice(0, -4)}0000`)).body.faults).toMatchObject([
      { code: 'DOCUMENT_CHECKSUM' },
    ]);
    for (const scan of ['', ' ', 'a\u0000', 'x'.repeat(1001)]) expect((await resolve(scan)).status).toBe(422);
  });

  it('shows only what the caller may see, and what is missing for the rest', async () => {
    const other = await aCompany(app);
    const { STOCK } = await placesOf(app, other.id);
    const theirs = documentCode({ letter: 'L', parts: [other.code, 'STOCK'] });
    expect((await resolve(theirs)).body.matches).toMatchObject([{ id: STOCK }]);
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    expect((await resolve(theirs, viewer)).body.matches).toEqual([]);
    const [mine] = (await resolve(at('STOCK'), viewer)).body.matches;
    expect(action(mine, 'receive').reasons).toMatchObject([{ code: 'FORBIDDEN' }]);
    const limited = app.as(await app.actor({ role: 'warehouse', warehouses: [place['STOCK']!] }));
    expect((await resolve(at('STOCK'), limited)).body.matches).toEqual([]);
    const scansOnly = app.as(await app.actor({ permissions: ['warehouse.scans.read'] }));
    expect((await resolve(at('STOCK'), scansOnly)).body.matches).toEqual([]);
    expect((await resolve(at('STOCK'), app.as(await app.actor({ role: 'sales' })))).status).toBe(403);
  });
});

describe('work by scan', () => {
  it('counts packs by what they hold, and keeps the words of the pack', async () => {
    const [gtin, pack] = [aGtin(), aGtin()];
    const box = await aUnit(app);
    const product = await aProduct(app, { barcode: gtin });
    await made(app, '/unit-conversions', {
      from_unit_id: box.id,
      to_unit_id: product.unit_id,
      product_id: product.id,
      numerator: 12,
    });
    await made(app, '/product-barcodes', { product_id: product.id, barcode: pack, unit_id: box.id, quantity: 2 });
    const { body } = await post('receive', {
      to: 'STOCK',
      reference: 'DN-1',
      lines: [
        { scans: [pack], unit_cost: '6' },
        { scans: [`(02)${pack}(37)3`], value: '36.00' },
        { scans: [gtin] },
        { scans: [pack], unit_quantity: '0.5' },
        { scans: [gtin], quantity: 7 },
      ],
    });
    expect(body.lines.map((line: Made) => line.quantity)).toEqual([24, 72, 1, 6, 7]);
    expect(body.lines.slice(0, 2).map((line: Made) => line.value)).toEqual(['12.00', '36.00']);
    expect(body.units.map((said: Made) => [said.line_no, said.unit_quantity])).toEqual([
      [1, '2'],
      [2, '6'],
      [4, '0.5'],
    ]);
    expect(body).toMatchObject({ type: 'receipt', reference: 'DN-1' });
  });

  it('takes a weight in the unit of its kind', async () => {
    const gtin = aGtin();
    const product = await aProduct(app, { barcode: gtin, unit_id: await unitId(app, 'G') });
    const scans = [`(01)${gtin}(3103)001250`];
    expect((await post('receive', { to: 'STOCK', lines: [{ scans }] })).body).toMatchObject({
      lines: [{ quantity: 1250 }],
      units: [{ unit_code: 'KG', unit_quantity: '1.25' }],
    });
    expect(await stockOf(product.id)).toBe(1250);
  });

  it('tells every fault of every scan at once, and posts nothing', async () => {
    const gtin = aGtin();
    const product = await tracked(gtin);
    const serial = await aProduct(app, { tracking: 'serial' });
    const { status, body } = await post('receive', {
      to: at('STOCK'),
      lines: [
        { scans: ['(01)09506000134353'] },
        { scans: [at('STOCK')] },
        { scans: ['no-such-sku'] },
        { scans: [gtin] },
        { scans: [product.sku, serial.sku, '(10)A'] },
        { scans: [serial.sku, '(21)S-1'] },
        { scans: [serial.sku, '(21)S-1'] },
        { scans: [`(01)${gtin}(10)A`, '(10)B'] },
        { scans: [`(01)${gtin}(10)A`], to: 'NOWHERE' },
      ],
    });
    expect([status, body.error_code]).toEqual([422, 'VALIDATION_FAILED']);
    expect(body.errors.map((e: Made) => [e.pointer, e.code]).sort()).toEqual([
      ['/lines/0/scans/0', 'GS1_CHECK_DIGIT'],
      ['/lines/1/scans/0', 'SCAN_NO_ITEM'],
      ['/lines/2/scans/0', 'PRODUCT_UNKNOWN'],
      ['/lines/3/scans', 'LOT_REQUIRED'],
      ['/lines/4/scans/1', 'SCAN_CONTRADICTS'],
      ['/lines/6/scans', 'DUPLICATE'],
      ['/lines/7/scans/1', 'SCAN_CONTRADICTS'],
      ['/lines/8/to', 'LOCATION_UNKNOWN'],
    ]);
    const nowhere = await post('move', { lines: [{ scans: [`(01)${gtin}(10)ZZ`] }] });
    expect(nowhere.body.errors.map((e: Made) => [e.pointer, e.code])).toEqual([
      ['/lines/0/from', 'REQUIRED'],
      ['/lines/0/to', 'REQUIRED'],
      ['/lines/0/scans', 'LOT_UNKNOWN'],
    ]);
    expect(await stockOf(product.id)).toBe(0);
  });

  it('leaves the lot to the strategy where none was scanned', async () => {
    const gtin = aGtin();
    const product = await tracked(gtin, { pick_strategy: 'fefo' });
    await post('receive', {
      to: at('STOCK'),
      lines: [{ scans: [`(01)${gtin}(17)290601(10)LATE`] }, { scans: [`(01)${gtin}(17)290101(10)SOON`] }],
    });
    const { body } = await post('pick', { from: at('STOCK'), lines: [{ scans: [gtin] }] });
    const movement = await admin.get(`/warehouse/movements/${body.id}`);
    expect(movement.body.lines).toMatchObject([{ lot_code: 'SOON', quantity: 1 }]);
    const held = await admin.get(`/warehouse/lots?product_id=${product.id}&code=LATE`);
    await admin.post(`/warehouse/lots/${held.body.data[0].id}/hold`, { reason: 'x' });
    const refused = await post('pick', { from: at('STOCK'), lines: [{ scans: [`(01)${gtin}(10)LATE`] }] });
    expect(refused).toMatchObject({ status: 409, body: { error_code: 'LOT_ON_HOLD' } });
  });

  it('gives one serial number to one of two who scan it at once, and one of twenty', async () => {
    const gtin = aGtin();
    const product = await aProduct(app, { tracking: 'serial', barcode: gtin });
    const scans = [`(01)${gtin}(21)SN-1`];
    const both = await Promise.all([1, 2].map(() => post('receive', { to: at('STOCK'), lines: [{ scans }] })));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)!.body.error_code).toBe('SERIAL_IN_STOCK');
    expect(await stockOf(product.id)).toBe(1);
    const [found] = (await resolve(scans[0]!)).body.matches;
    expect(action(found, 'receive').reasons).toMatchObject([{ code: 'SERIAL_IN_STOCK' }]);
    const picks = await Promise.all(
      Array.from({ length: 20 }, () => post('pick', { from: at('STOCK'), lines: [{ scans }] })),
    );
    expect(picks.filter(({ status }) => status === 201)).toHaveLength(1);
    expect([...new Set(picks.filter(({ status }) => status !== 201).map(({ body }) => body.error_code))]).toEqual([
      'INSUFFICIENT_STOCK',
    ]);
    expect(await stockOf(product.id)).toBe(0);
  });

  it('is tried without being done, and done once under a key', async () => {
    const product = await aProduct(app);
    const body = { to: at('STOCK'), lines: [{ scans: [product.sku], quantity: 4 }] };
    expect((await post('receive?dry_run=true', body)).status).toBe(201);
    const key = { 'idempotency-key': unique('scan') };
    const first = await admin.post('/warehouse/scans/receive', body, key);
    const again = await admin.post('/warehouse/scans/receive', body, key);
    expect(again.body).toEqual(first.body);
    expect(await stockOf(product.id)).toBe(4);
  });

  it('needs the permission of what it does, and the place within reach', async () => {
    const viewer = app.as(await app.actor({ role: 'viewer' }));
    const lines = [{ scans: ['X'] }];
    for (const what of ['receive', 'pick', 'move', 'put-away'])
      expect((await post(what, { lines }, viewer)).status).toBe(403);
    expect((await post('count', { count_id: app.company_id, lines }, viewer)).status).toBe(403);
    const product = await aProduct(app);
    const stranger = app.as(await app.actor({ role: 'warehouse', warehouses: [place['STOCK']!] }));
    const refused = await post('receive', { to: at('STOCK'), lines: [{ scans: [product.sku] }] }, stranger);
    expect(refused.body.errors).toMatchObject([{ pointer: '/to', code: 'LOCATION_UNKNOWN' }]);
    const other = await aCompany(app);
    const keeper = app.as(await app.actor({ role: 'warehouse' }));
    expect((await post('receive', { company_id: other.id, lines: [{ scans: [product.sku] }] }, keeper)).status).toBe(
      404,
    );
  });
});

describe('round trips', () => {
  it('are as many for one line as for a hundred', async () => {
    const box = await aUnit(app);
    const count = async (lines: number): Promise<Record<string, number>> => {
      const items = await Promise.all(
        Array.from({ length: lines }, async () => {
          const gtin = aGtin();
          const product = await tracked(gtin);
          await made(app, '/unit-conversions', {
            from_unit_id: box.id,
            to_unit_id: product.unit_id,
            product_id: product.id,
            numerator: 6,
          });
          return { scans: [`(01)${gtin}(10)L`], unit_id: box.id, unit_quantity: '2' };
        }),
      );
      const counted: Record<string, number> = {};
      const work = async (what: string, body: object): Promise<void> => {
        await admin.get('/units');
        const { Client } = jest.requireActual<typeof import('pg')>('pg');
        const send = Client.prototype.query as (...args: unknown[]) => unknown;
        let statements = 0;
        const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (
          this: unknown,
          ...args: unknown[]
        ) {
          const context = RequestContext.find();
          if (context && context.user_agent !== 'pabrik') statements++;
          return send.apply(this, args) as never;
        });
        const { status } = await post(what, body);
        spy.mockRestore();
        counted[what] = statements;
        expect([what, status]).toEqual([what, 201]);
      };
      await work('receive', { to: at('STOCK'), lines: items });
      await work('move', { from: at('STOCK'), to: at('FAR-BIN'), lines: items });
      await work('pick', { from: at('FAR-BIN'), lines: items });
      return counted;
    };
    await aLocation(app, { code: 'FAR-BIN' });
    const one = await count(1);
    expect(await count(100)).toEqual(one);
    expect(Math.max(...Object.values(one))).toBeLessThanOrEqual(14);
  });
});
