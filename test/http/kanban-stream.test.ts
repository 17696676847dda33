import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
import { aFloor, done, handOn, onTheFloor } from '../support/floor.js';
import { LOOP_CARDS, aLoopOf } from '../support/loops.js';
import { aDepartment, aLocation, aProduct, aReceipt, made, placesOf } from '../support/makers.js';

/** Two servers on one database: what is done on one is seen on both. */
let here: TestApp;
let there: TestApp;
let ports: Map<TestApp, string>;

beforeAll(async () => {
  here = await startTestApp();
  there = await startTestApp({ database: here.database });
  ports = new Map();
  for (const app of [here, there]) {
    await app.nest.listen(0, '127.0.0.1');
    ports.set(app, (await app.nest.getUrl()).replace('[::1]', '127.0.0.1'));
  }
});
afterAll(async () => {
  await there.close();
  await here.close();
});

interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: any;
}

/** A watcher as a browser is one: reads messages, knows the last id. */
class Watcher {
  readonly messages: Message[] = [];
  ended = false;
  private constructor(private readonly answer: IncomingMessage) {
    let text = '';
    answer.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop()!;
      for (const part of parts) {
        const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields.event) this.messages.push({ ...fields, data: JSON.parse(fields.data) } as Message);
      }
    });
    answer.on('close', () => (this.ended = true)).on('error', () => undefined);
  }

  static async open(app: TestApp, who: TestActor, query = '', lastSeen?: string): Promise<Watcher> {
    const headers = { authorization: `Bearer ${who.token}`, ...(lastSeen && { 'last-event-id': lastSeen }) };
    const url = `${ports.get(app)}/api/v1/ppic/kanban/stream${query}`;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url, { headers, agent: false }, resolve).on('error', reject);
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const watcher = new Watcher(answer);
    await until(() => watcher.messages.length > 0);
    return watcher;
  }

  get last(): string {
    return this.messages.at(-1)!.id;
  }

  get changes(): string[] {
    return this.messages.filter(({ event }) => event === 'card').map(({ data }) => `${data.number} ${data.change}`);
  }

  get work(): string[] {
    const told = this.messages.filter(({ event }) => event === 'work_order');
    return told.map(({ data }) => `${data.name} ${data.change} ${data.input_quantity} ${data.good_quantity}`);
  }

  close(): void {
    this.answer.destroy();
  }
}

