import { Global, Module } from '@nestjs/common';
import { RedisStore } from './redis-store.js';
import { ReferenceCache } from './reference-cache.js';

/** The store that several processes may share; without REDIS_URL it is never there, and nobody needs it. */
@Global()
@Module({ providers: [RedisStore, ReferenceCache], exports: [RedisStore, ReferenceCache] })
export class RedisModule {}
