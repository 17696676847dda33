import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';

const LIMITS = {
  HEADERS_TIMEOUT_SECONDS: '1',
  REQUEST_TIMEOUT_SECONDS: '2',
  SLOW_READER_SECONDS: '2',
  MAX_CONNECTIONS: '60',
};
/** Node looks once a second. */
const LATEST_MS = 5_000;

let app: TestApp;
let port: number;
const open = new Set<Socket>();
beforeAll(async () => {
  app = await startTestApp({ env: LIMITS });
  (app.nest.getHttpServer() as Server).on('connection', (socket) => accepted.add(socket));
  await app.nest.listen({ port: 0, host: '127.0.0.1' });
  port = Number(new URL(await app.nest.getUrl()).port);
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  open.clear();
  await sleep(50);
});
afterAll(() => app.close());

/** The server's side of its connections. */
const accepted = new Set<Socket>();
const held = (ports: readonly (number | undefined)[]): number =>
  [...accepted].filter(({ remotePort, destroyed }) => !destroyed && ports.includes(remotePort)).length;

interface Client {
  readonly socket: Socket;
  /** Everything that has come. */
  text(): string;
  /** When the server ends it, milliseconds from the beginning; Infinity: not in time. */
  readonly cut: Promise<number>;
}

async function client(): Promise<Client> {
  const socket = connect(port, '127.0.0.1');
  open.add(socket);
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const started = performance.now();
  const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now() - started)));
  await Promise.race([once(socket, 'connect'), closed]);
  return { socket, text: () => text, cut: Promise.race([closed, sleep(LATEST_MS + 3_000, Infinity, { ref: false })]) };
}

const problemOf = ({ text }: Client): { status: number; code: string } => ({
  status: Number(/^HTTP\/1\.1 (\d+)/.exec(text())?.[1]),
  code: /"error_code":"(\w+)"/.exec(text())?.[1] ?? '',
});
const TIMED_OUT = { status: 408, code: 'REQUEST_TIMEOUT' };

async function metric(line: RegExp): Promise<number> {
  return Number(line.exec((await app.as(null).get('//metrics')).text)?.[1] ?? NaN);
}

test('headers that drip are cut, and so is a connection that says nothing; others are answered meanwhile', async () => {
  const before = await metric(/^erp_clients_cut_total\{reason="slow_request"\} (\d+)$/m);
  const attackers = await Promise.all(Array.from({ length: 40 }, client));
  for (const { socket } of attackers.slice(1)) socket.write('GET /health/live HTTP/1.1\r\nHost: localhost\r\n');
  const drip = setInterval(
    () => attackers.slice(1).forEach(({ socket }) => socket.writable && socket.write('X-A: b\r\n')),
    200,
  );
  const times: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const at = performance.now();
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
    times.push(performance.now() - at);
  }
  const cuts = await Promise.all(attackers.map(({ cut }) => cut));
  clearInterval(drip);
  expect(Math.max(...cuts)).toBeLessThan(LATEST_MS);
  expect(problemOf(attackers[1]!)).toEqual(TIMED_OUT);
  // One of twenty may come while this machine does something else.
  expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(250);
  expect(times.at(-1)).toBeLessThan(2_000);
  expect(await metric(/^erp_clients_cut_total\{reason="slow_request"\} (\d+)$/m)).toBeGreaterThanOrEqual(before + 39);
});

test('a body that drips is cut', async () => {
  const slow = await client();
  slow.socket.write(
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  );
  const drip = setInterval(() => slow.socket.writable && slow.socket.write(' '), 200);
  const cut = await slow.cut;
  clearInterval(drip);
  expect(cut).toBeGreaterThan(1_500);
  expect(cut).toBeLessThan(LATEST_MS);
  expect(problemOf(slow)).toEqual(TIMED_OUT);
});

describe('a large answer', () => {
  test('is whole for a client that reads at its leisure', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/openapi.json`);
    expect((await answer.text()).length).toBeGreaterThan(1_000_000);
    const patient = await client();
    patient.socket.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    for (let n = 0; n < 30 && !patient.socket.closed; n += 1) {
      patient.socket.pause();
      await sleep(100);
      patient.socket.resume();
      await sleep(20);
    }
    expect(await patient.cut).toBeLessThan(Infinity);
    const [head = ''] = patient.text().split('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(patient.text().length - head.length - 4).toBe(length);
  });

  test('is not kept for one that does not read', async () => {
    const deaf = await Promise.all(Array.from({ length: 3 }, client));
    for (const { socket } of deaf) {
      socket.pause();
      // So many answers on one connection that no buffer of the system holds them.
      socket.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(12));
    }
    const ports = deaf.map(({ socket }) => socket.localPort);
    for (let n = 0; n < 100 && held(ports) === 0; n += 1) await sleep(50);
    expect(held(ports)).toBeGreaterThan(0);
    for (let n = 0; n < 200 && held(ports) > 0; n += 1) await sleep(100);
    expect(held(ports)).toBe(0);
    expect(await metric(/^erp_clients_cut_total\{reason="slow_reader"\} (\d+)$/m)).toBeGreaterThan(0);
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
  });
});

test('connections above the limit are closed at once; within it everybody is answered', async () => {
  const many = await Promise.all(Array.from({ length: 80 }, client));
  const closed = (): unknown[] => many.filter(({ socket }) => socket.closed || socket.destroyed);
  for (let n = 0; n < 200 && closed().length < 20; n += 1) await sleep(50);
  expect(closed().length).toBeGreaterThanOrEqual(20);
  expect(await metric(/^erp_clients_cut_total\{reason="too_many"\} (\d+)$/m)).toBeGreaterThanOrEqual(20);
  for (const { socket } of many) socket.destroy();
  await sleep(100);
  expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
});
