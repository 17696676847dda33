import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { QueryRunner } from 'typeorm';

const here = dirname(fileURLToPath(import.meta.url));
/** SQL files are read from the source tree, also when this file runs from `dist/migrations/support`. */
const migrationsFolder = here.includes(join('dist', 'migrations'))
  ? join(here, '../../../migrations')
  : join(here, '..');

/** The text of one version of a function or view; a `.pg18` variant wins where the server is that new. */
export function sqlFile(kind: 'functions' | 'views', name: string, version: number, serverMajor: number): string {
  const variant = join(migrationsFolder, kind, name, `v${version}.pg18.sql`);
  const file =
    serverMajor >= 18 && existsSync(variant) ? variant : join(migrationsFolder, kind, name, `v${version}.sql`);
  return readFileSync(file, 'utf8');
}

async function serverMajor(runner: QueryRunner): Promise<number> {
  const [row] = (await runner.query('show server_version_num')) as { server_version_num: string }[];
  return Math.floor(Number(row?.server_version_num) / 10_000);
}

/** Installs one version of a function, by name; `down` installs the version before, or drops it. */
export async function installFunction(runner: QueryRunner, name: string, version: number): Promise<void> {
  await runner.query(sqlFile('functions', name, version, await serverMajor(runner)));
}

/** Installs one version of a view, by name. */
export async function installView(runner: QueryRunner, name: string, version: number): Promise<void> {
  await runner.query(sqlFile('views', name, version, await serverMajor(runner)));
}

/** Writes a machine's arrows to `erp.state_transitions` for the trigger `fn_check_transition`. */
export async function installTransitions(
  runner: QueryRunner,
  machine: string,
  arrows: readonly (readonly [event: string, from: string, to: string])[],
): Promise<void> {
  await runner.query(
    `insert into erp.state_transitions (machine, event, from_state, to_state)
     select $1, * from unnest($2::text[], $3::text[], $4::text[])`,
    [machine, arrows.map((a) => a[0]), arrows.map((a) => a[1]), arrows.map((a) => a[2])],
  );
}
