import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { findBinaries, prepareBinaries } from './binaries.js';
import { Cluster } from './cluster.js';
import { Leases, withLock } from './leases.js';
import { serviceAccount } from './service-account.js';
import { watch } from './watchdog.js';

/** What a caller decides about its embedded server. */
export interface EmbeddedPostgresOptions {
  /** The folder that holds everything of this server: cluster, password, leases. Made when missing. */
  dataDir: string;
  /** False only for tests: the server then does not wait for the disk and loses data in a power cut. */
  durable: boolean;
  /** Receives one plain sentence per noteworthy event. */
  log?: (message: string) => void;
}

/** A running embedded server, held by a lease of this process. */
export interface EmbeddedPostgres {
  readonly port: number;
  /** True when the server was already running (started by another process, or left over from a killed one). */
  readonly reused: boolean;
  /** Connection string of a database on this server; by default as the superuser. */
  url(database: string, user?: string, password?: string): string;
  /** Creates the database when it does not exist yet. */
  ensureDatabase(name: string): Promise<void>;
  /** Gives the lease back, and stops the server when no other process holds one. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL server that comes with Pabrik, or joins the one that already serves `dataDir`.
 * It listens on 127.0.0.1 only, asks every client for a password, and runs as an unprivileged account when we are root.
 * If the server dies while this process lives, it is started again on the same port.
 * @throws Error with an operator's sentence when there are no binaries for this platform, when the data was made by
 * another major version, or when the server does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  mkdirSync(resolve(options.dataDir), { recursive: true });
  // The one true path: two processes that come by different links must recognise the same server.
  const dataDir = realpathSync(options.dataDir);
  const account = serviceAccount(log);
  if (account) chmodSync(dataDir, 0o711);

  const binaries = prepareBinaries(findBinaries(), account, log);
  const cluster = new Cluster({ dataDir, binaries, account, durable: options.durable, log });
  const leases = new Leases(dataDir);
  const reused = await withLock(dataDir, async () => {
    const joined = await cluster.start();
    leases.take();
    return joined;
  });
  const watchdog = watch(() => cluster.isAlive(), {
    revive: () => withLock(dataDir, () => cluster.start()),
    log,
  });

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await watchdog.stop();
    await withLock(dataDir, async () => {
      leases.giveBack();
      if (leases.others().length === 0) await cluster.stop();
    });
  };
  return {
    port: cluster.port,
    reused,
    url: (database, user, password) => cluster.url(database, user, password),
    ensureDatabase: (name) => cluster.ensureDatabase(name),
    stop: () => (stopping ??= stop()),
  };
}
