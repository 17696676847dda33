/** Runs once after all suites: leaves the test server, which stops when no other run uses it. */
export default async function globalTeardown() {
  await globalThis.pabrikTestServer?.stop();
}
