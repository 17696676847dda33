import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../kernel/config/index.js';
import type { LocalSecrets } from '../kernel/config/index.js';

/**
 * Secrets that a development server needs and nobody has set: made up once and kept, readable by us alone, in the data folder,
 * so that a restart logs nobody out. Production takes its secrets from the environment only.
 */
export function localSecrets(env: NodeJS.ProcessEnv): LocalSecrets {
  const isDevelopment = (env['APP_ENV']?.trim() || SETTINGS.appEnv.fallback) === 'development';
  if (!isDevelopment) return {};
  const given = env['DATA_DIR']?.trim();
  const folder = given ? SETTINGS.dataDir.parse(given) : SETTINGS.dataDir.fallback;
  if (!folder) return {};
  return {
    ...(!env['JWT_SECRET']?.trim() && { jwtSecret: keptSecret(folder, 'jwt-secret') }),
    ...(!env['DATA_ENCRYPTION_KEY']?.trim() && { dataEncryptionKey: keptSecret(folder, 'data-encryption-key') }),
  };
}

function keptSecret(folder: string, name: string): string {
  const file = join(folder, name);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600 });
  }
  chmodSync(file, 0o600);
  return readFileSync(file, 'utf8').trim();
}