async function until(condition: () => boolean, ms = 8000): Promise<void> {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not come to that in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const CARDS = '/ppic/kanban/cards';
const cardOf = async (app: TestApp, product: any, more: object = {}) =>
  made(app, CARDS, { product_id: product.id, quantity: 4, ...more });
const act = (app: TestApp, card: any, event: string) => app.as(here.admin).post(`${CARDS}/${card.id}/${event}`, {});

it('tells each change on every server, once and in order, and goes on where a watcher left off, on the other server', async () => {
  const thread = await aProduct(here);
  await aReceipt(here, thread.id, 100);
  const [a, b] = [await Watcher.open(here, here.admin), await Watcher.open(there, here.admin)];
  const card = await cardOf(here, thread);
  await act(there, card, 'approve');
  const n = card.number;
  await until(() => a.changes.length === 2 && b.changes.length === 2);
  b.close();
  await act(here, card, 'ship');
  const refused = await act(here, card, 'approve');
  expect(refused.status).toBe(409);
  await act(there, card, 'receive');
  await until(() => a.changes.length === 4);
  const all = [`${n} created`, `${n} approved`, `${n} in_progress`, `${n} completed`];
  expect(a.changes).toEqual(all);
  expect(a.messages.at(-1)!.data).toMatchObject({
    card_id: card.id,
    state: 'completed',
    received_quantity: 4,
    sku: thread.sku,
  });

  const back = await Watcher.open(here, here.admin, '', b.last);
  await until(() => back.changes.length === 2);
  expect(back.changes).toEqual(all.slice(2));
  const none = await Watcher.open(there, here.admin, `?last_event_id=${a.last}`);
  const dry = await here.as(here.admin).post(`${CARDS}/${(await cardOf(here, thread)).id}/approve?dry_run=true`, {});
  expect(dry.status).toBe(200);
  await until(() => none.changes.length === 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(none.changes).toEqual([expect.stringMatching(/created$/)]);
  for (const each of [a, back, none]) each.close();
});

it('loses and doubles nothing while sixteen people move cards on both servers and a watcher keeps coming back', async () => {
  const thread = await aProduct(here);
  await aReceipt(here, thread.id, 1000);
  const steady = await Watcher.open(here, here.admin);
  let restless = await Watcher.open(there, here.admin);
  const seen: string[] = [];
  let over = false;
  const moving = Promise.all(
    Array.from({ length: 16 }, async (_, n) => {
      const app = n % 2 ? here : there;
      for (let round = 0; round < 3; round += 1) {
        const card = await cardOf(app, thread);
        for (const event of ['approve', 'ship', 'receive']) expect((await act(app, card, event)).status).toBe(200);
      }
    }),
  ).then(() => (over = true));
  for (let turn = 0; !over; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    restless.close();
    seen.push(...restless.changes);
    restless = await Watcher.open(turn % 2 ? here : there, here.admin, '', restless.last);
  }
  await moving;
  await until(() => steady.changes.length >= 192);
  await until(() => seen.length + restless.changes.length >= 192);
  seen.push(...restless.changes);
  expect(steady.changes).toHaveLength(192);
  expect(new Set(steady.changes).size).toBe(192);
  expect(seen).toEqual(steady.changes);
  steady.close();
  restless.close();
}, 60_000);

it('tells the signals of loops beside, to those whose they are', async () => {
  const { loop, cards } = await aLoopOf(here, 'transfer');
  const [own, foreign] = [
    await Watcher.open(there, here.admin, `?department_id=${loop.department_id}`),
    await Watcher.open(here, await here.actor({ role: 'operator', departments: [(await aDepartment(here)).id] })),
  ];
  const signalled = await here.as(here.admin).post(`${LOOP_CARDS}/${cards[0].id}/signal`, {});
  const signals = (): Message[] => own.messages.filter(({ event }) => event === 'signal');
  await until(() => signals().length === 2 && own.changes.length === 2);
  expect(signals().map(({ data }) => data.change)).toEqual(['created', 'ordered']);
  expect(signals()[1]!.data).toMatchObject({
    signal_id: signalled.body.signal.id,
    state: 'ordered',
    card_state: 'on_order',
    number: cards[0].number,
    loop_number: loop.number,
    document_number: signalled.body.signal.document_number,
  });
  const bring = async (event: string) =>
    here.as(here.admin).post(`/ppic/kanban/cards/${signalled.body.signal.document_id}/${event}`, {});
  for (const event of ['ship', 'receive']) expect((await bring(event)).status).toBe(200);
  await there.as(here.admin).post(`${LOOP_CARDS}/${cards[0].id}/receive`, {});
  await until(() => signals().length === 3);
  expect(signals()[2]!.data).toMatchObject({ change: 'received', card_state: 'full', received_quantity: 5 });
  expect(foreign.messages.map(({ event }) => event)).toEqual(['ready']);
  for (const each of [own, foreign]) each.close();
});

it('shows each watcher only what is theirs', async () => {
  const [north, south] = [await aDepartment(here), await aDepartment(here)];
  const thread = await aProduct(here);
  const bench = await aLocation(here);
  const { WH } = await placesOf(here);
  const far = await made(here, '/warehouse/locations', { code: 'ZFAR', name: 'Far', type: 'warehouse' });
  const sewer = await Watcher.open(here, await here.actor({ role: 'operator', departments: [south.id] }));
  const keeper = await Watcher.open(here, await here.actor({ role: 'warehouse', warehouses: [far.id] }));
  const own = await Watcher.open(here, await here.actor({ role: 'warehouse', warehouses: [WH!] }));
  const one = await Watcher.open(here, here.admin, `?department_id=${north.id}`);
  const cards: any[] = [];
  for (const department_id of [north.id, south.id, null])
    cards.push(await cardOf(here, thread, { department_id, to_location_id: bench.id }));
  await until(() => own.changes.length === 3);
  const created = cards.map(({ number }) => `${number} created`);
  expect(own.changes).toEqual(created);
  expect(sewer.changes).toEqual(created.slice(1));
  expect(one.changes).toEqual(created.slice(0, 1));
  expect(keeper.changes).toEqual([]);
  const operator = await here.actor({ role: 'operator', departments: [south.id] });
  expect((await here.as(operator).get(`/ppic/kanban/stream?department_id=${north.id}`)).status).toBe(404);
  expect((await here.as(await here.actor({ permissions: [] })).get('/ppic/kanban/stream')).status).toBe(403);
  expect((await here.as(null).get('/ppic/kanban/stream')).status).toBe(401);
  for (const each of [sewer, keeper, own, one]) each.close();
});

it('tells of work orders, to who may read them: their making, their steps, what a shift made and what came from before', async () => {
  const { product, departments } = await aFloor(here, [
    { name: 'CUTTING', department: 'CUT', component: { quantity: 1, stock: 100, unit_cost: '1.00' } },
    { name: 'SEWING', department: 'SEW' },
  ]);
  const all = await Watcher.open(here, here.admin);
  const sewing = await Watcher.open(there, here.admin, `?department_id=${departments['SEW'].id}`);
  const none = await Watcher.open(here, await here.actor({ permissions: ['kanban.cards.read'] }));
  const { work } = await onTheFloor(here, product.id, 20);
  const CUTTING = (work as Record<string, any>)['CUTTING'];
  // What is told is how things stand when it is told, so each step waits until the one before was told.
  await until(() => sewing.work.includes('SEWING created 0 0') && all.work.includes('CUTTING created null 0'));
  await done(here, CUTTING.id, 'start');
  await until(() => all.work.includes('CUTTING in_progress null 0'));
  await done(here, CUTTING.id, 'entries', { good_quantity: 8 });
  await until(() => all.work.includes('CUTTING changed null 8'));
  await handOn(here, CUTTING.id);
  await until(() => sewing.work.includes('SEWING changed 8 0') && all.work.includes('SEWING changed 8 0'));
  expect(sewing.work[0]).toBe('SEWING created 0 0');
  expect(sewing.work.filter((each) => !each.startsWith('SEWING'))).toEqual([]);
  expect(all.work).toEqual(
    expect.arrayContaining(['CUTTING created null 0', 'CUTTING in_progress null 0', 'CUTTING changed null 8']),
  );
  // As the list says it, so that a client can put the one over the other.
  const told = all.messages.filter(({ data }) => data.work_order_id === CUTTING.id).at(-1)!.data;
  const listed = (await here.as(here.admin).get(`/ppic/work-orders/${CUTTING.id}`)).body;
  const { work_order_id, change: _change, ...same } = told;
  expect(work_order_id).toBe(listed.id);
  expect(listed).toMatchObject(same);
  expect(none.work).toEqual([]);
  for (const each of [all, sewing, none]) each.close();
});

it('ends with the session, and says when too much has been forgotten to go on', async () => {
  const actor = await here.actor({ role: 'viewer' });
  const watcher = await Watcher.open(there, actor);
  await here.as(here.admin).post(`/auth/users/${actor.id}/revoke-sessions`);
  await until(() => watcher.ended);

  await cardOf(here, await aProduct(here));
  const from = await Watcher.open(here, here.admin);
  const second = await cardOf(here, await aProduct(here));
  await until(() => from.changes.includes(`${second.number} created`));
  await here.db.query(`update erp.kanban_events set recorded_at = now() - interval '25 hours'`);
  const { BoardEventPurge } = await import('../../src/kanban/stream/board-event-purge.js');
  await (here.nest.get(BoardEventPurge) as unknown as { work(): Promise<number> }).work();
  const { rows } = await here.db.query('select count(*)::int as left from erp.kanban_events');
  expect(rows).toEqual([{ left: 0 }]);
  const late = await Watcher.open(here, here.admin, '', from.messages[0]!.id);
  expect(late.messages[0]!.event).toBe('reset');
  const other = await Watcher.open(here, here.admin, '', '9223372036854775807-1');
  expect(other.messages[0]!.event).toBe('reset');
  const odd = await Watcher.open(here, here.admin, '', 'nonsense');
  expect(odd.messages[0]!.event).toBe('ready');
  for (const each of [from, late, other, odd]) each.close();
});

it('finds its way back when the database has cut the listening connection', async () => {
  const thread = await aProduct(here);
  const watcher = await Watcher.open(here, here.admin);
  await here.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pabrik listener'`,
  );
  const card = await cardOf(here, thread);
  await until(() => watcher.changes.includes(`${card.number} created`));
  await until(() => watcher.messages.length > 1);
  watcher.close();
});

it('ends when its server does', async () => {
  const third = await startTestApp({ database: here.database });
  await third.nest.listen(0, '127.0.0.1');
  ports.set(third, await third.nest.getUrl());
  const watcher = await Watcher.open(third, here.admin);
  await third.nest.close();
  await until(() => watcher.ended);
});
