import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One environment variable: its sentence for `.env.example`, what holds without it, and how its text is read. */
export interface Setting<T = unknown> {
  readonly name: string;
  readonly sentence: string;
  /** Shown in `.env.example`, commented out. */
  readonly example: string;
  /** @throws Error whose message ends the sentence "NAME ..." */
  readonly parse: (text: string) => T;
  readonly fallback?: T;
  /** The value must never be printed. */
  readonly secret?: boolean;
}

const text = (value: string): string => value;

const flag = (value: string): boolean => {
  if (/^(true|1|yes|on)$/i.test(value)) return true;
  if (/^(false|0|no|off)$/i.test(value)) return false;
  throw new Error('must be true or false');
};

const whole =
  (min: number, max: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max)
      throw new Error(`must be a whole number from ${min} to ${max}`);
    return number;
  };

const oneOf =
  <const T extends string>(...choices: T[]) =>
  (value: string): T => {
    if (!choices.includes(value as T)) throw new Error(`must be one of ${choices.join(', ')}`);
    return value as T;
  };

const list = (value: string): string[] =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

const url =
  (...protocols: string[]) =>
  (value: string): string => {
    let parsed: URL;
    try {
      parsed = new URL(value);
    } catch {
      throw new Error('must be a URL');
    }
    if (!protocols.includes(parsed.protocol)) throw new Error(`must start with ${protocols.join(' or ')}`);
    return value;
  };

const timezone = (value: string): string => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    throw new Error('must be an IANA time zone such as Asia/Jakarta');
  }
  return value;
};

const trustProxy = (value: string): boolean | number | string[] => {
  if (/^(true|false)$/i.test(value)) return /^true$/i.test(value);
  return /^\d+$/.test(value) ? Number(value) : list(value);
};

const define = <T>(setting: Setting<T>): Setting<T> => setting;

/** The project's own folder, wherever this file runs from (`src` under jest, `dist/src` when built). */
export const PROJECT_ROOT = projectRoot(dirname(fileURLToPath(import.meta.url)));

function projectRoot(folder: string): string {
  const root = resolve(folder, '../../..');
  return root.endsWith('dist') ? dirname(root) : root;
}

/**
 * Every setting there is, each with the capability that needs it. `.env.example` is written from this table and a test keeps
 * the two equal; `AppConfig` is its typed reading.
 */
