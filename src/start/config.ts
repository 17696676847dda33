import { ConfigError, loadConfig } from '../kernel/config/index.js';
import type { AppConfig } from '../kernel/config/index.js';
import { localSecrets } from './secrets.js';

/** The configuration of this process. @throws ConfigError with every fault at once */
export function readConfig(env: NodeJS.ProcessEnv = process.env): AppConfig {
  return loadConfig(env, localSecrets(env));
}

/** The same for the server, which says what is wrong and ends. */
export function readConfigOrExit(): AppConfig {
  try {
    return readConfig();
  } catch (error) {
    return exitWith(error);
  }
}

/** Ends the process with what went wrong; without a stack where the cause lies outside the program. */
export function exitWith(error: unknown, { stack = true } = {}): never {
  const known = error instanceof Error ? error : new Error(String(error));
  const text = stack && !(error instanceof ConfigError) ? (known.stack ?? known.message) : known.message;
  const details = ((error as { field_errors?: { pointer: string; message: string }[] }).field_errors ?? []).map(
    ({ pointer, message }) => `  - ${pointer ? `${pointer} ` : ''}${message}`,
  );
  process.stderr.write(`${[text, ...details].join('\n')}\n`);
  process.exit(1);
}
