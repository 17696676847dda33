import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, looksLikePostgres, workingFolder } from './process-identity.js';

/** What `postmaster.pid` says, and whether that process is really the server of this folder. */
export interface Postmaster {
  pid: number;
  port: number;
  alive: boolean;
}

/** Reads the pid file of a data directory; undefined when there is none. */
export function readPostmaster(pgData: string): Postmaster | undefined {
  const file = join(pgData, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  return { pid, port: Number(lines[3] ?? 0) || 0, alive: isServerOf(pid, pgData) };
}

/**
 * Removes a pid file whose process is a zombie or some other program: PostgreSQL itself would refuse to start as long as
 * that number is taken. Safe, because PostgreSQL also refuses to start while any process is attached to the old shared
 * memory, which it finds by the data directory and not by this file.
 */
export function clearStalePidFile(pgData: string, stale: Postmaster | undefined, log: (message: string) => void): void {
  if (!stale || stale.alive) return;
  log(`The embedded PostgreSQL was not stopped in order (process ${stale.pid} is gone); recovering.`);
  rmSync(join(pgData, 'postmaster.pid'), { force: true });
}

function isServerOf(pid: number, pgData: string): boolean {
  if (!isAlive(pid) || !looksLikePostgres(pid)) return false;
  const folder = workingFolder(pid);
  return folder === undefined || folder === realpathSync(pgData);
}
