import { HashingSlots, NoSlot } from './hashing-slots.js';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A work that lasts until it is told to end. */
function held(): { work: () => Promise<string>; end: () => void } {
  let end!: () => void;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { work: () => done.then(() => 'done'), end };
}

describe('hashing slots', () => {
  test('two run, one waits for its turn, the fourth is refused at once', async () => {
    const slots = new HashingSlots({ running: 2, waiting: 1, waitMs: 1000 });
    const [a, b, c] = [held(), held(), held()];
    let third = 'waiting';
    const first = slots.run(a.work);
    const second = slots.run(b.work);
    const waiting = slots.run(async () => {
      third = 'running';
      return c.work();
    });
    await expect(slots.run(() => Promise.resolve('never'))).rejects.toBeInstanceOf(NoSlot);
    await tick();
    expect(third).toBe('waiting');
    a.end();
    await expect(first).resolves.toBe('done');
    await tick();
    expect(third).toBe('running');
    b.end();
    c.end();
    await Promise.all([second, waiting]);
    await expect(slots.run(() => Promise.resolve('free again'))).resolves.toBe('free again');
  });

  test('who waited too long is refused, and his place is free again', async () => {
    const slots = new HashingSlots({ running: 1, waiting: 1, waitMs: 10 });
    const a = held();
    const first = slots.run(a.work);
    await expect(slots.run(() => Promise.resolve('late'))).rejects.toBeInstanceOf(NoSlot);
    const next = slots.run(() => Promise.resolve('in time'));
    a.end();
    await expect(Promise.all([first, next])).resolves.toEqual(['done', 'in time']);
  });

  test('a work that fails gives its slot back', async () => {
    const slots = new HashingSlots({ running: 1, waiting: 0, waitMs: 10 });
    await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(slots.run(() => Promise.resolve(1))).resolves.toBe(1);
  });
});
