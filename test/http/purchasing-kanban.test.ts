import { LoopWorker } from '../../src/kanban/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { LOOPS, LOOP_CARDS, LOOP_SIGNALS, aLoopOf } from '../support/loops.js';
import { aProduct, aReceipt, placesOf } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { REQUISITIONS, REQUISITION_LINES, expected, lineOf, upTo } from '../support/requisitions.js';

let app: TestApp;
let admin: Caller;
let buyer: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  buyer = app.as(await app.actor({ role: 'purchasing_manager' }));
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const act = (card: Made, event: string, body: object = {}): Promise<Answer> =>
  admin.post(`${LOOP_CARDS}/${card.id}/${event}`, body);
const evaluate = async (loop: Made): Promise<Made> => (await admin.post(`${LOOPS}/${loop.id}/evaluate`, {})).body;
const requisitionOf = async (signal: Made): Promise<Made> =>
  expected(await admin.get(`${REQUISITIONS}/${signal.document_id}`));

it('a signal of a supplier loop asks purchasing, and its card is full when the goods are received', async () => {
  const { loop, cards } = await aLoopOf(app, 'supplier');
  const { signal, state } = (await act(cards[0], 'signal')).body;
  expect([state, signal.document_type]).toEqual(['on_order', 'purchase_requisition']);
  const requisition = await requisitionOf(signal);
  expect(requisition).toMatchObject({
    number: signal.document_number,
    state: 'submitted',
    origin: 'kanban',
    department_id: loop.department_id,
    purpose: `Loop ${loop.number}, card ${cards[0].number}`,
    lines: [
      { product_id: loop.product_id, quantity: 5, suggested_supplier_id: loop.supplier_id, state: 'pending_review' },
    ],
  });
  expect(requisition.lines[0].needed_by).not.toBeNull();
  // Scanned again it asks for nothing more.
  const again = (await act(cards[0], 'signal')).body.signal;
  expect(again.document_id).toBe(signal.document_id);
  const [line] = requisition.lines;
  expected(await buyer.post(`${REQUISITION_LINES}/${line.id}/approve`, {}));
  await upTo(app, line.id, 'receive', 4);
  expect(await evaluate(loop)).toMatchObject({ received_cards: 0 });
  expect((await act(cards[0], 'receive')).body).toMatchObject({ error_code: 'LOOP_DOCUMENT_OPEN' });
  await upTo(app, line.id, 'receive', 1);
  expect(await evaluate(loop)).toMatchObject({ received_cards: 1 });
  expect((await admin.get(`${LOOP_CARDS}/${cards[0].id}`)).body).toMatchObject({ state: 'full' });
});

it('a requisition that was rejected opens the signal again, and it is asked for anew when somebody says so', async () => {
  const { loop, cards } = await aLoopOf(app, 'supplier');
  const { signal } = (await act(cards[0], 'signal')).body;
  const first = await requisitionOf(signal);
  expected(await buyer.post(`${REQUISITION_LINES}/${first.lines[0].id}/reject`, { reason: 'Too dear' }));
  expect(await evaluate(loop)).toMatchObject({ reopened_cards: 1 });
  const card = (await admin.get(`${LOOP_CARDS}/${cards[0].id}`)).body;
  expect(card).toMatchObject({
    state: 'empty',
    signal: { blocked_code: 'SIGNAL_DOCUMENT_OVER', blocked_reason: `${first.number} is rejected and brought nothing` },
  });
  const ordered = expected(await act(cards[0], 'order'));
  const second = await requisitionOf(ordered.signal);
  expect(second.id).not.toBe(first.id);
  expect(second).toMatchObject({ state: 'submitted', lines: [{ quantity: 5 }] });
  expect((await lineOf(app, second.lines[0].id)).state).toBe('pending_review');
});

it('a level that has fallen asks in the name of the system, whose requisitions anybody with the right may cancel', async () => {
  const { loop } = await aLoopOf(app, 'supplier', { trigger_quantity: 4 });
  await app.nest.get(LoopWorker, { strict: false }).work();
  const { body } = await admin.get(`${LOOP_SIGNALS}?loop_id=${loop.id}`);
  expect(body.data).toMatchObject([{ origin: 'level', state: 'ordered', document_type: 'purchase_requisition' }]);
  const requisition = await requisitionOf(body.data[0]);
  expect(requisition).toMatchObject({ requested_by_username: 'system', state: 'submitted' });
  const clerk = app.as(await app.actor({ permissions: ['purchasing.requisitions.cancel'] }));
  expected(await clerk.post(`${REQUISITIONS}/${requisition.id}/cancel`, { reason: 'Stock was found' }));
  expect(await evaluate(loop)).toMatchObject({ reopened_cards: 1 });
});

it('twenty readers that see one empty container make one requisition', async () => {
  const { loop, cards } = await aLoopOf(app, 'supplier');
  const answers = await Promise.all(Array.from({ length: 20 }, () => act(cards[0], 'signal')));
  expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
  const { rows } = await app.db.query(`select count(*)::int as n from erp.requisition_lines where product_id = $1`, [
    loop.product_id,
  ]);
  expect(rows).toEqual([{ n: 1 }]);
});

it('a product that cannot be bought keeps its signal open, and says why', async () => {
  const { loop, cards } = await aLoopOf(app, 'supplier');
  await app.db.query('update erp.suppliers set is_active = false where id = $1', [loop.supplier_id]);
  const { body } = await act(cards[0], 'signal');
  expect(body).toMatchObject({
    state: 'empty',
    signal: { blocked_code: 'VALIDATION_FAILED', blocked_reason: 'There is no such supplier in use' },
  });
});

it('what has fallen to its level is drafted in one call, and not again while it is asked for', async () => {
  const { WH, STOCK } = await placesOf(app);
  const cloth = await aProduct(app, { reorder_policy: 'reorder_point', reorder_point: 30 });
  const thread = await aProduct(app, { reorder_policy: 'reorder_point', reorder_point: 10 });
  await aReceipt(app, cloth.id, 12, '1.00', STOCK);
  const suggest = (body: object, who = admin) =>
    who.post(`${REQUISITIONS}/from-suggestions`, { warehouse_id: WH, product_ids: [cloth.id, thread.id], ...body });
  const { body: shown } = await admin.get(`/warehouse/reorder-suggestions?warehouse_id=${WH}&product_id=${cloth.id}`);
  const dry = await admin.post(`${REQUISITIONS}/from-suggestions?dry_run=true`, { warehouse_id: WH });
  expect(dry.status).toBe(201);
  const answers = await Promise.all([1, 2, 3].map(() => suggest({ purpose: 'Weekly order' })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(answers.find(({ status }) => status === 409)!.body.error_code).toBe('NOTHING_SUGGESTED');
  const draft = answers.find(({ status }) => status === 201)!.body;
  expect(draft).toMatchObject({ state: 'draft', purpose: 'Weekly order', warehouse_id: WH, line_count: 2 });
  const line = draft.lines.find((l: Made) => l.product_id === cloth.id);
  expect(line.quantity).toBe(shown.data[0].suggested_quantity);
  // Of what is no longer asked for, it is suggested again.
  expected(await admin.post(`${REQUISITION_LINES}/${line.id}/cancel`, { reason: 'x' }));
  const again = expected(await suggest({}), 201);
  expect(again.lines.map((l: Made) => [l.product_id, l.quantity])).toEqual([[cloth.id, line.quantity]]);
  const clerk = app.as(await app.actor({ permissions: ['purchasing.requisitions.create'] }));
  expect((await suggest({}, clerk)).body.error_code).toBe('FORBIDDEN');
});
