import { spawn } from 'node:child_process';

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `pabrik <args>` as an operator would, with the given settings and nothing of the test's own environment. */
export function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
  /** Of another build. */
  launcher = 'src/launch.mjs',
): Promise<CliResult> {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [launcher, ...args], {
    env: {
      PATH,
      HOME,
      TMPDIR,
      APP_ENV: 'test',
      JWT_SECRET: 'a-secret-of-the-tests-0123456789-abcdefghij',
      DATA_ENCRYPTION_KEY: 'a-key-of-the-tests-for-data-9876543210-qwertz',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
