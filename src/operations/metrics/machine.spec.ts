import { tmpdir } from 'node:os';
import { diskUsed, memoryUsed } from './machine.js';

it('reckons memory against the limit of a container, and else against the machine', () => {
  expect(memoryUsed(1000, 250, 1, 4000)).toBe(0.25);
  expect(memoryUsed(0, 250, 1000, 4000)).toBe(0.75);
  expect(memoryUsed(2 ** 63, 250, 1000, 4000)).toBe(0.75);
  expect(memoryUsed()).toBeGreaterThan(0);
  expect(memoryUsed()).toBeLessThan(1);
});

it('reckons a disk, and knows nothing of a folder that is not there', async () => {
  const used = await diskUsed(tmpdir());
  expect(used).toBeGreaterThan(0);
  expect(used).toBeLessThanOrEqual(1);
  expect(await diskUsed('/nowhere/at/all')).toBeNull();
});
