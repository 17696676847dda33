import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../kernel/config/index.js';

/**
 * Secrets that a development server needs and nobody has set: made up once and kept, readable by us alone, in the data folder,
 * so that a restart logs nobody out. Production takes its secrets from the environment only.
 */
export function localSecrets(env: NodeJS.ProcessEnv): { jwtSecret?: string } {
  const isDevelopment = (env['APP_ENV']?.trim() || SETTINGS.appEnv.fallback) === 'development';
  if (!isDevelopment || env['JWT_SECRET']?.trim()) return {};
  const given = env['DATA_DIR']?.trim();
  const folder = given ? SETTINGS.dataDir.parse(given) : SETTINGS.dataDir.fallback;
  return folder ? { jwtSecret: keptSecret(folder, 'jwt-secret') } : {};
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
