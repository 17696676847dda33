import type { INestApplicationContext } from '@nestjs/common';
import type { AppConfig } from '../kernel/config/index.js';

/** How to log in to the demo factory. */
export interface DemoAccess {
  username: string;
  /** Given only when it was made up just now: it is kept nowhere and printed once. */
  password?: string;
}

/** Fills an empty database with the demo factory when DEMO is on. */
export function prepareDemo(_app: INestApplicationContext, _config: AppConfig): Promise<DemoAccess | undefined> {
  return Promise.resolve(undefined);
}
