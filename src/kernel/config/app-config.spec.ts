import { AppConfig, ConfigError, envExample, loadConfig } from './app-config.js';
import { SETTINGS } from './settings.js';

const SECRET = '9f3b6f5e0a7c4d1e8b2a6c5d4e3f2a1b';
const faults = (env: Record<string, string>): readonly string[] => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};
const KEY = '7c1d2e3f4a5b6978a0b1c2d3e4f50617';
const PRODUCTION = {
  APP_ENV: 'production',
  DATABASE_URL: 'postgres://u:p@db/erp',
  JWT_SECRET: SECRET,
  DATA_ENCRYPTION_KEY: KEY,
};

describe('loadConfig', () => {
  it('needs nothing for development, and freezes what it made', () => {
    const config = loadConfig({}, { jwtSecret: SECRET });
    expect(config).toMatchObject({
      appEnv: 'development',
      port: 3000,
      host: '127.0.0.1',
      appTimezone: 'Asia/Jakarta',
      rateLimitPerMinute: 100,
      usesEmbeddedDatabase: true,
      demo: true,
      swaggerEnabled: true,
      shutdownGraceSeconds: 0,
      jwtSecret: SECRET,
    });
    expect(config.isProduction).toBe(false);
    expect(() => ((config as { port: number }).port = 1)).toThrow(TypeError);
  });

  it('lists every fault at once', () => {
    expect(
      faults({
        APP_ENV: 'prod',
        PORT: '70000',
        PUBLIC_URL: 'erp.example.com',
        DATABASE_URL: 'mysql://x/y',
        DATABASE_POOL_SIZE: '1.5',
        APP_TIMEZONE: 'Mars/Olympus',
        DB_NAMED_STATEMENTS: 'maybe',
        BOOTSTRAP_KEY: 'short',
        JWT_SECRET: 'short',
        LOG_LEVEL: 'loud',
      }),
    ).toEqual([
      'APP_ENV must be one of development, test, production',
      'PORT must be a whole number from 0 to 65535',
      'PUBLIC_URL must be a URL',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
      'DATABASE_URL must start with postgres: or postgresql:',
      'DATABASE_POOL_SIZE must be a whole number from 1 to 200',
      'DB_NAMED_STATEMENTS must be true or false',
      'APP_TIMEZONE must be an IANA time zone such as Asia/Jakarta',
      'BOOTSTRAP_KEY must have at least 16 characters',
      'JWT_SECRET must have at least 32 characters',
    ]);
  });

  it.each([
    [{}, []],
    [{ JWT_SECRET: '' }, ['JWT_SECRET must be set in production']],
    [{ JWT_SECRET: SETTINGS.jwtSecret.example }, ['JWT_SECRET is the example or too simple']],
    [{ JWT_SECRET: 'abab'.repeat(10) }, ['JWT_SECRET is the example or too simple']],
    [{ JWT_SECRET_PREVIOUS: 'short' }, ['JWT_SECRET_PREVIOUS must have at least 32 characters']],
    [{ DATA_ENCRYPTION_KEY: '' }, ['DATA_ENCRYPTION_KEY must be set in production']],
    [{ DATA_ENCRYPTION_KEY: 'short' }, ['DATA_ENCRYPTION_KEY must have at least 32 characters']],
    [{ DATA_ENCRYPTION_KEY: SETTINGS.dataEncryptionKey.example }, ['DATA_ENCRYPTION_KEY is the example or too simple']],
    [
      { DATA_ENCRYPTION_KEY: SECRET },
      ['DATA_ENCRYPTION_KEY must not be JWT_SECRET: the two are changed for different reasons'],
    ],
    [{ DATA_ENCRYPTION_KEY_PREVIOUS: 'short' }, ['DATA_ENCRYPTION_KEY_PREVIOUS must have at least 32 characters']],
    [{ JWT_SECRET_PREVIOUS: SETTINGS.jwtSecretPrevious.example }, ['JWT_SECRET_PREVIOUS is the example or too simple']],
    [{ DATABASE_URL: '' }, ['DATABASE_URL must be set in production']],
    [{ CORS_ORIGINS: 'https://a.example, *' }, ['CORS_ORIGINS must not be * in production']],
    [{ DEMO: 'true' }, ['DEMO must not be on in production']],
    [{ BOOTSTRAP_KEY: SETTINGS.bootstrapKey.example }, ['BOOTSTRAP_KEY is the example']],
  ])('in production with %j finds %j', (env, expected) => expect(faults({ ...PRODUCTION, ...env })).toEqual(expected));

  it('does not take the secret of a data folder in production, and closes what must be opened on purpose', () => {
    expect(() => loadConfig({ ...PRODUCTION, JWT_SECRET: '' }, { jwtSecret: SECRET })).toThrow(
      'JWT_SECRET must be set in production',
    );
    expect(loadConfig(PRODUCTION)).toMatchObject({
      isProduction: true,
      swaggerEnabled: false,
      demo: false,
      shutdownGraceSeconds: 5,
    });
    expect(loadConfig({ ...PRODUCTION, SWAGGER_ENABLED: 'on' }).swaggerEnabled).toBe(true);
  });

  it('reads lists, flags, proxies and folders', () => {
    const config = loadConfig({
      CORS_ORIGINS: ' https://a.example ,https://b.example,',
      TRUST_PROXY: '1',
      DATA_DIR: '/srv/pabrik',
      ALLOW_REGISTRATION: 'YES',
    });
    expect(config).toMatchObject({
      corsOrigins: ['https://a.example', 'https://b.example'],
      trustProxy: 1,
      dataDir: '/srv/pabrik',
      allowRegistration: true,
    });
    expect(loadConfig({ TRUST_PROXY: 'true' }).trustProxy).toBe(true);
    expect(loadConfig({ TRUST_PROXY: '10.0.0.1, 10.0.0.2' }).trustProxy).toEqual(['10.0.0.1', '10.0.0.2']);
    expect(loadConfig({ DATABASE_URL: 'postgres://a/b' })).toMatchObject({
      databaseDirectUrl: 'postgres://a/b',
      usesEmbeddedDatabase: false,
      demo: false,
    });
  });

  it('can be had again with other values', () => {
    const config = loadConfig({});
    const changed = config.with({ databaseUrl: 'postgres://x/y' });
    expect(changed).toBeInstanceOf(AppConfig);
    expect(changed).toMatchObject({ databaseUrl: 'postgres://x/y', port: config.port });
    expect(config.databaseUrl).toBeUndefined();
  });

  it('takes its own examples', () => {
    for (const { name, example, parse } of Object.values(SETTINGS))
      expect({ name, value: (parse as (text: string) => unknown)(example) }).toBeDefined();
  });

  it('writes an example with every setting and its sentence', () => {
    const text = envExample();
    for (const { name, sentence } of Object.values(SETTINGS)) expect(text).toContain(`# ${sentence}\n# ${name}=`);
  });
});
