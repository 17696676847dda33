import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { AppConfig } from '../config/index.js';
import { Metrics } from '../metrics/index.js';

/** A client that takes less than this of an answer that waits for it keeps memory from others. */
const LEAST_BYTES_PER_SECOND = 1024;
const LOOK_MS = 1_000;

const CUT = Metrics.counter({
  name: 'erp_clients_cut_total',
  help: 'Connections cut: headers or body too slow, an answer not taken, or one connection too many',
  labels: ['reason'],
});
for (const reason of ['slow_request', 'slow_reader', 'too_many']) CUT.inc({ reason }, 0);

/** What Node itself looks at to tell whether a write makes progress. */
interface Handle {
  readonly bytesWritten?: number;
  readonly writeQueueSize?: number;
}

interface Waiting {
  since: number;
  sent: number;
}

/** Counts a request whose headers or body did not come in time; Node has found it out. */
export function countSlowRequest(): void {
  CUT.inc({ reason: 'slow_request' });
}

/** Bounds what clients can hold by doing nothing: connections at a time, time for headers and body, and time to take an answer. */
export function limitClients(server: Server, config: AppConfig): void {
  server.headersTimeout = config.headersTimeoutSeconds * 1000;
  server.keepAliveTimeout = config.keepAliveSeconds * 1000;
  if (config.maxConnections > 0) server.maxConnections = config.maxConnections;
  server.on('drop', () => CUT.inc({ reason: 'too_many' }));
  if (config.slowReaderSeconds > 0) cutSlowReaders(server, config.slowReaderSeconds);
}

/**
 * One look a second at all connections, and no timer for each of them: a connection whose answer waits for the client all the while is cut
 * when in the given time it has taken less than its share.
 */
function cutSlowReaders(server: Server, seconds: number): void {
  const sockets = new Set<Socket>();
  const waiting = new WeakMap<Socket, Waiting>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const look = setInterval(() => {
    const now = performance.now();
    for (const socket of sockets) if (isTooSlow(socket, waiting, now, seconds)) cut(socket);
  }, LOOK_MS);
  look.unref();
  server.once('close', () => clearInterval(look));
}

function isTooSlow(socket: Socket, waiting: WeakMap<Socket, Waiting>, now: number, seconds: number): boolean {
  const sent = sentBytes(socket);
  const known = waiting.get(socket);
  if (socket.writableLength === 0) {
    if (known) waiting.delete(socket);
    return false;
  }
  if (!known) waiting.set(socket, { since: now, sent });
  else if (now - known.since >= seconds * 1000) {
    if (sent - known.sent < seconds * LEAST_BYTES_PER_SECOND) return true;
    waiting.set(socket, { since: now, sent });
  }
  return false;
}

function sentBytes(socket: Socket): number {
  const handle = (socket as { _handle?: Handle | null })._handle;
  return (handle?.bytesWritten ?? socket.bytesWritten) - (handle?.writeQueueSize ?? 0);
}

function cut(socket: Socket): void {
  CUT.inc({ reason: 'slow_reader' });
  // A polite end would wait for the client, too.
  socket.resetAndDestroy();
}
