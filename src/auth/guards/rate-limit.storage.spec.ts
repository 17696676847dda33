import { RateLimitStorage } from './rate-limit.storage.js';

describe('counting requests', () => {
  test('the 101st of a minute is blocked, for what is left of that minute, and the next minute begins anew', async () => {
    let now = 0;
    const storage = new RateLimitStorage(() => now);
    for (let hit = 1; hit <= 100; hit += 1) {
      expect(await storage.increment('a', 60_000, 100)).toMatchObject({ totalHits: hit, isBlocked: false });
    }
    now = 45_500;
    expect(await storage.increment('a', 60_000, 100)).toMatchObject({ isBlocked: true, timeToBlockExpire: 15 });
    expect(await storage.increment('b', 60_000, 100)).toMatchObject({ totalHits: 1, isBlocked: false });
    now = 60_000;
    expect(await storage.increment('a', 60_000, 100)).toMatchObject({ totalHits: 1, isBlocked: false });
  });
});
