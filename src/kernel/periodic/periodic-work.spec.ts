import { Logger } from '@nestjs/common';
import { PeriodicWork } from './periodic-work.js';

class Chore extends PeriodicWork {
  done = 0;
  constructor() {
    super(1000, 'The chore could not be done');
  }
  protected work(): Promise<number> {
    this.done += 1;
    return this.done === 1 ? Promise.reject(new Error('no water')) : Promise.resolve(this.done);
  }
}

it('works every so often, warns of a failure and goes on, and ends with the process', async () => {
  jest.useFakeTimers();
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const chore = new Chore();
  await chore.onApplicationBootstrap();
  expect(chore.done).toBe(0);
  await jest.advanceTimersByTimeAsync(3000);
  expect(chore.done).toBe(3);
  expect(warn.mock.calls).toEqual([['The chore could not be done: no water']]);
  chore.onApplicationShutdown();
  await jest.advanceTimersByTimeAsync(3000);
  expect(chore.done).toBe(3);
  jest.useRealTimers();
});
