import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceAccount } from './service-account.js';

/**
 * Runs one of PostgreSQL's programs to its end. Output goes through a file and not a pipe: the server that pg_ctl leaves
 * behind inherits it, and an open pipe would keep us waiting (and would break when we go).
 */
export async function run(
  program: string,
  args: string[],
  account?: ServiceAccount,
): Promise<{ code: number | null; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-'));
  const file = join(folder, 'output');
  const descriptor = openSync(file, 'w');
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(program, args, {
        cwd: '/',
        uid: account?.uid,
        gid: account?.gid,
        env: { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C', TZ: 'UTC', SystemRoot: process.env.SystemRoot },
        stdio: ['ignore', descriptor, descriptor],
        windowsHide: true,
      });
      child.once('error', reject);
      child.once('exit', resolve);
    });
    return { code, output: readFileSync(file, 'utf8').trim() };
  } finally {
    closeSync(descriptor);
    rmSync(folder, { recursive: true, force: true });
  }
}
