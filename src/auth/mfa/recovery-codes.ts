import { createHash, randomBytes } from 'node:crypto';
import { base32 } from './totp.js';

export const RECOVERY_CODES = 10;
/** 80 bits each: no slow hash is needed for what nobody can guess. */
const CODE_BYTES = 10;
const FORM = /^[a-z2-7]{16}$/;

/** New one-time codes for the day the phone is lost, written in groups of four. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    base32(randomBytes(CODE_BYTES)).toLowerCase().match(/.{4}/g)!.join('-'),
  );
}

/** What is stored of a code, however it is written, or null for what is none. */
export function recoveryCodeHash(code: string): Buffer | null {
  const bare = code.toLowerCase().replace(/[\s-]/g, '');
  return FORM.test(bare) ? createHash('sha256').update(bare).digest() : null;
}
