import { base32, fromBase32, hotp, matchingStep, newTotpSecret, otpauthUri, stepAt } from './totp.js';

/** The secret of the test vectors of RFC 4226 and RFC 6238 (SHA-1). */
const KEY = Buffer.from('12345678901234567890');
const SECRET = base32(KEY);

describe('RFC 4226, appendix D', () => {
  it.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'])(
    'has the code %s',
    (code) => expect(Array.from({ length: 10 }, (_, counter) => hotp(KEY, counter))).toContain(code),
  );
});

describe('RFC 6238, appendix B', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at %i s the code is %s', (seconds, code) => {
    expect(hotp(KEY, stepAt(seconds), 8)).toBe(code);
    expect(matchingStep(SECRET, code.slice(2), seconds)).toBe(stepAt(seconds));
  });
});

describe('a code', () => {
  const now = 1_800_000_015;
  it('is taken one step before and after, and no further', () => {
    const at = (seconds: number): number | null => matchingStep(SECRET, hotp(KEY, stepAt(now + seconds)), now);
    expect([at(-60), at(-30), at(0), at(30), at(60)]).toEqual([
      null,
      stepAt(now) - 1,
      stepAt(now),
      stepAt(now) + 1,
      null,
    ]);
  });
  it.each(['', '12345', '1234567', 'abcdef', '٣٤٥٦٧٨'])('of the form %j is none', (code) =>
    expect(matchingStep(SECRET, code, now)).toBeNull(),
  );
  it('is computed at the beginning of time as well', () => expect(matchingStep(SECRET, '755224', 3)).toBe(0));
});

describe('secrets', () => {
  it('have 160 bits, differ, and come back from base32 whatever their length', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(newTotpSecret());
    for (let length = 0; length < 12; length++) {
      const bytes = KEY.subarray(0, length);
      expect(fromBase32(base32(bytes))).toEqual(bytes);
    }
    // RFC 4648, 10.
    expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(base32(Buffer.from('foob'))).toBe('MZXW6YQ');
    expect(() => fromBase32('MZ1')).toThrow('base32');
  });
  it('are read by an app from a URI', () =>
    expect(otpauthUri('ABC', 'budi@boneka.example')).toBe(
      'otpauth://totp/Pabrik:budi%40boneka.example?secret=ABC&issuer=Pabrik&algorithm=SHA1&digits=6&period=30',
    ));
});
