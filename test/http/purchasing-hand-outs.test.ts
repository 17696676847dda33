import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aLocation, aProduct, aReceipt, made, placesOf } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { stockOf } from '../support/production.js';
import { REQUISITIONS, anApproved, expected, following, upTo } from '../support/requisitions.js';

const ASKS = ['read', 'create', 'submit', 'accept'].map((a) => `purchasing.requisitions.${a}`);

let app: TestApp;
let admin: Caller;
let siti: Caller;
let keeper: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  siti = app.as(await app.actor({ permissions: ASKS }));
  keeper = app.as(await app.actor({ permissions: ['purchasing.requisitions.read', 'purchasing.requisitions.issue'] }));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const act = (of: Made, event: string, body: object = {}, who = siti): Promise<Answer> =>
  who.post(`${REQUISITIONS}/${of.id}/${event}`, body);
const errorsOf = ({ body }: Answer): string[] => (body.errors ?? []).map((e: Made) => `${e.pointer} ${e.code}`);
const linesOf = (requisition: Made, ...names: string[]) =>
  requisition.lines.map((line: Made) => names.map((name) => line[name]));

/** Lines of ten pieces of products that lie in stock at 2.00, all bought and put away. */
async function putAway(lines = 1, quantity = 10): Promise<{ requisition: Made; products: Made[] }> {
  const products = [];
  for (let n = 0; n < lines; n++) {
    const product = await aProduct(app);
    await aReceipt(app, product.id, 10, '2.00');
    products.push(product);
  }
  const requisition = await anApproved(app, siti, admin, {
    purpose: 'Spring collection',
    lines: products.map(({ id }) => ({ product_id: id, quantity: 10 })),
  });
  for (const line of requisition.lines) await upTo(app, line.id, 'put_away', quantity);
  return { requisition, products };
}

it('is accepted by who asked, held, issued to the last piece, and is over', async () => {
  const { requisition, products } = await putAway();
  const [product] = products as [Made];
  const stock = async () => (await siti.get(`${REQUISITIONS}/${requisition.id}/stock`)).body[0];
  expect(await stock()).toMatchObject({
    on_hand: 10,
    held_for_it: 0,
    available: 10,
    left_to_issue: 0,
    is_covered: true,
  });
  expect((await act(requisition, 'issue', {}, keeper)).status).toBe(422);
  const accepted = expected(await act(requisition, 'accept', { lines: [{ line_no: 1, accepted_quantity: 6 }] }));
  expect(linesOf(accepted, 'state', 'accepted_quantity', 'left_to_accept', 'left_to_issue')).toEqual([
    ['put_away', 6, 4, 6],
  ]);
  expect(await stockOf(app, product.id)).toEqual({ on_hand: 10, reserved: 6, value: '20.00' });
  expect(await stock()).toMatchObject({
    on_hand: 10,
    held_for_it: 6,
    available: 4,
    left_to_issue: 6,
    is_covered: true,
  });
  const issued = expected(await act(requisition, 'issue', { lines: [{ line_no: 1, quantity: 5 }] }, keeper));
  expect(linesOf(issued, 'state', 'issued_quantity', 'left_to_issue')).toEqual([['put_away', 5, 1]]);
  expect((await act(requisition, 'issue', { lines: [{ line_no: 1, quantity: 2 }] }, keeper)).body).toMatchObject({
    error_code: 'REQUISITION_QUANTITY_EXCEEDED',
    lines: [{ line_no: 1, quantity: 2, left: 1 }],
  });
  const rest = expected(await act(requisition, 'accept'));
  expect(linesOf(rest, 'state', 'accepted_quantity')).toEqual([['accepted', 10]]);
  const over = expected(await act(requisition, 'issue', {}, keeper));
  expect(linesOf(over, 'state', 'issued_quantity')).toEqual([['issued', 10]]);
  expect(await stockOf(app, product.id)).toEqual({ on_hand: 0, reserved: 0, value: '0.00' });
  const { body: told } = await siti.get(`${REQUISITIONS}/${requisition.id}/hand-outs`);
  expect(told.acceptances.map((a: Made) => [a.line_no, a.accepted_quantity, a.rejected_quantity])).toEqual([
    [1, 6, 0],
    [1, 4, 0],
  ]);
  expect(told.moves.map((m: Made) => [m.kind, m.quantity, m.value, m.location_code])).toEqual([
    ['issue', 5, '10.00', 'STOCK'],
    ['issue', 5, '10.00', 'STOCK'],
  ]);
  const { body: movements } = await admin.get(`/warehouse/movements?source_id=${requisition.id}`);
  expect(movements.data).toMatchObject([
    { type: 'issue', source_type: 'requisition', reference: requisition.number, reason: 'Spring collection' },
    {},
  ]);
  expect(
    (await admin.post(`/warehouse/movements/${movements.data[0].id}/reverse`, { reason: 'x' })).body.error_code,
  ).toBe('MOVEMENT_OF_DOCUMENT');
});

