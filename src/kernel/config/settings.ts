import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Cron } from 'croner';

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

const PROXY_GROUPS = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** Addresses and networks such as `10.0.0.0/8`. */
const networks = (value: string): string[] =>
  list(value).map((item) => {
    const [address = '', bits] = item.split('/');
    const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    if (most < 0 || (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)))
      throw new Error('must be addresses or networks such as 10.0.0.0/8');
    return item;
  });

const trustProxy = (value: string): boolean | number | string[] => {
  if (/^(true|false)$/i.test(value)) return /^true$/i.test(value);
  if (/^\d+$/.test(value)) return Number(value);
  const groups = list(value).filter((item) => PROXY_GROUPS.has(item));
  return [
    ...groups,
    ...networks(
      list(value)
        .filter((item) => !PROXY_GROUPS.has(item))
        .join(','),
    ),
  ];
};

const origins = (value: string): string[] =>
  list(value).map((item) => {
    if (item !== '*' && !(URL.canParse(item) && new URL(item).origin === item))
      throw new Error('must be origins such as https://app.example.com, without a path');
    return item;
  });

const hostNames = (value: string): string[] =>
  list(value).map((item) => {
    if (!/^(\*\.)?[a-z0-9_.-]+$|^\[[0-9a-f:.]+\]$/i.test(item))
      throw new Error('must be host names without a port, such as erp.example.com or *.example.com');
    return item.toLowerCase();
  });

/** Routes that cost more, or are guessed at, and so have a limit of their own within the whole one. */
export const RATE_CLASSES = ['login', 'read', 'write', 'report', 'import', 'upload'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];
/** Requests a minute of a class; a class that is not named has no limit of its own. */
export type RateClassLimits = Readonly<Partial<Record<RateClass, number>>>;

const rateClasses = (value: string): RateClassLimits => {
  const limits: Partial<Record<RateClass, number>> = {};
  for (const item of list(value)) {
    const [name, limit = ''] = item.split('=').map((part) => part.trim());
    if (!RATE_CLASSES.includes(name as RateClass) || !/^\d{1,7}$/.test(limit))
      throw new Error(`must be like login=20,report=60 with the classes ${RATE_CLASSES.join(', ')}`);
    if (Number(limit) > 0) limits[name as RateClass] = Number(limit);
  }
  return limits;
};

