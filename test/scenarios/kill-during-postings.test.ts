import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { corruptionsOf } from '../support/corruptions.js';
import { runCli } from '../support/run-cli.js';
import { secretsIn } from '../support/secrets-in-logs.js';
import { freePort, kill, makeDataFolder, startServer } from '../support/server-process.js';
import type { DataFolder, ServerProcess } from '../support/server-process.js';

jest.setTimeout(300_000);

const PASSWORD = 'the-demo-password-of-this-test';
const POSTINGS = 1_000;
const CLIENTS = 16;
const PRODUCTS = 5;
const OPENING = 1_000_000;
/** Every so many acknowledged postings something is killed: in turn the server, its database under it, and both. */
const KILL_EVERY = 90;
const VICTIMS = ['server', 'database', 'both'] as const;
const KILLS = 9;

/** One piece of every kind of posting: what it does to on hand of STOCK and of HOLD. */
const KINDS = [
  { path: 'receipts', stock: 3, hold: 0 },
  { path: 'issues', stock: -2, hold: 0 },
  { path: 'transfers', stock: -1, hold: 1 },
] as const;

interface Posting {
  key: string;
  kind: (typeof KINDS)[number];
  product: number;
  /** Id of the movement that a 201 named. */
  acknowledged?: string;
}

let folder: DataFolder;
let server: ServerProcess;
/** Every process that has served. */
const servers: ServerProcess[] = [];
let port: number;
let token: string;
let products: string[];
let locations: Record<string, string>;

beforeAll(async () => {
  folder = makeDataFolder();
  port = await freePort();
  await startAgain();
  const login = await call('POST', 'auth/login', { username: 'admin', password: PASSWORD });
  token = login.body.access_token;
  const { body: places } = await call('GET', 'warehouse/locations?limit=200');
  locations = Object.fromEntries(places.data.map(({ code, id }: { code: string; id: string }) => [code, id]));
  const { body: units } = await call('GET', 'units?limit=200');
  const unit = units.data.find(({ code }: { code: string }) => code === 'EA').id;
  products = [];
  for (let index = 0; index < PRODUCTS; index++) {
    const body = { sku: `CRASH-${index}`, name: `Crash ${index}`, type: 'material', unit_id: unit };
    products.push((await call('POST', 'products', body)).body.id);
  }
  const lines = products.map((product_id) => ({
    product_id,
    quantity: OPENING,
    to_location_id: locations['STOCK'],
    unit_cost: '2.50',
  }));
  expect((await call('POST', 'warehouse/receipts', { lines })).status).toBe(201);
});

afterAll(async () => {
  await server.end('SIGTERM');
  folder.remove();
});

async function startAgain(): Promise<void> {
  server = await startServer(folder.path, {
    PORT: String(port),
    DEMO_ADMIN_PASSWORD: PASSWORD,
    DEMO: 'true',
    LOG_LEVEL: 'info',
  });
  servers.push(server);
}

async function call(
  method: string,
  path: string,
  body?: object,
  key?: string,
): Promise<{ status: number; body: any; replayed: boolean }> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text ? JSON.parse(text) : undefined,
    replayed: response.headers.get('idempotent-replayed') === 'true',
  };
}

/** Every line touches the same few products: all clients meet on the same balances. */
function bodyOf({ key, kind, product }: Posting): object {
  const product_id = products[product]!;
  const stock = locations['STOCK']!;
  const line = {
    receipts: { product_id, quantity: 3, to_location_id: stock, unit_cost: '3.70' },
    issues: { product_id, quantity: 2, from_location_id: stock },
    transfers: { product_id, quantity: 1, from_location_id: stock, to_location_id: locations['HOLD'] },
  }[kind.path];
  return { reference: key, lines: [line] };
}

function post(posting: Posting): Promise<{ status: number; body: any; replayed: boolean }> {
  return call('POST', `warehouse/${posting.kind.path}`, bodyOf(posting), posting.key);
}