export const SETTINGS = {
  appEnv: define({
    name: 'APP_ENV',
    sentence: 'development, test or production; it decides every rule that says "in production".',
    example: 'development',
    parse: oneOf('development', 'test', 'production'),
    fallback: 'development',
  }),
  port: define({
    name: 'PORT',
    sentence: 'TCP port of the HTTP server; 0 takes a free one.',
    example: '3000',
    parse: whole(0, 65535),
    fallback: 3000,
  }),
  host: define({
    name: 'HOST',
    sentence: 'Address to listen on; 0.0.0.0 for all.',
    example: '127.0.0.1',
    parse: text,
    fallback: '127.0.0.1',
  }),
  publicUrl: define({
    name: 'PUBLIC_URL',
    sentence: 'Address under which clients reach the server; shown in OpenAPI.',
    example: 'https://erp.example.com',
    parse: url('http:', 'https:'),
  }),
  allowedHosts: define({
    name: 'ALLOWED_HOSTS',
    sentence: 'Host names that requests may name, comma separated; empty allows all.',
    example: 'erp.example.com',
    parse: list,
    fallback: [] as string[],
  }),
  trustProxy: define({
    name: 'TRUST_PROXY',
    sentence: 'Whose X-Forwarded-* headers count: true, false, a number of hops, or addresses.',
    example: 'false',
    parse: trustProxy,
    fallback: false as boolean | number | string[],
  }),
  corsOrigins: define({
    name: 'CORS_ORIGINS',
    sentence: 'Origins whose pages may call the API, comma separated; * only outside production.',
    example: 'https://app.example.com',
    parse: list,
    fallback: [] as string[],
  }),
  logLevel: define({
    name: 'LOG_LEVEL',
    sentence: 'Least important level that is logged.',
    example: 'info',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info',
  }),
  databaseUrl: define({
    name: 'DATABASE_URL',
    sentence: 'PostgreSQL 15 to 18 to use; without it an embedded server is started (not in production).',
    example: 'postgres://erp_app:secret@localhost:5432/pabrik',
    parse: url('postgres:', 'postgresql:'),
    secret: true,
  }),
  databaseDirectUrl: define({
    name: 'DATABASE_DIRECT_URL',
    sentence: 'The same database past a pooler, as a role that may migrate; used for migrations and locks.',
    example: 'postgres://erp_admin:secret@localhost:5432/pabrik',
    parse: url('postgres:', 'postgresql:'),
    secret: true,
  }),
  databasePoolSize: define({
    name: 'DATABASE_POOL_SIZE',
    sentence: 'Connections of this process; about four for each core of the database is enough.',
    example: '10',
    parse: whole(1, 200),
    fallback: 10,
  }),
  databaseStatementTimeoutMs: define({
    name: 'DATABASE_STATEMENT_TIMEOUT_MS',
    sentence: 'Longest statement of a request, milliseconds; the client gives up one second later.',
    example: '5000',
    parse: whole(100, 600_000),
    fallback: 5000,
  }),
  dbNamedStatements: define({
    name: 'DB_NAMED_STATEMENTS',
    sentence: 'Prepare statements by name (faster); turn off behind a pooler in transaction mode.',
    example: 'true',
    parse: flag,
    fallback: true,
  }),
  dataDir: define({
    name: 'DATA_DIR',
    sentence: 'Folder of the embedded PostgreSQL and of generated local secrets.',
    example: '.pabrik',
    parse: (value) => resolve(PROJECT_ROOT, value),
    fallback: resolve(PROJECT_ROOT, '.pabrik'),
  }),
  appTimezone: define({
    name: 'APP_TIMEZONE',
    sentence: 'Time zone of dates, periods and of the offset that times are answered with.',
    example: 'Asia/Jakarta',
    parse: timezone,
    fallback: 'Asia/Jakarta',
  }),
  jwtSecret: define({
    name: 'JWT_SECRET',
    sentence: 'Signs access tokens; at least 32 characters. Made up per data folder outside production.',
    example: 'change-me-to-at-least-32-random-characters',
    parse: text,
    secret: true,
  }),
  jwtSecretPrevious: define({
    name: 'JWT_SECRET_PREVIOUS',
    sentence: 'The secret before the last change, still accepted, so that a rotation logs nobody out.',
    example: 'the-secret-that-was-used-before-this-one',
    parse: text,
    secret: true,
  }),
  passwordHashing: define({
    name: 'PASSWORD_HASHING',
    sentence: 'full (argon2id of at least 50 ms), or fast for tests that make many users: only with APP_ENV=test.',
    example: 'full',
    parse: oneOf('full', 'fast'),
    fallback: 'full',
  }),
  bootstrapKey: define({
    name: 'BOOTSTRAP_KEY',
    sentence: 'Allows POST /auth/bootstrap-admin to make the first admin; at least 16 characters.',
    example: 'a-long-random-bootstrap-key',
    parse: (value) => {
      if (value.length < 16) throw new Error('must have at least 16 characters');
      return value;
    },
    secret: true,
  }),
  allowRegistration: define({
    name: 'ALLOW_REGISTRATION',
    sentence: 'Lets anybody register as a viewer.',
    example: 'false',
    parse: flag,
    fallback: false,
  }),
  allowBootstrapWhenUsersExist: define({
    name: 'ALLOW_BOOTSTRAP_WHEN_USERS_EXIST',
    sentence: 'Lets the bootstrap key make another admin later on.',
    example: 'false',
    parse: flag,
    fallback: false,
  }),
  rateLimitPerMinute: define({
    name: 'RATE_LIMIT_PER_MINUTE',
    sentence: 'Requests a minute for each user, API key or anonymous address; 0 is no limit.',
    example: '100',
    parse: whole(0, 1_000_000),
    fallback: 100,
  }),
  requireIdempotencyKey: define({
    name: 'REQUIRE_IDEMPOTENCY_KEY',
    sentence: 'Refuses changes without an Idempotency-Key.',
    example: 'false',
    parse: flag,
    fallback: false,
  }),
  requireIfMatch: define({
    name: 'REQUIRE_IF_MATCH',
    sentence: 'Refuses changes of versioned documents without If-Match.',
    example: 'false',
    parse: flag,
    fallback: false,
  }),
  swaggerEnabled: define({
    name: 'SWAGGER_ENABLED',
    sentence: 'Serves Swagger UI at /docs and the document at /openapi.json; off in production unless set.',
    example: 'true',
    parse: flag,
  }),
  demo: define({
    name: 'DEMO',
    sentence: 'Fills an empty database with the demo factory; on only for the embedded default.',
    example: 'false',
    parse: flag,
  }),
  demoAdminPassword: define({
    name: 'DEMO_ADMIN_PASSWORD',
    sentence: 'Password of the demo user admin; made up and printed once when not given.',
    example: 'a-long-demo-password',
    parse: text,
    secret: true,
  }),
  shutdownGraceSeconds: define({
    name: 'SHUTDOWN_GRACE_SECONDS',
    sentence:
      'How long new requests are still taken after SIGTERM while /health/ready says no; 5 in production, else 0.',
    example: '5',
    parse: whole(0, 120),
  }),
} as const;

export type SettingKey = keyof typeof SETTINGS;
