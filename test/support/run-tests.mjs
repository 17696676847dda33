/**
 * `npm test [-- jest arguments]`: builds what the scenarios start as a real server, runs the suites, and ends with one plain
 * line, `N passed, N failed`. A suite that does not even load counts as one failure.
 *
 * With `--pooled` on the PostgreSQL that this machine has installed (15 or newer), as a login that is no more than erp_app, through
 * PgBouncer in transaction mode.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs jest. @returns how many tests passed and failed, and whether jest itself was content */
export function runTests(args) {
  if (existsSync(join(ROOT, 'src/main.ts'))) {
    const build = spawnSync(process.execPath, ['src/launch.mjs', '--only-build'], { cwd: ROOT, stdio: 'inherit' });
    if (build.status !== 0) return { passed: 0, failed: 1, ok: false };
  }
  const folder = mkdtempSync(join(tmpdir(), 'pabrik-jest-'));
  const report = join(folder, 'report.json');
  try {
    const jest = ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, ...args];
    // The report goes to the file; what jest prints for people goes to stderr.
    const { status } = spawnSync(process.execPath, jest, { cwd: ROOT, stdio: ['inherit', 'ignore', 'inherit'] });
    if (!existsSync(report)) return { passed: 0, failed: 1, ok: false };
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, ok: status === 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A server of its own for `work`, with PgBouncer before it. @throws Error when this machine has not got the programs */
async function behindPooler(work) {
  await import('./typescript.mjs');
  const { startSystemServer, systemBinaries } = await import('./system-server.ts');
  const binaries = systemBinaries();
  if (!binaries) throw new Error('--pooled needs PostgreSQL 15 or newer, installed in /usr/lib/postgresql.');
  if (spawnSync('pgbouncer', ['--version']).error) throw new Error('--pooled needs pgbouncer on the PATH.');
  const quick = { full_page_writes: 'off', max_connections: '200' };
  const server = await startSystemServer(binaries, { settings: quick });
  try {
    process.env.TEST_DATABASE_URL = server.url('postgres');
    process.env.TEST_POOLER = 'pgbouncer';
    return work();
  } finally {
    server.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2).filter((arg) => arg !== '--pooled');
  const isPooled = args.length < process.argv.length - 2;
  const { passed, failed, ok } = isPooled ? await behindPooler(() => runTests(args)) : runTests(args);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = ok && failed === 0 ? 0 : 1;
}
