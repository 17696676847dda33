import { areOurClaims, isInForce } from './access-claims.js';

const claims = {
  sub: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59',
  sid: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a60',
  iat: 1_000_000,
  exp: 1_000_900,
  iss: 'pabrik',
  aud: 'pabrik-api',
};

describe('claims of an access token', () => {
  test('are ours when they have our form', () => {
    expect(areOurClaims(claims)).toBe(true);
  });

  test.each([
    ['no exp', { ...claims, exp: undefined }],
    ['a longer life than we give', { ...claims, exp: 1_000_901 }],
    ['an exp that is a text', { ...claims, exp: '1000900' }],
    ['a fraction', { ...claims, iat: 1_000_000.5, exp: 1_000_900.5 }],
    ['no session', { ...claims, sid: undefined }],
    ['a session that is no id', { ...claims, sid: "' or 1=1" }],
    ['a subject that is a list', { ...claims, sub: [claims.sub] }],
  ])('are not ours with %s', (_, changed) => {
    expect(areOurClaims(changed)).toBe(false);
  });

  test('a token is in force for 15 minutes, to the second, and 30 s early where clocks differ', () => {
    expect(isInForce(claims, 1_000_899.9)).toBe(true);
    expect(isInForce(claims, 1_000_900)).toBe(false);
    expect(isInForce(claims, 999_970)).toBe(true);
    expect(isInForce(claims, 999_969)).toBe(false);
  });
});
