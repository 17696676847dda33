import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** A text that tells this process from a later one with the same number: its start time where the system shows it. */
export function identify(pid: number): string {
  return statFields(pid)?.[19] ?? 'unknown';
}

/** Whether the process is alive (a zombie is not) and, where that can be told, still the one identified. */
export function isSameProcess(pid: number, identity: string | undefined): boolean {
  if (!isAlive(pid)) return false;
  return identity === undefined || identity === 'unknown' || identity === '' || identify(pid) === identity;
}

/** Whether a process runs under this number. A zombie (dead, not yet collected by its parent) counts as dead. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return statFields(pid)?.[0] !== 'Z';
}

/** Whether the process is a PostgreSQL server; true as well where the system does not tell. */
export function looksLikePostgres(pid: number): boolean {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
    if (process.platform === 'darwin') {
      return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).includes('postgres');
    }
  } catch {
    return false;
  }
  return true;
}

/** The working folder of a process, where the system shows it: a postmaster's is its data directory. */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Fields of /proc/<pid>/stat from the state on: [0] state, [19] start time. Undefined outside Linux. */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
