import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Leases, withLock } from './leases.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pabrik-leases-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('counts the other holders that live, and clears away those that are gone', () => {
  const leases = new Leases(folder);
  leases.take();
  writeFileSync(join(folder, 'leases', '4194399'), 'unknown');
  writeFileSync(join(folder, 'leases', String(process.ppid)), 'unknown');
  expect(leases.others()).toEqual([process.ppid]);
  expect(existsSync(join(folder, 'leases', '4194399'))).toBe(false);
});

it('lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const visit = (): Promise<void> =>
    withLock(folder, async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
    });
  await Promise.all(Array.from({ length: 10 }, visit));
  expect(most).toBe(1);
});

it('takes over the lock of a process that is gone, and gives it back after a failure', async () => {
  writeFileSync(join(folder, 'server.lock'), JSON.stringify({ pid: 4_194_399, identity: 'unknown' }));
  await expect(withLock(folder, () => Promise.reject(new Error('inside')))).rejects.toThrow('inside');
  expect(await withLock(folder, () => Promise.resolve('in'))).toBe('in');
});
