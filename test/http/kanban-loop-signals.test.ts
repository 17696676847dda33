import { LoopWorker, RequisitionPort } from '../../src/kanban/index.js';
import { KANBAN_ERRORS } from '../../src/kanban/kanban.errors.js';
import type { RequisitionProgress, WantedRequisition } from '../../src/kanban/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { LOOPS, LOOP_CARDS, LOOP_SIGNALS, aBench, aLoopOf, anActiveLoop } from '../support/loops.js';
import { aDepartment, aProduct, aReceipt, aSupplier, made, unique } from '../support/makers.js';
import { aWorkshop } from '../support/production.js';
import { statementsOf } from '../support/statements.js';

/** Two servers on one database. */
let app: TestApp;
let other: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  other = await startTestApp({ database: app.database });
  admin = app.as(app.admin);
  // What suppliers fill is ordered by hand here; test/http/purchasing-kanban.test.ts has it bought.
  for (const each of [app, other]) each.nest.get(RequisitionPort).provide(null);
});
afterEach(() => expectIntegrity(app));
afterAll(async () => {
  await other.close();
  await app.close();
});

const act = (card: any, event: string, body: object = {}, who = admin) =>
  who.post(`${LOOP_CARDS}/${card.id}/${event}`, body);
const shown = async (card: any): Promise<any> => (await admin.get(`${LOOP_CARDS}/${card.id}`)).body;
const signalsOf = async (loop: any): Promise<any[]> =>
  (await admin.get(`${LOOP_SIGNALS}?loop_id=${loop.id}&sort=created_at`)).body.data;
const stateOf = (answer: Answer): string => (answer.status === 200 ? answer.body.state : answer.body.error_code);
const evaluate = async (loop: any, who = admin): Promise<any> =>
  (await who.post(`${LOOPS}/${loop.id}/evaluate`, {})).body;
const stockAt = async (product: string, location: string): Promise<number> =>
  Number(
    (
      await app.db.query(
        'select coalesce(sum(on_hand), 0) as n from erp.stock_balances where product_id = $1 and location_id = $2',
        [product, location],
      )
    ).rows[0].n,
  );
/** Signals a card, and comes back when the server is too busy for it, as a reader does. */
async function scanned(card: any, who: Caller): Promise<Answer> {
  for (;;) {
    const answer = await act(card, 'signal', {}, who);
    if (answer.status !== 503) return answer;
  }
}
/** Brings what a request card asks for. */
async function bring(cardId: string): Promise<void> {
  for (const event of ['ship', 'receive'])
    expect((await admin.post(`/ppic/kanban/cards/${cardId}/${event}`, {})).status).toBe(200);
}

