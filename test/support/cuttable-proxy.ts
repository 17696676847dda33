import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** A TCP way to the database that can be cut as a cable is: what goes through it is ended, and nobody gets in any more. */
export interface CuttableProxy {
  /** The address given, through the proxy. */
  readonly url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function cuttableProxy(target: string): Promise<CuttableProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let own = 0;
  const mend = async (): Promise<void> => {
    const made = createServer((client) => {
      const database = connect(Number(port), hostname);
      for (const socket of [client, database]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          client.destroy();
          database.destroy();
        });
      }
      client.pipe(database).pipe(client);
    });
    await new Promise<void>((resolve) => made.listen(own, '127.0.0.1', resolve));
    own = (made.address() as { port: number }).port;
    server = made;
  };
  await mend();
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String(own);
  return {
    url: url.href,
    mend,
    cut: async () => {
      const ending = server!;
      const closed = new Promise((resolve) => ending.close(resolve));
      for (const socket of sockets) socket.resetAndDestroy();
      await closed;
    },
  };
}
