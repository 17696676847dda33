import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly path: string;
  /** Takes all the room there is. */
  fill(): void;
  /** Gives it back. */
  free(): void;
  remove(): void;
}

/** A small file system in memory that can be filled; undefined where this account may not make one. */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const path = mkdtempSync(join(tmpdir(), 'pabrik-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmdirSync(path);
    return undefined;
  }
  return {
    path,
    fill: () => {
      const filler = openSync(join(path, 'filler'), 'a');
      try {
        for (;;) writeSync(filler, Buffer.alloc(4096));
      } catch {
        // Full, as it should be.
      } finally {
        closeSync(filler);
      }
    },
    free: () => rmSync(join(path, 'filler'), { force: true }),
    remove: () => {
      execFileSync('umount', [path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
