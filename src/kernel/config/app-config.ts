import { SETTINGS } from './settings.js';
import type { RateClassLimits, Setting } from './settings.js';

/** Raised at start with every fault of the environment, so that they can be mended in one go. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const SHORTEST_SECRET = 32;
const SECRETS = ['jwtSecret', 'jwtSecretPrevious', 'dataEncryptionKey', 'dataEncryptionKeyPrevious'] as const;
/** What the classes are limited to where nothing is said of them and there is a limit at all. */
const RATE_LIMIT_CLASSES: RateClassLimits = { login: 20, report: 60, import: 20, upload: 20 };

/** The process environment, read once, checked as a whole, frozen. Injected by its class. */
export class AppConfig {
  readonly appEnv!: 'development' | 'test' | 'production';
  readonly port!: number;
  readonly host!: string;
  readonly publicUrl?: string;
  readonly allowedHosts!: readonly string[];
  readonly trustProxy!: boolean | number | string[];
  readonly corsOrigins!: readonly string[];
  readonly logLevel!: string;
  readonly logFile?: string;
  readonly logFileMegabytes!: number;
  readonly logFilesKept!: number;
  /** Always set once the server runs: the embedded server's when none was given. */
  readonly databaseUrl!: string;
  readonly databaseDirectUrl!: string;
  readonly databaseReplicaUrl?: string;
  readonly databaseReplicaMaxLagSeconds!: number;
  readonly databasePoolSize!: number;
  readonly databaseStatementTimeoutMs!: number;
  readonly dbNamedStatements!: boolean;
  readonly dataDir!: string;
  readonly appTimezone!: string;
  readonly jwtSecret!: string;
  readonly jwtSecretPrevious?: string;
  /** Always set in production. */
  readonly dataEncryptionKey?: string;
  readonly dataEncryptionKeyPrevious?: string;
  readonly passwordHashing!: 'full' | 'fast';
  readonly bootstrapKey?: string;
  readonly allowRegistration!: boolean;
  readonly allowBootstrapWhenUsersExist!: boolean;
  readonly rateLimitPerMinute!: number;
  readonly rateLimitClasses!: RateClassLimits;
  readonly rateLimitBy!: 'caller' | 'address';
  readonly blockAfterOffences!: number;
  readonly blockWindowSeconds!: number;
  readonly blockMinutes!: number;
  readonly blockNever!: readonly string[];
  readonly redisUrl?: string;
  readonly redisPrefix!: string;
  readonly headersTimeoutSeconds!: number;
  readonly requestTimeoutSeconds!: number;
  readonly slowReaderSeconds!: number;
  readonly keepAliveSeconds!: number;
  readonly maxConnections!: number;
  readonly requireIdempotencyKey!: boolean;
  readonly requireIfMatch!: boolean;
  readonly swaggerEnabled!: boolean;
  readonly demo!: boolean;
  readonly demoAdminPassword?: string;
  readonly auditSealSeconds!: number;
  readonly jobsEnabled!: boolean;
  readonly archiveDir?: string;
  readonly backupDir?: string;
  readonly backupDailySchedule!: string;
  readonly backupWeeklySchedule!: string;
  readonly backupRetentionDays!: number;
  readonly pgBinDir?: string;
  readonly webConcurrency!: number;
  readonly sentryDsn?: string;
  readonly shutdownGraceSeconds!: number;
  /** Whether DATABASE_URL was absent, so that an embedded server is to be started. */
  readonly usesEmbeddedDatabase!: boolean;

  get isProduction(): boolean {
    return this.appEnv === 'production';
  }

  /** The same configuration with some values replaced, for the embedded server's address and for tests. */
  with(changes: Partial<Omit<AppConfig, 'with' | 'isProduction'>>): AppConfig {
    return Object.freeze(Object.assign(new AppConfig(), this, changes));
  }
}

