import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { AppConfig } from '../../kernel/config/index.js';

export const TOKEN_ISSUER = 'pabrik';
export const TOKEN_AUDIENCE = 'pabrik-api';
export const TOKEN_ALGORITHM = 'HS256';
/** RFC 9068: says in the header that this is an access token and nothing else. */
export const TOKEN_TYPE = 'at+jwt';
export const ACCESS_TOKEN_SECONDS = 900;
/** How far the clocks of two replicas may be apart. */
export const CLOCK_LEEWAY_SECONDS = 30;
const LONGEST_TOKEN = 2048;

/** The claims of an access token. It says who and in which session; what that person may do is read from the database. */
export interface AccessClaims {
  readonly sub: string;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly iss: string;
  readonly aud: string;
}

/** Signs access tokens and finds the key a token says it was signed with. */
@Injectable()
export class AccessTokens {
  /** By key id, the current one first. Key objects: verifying with a text would import the key anew each time, 35 times slower. */
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly currentId: string;

  constructor(
    config: AppConfig,
    private readonly jwt: JwtService,
  ) {
    const secrets = [config.jwtSecret, config.jwtSecretPrevious].filter((secret) => secret !== undefined);
    this.keys = new Map(secrets.map((secret) => [keyId(secret), createSecretKey(Buffer.from(secret, 'utf8'))]));
    this.currentId = keyId(config.jwtSecret);
  }

  /** @param issuedAt seconds since 1970 by the database's clock */
  sign(userId: string, sessionId: string, issuedAt: number): string {
    const iat = Math.floor(issuedAt);
    const claims: AccessClaims = {
      sub: userId,
      sid: sessionId,
      iat,
      exp: iat + ACCESS_TOKEN_SECONDS,
      iss: TOKEN_ISSUER,
      aud: TOKEN_AUDIENCE,
    };
    return this.jwt.sign(claims, {
      privateKey: this.keys.get(this.currentId) as never,
      algorithm: TOKEN_ALGORITHM,
      header: { alg: TOKEN_ALGORITHM, typ: TOKEN_TYPE, kid: this.currentId },
    });
  }

  /**
   * The key of a token, from its header alone, or null when the header is not exactly one of ours: another algorithm or type,
   * an unknown key id, or any further member (`jku`, `jwk`, `x5u`, `crit`). Nothing the header names is ever fetched.
   */
  keyOf(token: string): KeyObject | null {
    if (token.length > LONGEST_TOKEN) return null;
    try {
      const header = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8')) as Record<
        string,
        unknown
      >;
      const { alg, typ, kid, ...more } = header;
      if (alg !== TOKEN_ALGORITHM || typ !== TOKEN_TYPE || typeof kid !== 'string' || Object.keys(more).length > 0)
        return null;
      return this.keys.get(kid) ?? null;
    } catch {
      return null;
    }
  }
}

/** A name for a secret that tells nothing about it. */
function keyId(secret: string): string {
  return createHmac('sha256', secret).update('pabrik key id').digest('base64url').slice(0, 8);
}
