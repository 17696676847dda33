import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  freePort,
  kill,
  makeDataFolder,
  nodeProcessesOf,
  startServer,
  type DataFolder,
  type ServerProcess,
} from '../support/server-process.js';

jest.setTimeout(180_000);

/** How often one of them is killed. */
const ROUNDS = Number(process.env['PROCESS_KILLS'] ?? 2);
/** A healthy request takes some milliseconds; under load some hundred. */
const NO_ANSWER_MS = 10_000;

/** WEB_CONCURRENCY: several processes behind one port. */
let folder: DataFolder;
let server: ServerProcess;

beforeAll(async () => {
  folder = makeDataFolder();
  server = await startServer(folder.path, {
    WEB_CONCURRENCY: '2',
    SHUTDOWN_GRACE_SECONDS: '1',
    PORT: String(await freePort()),
  });
});

afterAll(async () => {
  await server.end('SIGKILL');
  for (const pid of nodeProcessesOf(folder.path)) kill(pid, 'SIGKILL');
  folder.remove();
});

/** The processes that serve, by their parent. */
function workers(): number[] {
  return nodeProcessesOf(folder.path).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === server.child.pid;
    } catch {
      return false;
    }
  });
}

async function readyInMetrics(): Promise<string[]> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return [...text.matchAll(/^erp_ready\{worker="(\d+)"\} 1$/gm)].map(([, worker]) => worker!).sort();
}

async function until(holds: () => Promise<boolean> | boolean, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await Promise.resolve(holds()).catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Not so after ${milliseconds} ms:\n${server.output()}`);
    await sleep(100);
  }
}

it('both are started, and whichever is asked for metrics shows both, told apart and not added up', async () => {
  await until(async () => (await readyInMetrics()).join() === '1,2', 60_000);
  expect(workers()).toHaveLength(2);
  const text = await (await fetch(`${server.url}/metrics`)).text();
  expect(text.match(/^process_resident_memory_bytes\{worker="\d"\}/gm)).toHaveLength(2);
  expect(text.match(/^# TYPE erp_http_requests_total /gm)).toHaveLength(1);
  expect(text).toMatch(/^erp_http_request_duration_seconds_bucket\{le="0.5",.*worker="1"\}/m);
  expect((await fetch(`${server.url}/api/v1/errors`)).status).toBe(200);
});

/** What became of one request, and when. */
interface Outcome {
  begun: number;
  milliseconds: number;
  /** The status, or why there is none. */
  end: number | string;
}

/** A request on a connection of its own, which the first process has to hand to one of the others. */
function request(): Promise<Outcome> {
  const begun = performance.now();
  return new Promise((resolve) => {
    const ended = (end: number | string): void => resolve({ begun, milliseconds: performance.now() - begun, end });
    const asked = get(`${server.url}/api/v1/errors`, { agent: false }, (answer) => {
      answer.on('end', () => ended(answer.statusCode!));
      answer.on('error', (error) => ended(error.message));
      answer.resume();
    });
    asked.setTimeout(NO_ANSWER_MS, () => asked.destroy(new Error('no answer')));
    asked.on('error', (error: NodeJS.ErrnoException) => ended(error.code ?? error.message));
  });
}

/** Asks all the time by several clients while something happens. */
async function asking(what: () => Promise<void>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let going = true;
  const client = async (): Promise<void> => {
    while (going) {
      const outcome = await request();
      outcomes.push(outcome);
      // Nobody listens: leave the processor to who is to do so again.
      if (outcome.end === 'ECONNREFUSED') await sleep(50);
    }
  };
  const clients = Array.from({ length: 6 }, client);
  try {
    await what();
  } finally {
    going = false;
    await Promise.all(clients);
  }
  return outcomes;
}

const replaced = (): number => server.output().match(/another takes its place/g)?.length ?? 0;

/** Kills processes and waits until the first one has noticed. @returns when it had */
async function killAndNotice(victims: number[]): Promise<number> {
  const before = replaced();
  for (const pid of victims) kill(pid, 'SIGKILL');
  while (replaced() < before + victims.length) await sleep(1);
  return performance.now();
}

const bothServe = async (): Promise<boolean> => workers().length === 2 && (await readyInMetrics()).join() === '1,2';

it('one that is killed is replaced in its place, while the other serves on and nobody waits in vain', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const [first, second] = workers() as [number, number];
    const [victim, other] = round % 2 === 0 ? [second, first] : [first, second];
    let noticed = Infinity;
    const outcomes = await asking(async () => {
      await sleep(300);
      noticed = await killAndNotice([victim]);
      await sleep(1_000);
    });
    // What the one that was killed had begun is cut, at once; everything else is answered.
    const cut = outcomes.filter(({ end }) => end !== 200);
    expect([...new Set(cut.map(({ end }) => end))].filter((end) => end !== 'ECONNRESET' && end !== 'EPIPE')).toEqual(
      [],
    );
    expect(cut.filter(({ begun }) => begun > noticed)).toEqual([]);
    expect(cut.length).toBeLessThanOrEqual(6);
    expect(Math.max(...outcomes.map(({ milliseconds }) => milliseconds))).toBeLessThan(NO_ANSWER_MS);
    expect(outcomes.some(({ begun }) => begun > noticed)).toBe(true);
    await until(bothServe, 60_000);
    expect(workers()).toContain(other);
    expect(workers()).not.toContain(victim);
  }
});

it('when all are killed at once whoever waits is cut at once, and they come back by themselves', async () => {
  const outcomes = await asking(async () => {
    await sleep(300);
    await killAndNotice(workers());
    await sleep(500);
  });
  for (const { end } of outcomes) expect([200, 'ECONNRESET', 'EPIPE', 'ECONNREFUSED']).toContain(end);
  expect(outcomes.map(({ end }) => end)).toContain('ECONNREFUSED');
  await until(bothServe, 60_000);
  expect((await request()).end).toBe(200);
});

it('a SIGTERM to the first one ends all in order, with the database', async () => {
  expect(await server.end('SIGTERM')).toBe(0);
  await until(() => nodeProcessesOf(folder.path).length === 0, 5_000);
  expect(folder.postmaster()).toBeUndefined();
  expect(server.output().match(/"msg":"stopped"/g)).toHaveLength(3);
});

it('settings with which none can start end with 1 and are not tried again and again', async () => {
  const other = makeDataFolder();
  try {
    await expect(
      startServer(other.path, {
        WEB_CONCURRENCY: '2',
        APP_ENV: 'production',
        JWT_SECRET: 'the-secret-of-several-processes-0123456789-abcd',
        DATA_ENCRYPTION_KEY: 'the-data-key-of-several-processes-9876543210-zyx',
        DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
      }),
    ).rejects.toThrow(/first server process ended before it served/);
    expect(nodeProcessesOf(other.path)).toEqual([]);
  } finally {
    other.remove();
  }
});
