import { Logger } from '@nestjs/common';
import { PeriodicRegistry } from './periodic-registry.js';
import { ELSEWHERE, PeriodicWork } from './periodic-work.js';

/** Does what it is told, one instruction for each time; the last one for ever. */
class Chore extends PeriodicWork {
  done = 0;
  constructor(
    registry: PeriodicRegistry,
    private readonly instructions: readonly (() => unknown)[],
    every_ms = 1000,
  ) {
    super(registry, {
      name: 'chore',
      title: 'Does the chore.',
      every_ms,
      complaint: 'The chore could not be done',
    });
  }
  protected async work(): Promise<unknown> {
    const instruction = this.instructions[Math.min(this.done, this.instructions.length - 1)]!;
    this.done += 1;
    return instruction();
  }
}

const well = (): number => 1;
const ill = (): never => {
  throw new Error('no water');
};

let warn: jest.SpyInstance;
beforeEach(() => {
  jest.useFakeTimers();
  warn = jest
    .spyOn(Logger.prototype, 'warn')
    .mockReset()
    .mockImplementation(() => undefined);
});
afterEach(() => jest.useRealTimers());

it('works every so often, warns of a failure and goes on, and ends with the process', async () => {
  const chore = new Chore(new PeriodicRegistry(), [ill, well]);
  await chore.onApplicationBootstrap();
  expect(chore.done).toBe(0);
  await jest.advanceTimersByTimeAsync(3000);
  expect(chore.done).toBe(3);
  expect(warn.mock.calls).toEqual([['The chore could not be done: no water']]);
  chore.onApplicationShutdown();
  await jest.advanceTimersByTimeAsync(3000);
  expect(chore.done).toBe(3);
});

it('tells how it stands: last run, last success, last fault, and when it turned', async () => {
  const registry = new PeriodicRegistry();
  let turns = 0;
  registry.onTurn(() => turns++);
  const chore = new Chore(registry, [well, ill, ill, well]);
  expect(registry.reports()).toEqual([]);
  await chore.onApplicationBootstrap();
  expect(registry.reports()).toMatchObject([
    { name: 'chore', every_ms: 1000, runs: 0, ended_ago: null, success_ago: null },
  ]);
  await jest.advanceTimersByTimeAsync(1000);
  expect(chore.report()).toMatchObject({ runs: 1, failures: 0, fault: null, last_fault: null, success_ago: 0 });
  expect(turns).toBe(0);
  await jest.advanceTimersByTimeAsync(2000);
  expect(chore.report()).toMatchObject({
    runs: 3,
    failures: 2,
    fault: 'no water',
    success_ago: 2000,
    last_fault_ago: 0,
  });
  expect(turns).toBe(1);
  await jest.advanceTimersByTimeAsync(1000);
  expect(chore.report()).toMatchObject({
    runs: 4,
    fault: null,
    success_ago: 0,
    last_fault: 'no water',
    last_fault_ago: 1000,
  });
  expect(turns).toBe(2);
  chore.onApplicationShutdown();
  expect(registry.reports()).toEqual([]);
});

it('what another is at counts neither as done nor as failed', async () => {
  const chore = new Chore(new PeriodicRegistry(), [well, ill, () => ELSEWHERE]);
  await chore.onApplicationBootstrap();
  await jest.advanceTimersByTimeAsync(5000);
  expect(chore.report()).toMatchObject({
    runs: 2,
    failures: 1,
    fault: null,
    success_ago: 4000,
    last_fault: 'no water',
  });
});

it('shows for how long it has been at it', async () => {
  let finish: () => void = () => undefined;
  const chore = new Chore(
    new PeriodicRegistry(),
    [() => new Promise<void>((resolve) => (finish = resolve)), well],
    60_000,
  );
  await chore.onApplicationBootstrap();
  await jest.advanceTimersByTimeAsync(90_000);
  expect(chore.report()).toMatchObject({ running_for: 30_000, runs: 0, ended_ago: null });
  finish();
  await jest.advanceTimersByTimeAsync(0);
  expect(chore.report()).toMatchObject({ running_for: null, runs: 1, duration_ms: 30_000 });
});

it('does not wait for its turn after a failure', async () => {
  const chore = new Chore(new PeriodicRegistry(), [ill, ill, well], 60_000);
  await chore.onApplicationBootstrap();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(chore.report()).toMatchObject({ failures: 1 });
  await jest.advanceTimersByTimeAsync(10_000);
  expect(chore.report()).toMatchObject({ runs: 3, failures: 2, fault: null });
  expect(warn).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(30_000);
  expect(chore.done).toBe(3);
});

it('has a name of its own', () => {
  const registry = new PeriodicRegistry();
  new Chore(registry, [well]);
  expect(() => new Chore(registry, [well])).toThrow('two periodic works called chore');
});