it('is refused in part with a reason, and goes back to the supplier out of what was put away', async () => {
  const { requisition } = await putAway(2);
  const said = await act(requisition, 'accept', {
    lines: [
      { line_no: 1, accepted_quantity: 6, rejected_quantity: 4 },
      { line_no: 2 },
      { line_no: 2, accepted_quantity: 1 },
      { line_no: 7, accepted_quantity: 1 },
    ],
  });
  expect([said.status, errorsOf(said)]).toEqual([
    422,
    [
      '/lines/3/line_no REFERENCE_NOT_FOUND',
      '/lines/0/reason REQUIRED',
      '/lines/1/accepted_quantity REQUIRED',
      '/lines/2/line_no DUPLICATE',
    ],
  ]);
  const refused = expected(
    await act(requisition, 'accept', {
      lines: [
        { line_no: 1, accepted_quantity: 6, rejected_quantity: 4, reason: 'Stained' },
        { line_no: 2, rejected_quantity: 10, reason: 'Wrong colour' },
      ],
    }),
  );
  // Of the second nothing is accepted: it is dealt with, and is not what it would be with goods in hand.
  expect(linesOf(refused, 'state', 'accepted_quantity', 'rejected_quantity', 'left_to_accept')).toEqual([
    ['accepted', 6, 4, 0],
    ['put_away', 0, 10, 0],
  ]);
  const line_id = refused.lines[0].id;
  const [back] = await following(app, async (lines) => {
    await lines.takeBack('put_away', [{ line_id, quantity: 4 }], 'Sent back');
    await lines.takeBack('receive', [{ line_id, quantity: 4 }], 'Sent back');
    return lines.takeBack('order', [{ line_id, quantity: 4 }], 'Sent back');
  });
  expect(back).toMatchObject({ state: 'approved', ordered_quantity: 6, put_away_quantity: 6, rejected_quantity: 0 });
  await expect(following(app, (lines) => lines.takeBack('put_away', [{ line_id, quantity: 1 }]))).rejects.toMatchObject(
    { code: 'REQUISITION_QUANTITY_EXCEEDED' },
  );
  await following(app, (lines) => lines.giveUp([{ line_id, quantity: 4 }]));
  const { body: now } = await siti.get(`${REQUISITIONS}/${requisition.id}`);
  expect(linesOf(now, 'state')[0]).toEqual(['accepted']);
});

it('is nobody else’s to accept, and nobody’s who may not issue it', async () => {
  const { requisition } = await putAway();
  const other = app.as(await app.actor({ permissions: ASKS }));
  expect((await act(requisition, 'accept', {}, other)).body.error_code).toBe('REQUISITION_OF_ANOTHER');
  expect((await act(requisition, 'accept', {}, keeper)).body.error_code).toBe('FORBIDDEN');
  const leader = app.as(await app.actor({ permissions: [...ASKS, 'purchasing.requisitions.act_for_others'] }));
  expected(await act(requisition, 'accept', {}, leader));
  expect((await act(requisition, 'issue', {}, siti)).body.error_code).toBe('FORBIDDEN');
  expect((await act(requisition, 'accept', {}, siti)).status).toBe(422);
  const draft = await made(app, REQUISITIONS, {
    lines: [{ product_id: requisition.lines[0].product_id, quantity: 1 }],
  });
  const early = await act(draft, 'accept', { lines: [{ line_no: 1, accepted_quantity: 1 }] }, admin);
  expect([early.status, early.body.error_code]).toEqual([409, 'INVALID_STATE']);
});

