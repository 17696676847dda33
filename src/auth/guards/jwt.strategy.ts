import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { SecretOrKeyProvider } from 'passport-jwt';
import { Actors } from '../access/actors.js';
import type { KnownActor } from '../access/actors.js';
import { DatabaseClock } from '../access/database-clock.js';
import { ExpiringMap } from '../access/expiring-map.js';
import { areOurClaims, isInForce } from '../tokens/access-claims.js';
import type { AccessClaims } from '../tokens/access-tokens.js';
import { AccessTokens, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from '../tokens/access-tokens.js';

/** A signature that was found good need not be computed again for as long: two thirds of what identifying costs. */
const REMEMBER_MS = 60_000;
const MOST_REMEMBERED = 5000;

interface BearerRequest {
  readonly headers: { readonly authorization?: string };
}

/**
 * From a bearer token to who it stands for. The header decides only which of our keys is tried; algorithm, issuer and audience
 * are fixed; the times are held against the database's clock, so they are left out of the library's check.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  /** Claims of tokens whose signature was good, by the whole header. Session and times are asked anew each time. */
  private readonly verified = new ExpiringMap<AccessClaims>(MOST_REMEMBERED);

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
      passReqToCallback: true,
    });
  }

  /** Called by the library once signature, issuer and audience are good. */
  async validate(request: BearerRequest, claims: Record<string, unknown>): Promise<KnownActor | false> {
    if (!areOurClaims(claims)) return false;
    this.verified.put(request.headers.authorization ?? '', claims, performance.now() + REMEMBER_MS);
    return this.actorOf(claims);
  }

  /** The claims of a header whose signature was good a moment ago. */
  remembered(header: string): AccessClaims | undefined {
    return this.verified.get(header);
  }

  /** Who a header stands for, when nothing has to be asked to know it: both its signature and its session are remembered. */
  rememberedActor(header: string): KnownActor | false | undefined {
    const claims = this.verified.get(header);
    const actor = claims && this.actors.remembered(claims.sid);
    return actor === undefined ? undefined : this.judge(claims!, actor);
  }

  /** The actor of a session that is alive, or false. */
  async actorOf(claims: AccessClaims): Promise<KnownActor | false> {
    return this.judge(claims, await this.actors.ofSession(claims.sid));
  }

  private judge(claims: AccessClaims, actor: KnownActor | null): KnownActor | false {
    return actor !== null && actor.user_id === claims.sub && isInForce(claims, this.clock.now()) && actor;
  }
}
