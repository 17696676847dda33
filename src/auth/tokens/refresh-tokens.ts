import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Marks what kind of secret a text is, so that a scanner finds one that leaked. */
export const REFRESH_PREFIX = 'pbr_';

/** A new refresh token: 256 random bits. It is no JWT and can never be taken for an access token. */
export function newRefreshToken(): string {
  return REFRESH_PREFIX + randomBytes(32).toString('base64url');
}

/** What is stored of a token. 256 random bits need no slow hash. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The key from which successors are derived: of its own purpose, so that it signs nothing else. */
export function successorKey(jwtSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', jwtSecret, '', 'pabrik refresh token successor', 32));
}

/**
 * The token that follows another. It is derived, not drawn, so that several tabs which refresh at the same moment are all given
 * the one successor although only its hash is stored; without the server's key nobody can compute it.
 */
export function successorOf(token: string, key: Buffer): string {
  return REFRESH_PREFIX + createHmac('sha256', key).update(token).digest('base64url');
}
