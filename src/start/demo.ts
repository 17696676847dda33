import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { AuthAdministration } from '../auth/index.js';
import type { AppConfig } from '../kernel/config/index.js';

/** How to log in to the demo factory. */
export interface DemoAccess {
  username: string;
  /** Given only when it was made up just now: it is kept nowhere and printed once. */
  password: string | null;
}

/** What `src/seed` offers: it fills an empty database with the demo factory and leaves a used one alone. */
interface DemoSeed {
  seedDemo(app: INestApplicationContext, log: (message: string) => void): Promise<void>;
}

/** With DEMO on: the user `admin`, and the demo factory in a database that has none yet. */
export async function prepareDemo(
  app: INestApplicationContext,
  config: AppConfig,
  log: (message: string) => void,
): Promise<DemoAccess | undefined> {
  if (!config.demo) return undefined;
  const { password } = await app.get(AuthAdministration).ensureDemoAdmin(config.demoAdminPassword);
  await seedDemo(app, log);
  return { username: 'admin', password };
}

/** Runs the demo seed. @returns false when this build has none */
export async function seedDemo(app: INestApplicationContext, log: (message: string) => void): Promise<boolean> {
  const seed = new URL('../seed/index.js', import.meta.url);
  if (!existsSync(fileURLToPath(seed))) return false;
  const module = (await import(seed.href)) as DemoSeed;
  await module.seedDemo(app, log);
  return true;
}
