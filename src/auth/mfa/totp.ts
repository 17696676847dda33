import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 6238 with what every authenticator app takes without asking: SHA-1, 6 digits, 30 seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** How many steps a clock may be off, either way (RFC 6238, 5.2: one). */
const TOLERANCE = 1;
/** RFC 4226, 4: 160 bits, as long as the hash. */
const SECRET_BYTES = 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, 6, without padding: the form in which secrets are typed into an app. */
export function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET[(value >>> (bits - 5)) & 31];
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/** The bytes of a base32 text. @throws Error for a sign that is none of its alphabet */
export function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const sign of text) {
    const digit = ALPHABET.indexOf(sign);
    if (digit < 0) throw new Error('Not a base32 text');
    value = (value << 5) | digit;
    bits += 5;
    if (bits >= 8) bytes.push((value >>> (bits -= 8)) & 255);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

export function newTotpSecret(): string {
  return base32(randomBytes(SECRET_BYTES));
}

/** RFC 4226, 5.3: the code of a counter. */
export function hotp(secret: Buffer, counter: number, digits = DIGITS): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const hash = createHmac('sha1', secret).update(message).digest();
  const number = hash.readUInt32BE(hash.at(-1)! & 15) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The time step of a moment (seconds since 1970). */
export function stepAt(seconds: number): number {
  return Math.floor(seconds / STEP_SECONDS);
}

/** The step whose code this is, one before or after now at most, or null. Every candidate is computed and compared in the same time. */
export function matchingStep(secret: string, code: string, seconds: number): number | null {
  const given = Buffer.from(code);
  const key = fromBase32(secret);
  let found: number | null = null;
  for (let step = stepAt(seconds) - TOLERANCE; step <= stepAt(seconds) + TOLERANCE; step++) {
    const expected = Buffer.from(hotp(key, Math.max(step, 0)));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = step;
  }
  return found;
}

/** What an authenticator app reads from a QR code (the key URI format). */
export function otpauthUri(secret: string, account: string, issuer = 'Pabrik'): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}
