import { RequestWindows } from './request-windows.js';

describe('counting requests', () => {
  test('counts within a window, tells what is left of it, and begins anew when it is over', () => {
    let now = 0;
    const windows = new RequestWindows(() => now);
    for (let hit = 1; hit <= 100; hit += 1) expect(windows.hit('a', 60_000)).toEqual({ hits: hit, left_ms: 60_000 });
    now = 45_500;
    expect(windows.hit('a', 60_000)).toEqual({ hits: 101, left_ms: 14_500 });
    expect(windows.hit('b', 60_000)).toEqual({ hits: 1, left_ms: 60_000 });
    now = 60_000;
    expect(windows.hit('a', 60_000)).toEqual({ hits: 1, left_ms: 60_000 });
  });

  test('promises what a window has, whatever fraction of a millisecond the clock shows', () => {
    let now = 0;
    const windows = new RequestWindows(() => now);
    for (let n = 0; n < 10_000; n += 1) {
      now = Math.random() * 1e9;
      expect(windows.hit(`at ${n}`, 60_000).left_ms).toBe(60_000);
    }
  });

  test('a flood of addresses is forgotten rather than kept without end', () => {
    let now = 0;
    const windows = new RequestWindows(() => now);
    for (let n = 0; n < 100_000; n += 1) windows.hit(`old ${n}`, 1000);
    now = 2000;
    windows.hit('a', 1000);
    expect(windows.hit('a', 1000).hits).toBe(2);
    for (let n = 0; n < 100_000; n += 1) windows.hit(`new ${n}`, 1000);
    expect(windows.hit('a', 1000).hits).toBe(1);
  });
});
