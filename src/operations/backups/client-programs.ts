import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** PostgreSQL's own programs for dumps, of one version. */
export interface ClientPrograms {
  readonly dump: string;
  readonly restore: string;
  readonly version: string;
  readonly major: number;
}

const run = promisify(execFile);
/** Where distributions put each version beside the others. */
const VERSIONED = ['/usr/lib/postgresql', '/usr/local/opt', '/opt/homebrew/opt'];

/**
 * Finds pg_dump and pg_restore that know this server.
 * @param binDir the folder to look in; without it the PATH and the usual places
 * @throws Error that says what was found and what to do
 */
export async function findClientPrograms(binDir: string | undefined, serverMajor: number): Promise<ClientPrograms> {
  const found: ClientPrograms[] = [];
  for (const folder of binDir === undefined ? usualFolders() : [binDir]) {
    const programs = await programsIn(folder);
    if (programs && !found.some(({ dump }) => dump === programs.dump)) found.push(programs);
  }
  const fitting = found.filter(({ major }) => major >= serverMajor).sort((a, b) => a.major - b.major)[0];
  if (fitting) return fitting;
  const todo = `Install the client of PostgreSQL ${serverMajor} (Debian: postgresql-client-${serverMajor}), or name its folder in PG_BIN_DIR.`;
  if (found.length === 0)
    throw new Error(`No pg_dump and pg_restore were found${binDir === undefined ? '' : ` in ${binDir}`}. ${todo}`);
  const old = found.map(({ dump, version }) => `${dump} is ${version}`).join(', ');
  throw new Error(`The server is PostgreSQL ${serverMajor}, and pg_dump is too old for it: ${old}. ${todo}`);
}

function usualFolders(): string[] {
  const versioned = VERSIONED.filter((parent) => existsSync(parent)).flatMap((parent) =>
    readdirSync(parent).map((name) => join(parent, name, 'bin')),
  );
  return [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...versioned];
}

async function programsIn(folder: string): Promise<ClientPrograms | undefined> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const [dump, restore] = [join(folder, `pg_dump${suffix}`), join(folder, `pg_restore${suffix}`)];
  if (!existsSync(dump) || !existsSync(restore)) return undefined;
  try {
    const { stdout } = await run(dump, ['--version']);
    const version = /(\d+)(?:\.\d+)*/.exec(stdout)?.[0];
    return version === undefined ? undefined : { dump, restore, version, major: Number.parseInt(version, 10) };
  } catch {
    return undefined;
  }
}
