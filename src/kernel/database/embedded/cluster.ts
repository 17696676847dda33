import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Binaries } from './binaries.js';
import { freePort } from './free-port.js';
import { clearStalePidFile, readPostmaster, type Postmaster } from './postmaster.js';
import { run } from './run.js';
import { canReach, type ServiceAccount } from './service-account.js';
import { serverSettings } from './server-settings.js';

const SUPERUSER = 'postgres';
const START_TIMEOUT_MS = 60_000;
const CLUSTER_FOLDER = 'postgres';

export interface ClusterOptions {
  dataDir: string;
  binaries: Binaries;
  account: ServiceAccount | undefined;
  durable: boolean;
  log: (message: string) => void;
}

/** One PostgreSQL cluster on disk: made once, started, found again after a crash, stopped. */
export class Cluster {
  private readonly pgData: string;
  private readonly password: string;
  private currentPort = 0;

  constructor(private readonly options: ClusterOptions) {
    this.pgData = placeOf(options);
    this.password = this.readOrMakePassword();
  }

  get port(): number {
    return this.currentPort;
  }

  url(database: string, user: string = SUPERUSER, password: string = this.password): string {
    const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    return `postgresql://${credentials}@127.0.0.1:${this.currentPort}/${encodeURIComponent(database)}`;
  }

  /** Cheap: looks at the process table only. */
  isAlive(): boolean {
    return readPostmaster(this.pgData)?.alive ?? false;
  }

