import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { aLocation, aProduct, aUnit, made, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let shelf: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  const { id } = await made(app, '/warehouse/locations', { code: unique('FAR'), name: 'Far', type: 'warehouse' });
  shelf = (await made(app, '/warehouse/locations', { code: unique('F1'), name: 'Shelf', type: 'bin', parent_id: id }))
    .id;
});
afterAll(() => app.close());

/** What each step of a document's life sends to the server, with so many lines, every one of them in cartons. */
async function statements(lines: number): Promise<Record<string, number>> {
  const sent: Record<string, number> = {};
  const carton = await aUnit(app);
  const products: Made[] = [];
  for (let n = 0; n < lines; n++) {
    const product = await aProduct(app, { tracking: 'lot' });
    await made(app, '/unit-conversions', {
      from_unit_id: carton.id,
      to_unit_id: product.unit_id,
      product_id: product.id,
      numerator: 6,
    });
    products.push(product);
  }
  const of = (unit_quantity: string, given: object) =>
    products.map(({ id }) => ({ product_id: id, unit_id: carton.id, unit_quantity, ...given }));
  const step = async (what: string, path: string, body?: object): Promise<any> => {
    let answer: any;
    sent[what] = await statementsOf(async () => {
      answer = await admin.post(path, body);
    });
    expect([what, answer.status < 300 ? 'done' : answer.body]).toEqual([what, 'done']);
    return answer.body;
  };
  const bin = await aLocation(app);
  await admin.get('/units');
  const received = await step('receive', '/warehouse/receipts', {
    lines: of('5', { to_location_id: bin.id, unit_cost: '6', lot: { code: 'L' } }),
  });
  await step('return', '/warehouse/returns', {
    reason: 'Too many',
    lines: received.lines.map(({ id }: any) => ({
      returns_line_id: id,
      unit_id: carton.id,
      unit_quantity: '1',
      location_id: bin.id,
    })),
  });
  await step('reserve', '/warehouse/reservations', { lines: of('1', { within_location_id: bin.id }) });
  const count = await made(app, '/warehouse/counts', { location_id: bin.id });
  await step('start', `/warehouse/counts/${count.id}/start`);
  const lot = new Map(received.lines.map(({ product_id, lot_id }: any) => [product_id, lot_id]));
  await step('enter', `/warehouse/counts/${count.id}/entries`, {
    entries: of('4', { location_id: bin.id }).map((entry) => ({ ...entry, lot_id: lot.get(entry.product_id) })),
  });
  await step('cancel', `/warehouse/counts/${count.id}/cancel`, {});
  const order = await step('plan', '/warehouse/transfer-orders', {
    to_location_id: shelf,
    lines: of('2', { from_location_id: bin.id }),
  });
  const path = `/warehouse/transfer-orders/${order.id}`;
  const { lines: picked } = await step('dispatch', `${path}/dispatch`);
  await step('accept', `${path}/accept`, {
    lines: picked.map(({ line_no }: any) => ({ line_no, unit_id: carton.id, accepted_unit_quantity: '2' })),
  });
  sent['read'] = await statementsOf(() => admin.get(path));
  sent['list'] = await statementsOf(() => admin.get('/warehouse/lots?limit=50'));
  await step('issue', '/warehouse/issues', {
    lines: of('1', { from_location_id: shelf, unit_quantity: '1' }).map((l) => ({
      ...l,
      lot_id: lot.get(l.product_id),
    })),
  });
  return sent;
}

it('sends as many statements with fifty lines as with one, whatever the document', async () => {
  // What never changes is looked up once: the sides of the company.
  await statements(1);
  const one = await statements(1);
  expect(await statements(50)).toEqual(one);
}, 60_000);
