import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
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
