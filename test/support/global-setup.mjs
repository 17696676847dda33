import { openTestServer } from './test-server.mjs';

/** Runs once before all suites. Unit tests alone need no database: PABRIK_TEST_DATABASE=off leaves it out. */
export default async function globalSetup() {
  if (process.env.PABRIK_TEST_DATABASE === 'off') return;
  globalThis.pabrikTestServer = await openTestServer();
}