it('comes back at what it was taken for, to where it is told, lot by lot, and can be issued again', async () => {
  const glue = await aProduct(app, { tracking: 'lot' });
  const bin = await aLocation(app);
  const { STOCK } = await placesOf(app);
  const lots: Record<string, string> = {};
  for (const [code, cost] of [
    ['G1', '1.00'],
    ['G2', '4.00'],
  ] as const) {
    const receipt = await made(app, '/warehouse/receipts', {
      lines: [{ product_id: glue.id, quantity: 5, unit_cost: cost, to_location_id: STOCK, lot: { code } }],
    });
    lots[code] = receipt.lines[0].lot_id;
  }
  const requisition = await anApproved(app, siti, admin, { lines: [{ product_id: glue.id, quantity: 10 }] });
  await upTo(app, requisition.lines[0].id, 'put_away', 10);
  expected(await act(requisition, 'accept'));
  const nowhere = await act(requisition, 'issue', { lines: [{ line_no: 1, quantity: 1, lot_id: lots['G2'] }] }, keeper);
  expect(errorsOf(nowhere)).toEqual(['/lines/0/from_location_id REQUIRED']);
  expected(await act(requisition, 'issue', {}, keeper));
  expect((await stockOf(app, glue.id)).on_hand).toBe(0);
  const takeBack = (lines: object[]) => act(requisition, 'take-back', { reason: 'Left over', lines }, keeper);
  expect((await takeBack([{ line_no: 1, quantity: 6, lot_id: lots['G1'] }])).body.error_code).toBe(
    'REQUISITION_QUANTITY_EXCEEDED',
  );
  expect((await takeBack([{ line_no: 1, quantity: 11 }])).body).toMatchObject({ lines: [{ quantity: 11, left: 10 }] });
  const elsewhere = (await placesOf(app, (await aCompany(app)).id))['STOCK'];
  expect((await takeBack([{ line_no: 1, quantity: 1, to_location_id: elsewhere }])).status).toBe(422);
  const back = expected(
    await takeBack([
      { line_no: 1, quantity: 2, lot_id: lots['G1'], to_location_id: bin.id },
      { line_no: 1, quantity: 1, lot_id: lots['G2'] },
    ]),
  );
  expect(linesOf(back, 'state', 'issued_quantity', 'left_to_issue')).toEqual([['accepted', 7, 3]]);
  const { body: told } = await siti.get(`${REQUISITIONS}/${requisition.id}/hand-outs`);
  // The average of all ten is 2.50.
  expect(told.moves.slice(-2).map((m: Made) => [m.kind, m.lot_code, m.quantity, m.value, m.location_code])).toEqual([
    ['return', 'G1', 2, '5.00', bin.code],
    ['return', 'G2', 1, '2.50', 'STOCK'],
  ]);
  expect(await stockOf(app, glue.id)).toEqual({ on_hand: 3, reserved: 3, value: '7.50' });
  expect(linesOf(expected(await act(requisition, 'issue', {}, keeper)), 'state')).toEqual([['issued']]);
  const { body: history } = await admin.get(`/purchasing/requisition-lines/${requisition.lines[0].id}/history`);
  expect(history.slice(-3).map((h: Made) => [h.event, h.from_state, h.to_state, h.reason])).toEqual([
    ['issue', 'accepted', 'issued', null],
    ['fall_back', 'issued', 'accepted', 'Left over'],
    ['issue', 'accepted', 'issued', null],
  ]);
});

it('keeps what was accepted for who asked, and says so when it is gone all the same', async () => {
  const { requisition, products } = await putAway();
  const [product] = products as [Made];
  const { STOCK } = await placesOf(app);
  const take = (quantity: number) =>
    admin.post('/warehouse/issues', {
      reason: 'Scrapped',
      lines: [{ product_id: product.id, quantity, from_location_id: STOCK }],
    });
  expected(await act(requisition, 'accept', { lines: [{ line_no: 1, accepted_quantity: 7 }] }));
  expect((await take(4)).body.error_code).toBe('INSUFFICIENT_STOCK');
  expect((await take(3)).status).toBe(201);
  // Three of the rest are accepted, and none of them is there to be held.
  expect(linesOf(expected(await act(requisition, 'accept')), 'left_to_issue')).toEqual([[10]]);
  expect((await siti.get(`${REQUISITIONS}/${requisition.id}/stock`)).body).toMatchObject([
    {
      on_hand: 7,
      held_for_it: 7,
      available: 0,
      left_to_issue: 10,
      is_covered: false,
      places: [{ location_code: 'STOCK', on_hand: 7 }],
    },
  ]);
  const short = await act(requisition, 'issue', {}, keeper);
  expect(short.body).toMatchObject({ error_code: 'INSUFFICIENT_STOCK' });
  expected(await act(requisition, 'issue', { lines: [{ line_no: 1, quantity: 7 }] }, keeper));
});

it('is issued once by ten storekeepers at the same time, and accepted once by a requester who is impatient', async () => {
  const { requisition, products } = await putAway();
  const [product] = products as [Made];
  const ten = Array.from({ length: 10 }, (_, n) => n);
  const accepts = await Promise.all(
    ten.map(() => act(requisition, 'accept', { lines: [{ line_no: 1, accepted_quantity: 4 }] })),
  );
  expect(accepts.filter(({ status }) => status === 200)).toHaveLength(2);
  const issues = await Promise.all(
    ten.map(() => act(requisition, 'issue', { lines: [{ line_no: 1, quantity: 3 }] }, keeper)),
  );
  expect(issues.map(({ status }) => status).sort()).toEqual([200, 200, ...Array<number>(8).fill(409)]);
  expect((await stockOf(app, product.id)).on_hand).toBe(4);
  const key = { 'idempotency-key': 'issue-the-rest' };
  const once = () => keeper.post(`${REQUISITIONS}/${requisition.id}/issue`, {}, key);
  const [first, second] = [await once(), await once()];
  expect([first.status, second.status, second.headers['idempotent-replayed']]).toEqual([200, 200, 'true']);
  expect((await stockOf(app, product.id)).on_hand).toBe(2);
});

it('does nothing in a dry run', async () => {
  const { requisition, products } = await putAway();
  const dry = (event: string, who: Caller) => who.post(`${REQUISITIONS}/${requisition.id}/${event}?dry_run=true`, {});
  expect(linesOf(expected(await dry('accept', siti)), 'state')).toEqual([['accepted']]);
  const { body } = await siti.get(`${REQUISITIONS}/${requisition.id}`);
  expect(linesOf(body, 'state', 'accepted_quantity')).toEqual([['put_away', 0]]);
  expect((await stockOf(app, products[0].id)).reserved).toBe(0);
});
