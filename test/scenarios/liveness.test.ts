import { setTimeout as sleep } from 'node:timers/promises';
import { ask, openFactory } from '../support/posting-load.js';
import type { Factory } from '../support/posting-load.js';
import { makeDataFolder, startServer } from '../support/server-process.js';
import type { DataFolder, ServerProcess } from '../support/server-process.js';

jest.setTimeout(600_000);

/** The service level of a probe while any single request runs; others on this machine get in between, so that the best of some tries counts. */
const P99_MS = 250;
const MOST_MS = 500;
const TRIES = 3;
const PASSWORD = 'the-demo-password-of-this-test';
/** Lines of a general ledger: nearly as many as a workbook is written of. */
const LINES = Number(process.env['LEDGER_LINES'] ?? 4_900);

let folder: DataFolder;
let server: ServerProcess;
let factory: Factory;
let headers: Record<string, string>;
let company: string;
let account: string;

beforeAll(async () => {
  folder = makeDataFolder();
  server = await startServer(folder.path, { DEMO: 'true', DEMO_ADMIN_PASSWORD: PASSWORD });
  factory = await openFactory(server.url, 'admin', PASSWORD);
  headers = { authorization: `Bearer ${factory.token}` };
  [company, account] = await aLongLedger();
});

afterAll(async () => {
  await server?.end('SIGTERM');
  folder.remove();
});

/** An account with thousands of posted lines. @returns its company and its id */
async function aLongLedger(): Promise<[string, string]> {
  const { body: accounts } = await ask(`${server.url}/api/v1/accounting/accounts?limit=200`, 'GET', headers);
  const [cash, sales] = ['1110', '4100'].map((number) => accounts.data.find((each: any) => each.number === number));
  const lines = Array.from({ length: 200 }, (_, n) =>
    n % 2 === 0
      ? { account_id: cash.id, debit: '12345.67', memo: `Sold at the counter ${n}` }
      : { account_id: sales.id, credit: '12345.67' },
  );
  for (let n = 0; n < LINES / 100; n++) {
    const entry = await ask(`${server.url}/api/v1/accounting/journal-entries`, 'POST', headers, { post: true, lines });
    if (entry.status !== 201) throw new Error(`No entry: ${entry.status} ${JSON.stringify(entry.body)}`);
  }
  return [cash.company_id, cash.id];
}

/** How long probes take while a request is under way, and what became of it. */
async function probed(heavy: () => Promise<number>): Promise<{ p99: number; most: number; status: number }> {
  const times: number[] = [];
  let status = 0;
  const going = heavy().then((answered) => (status = answered));
  do {
    const { milliseconds, status: live } = await ask(`${server.url}/health/live`, 'GET');
    expect(live).toBe(200);
    times.push(milliseconds);
    await sleep(2);
  } while (status === 0);
  await going;
  times.sort((a, b) => a - b);
  return { p99: times[Math.ceil(times.length * 0.99) - 1]!, most: times.at(-1)!, status };
}

async function expectProbesInTime(what: string, heavy: () => Promise<number>, wanted: number): Promise<void> {
  let found = { p99: Infinity, most: Infinity, status: 0 };
  for (let tries = 0; tries < TRIES && (found.p99 > P99_MS || found.most > MOST_MS); tries++) {
    found = await probed(heavy);
    process.stderr.write(`${what}: p99 ${found.p99.toFixed(0)} ms, most ${found.most.toFixed(0)} ms\n`);
    expect(found.status).toBe(wanted);
  }
  expect(found.p99).toBeLessThanOrEqual(P99_MS);
  expect(found.most).toBeLessThanOrEqual(MOST_MS);
}

const got = async (path: string): Promise<number> => (await ask(`${server.url}/api/v1/${path}`, 'GET', headers)).status;

it.each(['json', 'csv', 'xlsx'])('probes are answered while a long general ledger is written as %s', (format) =>
  expectProbesInTime(
    `ledger as ${format}`,
    () => got(`accounting/general-ledger?company_id=${company}&account_id=${account}&format=${format}`),
    200,
  ),
);

it('probes are answered while thousands of products are imported, and while they are listed and exported', async () => {
  const rows = Array.from({ length: 8_000 }, (_, n) => `LIVE-${n},"Product, number ${n}",part,EA,${n % 977}.50\n`);
  const file = `sku,name,type,unit,standard_cost\n${rows.join('')}`;
  const imported = async (): Promise<number> => {
    const answer = await fetch(`${server.url}/api/v1/imports/products`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'text/csv' },
      body: file,
    });
    const { id } = (await answer.json()) as { id: string };
    for (;;) {
      const { body } = await ask(`${server.url}/api/v1/imports/${id}`, 'GET', headers);
      if (!['queued', 'running'].includes(body.status)) return body.status === 'succeeded' ? 200 : 1;
      await sleep(50);
    }
  };
  await expectProbesInTime('import', imported, 200);
  await expectProbesInTime('page', () => got('products?limit=500&include_total=true&sort=-name'), 200);
  await expectProbesInTime('report', () => got('reports/stock-on-hand?format=csv'), 200);
});

it('probes are answered while the largest body that is taken is read', async () => {
  const lines = Array.from({ length: 1_000 }, () => ({
    product_id: factory.products[0],
    quantity: 1,
    unit_cost: '1.00',
    to_location_id: factory.stock,
  }));
  const posted = async (): Promise<number> =>
    (await ask(`${server.url}/api/v1/warehouse/receipts`, 'POST', headers, { lines })).status;
  await expectProbesInTime('a thousand lines', posted, 201);
});