/** What PostgreSQL itself has of the postings, asked through the API: reference -> movement ids. */
async function movementsByReference(postings: Posting[]): Promise<Map<string, string[]>> {
  const keys = new Set(postings.map(({ key }) => key));
  const found = new Map<string, string[]>();
  let cursor = '';
  do {
    const { body } = await call(
      'GET',
      `warehouse/movements?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const { id, reference } of body.data as { id: string; reference: string | null }[]) {
      if (reference && keys.has(reference)) found.set(reference, [...(found.get(reference) ?? []), id]);
    }
    cursor = body.next_cursor ?? '';
  } while (cursor);
  return found;
}

async function untilReady(): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const { status } = await call('GET', 'auth/me').catch(() => ({ status: 0 }));
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error('The server did not get its database back.');
    await sleep(50);
  }
}

async function expectIntegrity(): Promise<void> {
  const { status: before, body: last } = await call('GET', 'operations/integrity');
  expect(before).toBe(200);
  const asked = await call('POST', 'operations/integrity', {});
  expect([202, 409]).toContain(asked.status);
  const deadline = Date.now() + 60_000;
  let { status, body } = await call('GET', 'operations/integrity');
  while ((body.state !== 'idle' || body.id === last.id) && Date.now() < deadline) {
    await sleep(200);
    ({ status, body } = await call('GET', 'operations/integrity'));
  }
  expect(status).toBe(200);
  expect(body.id).not.toBe(last.id);
  expect(body.invariants.filter(({ violations }: { violations: number }) => violations > 0)).toEqual([]);
}

it('loses no acknowledged posting and doubles none, whenever the server is killed, and retries with the same keys complete the rest', async () => {
  const postings: Posting[] = Array.from({ length: POSTINGS }, (_, index) => ({
    key: randomUUID(),
    kind: KINDS[index % KINDS.length]!,
    product: index % PRODUCTS,
  }));
  const waiting = [...postings];
  const unanswered: Posting[] = [];
  let acknowledged = 0;
  let killed = 0;
  let restarting: Promise<void> | undefined;
  const unexpected: unknown[] = [];

  const crash = async (): Promise<void> => {
    const victim = VICTIMS[killed++ % VICTIMS.length];
    await sleep(Math.random() * 20);
    if (victim !== 'database') await server.end('SIGKILL');
    if (victim !== 'server') for (const pid of folder.databaseProcesses()) kill(pid, 'SIGKILL');
    if (victim === 'database') await sleep(500);
    await (victim === 'database' ? untilReady() : startAgain());
  };
  const client = async (): Promise<void> => {
    for (let posting = waiting.pop(); posting; posting = waiting.pop()) {
      if (restarting) await restarting;
      try {
        const { status, body } = await post(posting);
        if (status === 201) {
          posting.acknowledged = body.id;
          acknowledged++;
        } else if (status === 503) unanswered.push(posting);
        else unexpected.push({ status, body });
      } catch {
        unanswered.push(posting);
      }
      if (killed < KILLS && acknowledged >= (killed + 1) * KILL_EVERY && !restarting) {
        restarting = crash().finally(() => (restarting = undefined));
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  if (restarting) await (restarting as Promise<void>);

  expect(unexpected).toEqual([]);
  expect(killed).toBe(KILLS);
  // The kills have to have hurt somebody, or this test shows nothing.
  expect(unanswered.length).toBeGreaterThan(0);
  await expectIntegrity();
  const before = await movementsByReference(postings);
  const lost = postings.filter(({ key, acknowledged: id }) => id !== undefined && before.get(key)?.[0] !== id);
  expect(lost).toEqual([]);
  expect([...before.values()].filter((ids) => ids.length > 1)).toEqual([]);

  // Some of the unanswered were committed and only their answer was lost: those are replayed, the others are done now.
  for (const posting of unanswered) {
    const { status, body, replayed } = await post(posting);
    expect(status).toBe(201);
    expect(replayed).toBe(before.has(posting.key));
    if (replayed) expect(body.id).toBe(before.get(posting.key)![0]);
  }
  for (const posting of postings.filter(({ acknowledged: id }) => id).slice(0, 50)) {
    expect(await post(posting)).toMatchObject({ status: 201, replayed: true, body: { id: posting.acknowledged } });
  }

  const after = await movementsByReference(postings);
  expect(after.size).toBe(POSTINGS);
  expect([...after.values()].filter((ids) => ids.length !== 1)).toEqual([]);
  await expectIntegrity();
  for (const [index, product_id] of products.entries()) {
    const mine = postings.filter(({ product }) => product === index);
    const total = (place: 'stock' | 'hold'): number => mine.reduce((sum, { kind }) => sum + kind[place], 0);
    const { body } = await call('GET', `warehouse/stock/${product_id}`);
    expect(body.on_hand).toBe(OPENING + total('stock') + total('hold'));
  }
});

it('leaves no page, row or index broken, and no secret in the log', async () => {
  expect(await corruptionsOf(folder.databaseUrl())).toEqual([]);
  // Beside its log a server that is started by hand says how to log in.
  const lines = servers.flatMap((each) => each.output().split('\n')).filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(POSTINGS);
  expect(secretsIn(lines.join('\n'), { 'the password': PASSWORD, 'the token': token })).toEqual([]);
});

it('is found in order by the operator as well, beside the running server', async () => {
  const { code, stdout } = await runCli(['check'], { APP_ENV: 'development', DATA_DIR: folder.path });
  expect(stdout).toMatch(/^All \d+ invariants hold\.$/m);
  expect(code).toBe(0);
  expect((await call('GET', 'auth/me')).status).toBe(200);
});
