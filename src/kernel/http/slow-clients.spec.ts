import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppConfig } from '../config/index.js';
import { Metrics } from '../metrics/index.js';
import { limitClients } from './slow-clients.js';

const LIMITS = {
  headersTimeoutSeconds: 5,
  requestTimeoutSeconds: 5,
  slowReaderSeconds: 2,
  keepAliveSeconds: 5,
  maxConnections: 20,
};
const ANSWER = Buffer.alloc(32 * 1024 * 1024, 'x');

let server: Server;
let port: number;
const open = new Set<Socket>();
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/large') response.end(ANSWER);
    else response.end('small');
  });
  limitClients(server, LIMITS as AppConfig);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => open.forEach((socket) => socket.destroy()));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function client(path: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  open.add(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  return socket;
}

async function cut(): Promise<number> {
  const values = await Metrics.read('erp_clients_cut_total');
  return values.find(({ labels }) => labels['reason'] === 'slow_reader')!.value;
}

const connections = (): Promise<number> =>
  new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

test('a client that takes nothing is cut, one that takes little by little is not, nor one that has nothing to take', async () => {
  const deaf = await Promise.all(Array.from({ length: 5 }, () => client('/large')));
  const idle = await client('/small');
  const slow = await client('/large');
  let taken = 0;
  slow.on('readable', () => undefined);
  const sip = setInterval(
    () => (taken += (slow.read(Math.min(64 * 1024, slow.readableLength)) as Buffer | null)?.length ?? 0),
    50,
  );
  await sleep(500);
  expect(await connections()).toBe(7);
  for (let waited = 0; waited < 30_000 && (await cut()) < 5; waited += 100) await sleep(100);
  expect(await cut()).toBe(5);
  expect(await connections()).toBe(2);
  clearInterval(sip);
  expect(taken).toBeGreaterThan(1_000_000);
  expect([deaf.length, idle.closed, slow.closed]).toEqual([5, false, false]);
});

test('with 0 nobody is cut for it', async () => {
  const other = createServer((_request, response) => response.end(ANSWER));
  limitClients(other, { ...LIMITS, slowReaderSeconds: 0, maxConnections: 0 } as AppConfig);
  expect(other.listenerCount('connection')).toBe(1);
  expect(other.maxConnections ?? 0).toBe(0);
});
