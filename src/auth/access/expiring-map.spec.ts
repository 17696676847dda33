import { ExpiringMap } from './expiring-map.js';

function clocked(capacity = 10): { map: ExpiringMap<string>; pass: (ms: number) => void } {
  let now = 0;
  return { map: new ExpiringMap<string>(capacity, () => now), pass: (ms) => (now += ms) };
}

const read = (value: string) => (): Promise<string> => Promise.resolve(value);
const never = (): Promise<string> => Promise.reject(new Error('must not read'));

describe('an expiring map', () => {
  test('remembers a value for its lifetime, from when it was asked for', async () => {
    const { map, pass } = clocked();
    await map.through('a', read('one'), () => 3000);
    pass(2999);
    expect(map.get('a')).toBe('one');
    pass(1);
    expect(map.get('a')).toBeUndefined();
  });

  test('shares one read among those who ask at once', async () => {
    const { map } = clocked();
    const first = map.through('a', read('one'), () => 1000);
    expect(await map.through('a', never, () => 1000)).toBe('one');
    await first;
  });

  test('a failed read is remembered by nobody', async () => {
    const { map } = clocked();
    await expect(
      map.through(
        'a',
        () => Promise.reject(new Error('down')),
        () => 1000,
      ),
    ).rejects.toThrow('down');
    expect(await map.through('a', read('up'), () => 1000)).toBe('up');
  });

  test('a read that was under way while its subject changed is not kept', async () => {
    const { map } = clocked();
    let answer!: (value: string) => void;
    const old = map.through(
      'a',
      () => new Promise<string>((resolve) => (answer = resolve)),
      () => 1000,
    );
    map.forget(() => true);
    answer('before the change');
    await old;
    expect(map.get('a')).toBeUndefined();
  });

  test('the oldest goes when there are too many', async () => {
    const { map } = clocked(2);
    for (const key of ['a', 'b', 'c']) await map.through(key, read(key), () => 1000);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 'b', 'c']);
  });

  test('forgets what is named and keeps the rest', async () => {
    const { map } = clocked();
    for (const key of ['a', 'b']) await map.through(key, read(key), () => 1000);
    map.forget((value) => value === 'a');
    expect([map.get('a'), map.get('b')]).toEqual([undefined, 'b']);
  });
});
