import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';

/** A limit above this is none: cgroups say "no limit" with an enormous number. */
const NO_LIMIT = 2 ** 50;

/** Share of the memory in use: of this process's limit where a container sets one, else of the machine. */
export function memoryUsed(
  limit = process.constrainedMemory(),
  own = process.memoryUsage.rss(),
  free = process.availableMemory(),
  total = totalmem(),
): number {
  const constrained = limit > 0 && limit < Math.min(NO_LIMIT, total);
  return constrained ? own / limit : 1 - free / total;
}

/** Share of a file system in use, as `df` reckons it; null where the folder cannot be read. */
export async function diskUsed(folder: string): Promise<number | null> {
  if (!existsSync(folder)) return null;
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? null : used / (used + bavail);
}
