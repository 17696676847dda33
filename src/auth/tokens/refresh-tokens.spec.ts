import { newRefreshToken, successorKey, successorOf, tokenHash } from './refresh-tokens.js';

const key = successorKey('a secret of at least thirty-two characters');

describe('refresh tokens', () => {
  test('no two are alike', () => {
    expect(new Set(Array.from({ length: 1000 }, newRefreshToken)).size).toBe(1000);
    expect(newRefreshToken()).toMatch(/^pbr_[\w-]{43}$/);
  });

  test('racing tabs derive the same successor, another token or key derives another', () => {
    const token = newRefreshToken();
    expect(successorOf(token, key)).toBe(successorOf(token, key));
    expect(successorOf(token, key)).toMatch(/^pbr_[\w-]{43}$/);
    expect(successorOf(newRefreshToken(), key)).not.toBe(successorOf(token, key));
    expect(successorOf(token, successorKey('another secret of thirty-two characters'))).not.toBe(
      successorOf(token, key),
    );
  });

  test('a hash has 32 bytes and does not show the token', () => {
    const token = newRefreshToken();
    expect(tokenHash(token)).toHaveLength(32);
    expect(tokenHash(token).toString('utf8')).not.toContain(token);
  });
});