  /** Joins the server if it runs, else starts it. Answers whether it was running already. */
  async start(): Promise<boolean> {
    if (!existsSync(join(this.pgData, 'PG_VERSION'))) await this.initialise();
    this.checkVersion();
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const running = readPostmaster(this.pgData);
      if (running?.alive) {
        if (await this.answers(running)) return true;
      } else {
        clearStalePidFile(this.pgData, running, this.options.log);
        const failure = await this.launch();
        if (failure === undefined) return false;
        if (Date.now() > deadline) throw new Error(`The embedded PostgreSQL does not start: ${failure}`);
      }
      if (Date.now() > deadline) {
        throw new Error(
          `A PostgreSQL server (process ${running?.pid}) holds ${this.pgData} but does not answer. ` +
            `End that process, then start again; no data is lost by that.`,
        );
      }
      await sleep(200);
    }
  }

  async stop(): Promise<void> {
    if (!this.isAlive()) return;
    const stop = (mode: string, seconds: number): Promise<{ code: number | null; output: string }> =>
      this.run(this.options.binaries.pgCtl, ['stop', '-D', this.pgData, '-m', mode, '-w', '-t', String(seconds)]);
    const fast = await stop('fast', 30);
    if (fast.code !== 0 && this.isAlive()) await stop('immediate', 10);
  }

  async ensureDatabase(name: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.url('postgres') });
    await client.connect();
    try {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
      // eslint-disable-next-line no-restricted-syntax -- a name cannot be a parameter; it is quoted
      if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
    } catch (error) {
      // Two processes may create it at the same moment: then it is there, which is what was asked.
      if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
    } finally {
      await client.end();
    }
  }

  private readOrMakePassword(): string {
    const file = passwordFile(this.options.dataDir);
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    const password = randomBytes(24).toString('base64url');
    writeFileSync(file, `${password}\n`, { mode: 0o600 });
    return password;
  }

  /** Runs initdb in a folder beside the final one and renames it, so that a killed initdb leaves nothing half made. */
  private async initialise(): Promise<void> {
    const { binaries, account, durable, log } = this.options;
    log(`Creating the embedded database in ${this.pgData} (PostgreSQL ${binaries.major}).`);
    this.removeHalfMade();
    const fresh = `${this.pgData}.new-${process.pid}`;
    const initialPassword = `${fresh}.password`;
    mkdirSync(fresh, { mode: 0o700 });
    writeFileSync(initialPassword, this.password, { mode: 0o600 });
    if (account) for (const path of [fresh, initialPassword]) chownSync(path, account.uid, account.gid);
    try {
      const { code, output } = await this.run(binaries.initdb, [
        `--pgdata=${fresh}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${initialPassword}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--data-checksums',
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
      ]);
      if (code !== 0) throw new Error(`The embedded database could not be created: ${output}`);
      this.writeConfiguration(fresh);
      rmSync(this.pgData, { recursive: true, force: true });
      renameSync(fresh, this.pgData);
    } finally {
      rmSync(initialPassword, { force: true });
      rmSync(fresh, { recursive: true, force: true });
    }
  }

  private removeHalfMade(): void {
    const parent = join(this.pgData, '..');
    for (const name of readdirSync(parent)) {
      if (name.startsWith(`${CLUSTER_FOLDER}.new-`)) rmSync(join(parent, name), { recursive: true, force: true });
    }
  }

  private writeConfiguration(folder: string): void {
    const { account, durable } = this.options;
    const file = join(folder, 'pabrik.conf');
    writeFileSync(file, serverSettings(durable), { mode: 0o600 });
    writeFileSync(join(folder, 'postgresql.conf'), "\ninclude_if_exists 'pabrik.conf'\n", { flag: 'a' });
    if (account) chownSync(file, account.uid, account.gid);
  }

  private checkVersion(): void {
    const made = readFileSync(join(this.pgData, 'PG_VERSION'), 'utf8').trim();
    const { major } = this.options.binaries;
    if (Number(made) === major) return;
    throw new Error(
      `The data in ${this.pgData} was made by PostgreSQL ${made}, and this Pabrik brings PostgreSQL ${major}. ` +
        `Dump it with the old version and load it into a new data folder (DATA_DIR), or move the folder away to start empty.`,
    );
  }

  /** Starts the server; undefined when it answers, else why not. */
  private async launch(): Promise<string | undefined> {
    const { binaries, dataDir } = this.options;
    const port = await freePort(this.currentPort || this.lastPort());
    const startLog = join(this.pgData, 'start.log');
    rmSync(startLog, { force: true });
    const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`;
    const { code, output } = await this.run(binaries.pgCtl, [
      ...['start', '-D', this.pgData, '-l', startLog, '-w', '-t', '30', '-s', '-o', options],
    ]);
    const running = readPostmaster(this.pgData);
    if (code !== 0 || !running?.alive || !(await this.answers(running))) {
      return `${output} ${lastLines(startLog)}`.trim();
    }
    // Not written over with the same: on a full disk nothing would be left of it.
    if (this.lastPort() !== this.currentPort) writeFileSync(join(dataDir, 'port'), String(this.currentPort));
    return undefined;
  }

  private lastPort(): number {
    const file = join(this.options.dataDir, 'port');
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) || 0 : 0;
  }

  /** Whether the server of the pid file lets us in and serves our folder. */
  private async answers(postmaster: Postmaster): Promise<boolean> {
    if (!postmaster.port) return false;
    const before = this.currentPort;
    this.currentPort = postmaster.port;
    const client = new pg.Client({
      connectionString: this.url('postgres'),
      connectionTimeoutMillis: 3_000,
      query_timeout: 3_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('show data_directory');
      if (rows[0]?.data_directory === this.pgData) return true;
    } catch {
      // Starting, stopping, frozen, or not our server: the caller looks again until its patience ends.
    } finally {
      await Promise.race([client.end().catch(() => undefined), sleep(500)]);
    }
    this.currentPort = before;
    return false;
  }

  private run(program: string, args: string[]): Promise<{ code: number | null; output: string }> {
    return run(program, args, this.options.account);
  }
}

function lastLines(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-5).join(' | ') : '';
}

/**
 * Where the cluster of a data folder lives: below it, unless the account that runs the server cannot get there
 * (a project in root's private home); then in /var/lib, under a name made from the data folder.
 */
export function placeOf({ dataDir, account, log }: Pick<ClusterOptions, 'dataDir' | 'account' | 'log'>): string {
  const usual = join(dataDir, CLUSTER_FOLDER);
  if (!account || canReach(account, dataDir)) return usual;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const elsewhere = join('/var/lib/pabrik', name);
  mkdirSync(elsewhere, { recursive: true });
  chmodSync('/var/lib/pabrik', 0o711);
  chmodSync(elsewhere, 0o711);
  writeFileSync(join(dataDir, 'WHERE-THE-DATABASE-IS'), `${elsewhere}\n`);
  log(`The account "${account.name}" cannot reach ${dataDir}: the database is kept in ${elsewhere}.`);
  return join(elsewhere, CLUSTER_FOLDER);
}

/** The file of a data folder that holds the superuser's password. */
export function passwordFile(dataDir: string): string {
  return join(dataDir, 'superuser-password');
}
