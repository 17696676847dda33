import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../support/server-process.js';
import { startSystemServer, systemBinaries } from '../support/system-server.js';
import type { SystemServer } from '../support/system-server.js';

jest.setTimeout(300_000);

/** The archive and the base copies of compose.production.yml, with its own archive_command and its own base-copy.sh, on a real server. */
const binDir = systemBinaries();
const SEGMENT = /^[0-9A-F]{24}$/;
/** The command as the file has it, but for where the archive lies on this machine. */
const archiveCommand = (archive: string): string =>
  /^archive_command = '(.*)'$/m
    .exec(readFileSync('docker/postgres/postgresql.conf', 'utf8'))![1]!
    .replaceAll('/archive/', `${archive}/`);

describe('the archive_command', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pabrik-archive-'));
    mkdirSync(join(folder, 'archive'));
    for (const [name, text] of [
      ['one', 'log'],
      ['other', 'another log'],
    ])
      writeFileSync(join(folder, name!), text!);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const archive = (file: string): number | null => {
    const command = archiveCommand(join(folder, 'archive'))
      .replaceAll('%p', join(folder, file))
      .replaceAll('%f', '0001');
    return spawnSync('sh', ['-c', command]).status;
  };

  it('archives a file once, finds the same one there, and never writes over another', () => {
    expect(archive('missing')).not.toBe(0);
    expect(readdirSync(join(folder, 'archive'))).toEqual([]);
    expect([archive('one'), archive('one')]).toEqual([0, 0]);
    expect(archive('other')).not.toBe(0);
    expect(readdirSync(join(folder, 'archive'))).toEqual(['0001']);
    expect(readFileSync(join(folder, 'archive/0001'), 'utf8')).toBe('log');
  });
});

(binDir ? describe : describe.skip)('base-copy.sh', () => {
  let folder: string;
  let archive: string;
  let base: string;
  let server: SystemServer;
  const asPostgres = (command: string[]): [string, string[]] => {
    const [first, ...rest] = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    return [first!, rest];
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pabrik-base-copy-'));
    [archive, base] = [join(folder, 'archive'), join(folder, 'base')];
    for (const path of [archive, base]) mkdirSync(path);
    for (const path of [folder, archive, base]) chmodSync(path, 0o777);
    server = await startSystemServer(binDir!, {
      settings: { archive_mode: 'on', archive_command: `'${archiveCommand(archive)}'`, wal_level: 'replica' },
    });
  });
  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const query = async (sql: string, url = server.url('postgres')): Promise<any[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const copy = (keep = '2') => {
    const { hostname, port } = new URL(server.url('postgres'));
    const env = [`BASE_DIR=${base}`, `ARCHIVE_DIR=${archive}`, `KEEP=${keep}`, `PGHOST=${hostname}`, `PGPORT=${port}`];
    const command = ['env', ...env, `PATH=${binDir!}:${process.env['PATH']!}`, 'bash', '-s'];
    return spawnSync(...asPostgres(command), {
      cwd: '/',
      input: readFileSync('docker/postgres/base-copy.sh'),
      encoding: 'utf8',
    });
  };
  const copies = (): string[] =>
    readdirSync(base)
      .filter((name) => name.endsWith('.tar.gz'))
      .sort();
  const segments = (): string[] =>
    readdirSync(archive)
      .filter((name) => SEGMENT.test(name))
      .sort();
  /** Writes something, and has the log up to it archived. @returns the last piece of the log */
  const write = async (n: number): Promise<string> => {
    await query(`insert into written values (${n})`);
    const [{ wal }] = await query('select pg_walfile_name(pg_switch_wal()) as wal');
    for (let wait = 0; !existsSync(join(archive, wal)); wait++) {
      if (wait > 600) throw new Error(`${wal} was not archived`);
      await sleep(100);
    }
    return wal;
  };

  it('keeps as many copies as it is told and the log from the oldest of them on, from which everything comes back', async () => {
    await query('create table written (n integer primary key)');
    const labels: string[] = [];
    for (let n = 1; n <= 4; n++) {
      await write(n);
      const { status, stderr, stdout } = copy();
      expect([status, stderr]).toEqual([0, expect.not.stringContaining('rror')]);
      labels.push(/from ([0-9A-F]{24}) on$/m.exec(stdout)![1]!);
    }
    const last = await write(5);
    expect(copies()).toHaveLength(2);
    // The first two runs had nothing older to keep; then the log moves on with the copies.
    expect(labels[1]).toBe(labels[0]);
    expect(labels[2]! > labels[1]!).toBe(true);
    expect(labels[3]! > labels[2]!).toBe(true);
    expect(segments()[0]).toBe(labels[3]);
    expect(segments().at(-1)! >= last).toBe(true);
    expect(readdirSync(archive).filter((name) => name.endsWith('.backup') && name < labels[3]!)).toEqual([]);
    expect(readdirSync(base).filter((name) => name.endsWith('.partial'))).toEqual([]);

    // Back from the oldest copy that is kept, on another server.
    const data = join(folder, 'again');
    const port = await freePort();
    const as = (...command: string[]): void => void execFileSync(...asPostgres(command), { cwd: '/', stdio: 'ignore' });
    as('mkdir', '-m', '700', data);
    as('tar', '-xzf', join(base, copies()[0]!), '-C', data);
    as('touch', join(data, 'recovery.signal'));
    const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_locks_per_transaction=256 -c archive_mode=off -c restore_command='cp ${archive}/%f %p'`;
    as(join(binDir!, 'pg_ctl'), 'start', '-D', data, '-w', '-s', '-l', join(folder, 'again.log'), '-o', settings);
    try {
      const url = `postgresql://postgres:none@127.0.0.1:${port}/postgres`;
      for (let wait = 0; (await query('select pg_is_in_recovery() as still', url))[0].still; wait++) {
        if (wait > 600) throw new Error(readFileSync(join(folder, 'again.log'), 'utf8'));
        await sleep(100);
      }
      expect(await query('select array_agg(n order by n) as all from written', url)).toEqual([
        { all: [1, 2, 3, 4, 5] },
      ]);
    } finally {
      as(join(binDir!, 'pg_ctl'), 'stop', '-D', data, '-m', 'fast', '-w');
    }
  });

  it('cleans nothing when no copy could be made, and what an earlier run left half done goes', async () => {
    const [before, log] = [copies(), segments()];
    writeFileSync(join(base, 'base-20200101T000000.000Z.tar.gz.partial'), 'half');
    const { status } = spawnSync(
      ...asPostgres([
        'env',
        `BASE_DIR=${base}`,
        `ARCHIVE_DIR=${archive}`,
        'PGHOST=127.0.0.1',
        `PGPORT=${await freePort()}`,
        `PATH=${binDir!}:${process.env['PATH']!}`,
        'bash',
        '-s',
      ]),
      { cwd: '/', input: readFileSync('docker/postgres/base-copy.sh'), encoding: 'utf8' },
    );
    expect(status).not.toBe(0);
    expect([copies(), segments()]).toEqual([before, log]);
    expect(copy().status).toBe(0);
    expect(readdirSync(base).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(copy('0').status).toBe(2);
  });

  it('is made by one at a time', async () => {
    const hold = 'exec 9>"$1"; flock 9; echo held; exec sleep 60';
    const holder = spawn('bash', ['-c', hold, 'bash', join(base, '.lock')], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = once(holder, 'exit');
    await once(holder.stdout, 'data');
    const { status, stderr } = copy();
    holder.kill('SIGKILL');
    await ended;
    expect([status, stderr]).toEqual([2, 'Another base copy is being made\n']);
  });
});
