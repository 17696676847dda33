import { CLOCK_LEEWAY_SECONDS, ACCESS_TOKEN_SECONDS } from './access-tokens.js';
import type { AccessClaims } from './access-tokens.js';

/** Everything that we put into a token; what carries more is none of ours, whoever signed it. */
const OURS = new Set(['sub', 'sid', 'iat', 'exp', 'iss', 'aud']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether claims whose signature, issuer and audience are right have the form that we give them. */
export function areOurClaims(claims: Partial<Record<keyof AccessClaims, unknown>>): claims is AccessClaims {
  const { sub, sid, iat, exp } = claims;
  return (
    Object.keys(claims).every((name) => OURS.has(name)) &&
    typeof sub === 'string' &&
    UUID.test(sub) &&
    typeof sid === 'string' &&
    UUID.test(sid) &&
    Number.isSafeInteger(iat) &&
    Number.isSafeInteger(exp) &&
    (exp as number) - (iat as number) === ACCESS_TOKEN_SECONDS
  );
}

/** Whether a token is in force at `now` (seconds): not expired, and not from the future beyond what clocks may differ. */
export function isInForce(claims: AccessClaims, now: number): boolean {
  return now < claims.exp && claims.iat <= now + CLOCK_LEEWAY_SECONDS;
}