describe('a transfer loop', () => {
  it('goes round: empty by scan, a request card on the board, shipped, received, full', async () => {
    const { loop, cards } = await aLoopOf(app, 'transfer');
    const scan = await admin.post('/warehouse/scans/resolve', { scan: cards[0].number });
    const match = scan.body.matches[0];
    expect(match).toMatchObject({ kind: 'loop_card', id: cards[0].id, state: 'full' });
    const signal = match.actions.find((a: any) => a.action === 'signal');
    expect(signal).toMatchObject({ path: `/ppic/kanban/loop-cards/${cards[0].id}/signal`, allowed: true });
    const tried = await act(cards[0], 'signal?dry_run=true');
    expect(tried.body.state).toBe('on_order');
    expect(await signalsOf(loop)).toEqual([]);
    const { body: empty } = await act(cards[0], 'signal');
    expect(empty).toMatchObject({
      state: 'on_order',
      signal: { origin: 'scan', state: 'ordered', quantity: 5, document_type: 'request_card', blocked_code: null },
    });
    const { body: request } = await admin.get(`/ppic/kanban/cards/${empty.signal.document_id}`);
    expect(request).toMatchObject({
      number: empty.signal.document_number,
      state: 'approved',
      quantity: 5,
      department_id: loop.department_id,
      to_location_id: loop.to_location_id,
      needed_by: empty.signal.due_on,
      reason: `Loop ${loop.number}, card ${cards[0].number}`,
    });
    expect((await admin.get(`/ppic/kanban/dashboard/${loop.department_id}`)).body).toMatchObject({
      open_cards: 1,
      loop_cards_full: 3,
      loop_cards_empty: 0,
      loop_cards_on_order: 1,
      loop_cards_late: 0,
    });
    const early = await act(cards[0], 'receive');
    expect(early.body).toMatchObject({
      error_code: 'LOOP_DOCUMENT_OPEN',
      document_number: request.number,
      document_state: 'approved',
    });
    const { body: ways } = await admin.get(`${LOOP_CARDS}/${cards[0].id}/transitions`);
    for (const event of ['receive', 'reopen', 'recall'])
      expect(ways.find((t: any) => t.event === event).reasons).toMatchObject([{ code: 'LOOP_DOCUMENT_OPEN' }]);
    for (const event of ['reopen', 'recall']) expect(stateOf(await act(cards[0], event))).toBe('LOOP_DOCUMENT_OPEN');
    await bring(request.id);
    const counted = await act(cards[0], 'receive', { quantity: 5, is_last: true, unit_cost: '1' });
    expect(counted.body.errors.map((e: any) => e.pointer)).toEqual(['/quantity', '/is_last', '/unit_cost']);
    expect((await act(cards[0], 'receive')).body).toMatchObject({ state: 'full', signal: null });
    expect(await stockAt(loop.product_id, loop.to_location_id)).toBe(5);
    expect(await signalsOf(loop)).toMatchObject([{ state: 'received', received_quantity: 5 }]);
    const { body: history } = await admin.get(`${LOOP_CARDS}/${cards[0].id}/history`);
    expect(history.map((h: any) => `${h.event} ${h.to_state}`)).toEqual([
      'create full',
      'signal empty',
      'order on_order',
      'receive full',
    ]);
  });

  it('makes one signal and one document, however many scan the card at once, on whatever server', async () => {
    const { loop, cards } = await aLoopOf(app, 'transfer');
    const scans = await Promise.all(
      Array.from({ length: 20 }, (_, n) => scanned(cards[0], n % 2 ? admin : other.as(app.admin))),
    );
    expect(scans.map(stateOf)).toEqual(Array(20).fill('on_order'));
    expect(new Set(scans.map(({ body }) => body.signal.id)).size).toBe(1);
    expect(await signalsOf(loop)).toHaveLength(1);
    const { body } = await admin.get(`/ppic/kanban/cards?product_id=${loop.product_id}`);
    expect(body.data).toHaveLength(1);
    const key = { 'idempotency-key': unique('K') };
    const twice = [1, 2].map(() => admin.post(`${LOOP_CARDS}/${cards[1].id}/signal`, {}, key));
    for (const each of await Promise.all(twice)) expect([200, 409]).toContain(each.status);
    expect(await signalsOf(loop)).toHaveLength(2);
  });

  it('signals by level what brings the place above its trigger, and nothing more on a second look', async () => {
    const { loop, cards } = await aLoopOf(app, 'transfer', { trigger_quantity: 7 });
    // Nothing is there: one container brings 5, which is not above 7; two bring 10.
    const looked = await evaluate(loop);
    expect(looked).toMatchObject({ loop_ids: [loop.id], received_cards: 0, has_more: false });
    expect(looked.signals.map((s: any) => [s.origin, s.state])).toEqual(Array(2).fill(['level', 'ordered']));
    expect((await evaluate(loop)).loop_ids).toEqual([]);
    for (const { document_id } of looked.signals) await bring(document_id);
    expect(await evaluate(loop)).toMatchObject({ received_cards: 2, signals: [] });
    expect(await stockAt(loop.product_id, loop.to_location_id)).toBe(10);
    await made(app, '/warehouse/issues', {
      lines: [{ product_id: loop.product_id, quantity: 3, from_location_id: loop.to_location_id }],
    });
    // Seven are left: at the trigger.
    expect((await evaluate(loop)).signals).toHaveLength(1);
    expect((await shown(cards[0])).is_leaving).toBe(false);
    expect((await admin.post(`${LOOPS}/${loop.id}/evaluate?dry_run=true`, {})).body.loop_ids).toEqual([]);
  });

  it('gives a signal by level to the card that is scanned first', async () => {
    const { loop, cards } = await aLoopOf(app, 'transfer', { trigger_quantity: 4 });
    const [level] = (await evaluate(loop)).signals;
    const scanned = cards.find((card) => card.id !== level.card_id)!;
    const met = await act(scanned, 'signal');
    expect(met.body).toMatchObject({ state: 'on_order', signal: { id: level.id, document_id: level.document_id } });
    expect(await shown({ id: level.card_id })).toMatchObject({ state: 'full', signal: null });
    expect(await signalsOf(loop)).toHaveLength(1);
    // The next empty card is another one.
    expect((await act({ id: level.card_id }, 'signal')).body.signal.id).not.toBe(level.id);
    expect(await signalsOf(loop)).toHaveLength(2);
  });

  it('makes one signal when it is scanned and its level is looked at at once, by two workers as well', async () => {
    for (let round = 0; round < 3; round++) {
      const { loop, cards } = await aLoopOf(app, 'transfer', { trigger_quantity: 4 });
      await Promise.all([
        scanned(cards[1], admin),
        scanned(cards[1], other.as(app.admin)),
        evaluate(loop),
        evaluate(loop, other.as(app.admin)),
        app.nest.get(LoopWorker).work(),
        other.nest.get(LoopWorker).work(),
      ]);
      const signals = await signalsOf(loop);
      expect(signals).toHaveLength(1);
      expect(signals[0].card_id).toBe(cards[1].id);
      const { body } = await admin.get(`/ppic/kanban/cards?product_id=${loop.product_id}`);
      expect(body.data).toHaveLength(1);
    }
  });

  it('is looked at by one of several servers, in the name of the system', async () => {
    const { loop } = await aLoopOf(app, 'transfer', { trigger_quantity: 4 });
    await Promise.all([app, other, app, other].map((each) => each.nest.get(LoopWorker).work()));
    const signals = await signalsOf(loop);
    expect(signals).toMatchObject([{ origin: 'level', signalled_by: '00000000-0000-7000-8000-000000000001' }]);
    await bring(signals[0].document_id);
    await other.nest.get(LoopWorker).work();
    expect((await signalsOf(loop))[0]).toMatchObject({ state: 'received' });
  });

  it('keeps a signal open that the board has no room for, and makes its card when there is', async () => {
    const { loop, cards } = await aLoopOf(app, 'transfer');
    const limit = (wip_limit: number) =>
      admin.put(`/ppic/kanban/boards/${loop.department_id}`, { columns: [{ state: 'pending', wip_limit }] });
    await limit(1);
    await made(app, '/ppic/kanban/cards', {
      product_id: loop.product_id,
      quantity: 1,
      department_id: loop.department_id,
      from_location_id: loop.from_location_id,
      to_location_id: loop.to_location_id,
    });
    const { body: blocked } = await act(cards[0], 'signal');
    expect(blocked).toMatchObject({ state: 'empty', signal: { state: 'open', blocked_code: 'WIP_LIMIT_REACHED' } });
    expect(
      (await admin.get(`${LOOP_SIGNALS}?blocked_code=WIP_LIMIT_REACHED&loop_id=${loop.id}`)).body.data,
    ).toHaveLength(1);
    expect((await act(cards[0], 'order')).body).toMatchObject({
      error_code: 'SIGNAL_BLOCKED',
      blocked_code: 'WIP_LIMIT_REACHED',
    });
    expect((await evaluate(loop)).signals).toMatchObject([{ state: 'open' }]);
    await limit(5);
    expect((await evaluate(loop)).signals).toMatchObject([
      { id: blocked.signal.id, state: 'ordered', blocked_code: null },
    ]);
    await limit(1);
    expect((await act(cards[1], 'signal')).body.state).toBe('empty');
    await limit(5);
    expect((await act(cards[1], 'order', { reference: 'x' })).body.errors).toMatchObject([{ pointer: '/reference' }]);
    expect((await act(cards[1], 'order', { due_on: '2999-01-01' })).body).toMatchObject({
      state: 'on_order',
      signal: { due_on: '2999-01-01' },
    });
  });

  it('leaves the approval to others where its caller may not, and opens again what was rejected', async () => {
    const { loop, cards } = await aLoopOf(app, 'transfer');
    const operator = app.as(await app.actor({ role: 'operator', departments: [loop.department_id] }));
    const { body: card } = await act(cards[0], 'signal', {}, operator);
    const request = `/ppic/kanban/cards/${card.signal.document_id}`;
    expect((await admin.get(request)).body.state).toBe('pending');
    await admin.post(`${request}/reject`, { reason: 'Not today' });
    expect(stateOf(await act(cards[0], 'receive'))).toBe('LOOP_DOCUMENT_OPEN');
    expect(await evaluate(loop)).toMatchObject({ reopened_cards: 1, signals: [] });
    expect(await shown(card)).toMatchObject({
      state: 'empty',
      signal: { state: 'open', blocked_code: 'SIGNAL_DOCUMENT_OVER', document_id: null },
    });
    // It is not made again by itself: somebody has said no.
    expect((await evaluate(loop)).loop_ids).toEqual([]);
    expect((await act(cards[0], 'order')).body.state).toBe('on_order');
    const { signal } = await shown(card);
    await admin.post(`/ppic/kanban/cards/${signal.document_id}/reject`, {});
    expect(stateOf(await act(cards[0], 'reopen', { reason: 'Rejected' }))).toBe('empty');
    expect(stateOf(await act(cards[0], 'recall', { reason: 'Is full' }))).toBe('full');
    expect(await signalsOf(loop)).toMatchObject([{ state: 'withdrawn' }]);
  });
});

