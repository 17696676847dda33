/**
 * `npm run check`: the whole gate. Every step runs even when one before it failed, so that one run shows everything;
 * the last line is `N passed, N failed` over the tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from './run-tests.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const OFFLINE = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };

let tests = { passed: 0, failed: 0, ok: false };
const steps = [
  ['Format', () => node('prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn')],
  ['Lint, no warnings', () => node('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
  ['Types', () => node('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')],
  ["Types of the board's page", () => node('typescript/bin/tsc', '-p', 'src/kanban/board-page/tsconfig.json')],
  ['Generated files are up to date', () => script('test/support/generate.mjs', '--check')],
  [
    'OpenAPI document',
    () => node('@redocly/cli/bin/cli.js', 'lint', 'src/openapi.json', '--config', 'test/support/redocly.yaml'),
  ],
  ['Packages: floors, lockfile, licences, bill of materials; secrets', () => script('test/support/supply-chain.mjs')],
  ['Tests', () => (tests = runTests(process.argv.slice(2))).ok],
];

const results = steps.map(([title, step]) => {
  process.stdout.write(`\n== ${title}\n`);
  const begin = Date.now();
  const ok = step();
  return { title, ok, seconds: ((Date.now() - begin) / 1000).toFixed(1) };
});

process.stdout.write('\n');
for (const { title, ok, seconds } of results)
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${title} (${seconds} s)\n`);
process.stdout.write(`${tests.passed} passed, ${tests.failed} failed\n`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;

function node(program, ...args) {
  return run(join('node_modules', program), args);
}

function script(file, ...args) {
  if (existsSync(join(ROOT, file))) return run(file, args);
  process.stdout.write(`${file} is missing\n`);
  return false;
}

function run(file, args) {
  const { status } = spawnSync(process.execPath, [file, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...OFFLINE },
  });
  return status === 0;
}
