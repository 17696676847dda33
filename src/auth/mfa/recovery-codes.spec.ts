import { RECOVERY_CODES, newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';

describe('recovery codes', () => {
  const codes = newRecoveryCodes();
  it('are ten, of 80 bits, all different', () => {
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    for (const code of codes) expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
  });
  it('are known however they are written', () => {
    const hash = recoveryCodeHash(codes[0]!);
    expect(hash).toHaveLength(32);
    expect(recoveryCodeHash(codes[0]!.toUpperCase().replaceAll('-', ' '))).toEqual(hash);
    expect(recoveryCodeHash(codes[1]!)).not.toEqual(hash);
  });
  it.each(['', '123456', 'abcd-efgh-ijkl-mno1', 'abcd-efgh-ijkl-mnopq'])('%j is none', (code) =>
    expect(recoveryCodeHash(code)).toBeNull(),
  );
});
