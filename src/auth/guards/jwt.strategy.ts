import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { SecretOrKeyProvider } from 'passport-jwt';
import { Actors } from '../access/actors.js';
import type { KnownActor } from '../access/actors.js';
import { DatabaseClock } from '../access/database-clock.js';
import { areOurClaims, isInForce } from '../tokens/access-claims.js';
import { AccessTokens, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../tokens/access-tokens.js';

/**
 * From a bearer token to who it stands for. The header decides only which of our keys is tried; algorithm, issuer and audience
 * are fixed; the times are held against the database's clock, so they are left out of the library's check.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    tokens: AccessTokens,
    private readonly actors: Actors,
    private readonly clock: DatabaseClock,
  ) {
    const keyProvider: SecretOrKeyProvider = (_request: unknown, token: string, done) => {
      const key = tokens.keyOf(token);
      if (key) done(null, key as never);
      else done(new Error('The token is not one of ours'));
    };
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: keyProvider,
      algorithms: [TOKEN_ALGORITHM],
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
      ignoreExpiration: true,
      jsonWebTokenOptions: { ignoreNotBefore: true },
    });
  }

  /** The actor of a session that is alive, or false. */
  async validate(claims: Record<string, unknown>): Promise<KnownActor | false> {
    if (!areOurClaims(claims)) return false;
    const actor = await this.actors.ofSession(claims.sid);
    if (!actor || actor.user_id !== claims.sub || !isInForce(claims, this.clock.now())) return false;
    return actor;
  }
}