/** Secrets of a development data folder. */
export interface LocalSecrets {
  readonly jwtSecret?: string;
  readonly dataEncryptionKey?: string;
}

/**
 * Reads and checks the environment.
 * @param secrets made-up secrets of a development data folder, used where the environment gives none
 * @throws ConfigError with all faults at once
 */
export function loadConfig(env: NodeJS.ProcessEnv, secrets: LocalSecrets = {}): AppConfig {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(SETTINGS) as [string, Setting][]) {
    const given = env[setting.name]?.trim();
    try {
      values[key] = given ? setting.parse(given) : setting.fallback;
    } catch (error) {
      faults.push(`${setting.name} ${(error as Error).message}`);
    }
  }
  const production = values['appEnv'] === 'production';
  values['usesEmbeddedDatabase'] = values['databaseUrl'] === undefined;
  values['databaseDirectUrl'] ??= values['databaseUrl'];
  values['jwtSecret'] ??= production ? undefined : secrets.jwtSecret;
  values['dataEncryptionKey'] ??= production ? undefined : secrets.dataEncryptionKey;
  values['swaggerEnabled'] ??= !production;
  values['demo'] ??= !production && values['appEnv'] === 'development' && values['databaseUrl'] === undefined;
  values['rateLimitClasses'] ??= values['rateLimitPerMinute'] === 0 ? {} : RATE_LIMIT_CLASSES;
  if ((values['headersTimeoutSeconds'] as number) > (values['requestTimeoutSeconds'] as number))
    faults.push('HEADERS_TIMEOUT_SECONDS must not be more than REQUEST_TIMEOUT_SECONDS');
  values['shutdownGraceSeconds'] ??= production ? 5 : 0;
  if (values['passwordHashing'] === 'fast' && values['appEnv'] !== 'test')
    faults.push('PASSWORD_HASHING may be fast only with APP_ENV=test');
  faults.push(...secretFaults(values, production));
  if (production) faults.push(...productionFaults(values));
  if (faults.length) throw new ConfigError(faults);
  return Object.freeze(Object.assign(new AppConfig(), values));
}

function secretFaults(values: Record<string, unknown>, production: boolean): string[] {
  const faults: string[] = [];
  for (const key of ['jwtSecret', 'dataEncryptionKey'] as const)
    if (production && !values[key]) faults.push(`${SETTINGS[key].name} must be set in production`);
  for (const key of SECRETS) {
    const setting = SETTINGS[key];
    const secret = values[key] as string | undefined;
    if (secret === undefined) continue;
    if (secret.length < SHORTEST_SECRET)
      faults.push(`${setting.name} must have at least ${SHORTEST_SECRET} characters`);
    else if (secret === setting.example || new Set(secret).size < 8)
      faults.push(`${setting.name} is the example or too simple`);
  }
  if (values['dataEncryptionKey'] !== undefined && values['dataEncryptionKey'] === values['jwtSecret'])
    faults.push('DATA_ENCRYPTION_KEY must not be JWT_SECRET: the two are changed for different reasons');
  return faults;
}

function productionFaults(values: Record<string, unknown>): string[] {
  const faults: string[] = [];
  if (!values['databaseUrl']) faults.push('DATABASE_URL must be set in production');
  if ((values['corsOrigins'] as string[]).includes('*')) faults.push('CORS_ORIGINS must not be * in production');
  if (values['demo']) faults.push('DEMO must not be on in production');
  if (values['bootstrapKey'] === SETTINGS.bootstrapKey.example) faults.push('BOOTSTRAP_KEY is the example');
  return faults;
}

/** The text of `.env.example`: every setting with its sentence. */
export function envExample(): string {
  const blocks = (Object.values(SETTINGS) as Setting[]).map(
    ({ name, sentence, example }) => `# ${sentence}\n# ${name}=${example}\n`,
  );
  return `# Settings of Pabrik. None is needed to try it: copy this file to .env, or set what you need in the environment.\n\n${blocks.join('\n')}`;
}
