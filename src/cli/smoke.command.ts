import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { readConfig } from '../start/config.js';
import { print } from './context.js';

const TIMEOUT_MS = 10_000;

interface SmokeOptions {
  url?: string;
  username: string;
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What a server answers to one call. */
type Call = (method: string, path: string, body?: object) => Promise<Answer>;

/** `pabrik smoke`: the fixed calls against any server after a deployment; exit code 1 when one of them fails. Changes nothing. */
export function addSmoke(program: Command): void {
  program
    .command('smoke')
    .description('after a deployment: health, login, reading and one posting as a dry run, against any server')
    .option('--url <url>', 'address of the server; by default this machine, at PORT')
    .requiredOption('--username <name>', 'who logs in; the password is read from standard input')
    .action(async ({ url, username }: SmokeOptions) => {
      const password = (await text(process.stdin)).replace(/\r?\n$/, '');
      if (password === '') throw new Error('The password is read from standard input, where there is none.');
      const server = (url ?? `http://127.0.0.1:${readConfig().port}`).replace(/\/+$/, '');
      if (!(await smoke(server, username, password))) process.exitCode = 1;
    });
}

/** @returns whether every step went well; each prints a line */
async function smoke(server: string, username: string, password: string): Promise<boolean> {
  let token: string | undefined;
  const call: Call = (method, path, body) => ask(method, `${server}${path}`, token, body);
  const login = async (): Promise<string> => {
    const { body } = expected(await call('POST', '/api/v1/auth/login', { username, password }), 200);
    token = String(body['access_token']);
    return `as ${username}`;
  };
  const steps: [name: string, work: () => Promise<string>][] = [
    ['live', async () => String(expected(await call('GET', '/health/live'), 200).body['version'])],
    ['ready', async () => String(expected(await call('GET', '/health/ready'), 200).body['status'])],
    ['login', login],
    ['me', async () => String(expected(await call('GET', '/api/v1/auth/me'), 200).body['username'])],
    ['read', async () => `${list(expected(await call('GET', '/api/v1/warehouse/stock?limit=1'), 200)).length} row`],
    ['posting', () => postDry(call)],
    ['logout', async () => String(expected(await call('POST', '/api/v1/auth/logout', {}), 204).status)],
  ];
  let good = true;
  for (const [name, work] of steps) {
    const from = performance.now();
    const [verdict, said] = await work().then(
      (figure) => ['ok    ', figure] as const,
      (error: Error) => ['FAILED', error.message] as const,
    );
    print(`${verdict}  ${name.padEnd(8)} ${Math.round(performance.now() - from)} ms  ${said}`);
    good &&= verdict === 'ok    ';
    if (!good && (name === 'login' || name === 'live')) break;
  }
  print(good ? `${server} works.` : `${server} does NOT work.`);
  return good;
}

/** A receipt of one piece of the first product that has no lots, into the first place there is: checked and posted, then rolled back. */
async function postDry(call: Call): Promise<string> {
  const products = list(expected(await call('GET', '/api/v1/products?limit=50&is_active=true&tracking=none'), 200));
  const product = products.find((each) => each['type'] !== 'service');
  if (!product) return 'skipped: there is no product without lots to post';
  const where = '/api/v1/warehouse/locations?limit=50&is_active=true&is_virtual=false';
  const place = list(expected(await call('GET', where), 200)).find((each) => each['is_available'] === true);
  if (!place) return 'skipped: there is no place to receive into';
  const line = { product_id: product['id'], quantity: 1, unit_cost: '1.00', to_location_id: place['id'] };
  expected(await call('POST', '/api/v1/warehouse/receipts?dry_run=true', { lines: [line] }), 201);
  return `one ${String(product['sku'])} into ${String(place['code'])}, rolled back`;
}

function list({ body }: Answer): Record<string, unknown>[] {
  return body['data'] as Record<string, unknown>[];
}

function expected(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer;
  const { error_code, detail, message } = answer.body;
  throw new Error(`answered ${answer.status}: ${String(error_code ?? '')} ${String(detail ?? message ?? '')}`.trim());
}

async function ask(method: string, address: string, token: string | undefined, body?: object): Promise<Answer> {
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  let response: Response;
  try {
    response = await fetch(address, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = (error as Error).cause;
    throw new Error(`no answer from ${address}: ${cause instanceof Error ? cause.message : (error as Error).message}`);
  }
  const answer = await response.text();
  try {
    return { status: response.status, body: answer === '' ? {} : (JSON.parse(answer) as Record<string, unknown>) };
  } catch {
    throw new Error(`${address} answered ${response.status}, which is not the answer of a Pabrik server`);
  }
}
