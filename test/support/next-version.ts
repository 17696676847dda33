import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What another version has that this one has not. */
export interface Differences {
  /** By name (`1799000000900-slow`): the source of a migration, see `migrationSource`. */
  readonly migrations?: Readonly<Record<string, string>>;
  /** By file below `dist/src`: what stands there, and what stands there instead. */
  readonly code?: Readonly<Record<string, readonly [string, string]>>;
}

/** The build as it is but for the differences: another version of it, in a folder that the caller removes. @returns folder and launcher */
export function otherVersion({ migrations = {}, code = {} }: Differences): { folder: string; launcher: string } {
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-version-'));
  for (const file of ['package.json', 'src/launch.mjs', 'dist'])
    cpSync(file, join(folder, file), { recursive: true, dereference: true });
  mkdirSync(join(folder, 'migrations'));
  for (const part of ['functions', 'views']) symlinkSync(resolve('migrations', part), join(folder, 'migrations', part));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [name, source] of Object.entries(migrations))
    writeFileSync(join(folder, 'dist/migrations', `${name}.js`), source);
  for (const [file, [before, after]] of Object.entries(code)) {
    const path = join(folder, 'dist/src', file);
    const text = readFileSync(path, 'utf8');
    if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
    writeFileSync(
      path,
      text.replace(before, () => after),
    );
  }
  return { folder, launcher: join(folder, 'src/launch.mjs') };
}

/** A compiled migration. @param name of its class, which ends with its number */
export const migrationSource = (name: string, up: readonly string[], down: readonly string[]): string => `
export class ${name} {
  async up(runner) { for (const sql of ${JSON.stringify(up)}) await runner.query(sql); }
  async down(runner) { for (const sql of ${JSON.stringify(down)}) await runner.query(sql); }
}`;
