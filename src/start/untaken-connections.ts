import type { Worker } from 'node:cluster';

/** A message of `node:cluster` between its processes: a connection handed over, the answer to that, or the end of listening. */
interface ClusterMessage {
  cmd: 'NODE_CLUSTER';
  act?: string;
  seq?: number;
  ack?: number;
  accepted?: boolean;
}

const CHANNEL_CHECK_MS = 5;

/** The connection as libuv has it; closing it twice does nothing. */
interface Connection {
  close(): void;
}

const isOfCluster = (message: unknown): message is ClusterMessage =>
  typeof message === 'object' && message !== null && (message as { cmd?: unknown }).cmd === 'NODE_CLUSTER';

/**
 * Gives the connections that a worker was handed but never took to another one when it dies.
 *
 * `node:cluster` accepts each connection in the first process, sends it to a worker and keeps its own copy open until the worker says
 * that it has it. A worker that is killed in between says nothing: cluster waits for ever, does not even see the channel as closed, and the
 * client waits with it, on a connection with nobody at its other end. A worker answers before it reads a byte, so what is not answered when
 * it is gone and its channel has been read to the end was not begun by it, and is given to another as if it had come just now. What it had
 * taken the system closes as it dies.
 */
export class UntakenConnections {
  /** The workers that take connections. */
  private readonly takers = new Set<Worker>();

  /** @param worker one that was forked just now */
  watch(worker: Worker): void {
    const channel = worker.process;
    const untaken = new Map<number, Connection>();
    const send = channel.send.bind(channel) as (...all: unknown[]) => boolean;
    channel.send = (message: unknown, ...rest: unknown[]): boolean => {
      if (isOfCluster(message) && message.act === 'newconn' && message.seq !== undefined && rest[0])
        untaken.set(message.seq, rest[0] as Connection);
      return send(message, ...rest);
    };
    worker.once('listening', () => this.takers.add(worker));
    channel.on('internalMessage', (message: unknown) => {
      if (!isOfCluster(message)) return;
      if (message.ack !== undefined) untaken.delete(message.ack);
      if (message.act === 'close') this.takers.delete(worker);
    });
    worker.once('disconnect', () => this.takers.delete(worker));
    worker.once('exit', () => {
      this.takers.delete(worker);
      this.atEndOfChannel(worker, () => this.passOn(worker, untaken));
    });
  }

  /** The last words of a worker may still be on their way when it has ended. */
  private atEndOfChannel(worker: Worker, then: () => void): void {
    if (!worker.isConnected()) then();
    else setTimeout(() => this.atEndOfChannel(worker, then), CHANNEL_CHECK_MS);
  }

  private passOn(worker: Worker, untaken: ReadonlyMap<number, Connection>): void {
    // Takes it off the list of those who get connections, which cluster leaves out when it ended before its channel did.
    worker.disconnect();
    for (const [seq, connection] of [...untaken]) {
      // The answer that a worker on its way out gives: cluster hands the connection to the next one.
      const refusal: ClusterMessage = { cmd: 'NODE_CLUSTER', ack: seq, accepted: false };
      if (this.takers.size > 0) worker.process.emit('internalMessage', refusal, undefined as never);
      else connection.close();
    }
  }
}