const schedule = (value: string): string => {
  if (value === 'off') return value;
  try {
    new Cron(value, { paused: true }).stop();
  } catch {
    throw new Error('must be off or a cron expression such as "30 1 * * *"');
  }
  return value;
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
    sentence:
      'Host names that requests may name, comma separated, *.example.com for all below; empty allows all. Probes may name any.',
    example: 'erp.example.com',
    parse: hostNames,
    fallback: [] as string[],
  }),
  trustProxy: define({
    name: 'TRUST_PROXY',
    sentence:
      'Whose X-Forwarded-* headers count: false, a number of hops, addresses and networks (loopback, linklocal, uniquelocal are known), or true: anybody.',
    example: 'false',
    parse: trustProxy,
    fallback: false as boolean | number | string[],
  }),
  corsOrigins: define({
    name: 'CORS_ORIGINS',
    sentence: 'Origins whose pages may call the API, comma separated; * only outside production.',
    example: 'https://app.example.com',
    parse: origins,
    fallback: [] as string[],
  }),
  logLevel: define({
    name: 'LOG_LEVEL',
    sentence: 'Least important level that is logged.',
    example: 'info',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info',
  }),
  logFile: define({
    name: 'LOG_FILE',
    sentence: 'File that the log is written to instead of standard output; it is rotated by size and day.',
    example: '/var/log/pabrik/pabrik.log',
    parse: (value) => resolve(PROJECT_ROOT, value),
  }),
  logFileMegabytes: define({
    name: 'LOG_FILE_MEGABYTES',
    sentence: 'Size at which the log file is set aside (compressed) and a new one is begun; a new day does the same.',
    example: '50',
    parse: whole(1, 10_000),
    fallback: 50,
  }),
  logFilesKept: define({
    name: 'LOG_FILES_KEPT',
    sentence: 'How many log files that were set aside are kept.',
    example: '14',
    parse: whole(1, 1000),
    fallback: 14,
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
    sentence:
      'The same database past a pooler, for listeners and the lock of the jobs; as the owner where commands migrate or restore and jobs back up and maintain.',
    example: 'postgres://erp_admin:secret@localhost:5432/pabrik',
    parse: url('postgres:', 'postgresql:'),
    secret: true,
  }),
  databaseReplicaUrl: define({
    name: 'DATABASE_REPLICA_URL',
    sentence:
      'A streaming replica that reports are read from while it keeps up; without it, or when it is away, the primary.',
    example: 'postgres://pabrik_server:secret@replica:5432/pabrik',
    parse: url('postgres:', 'postgresql:'),
    secret: true,
  }),
  databaseReplicaMaxLagSeconds: define({
    name: 'DATABASE_REPLICA_MAX_LAG_SECONDS',
    sentence: 'How far behind the replica may be, seconds, before reports are read from the primary again.',
    example: '10',
    parse: whole(1, 3600),
    fallback: 10,
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
  dataEncryptionKey: define({
    name: 'DATA_ENCRYPTION_KEY',
    sentence:
      'Encrypts bank accounts and secrets of second factors in the database; at least 32 characters, kept apart from backups. Made up per data folder outside production.',
    example: 'change-me-too-to-at-least-32-random-characters',
    parse: text,
    secret: true,
  }),
  dataEncryptionKeyPrevious: define({
    name: 'DATA_ENCRYPTION_KEY_PREVIOUS',
    sentence: 'The key before the last change, for reading only; pabrik encryption rotate makes it superfluous.',
    example: 'the-encryption-key-that-was-used-before-this-one',
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
    sentence: 'Requests a minute for each user, API key or anonymous address; 0 is no limit of all.',
    example: '100',
    parse: whole(0, 1_000_000),
    fallback: 100,
  }),
  rateLimitClasses: define({
    name: 'RATE_LIMIT_CLASSES',
    sentence:
      'Requests a minute of classes of routes, within the limit of all; login is always counted by address. Unset where there is no limit at all.',
    example: 'login=20,report=60,import=20,upload=20',
    parse: rateClasses,
  }),
  rateLimitBy: define({
    name: 'RATE_LIMIT_BY',
    sentence:
      'caller counts each user and API key on his own and strangers by address; address counts everybody by address.',
    example: 'caller',
    parse: oneOf('caller', 'address'),
    fallback: 'caller',
  }),
  blockAfterOffences: define({
    name: 'BLOCK_AFTER_OFFENCES',
    sentence: 'How many 401 and 429 answers to strangers block their address; 0 is never.',
    example: '100',
    parse: whole(0, 1_000_000),
    fallback: 100,
  }),
  blockWindowSeconds: define({
    name: 'BLOCK_WINDOW_SECONDS',
    sentence: 'The time within which they are counted.',
    example: '300',
    parse: whole(10, 86_400),
    fallback: 300,
  }),
  blockMinutes: define({
    name: 'BLOCK_MINUTES',
    sentence: 'How long the first such block lasts; each further one of a week twice as long, a day at most.',
    example: '15',
    parse: whole(1, 1440),
    fallback: 15,
  }),
  blockNever: define({
    name: 'BLOCK_NEVER',
    sentence: 'Addresses and networks that are never blocked by themselves: your own, and every proxy.',
    example: '127.0.0.0/8,::1,10.0.0.0/8',
    parse: networks,
    fallback: ['127.0.0.0/8', '::1'],
  }),
  redisUrl: define({
    name: 'REDIS_URL',
    sentence: 'Redis that all processes share for limits and for reference data; everything works without it.',
    example: 'redis://:secret@localhost:6379/0',
    parse: url('redis:', 'rediss:'),
    secret: true,
  }),
  redisPrefix: define({
    name: 'REDIS_PREFIX',
    sentence: 'What the keys in Redis begin with; another one for each database that shares it.',
    example: 'pabrik:',
    parse: text,
    fallback: 'pabrik:',
  }),
  headersTimeoutSeconds: define({
    name: 'HEADERS_TIMEOUT_SECONDS',
    sentence: 'By when the headers of a request must have come.',
    example: '10',
    parse: whole(1, 600),
    fallback: 10,
  }),
  requestTimeoutSeconds: define({
    name: 'REQUEST_TIMEOUT_SECONDS',
    sentence: 'By when a request must have come with its whole body.',
    example: '30',
    parse: whole(1, 3600),
    fallback: 30,
  }),
  slowReaderSeconds: define({
    name: 'SLOW_READER_SECONDS',
    sentence: 'A client that takes less than 1 KiB a second of its answer for so long is cut off; 0 is never.',
    example: '20',
    parse: whole(0, 3600),
    fallback: 20,
  }),
  keepAliveSeconds: define({
    name: 'KEEP_ALIVE_SECONDS',
    sentence: 'How long a connection without a request is kept; longer than the proxy in front keeps it.',
    example: '72',
    parse: whole(1, 600),
    fallback: 72,
  }),
  maxConnections: define({
    name: 'MAX_CONNECTIONS',
    sentence: 'Connections of clients at a time; further ones are closed at once. 0 is no limit.',
    example: '2000',
    parse: whole(0, 1_000_000),
    fallback: 2000,
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
  auditSealSeconds: define({
    name: 'AUDIT_SEAL_SECONDS',
    sentence: 'How often committed rows of the audit and the stock ledger are sealed; 0 leaves it to another server.',
    example: '5',
    parse: whole(0, 3600),
    fallback: 5,
  }),
  jobsEnabled: define({
    name: 'JOBS_ENABLED',
    sentence: 'Whether this process may become the one that runs the jobs; off where only requests are to be answered.',
    example: 'true',
    parse: flag,
    fallback: true,
  }),
  archiveDir: define({
    name: 'ARCHIVE_DIR',
    sentence:
      'Folder of archived months of the stock ledger and the audit; by default archives in DATA_DIR. Back it up.',
    example: '/var/backups/pabrik/archives',
    parse: (value) => resolve(PROJECT_ROOT, value),
  }),
  backupDir: define({
    name: 'BACKUP_DIR',
    sentence: 'Folder of the backups, on another disk than the database; without it none are made on schedule.',
    example: '/var/backups/pabrik',
    parse: (value) => resolve(PROJECT_ROOT, value),
  }),
  backupDailySchedule: define({
    name: 'BACKUP_DAILY_SCHEDULE',
    sentence: 'When the daily backup is made: cron in the time zone of the factory, or off.',
    example: '30 1 * * *',
    parse: schedule,
    fallback: '30 1 * * *',
  }),
  backupWeeklySchedule: define({
    name: 'BACKUP_WEEKLY_SCHEDULE',
    sentence: 'When the weekly backup is made and proven by restoring it: cron, or off.',
    example: '30 3 * * 0',
    parse: schedule,
    fallback: '30 3 * * 0',
  }),
  backupRetentionDays: define({
    name: 'BACKUP_RETENTION_DAYS',
    sentence:
      'Days that daily backups are kept; weekly ones four times as long, the newest and the newest proven always.',
    example: '14',
    parse: whole(1, 3650),
    fallback: 14,
  }),
  pgBinDir: define({
    name: 'PG_BIN_DIR',
    sentence:
      'Folder of pg_dump and pg_restore, no older than the server; sought on the PATH and in the usual places without it.',
    example: '/usr/lib/postgresql/18/bin',
    parse: text,
  }),
  webConcurrency: define({
    name: 'WEB_CONCURRENCY',
    sentence: 'Server processes on this machine behind the one port; each has a connection pool of its own.',
    example: '1',
    parse: whole(1, 64),
    fallback: 1,
  }),
  sentryDsn: define({
    name: 'SENTRY_DSN',
    sentence: 'Where unexpected faults are reported, as Sentry gives it; without it nothing is sent or even loaded.',
    example: 'https://key@sentry.example.com/1',
    parse: url('http:', 'https:'),
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
