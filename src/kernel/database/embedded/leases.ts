import { linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isSameProcess } from './process-identity.js';

const LOCK_TIMEOUT_MS = 90_000;

/**
 * Which processes use a server. The last one to leave stops it: a `pabrik check` beside a running `npm start` must not
 * take the database away from it, nor the other way round.
 */
export class Leases {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'leases');
    mkdirSync(this.folder, { recursive: true });
  }

  take(): void {
    writeFileSync(join(this.folder, String(process.pid)), identify(process.pid));
  }

  giveBack(): void {
    rmSync(join(this.folder, String(process.pid)), { force: true });
  }

  /** Process ids of the other holders that are still alive; leases of dead processes are cleared away. */
  others(): number[] {
    const alive: number[] = [];
    for (const file of readdirSync(this.folder)) {
      const pid = Number(file);
      if (pid === process.pid) continue;
      if (isSameProcess(pid, read(join(this.folder, file)))) alive.push(pid);
      else rmSync(join(this.folder, file), { force: true });
    }
    return alive;
  }
}

/** Runs `work` while no other process of this machine is starting or stopping the server of the same folder. */
export async function withLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, 'server.lock');
  const mine = `${lock}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    // On a full disk it comes into being and stays empty: it has to go as well.
    writeFileSync(mine, JSON.stringify({ pid: process.pid, identity: identify(process.pid) }));
    const deadline = Date.now() + LOCK_TIMEOUT_MS;
    while (!acquire(mine, lock)) {
      if (Date.now() > deadline) throw new Error(`Another process has held ${lock} for too long; is it stuck?`);
      await sleep(50 + Math.random() * 50);
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function acquire(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  if (!isHeld(read(lock))) removeAbandoned(mine, lock);
  return false;
}

/** Moves the abandoned lock aside; should it turn out to be a newer one that is held, it is put back. */
function removeAbandoned(mine: string, lock: string): void {
  const aside = `${mine}.aside`;
  try {
    renameSync(lock, aside);
    if (isHeld(read(aside))) linkSync(aside, lock);
  } catch {
    // Someone else was quicker; the next attempt sees what is there now.
  } finally {
    rmSync(aside, { force: true });
  }
}

function isHeld(content: string | undefined): boolean {
  if (content === undefined) return false;
  try {
    const { pid, identity } = JSON.parse(content) as { pid: number; identity: string };
    return isSameProcess(pid, identity);
  } catch {
    return false;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
