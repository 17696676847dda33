import { randomBytes, randomInt } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const API_KEY = /^Bearer (pbk_[a-z0-9]{8}_[\w-]{43})$/i;

/** A new API key: `pbk_` and eight signs by which people tell keys apart, then 256 random bits that are shown once. */
export function newApiKey(): { prefix: string; key: string } {
  const prefix = `pbk_${Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
  return { prefix, key: `${prefix}_${randomBytes(32).toString('base64url')}` };
}

/** The API key of an Authorization header, or null when it holds something else. */
export function apiKeyOf(header: string): string | null {
  return API_KEY.exec(header)?.[1] ?? null;
}