describe('a production loop', () => {
  it('makes an order into its place, approved where the company lets its maker, and is full when that is completed', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 2, stock: 1000 }]);
    const maker = await aDepartment(app);
    const given = { kind: 'production', product_id: product.id, source_department_id: maker.id };
    const { loop, cards } = await anActiveLoop(app, given);
    const { body: card } = await act(cards[0], 'signal');
    expect(card).toMatchObject({ state: 'on_order', signal: { document_type: 'manufacturing_order' } });
    const order = `/ppic/manufacturing-orders/${card.signal.document_id}`;
    expect((await admin.get(order)).body).toMatchObject({
      state: 'approved',
      planned_quantity: 5,
      department_id: maker.id,
      due_date: card.signal.due_on,
      output_location_id: loop.to_location_id,
    });
    const task = `/ppic/tasks/${card.signal.document_id}`;
    expect((await admin.post(`${task}/start`, {})).status).toBe(200);
    expect(stateOf(await act(cards[0], 'receive'))).toBe('LOOP_DOCUMENT_OPEN');
    expect((await admin.post(`${task}/complete`, { actual_quantity: 5 })).status).toBe(200);
    expect((await act(cards[0], 'receive')).body.state).toBe('full');
    expect(await stockAt(product.id, loop.to_location_id)).toBe(5);
    // Separation of duties: the order is a draft for somebody else.
    await admin.put('/ppic/settings', { approver_must_differ: true });
    const { body: second } = await act(cards[1], 'signal');
    const draft = `/ppic/manufacturing-orders/${second.signal.document_id}`;
    expect((await admin.get(draft)).body.state).toBe('draft');
    await admin.put('/ppic/settings', { approver_must_differ: false });
    await admin.post(`${draft}/cancel`, {});
    expect(await evaluate(loop)).toMatchObject({ reopened_cards: 1 });
  });

  it('keeps the signal open while the product has no bill', async () => {
    const { loop, cards } = await anActiveLoop(app, { kind: 'production' });
    expect((await act(cards[0], 'signal')).body).toMatchObject({
      state: 'empty',
      signal: { state: 'open', blocked_code: 'BOM_NOT_VALID', blocked_reason: expect.any(String) },
    });
    const races = await Promise.all([evaluate(loop), evaluate(loop, other.as(app.admin))]);
    expect(races.map(({ signals }) => signals.length)).toEqual([1, 1]);
    expect(stateOf(await act(cards[0], 'remove'))).toBe('out');
    expect(stateOf(await act(cards[0], 'restore'))).toBe('full');
    await admin.patch(`${LOOPS}/${loop.id}`, { max_cards: 4 });
    await act(cards[0], 'remove');
    await admin.post(`${LOOPS}/${loop.id}/apply`, { cards: 4 });
    expect((await act(cards[0], 'restore')).body.errors).toMatchObject([{ code: 'TOO_LARGE' }]);
  });
});

