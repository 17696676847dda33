export { RedisModule } from './redis.module.js';
export { RedisStore } from './redis-store.js';
export { ReferenceCache } from './reference-cache.js';
