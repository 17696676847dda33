import { ConfigError, loadConfig } from '../kernel/config/index.js';
import type { AppConfig } from '../kernel/config/index.js';
import { localSecrets } from './secrets.js';

/** The configuration of this process. @throws ConfigError with every fault at once */
export function readConfig(env: NodeJS.ProcessEnv = process.env): AppConfig {
  return loadConfig(env, localSecrets(env));
}

/** Ends the process with a sentence for the operator: no stack where the cause is the environment. */
export function exitWith(error: unknown): never {
  const text =
    error instanceof ConfigError || !(error instanceof Error)
      ? String((error as Error).message ?? error)
      : (error.stack ?? error.message);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