describe('a supplier loop', () => {
  it('is ordered and received by hand while nobody makes requisitions, in parts and with real receipts', async () => {
    const { loop, cards } = await aLoopOf(app, 'supplier');
    const { body: card } = await act(cards[0], 'signal');
    expect(card).toMatchObject({ state: 'empty', signal: { state: 'open', blocked_code: 'PURCHASING_MISSING' } });
    expect((await admin.get(`${LOOP_SIGNALS}?kind=supplier&state=open&loop_id=${loop.id}`)).body.data).toMatchObject([
      { card_number: cards[0].number, supplier_id: loop.supplier_id, blocked_code: 'PURCHASING_MISSING' },
    ]);
    expect((await admin.get(`${LOOP_SIGNALS}/${card.signal.id}`)).body).toEqual(card.signal);
    expect((await evaluate(loop)).loop_ids).toEqual([]);
    const order = { reference: 'PO 4711', due_on: '2020-01-01' };
    expect((await act(cards[0], 'order', order)).body).toMatchObject({
      state: 'on_order',
      is_late: true,
      signal: { state: 'ordered', reference: 'PO 4711', is_late: true, blocked_code: null },
    });
    expect((await admin.get(`${LOOP_SIGNALS}?late=true&loop_id=${loop.id}`)).body.data).toHaveLength(1);
    expect((await admin.get(`${LOOP_CARDS}?late=true&loop_id=${loop.id}`)).body.data).toHaveLength(1);
    expect((await admin.get(`/ppic/kanban/dashboard/${loop.department_id}`)).body.loop_cards_late).toBe(1);
    const outlook = `/warehouse/availability?product_id=${loop.product_id}&at=2999-01-01`;
    expect((await admin.get(outlook)).body.events).toMatchObject([{ source_type: 'kanban_signal', quantity: 5 }]);
    expect((await act(cards[0], 'receive', { quantity: 0 })).body.errors).toMatchObject([{ pointer: '/quantity' }]);
    const part = await act(cards[0], 'receive', { quantity: 2, unit_cost: '3', reference: 'DN 1' });
    expect(part.body).toMatchObject({ state: 'on_order', signal: { received_quantity: 2, state: 'ordered' } });
    for (const event of ['reopen', 'recall'])
      expect(stateOf(await act(cards[0], event))).toBe('LOOP_CARD_RECEIVED_IN_PART');
    const { body: ways } = await admin.get(`${LOOP_CARDS}/${cards[0].id}/transitions`);
    expect(ways.find((t: any) => t.event === 'recall').reasons).toMatchObject([{ code: 'LOOP_CARD_RECEIVED_IN_PART' }]);
    expect((await act(cards[0], 'receive', { unit_cost: '3' })).body.state).toBe('full');
    expect(await stockAt(loop.product_id, loop.to_location_id)).toBe(5);
    expect((await admin.get(`/warehouse/valuations?product_id=${loop.product_id}`)).body.data).toMatchObject([
      { quantity: 5, value: '15.00' },
    ]);
    const { body: movements } = await admin.get(`/warehouse/movements?source_id=${card.signal.id}`);
    expect(movements.data.map((m: any) => m.reference).sort()).toEqual(['DN 1', 'PO 4711']);
    const undo = await admin.post(`/warehouse/movements/${movements.data[0].id}/reverse`, { reason: 'x' });
    expect(undo.body.error_code).toBe('MOVEMENT_OF_DOCUMENT');
    // Less than the container, and nothing more comes.
    await act(cards[1], 'signal');
    await act(cards[1], 'order');
    await act(cards[1], 'receive', { quantity: 1 });
    expect((await act(cards[1], 'receive', { quantity: 0, is_last: true })).body.state).toBe('full');
    // Ordered by hand, and it came to nothing.
    await act(cards[2], 'signal');
    await act(cards[2], 'order', { reference: 'PO 5' });
    expect((await act(cards[2], 'reopen')).body.signal).toMatchObject({ blocked_reason: 'PO 5 came to nothing' });
    const twenty = await Promise.all(Array.from({ length: 20 }, () => act(cards[2], 'order', { reference: 'PO 6' })));
    expect(twenty.filter(({ status }) => status === 200)).toHaveLength(1);
    const receipts = await Promise.all(Array.from({ length: 20 }, () => act(cards[2], 'receive')));
    expect(receipts.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('receives lots by their code', async () => {
    const glue = await aProduct(app, { tracking: 'lot' });
    const { cards } = await anActiveLoop(app, { kind: 'supplier', product_id: glue.id });
    await act(cards[0], 'signal');
    await act(cards[0], 'order');
    expect((await act(cards[0], 'receive', { lot: { code: 'G1' }, unit_cost: '2' })).body.state).toBe('full');
    const { body } = await admin.get(`/warehouse/stock/${glue.id}`);
    expect(body.locations).toMatchObject([{ lot_code: 'G1', on_hand: 5 }]);
  });

  it('hands its signals to purchasing where there is one, and asks it for what came', async () => {
    const wanted: WantedRequisition[] = [];
    const known = new Map<string, RequisitionProgress>();
    let refuses = true;
    const takeBack = app.nest.get(RequisitionPort).provide({
      make: (requisition) => {
        if (refuses) return Promise.reject(KANBAN_ERRORS.CARD_PLACE_MISSING('No buyer'));
        wanted.push(requisition);
        const id = crypto.randomUUID();
        known.set(id, { document_id: id, state: 'approved', is_over: false, received_quantity: 0 });
        return Promise.resolve({ id, number: `PR-${wanted.length}` });
      },
      progress: (ids) => Promise.resolve(ids.flatMap((id) => known.get(id) ?? [])),
    });
    try {
      const { loop, cards } = await aLoopOf(app, 'supplier');
      expect((await act(cards[0], 'signal')).body.signal.blocked_reason).toBe('No buyer');
      refuses = false;
      const [signal] = (await evaluate(loop)).signals;
      expect(signal).toMatchObject({
        state: 'ordered',
        document_type: 'purchase_requisition',
        document_number: 'PR-1',
      });
      expect(wanted).toMatchObject([
        {
          signal_id: signal.id,
          supplier_id: loop.supplier_id,
          quantity: 5,
          to_location_id: loop.to_location_id,
          reason: `Loop ${loop.number}, card ${cards[0].number}`,
        },
      ]);
      expect((await act(cards[0], 'receive')).body).toMatchObject({ document_state: 'approved' });
      const over = { ...known.get(signal.document_id)!, state: 'closed', is_over: true };
      known.set(signal.document_id, { ...over, received_quantity: 5 });
      expect(await evaluate(loop)).toMatchObject({ received_cards: 1 });
      const { body: second } = await act(cards[1], 'signal');
      known.set(second.signal.document_id, { ...over, document_id: second.signal.document_id, received_quantity: 0 });
      expect(await evaluate(loop)).toMatchObject({ reopened_cards: 1 });
      const { body: third } = await act(cards[2], 'signal');
      known.delete(third.signal.document_id);
      expect((await act(cards[2], 'receive')).body).toMatchObject({ document_state: 'unknown' });
    } finally {
      takeBack();
    }
  });
});

it('every event of a card in every state does what its machine says', async () => {
  const { cards } = await anActiveLoop(app, { kind: 'supplier', max_cards: 60 }, 30);
  const ways: Record<string, string[]> = {
    full: [],
    empty: ['signal'],
    on_order: ['signal', 'order'],
    out: ['remove'],
  };
  const to: Record<string, Record<string, string>> = {
    full: { signal: 'empty', remove: 'out' },
    // A second scan is answered, not refused.
    empty: { signal: 'empty', order: 'on_order', recall: 'full', remove: 'out' },
    on_order: { signal: 'on_order', receive: 'full', reopen: 'empty', recall: 'full' },
    out: { restore: 'full' },
  };
  let next = 0;
  for (const [state, way] of Object.entries(ways))
    for (const event of ['signal', 'order', 'receive', 'reopen', 'recall', 'remove', 'restore']) {
      const card = cards[next++];
      for (const step of way) await act(card, step);
      const answer = await act(card, event);
      expect([state, event, stateOf(answer)]).toEqual([state, event, to[state]![event] ?? 'INVALID_STATE']);
    }
});

describe('many loops', () => {
  it('are looked at with the same few statements, however many there are', async () => {
    const bench = async (): Promise<string> => (await aBench(app)).id;
    const supplier_id = (await aSupplier(app)).id;
    const department = (await aDepartment(app)).id;
    const add = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) {
        const product_id = (await aProduct(app)).id;
        const to_location_id = await bench();
        await aReceipt(app, product_id, 50, '1', to_location_id);
        const given = { kind: 'supplier', supplier_id, product_id, to_location_id, department_id: department };
        await anActiveLoop(app, { ...given, demand_source: 'actual', demand_days: 90, trigger_quantity: 10 }, 2);
      }
    };
    const looked = (): Promise<number> =>
      statementsOf(() => admin.post(`${LOOPS}/evaluate`, { department_id: department }));
    const suggested = (): Promise<number> =>
      statementsOf(() => admin.get(`${LOOPS}/suggestions?department_id=${department}&limit=500`));
    await add(2);
    const few = [await looked(), await suggested()];
    await add(8);
    expect([await looked(), await suggested()]).toEqual(few);
    expect(few[0]).toBeLessThanOrEqual(4);
    expect(few[1]).toBeLessThanOrEqual(3);
    // All of them fall at once: signals of suppliers make no document, so that only the loops grow.
    const drop = async (): Promise<void> => {
      await app.db.query(
        `update erp.kanban_loops set trigger_quantity = 50 where id in (select id from erp.kanban_loops where department_id = $1 and trigger_quantity = 10
          order by id limit 3)`,
        [department],
      );
    };
    await drop();
    let answer: any;
    const three = await statementsOf(async () => {
      answer = await admin.post(`${LOOPS}/evaluate`, { department_id: department });
    });
    expect(answer.body.signals).toHaveLength(3);
    await app.db.query('update erp.kanban_loops set trigger_quantity = 50 where department_id = $1', [department]);
    const seven = await statementsOf(async () => {
      answer = await admin.post(`${LOOPS}/evaluate`, { department_id: department });
    });
    expect(answer.body.signals).toHaveLength(7);
    // Each signal without a document costs its savepoint and the way back to it; the caller's rights may be read anew meanwhile.
    expect(seven - three).toBeLessThanOrEqual(4 * 2 + 1);
    expect(answer.body.signals[0]).toMatchObject({ origin: 'level', blocked_code: 'PURCHASING_MISSING' });
  }, 120_000);
});
