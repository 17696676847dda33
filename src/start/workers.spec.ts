import { pauseBeforeRestart } from './workers.js';

it('a process that fails again and again is started ever more slowly, half a minute at most', () => {
  expect([0, 1, 2, 3, 6, 7, 50].map(pauseBeforeRestart)).toEqual([0, 500, 1000, 2000, 16_000, 30_000, 30_000]);
});
