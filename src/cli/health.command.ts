import type { Command } from 'commander';
import { readConfig } from '../start/config.js';
import { print } from './context.js';

const TIMEOUT_MS = 10_000;

interface HealthAnswer {
  status: string;
  version: string;
  components: Record<string, { status: string; message?: string }>;
}

/** `pabrik health`: asks a running server; exit code 1 when it is not well or does not answer. */
export function addHealth(program: Command): void {
  program
    .command('health')
    .description('ask a running server how it is')
    .option('--url <url>', 'address of the server; by default this machine, at PORT')
    .action(async ({ url }: { url?: string }) => {
      const { port } = readConfig();
      const address = `${(url ?? `http://127.0.0.1:${port}`).replace(/\/+$/, '')}/health`;
      const answer = await ask(address);
      print(`${answer.status}  version ${answer.version}`);
      for (const [name, { status, message }] of Object.entries(answer.components))
        print(`  ${status.padEnd(8)}  ${name}${message ? `: ${message}` : ''}`);
      if (answer.status !== 'ok') process.exitCode = 1;
    });
}

async function ask(address: string): Promise<HealthAnswer> {
  let response: Response;
  try {
    response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const cause = (error as Error).cause;
    throw new Error(`No answer from ${address}: ${cause instanceof Error ? cause.message : (error as Error).message}`);
  }
  const body = (await response.json().catch(() => undefined)) as HealthAnswer | undefined;
  if (!body?.components)
    throw new Error(`${address} answered ${response.status}, which is not the health of a Pabrik server.`);
  return body;
}
