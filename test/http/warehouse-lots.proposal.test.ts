import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aLocation, aProduct, made, placesOf, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';

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

const receive = async (product: Made, quantity: number, to: string, lot?: object): Promise<string> =>
  (
    await made(app, '/warehouse/receipts', {
      lines: [{ product_id: product.id, quantity, unit_cost: '1', to_location_id: to, ...(lot && { lot }) }],
    })
  ).lines[0].lot_id;
const propose = async (product: Made, quantity: number, within: string, more = ''): Promise<Made> =>
  (
    await admin.get(
      `/warehouse/lots/proposal?product_id=${product.id}&quantity=${quantity}&pick_within=${within}${more}`,
    )
  ).body;
const taken = ({ lines }: Made): unknown[] => lines.map((l: Made) => [l.lot_code, l.location_code, l.quantity]);
const passed = ({ passed_over }: Made): unknown[] => passed_over.map((l: Made) => [l.lot_code, l.quantity, l.reason]);

describe('A proposal of lots', () => {
  it('takes what expires first, says why others are passed over, and is what is then taken', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    const bin = await aLocation(app);
    await receive(product, 5, bin.id, { code: 'LATE', expires_on: '2999-12-31' });
    await receive(product, 4, bin.id, { code: 'SOON', expires_on: '2999-01-31' });
    await receive(product, 3, bin.id, { code: 'OLD', manufactured_on: '2019-01-01', expires_on: '2020-01-01' });
    const held = await receive(product, 2, bin.id, { code: 'HELD', expires_on: '2998-01-01' });
    await receive(product, 9, place['HOLD']!, { code: 'SOON' });
    await admin.post(`/warehouse/lots/${held}/hold`, { reason: 'Smell' });
    const proposal = await propose(product, 6, place['WH']!);
    expect(proposal).toMatchObject({ strategy: 'fefo', requested: 6, proposed: 6, short: 0, truncated: false });
    expect(taken(proposal)).toEqual([
      ['SOON', bin.code, 4],
      ['LATE', bin.code, 2],
    ]);
    expect(passed(proposal)).toEqual([
      ['OLD', 3, 'expired'],
      ['HELD', 2, 'on_hold'],
      ['SOON', 9, 'held_location'],
    ]);
    const issued = await admin.post('/warehouse/issues', {
      lines: [{ product_id: product.id, quantity: 6, pick_within: place['WH'] }],
    });
    expect(issued.body.lines.map((l: Made) => [l.lot_code, l.quantity])).toEqual([
      ['SOON', 4],
      ['LATE', 2],
    ]);
    // inside the place of quarantine itself its stock is what is asked for
    expect(taken(await propose(product, 1, place['HOLD']!))).toEqual([['SOON', 'HOLD', 1]]);
  });

  it('goes by the place before the product, and by what is asked before both', async () => {
    const product = await aProduct(app, { tracking: 'lot', pick_strategy: 'fifo' });
    const bin = await aLocation(app, { pick_strategy: 'lifo' });
    await receive(product, 1, bin.id, { code: 'FIRST', expires_on: '2999-03-01' });
    await receive(product, 1, bin.id, { code: 'SECOND', expires_on: '2999-01-01' });
    await receive(product, 1, bin.id, { code: 'THIRD', expires_on: '2999-02-01' });
    const first = async (within: string, more = '') =>
      (taken(await propose(product, 1, within, more))[0] as string[])[0];
    expect(await first(place['WH']!)).toBe('FIRST');
    expect(await first(bin.id)).toBe('THIRD');
    expect(await first(bin.id, '&strategy=fefo')).toBe('SECOND');
    for (const [within, code] of [
      [bin.id, 'THIRD'],
      [place['WH'], 'FIRST'],
    ]) {
      const { body } = await admin.post('/warehouse/issues', {
        lines: [{ product_id: product.id, quantity: 1, pick_within: within }],
      });
      expect(body.lines[0].lot_code).toBe(code);
    }
  });

  it('leaves what is promised to others, gives a source its own first, and tells what is short', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    const bin = await aLocation(app);
    const soon = await receive(product, 4, bin.id, { code: 'SOON', expires_on: '2999-01-31' });
    const late = await receive(product, 5, bin.id, { code: 'LATE', expires_on: '2999-12-31' });
    const [one, two] = [app.company_id, product.id];
    for (const [source_id, lot_id, quantity] of [
      [one, soon, 3],
      [two, late, 2],
    ] as const)
      await made(app, '/warehouse/reservations', {
        source_id,
        lines: [{ product_id: product.id, quantity, within_location_id: bin.id, lot_id }],
      });
    const free = await propose(product, 5, bin.id);
    expect(taken(free)).toEqual([
      ['SOON', bin.code, 1],
      ['LATE', bin.code, 3],
    ]);
    expect(free).toMatchObject({ proposed: 4, short: 1 });
    expect(passed(free)).toEqual([
      ['SOON', 3, 'reserved'],
      ['LATE', 2, 'reserved'],
    ]);
    expect(taken(await propose(product, 5, bin.id, `&reserved_for=${two}`))).toEqual([['LATE', bin.code, 5]]);
    // what comes after the last that is taken is of no interest
    expect(passed(await propose(product, 1, bin.id))).toEqual([['SOON', 3, 'reserved']]);
  });

  it('works for products without lots, place by place', async () => {
    const product = await aProduct(app);
    const [first, second] = [await aLocation(app, { code: unique('A') }), await aLocation(app, { code: unique('B') })];
    await receive(product, 2, second.id);
    await receive(product, 1, first.id);
    expect(taken(await propose(product, 2, place['WH']!))).toEqual([
      [null, first.code, 1],
      [null, second.code, 1],
    ]);
  });

  it('is refused for what is not there, without permission and for a place of others', async () => {
    const product = await aProduct(app, { tracking: 'lot' });
    const route = (within: string, quantity: unknown = 1) =>
      `/warehouse/lots/proposal?product_id=${product.id}&quantity=${quantity}&pick_within=${within}`;
    expect((await admin.get(route(app.company_id))).status).toBe(404);
    expect((await admin.get(route(place['SUPPLIER']!))).status).toBe(404);
    expect((await admin.get(route(place['WH']!, 0))).status).toBe(400);
    expect((await admin.get(`/warehouse/lots/proposal?quantity=1`)).status).toBe(400);
    const elsewhere = await made(app, '/warehouse/locations', { code: unique('WH'), name: 'Other', type: 'warehouse' });
    const keeper = app.as(await app.actor({ role: 'warehouse', warehouses: [elsewhere.id] }));
    expect((await keeper.get(route(place['WH']!))).status).toBe(404);
    expect((await keeper.get(route(elsewhere.id))).body).toMatchObject({ proposed: 0, short: 1, lines: [] });
    const seller = app.as(await app.actor({ permissions: ['warehouse.stock.read'] }));
    expect((await seller.get(route(place['WH']!))).status).toBe(403);
  });
});
