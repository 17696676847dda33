import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** No request is longer under way, whatever happens (the service level says 10 s); then the load says that it hung. */
const HUNG_MS = 15_000;
const PRODUCTS = 5;

/** What a request came to. */
export interface Outcome {
  readonly method: string;
  readonly begun: number;
  readonly milliseconds: number;
  /** 0 when there was no answer: `fault` says why. */
  readonly status: number;
  readonly fault?: string | undefined;
  readonly retry_after?: string | undefined;
  readonly body?: any;
}

/** Where the load goes, as whom, and on what. */
export interface Factory {
  readonly url: string;
  readonly token: string;
  readonly products: readonly string[];
  readonly stock: string;
}

interface Posting {
  readonly key: string;
  readonly product: string;
  /** Id of the movement that an answer has named. */
  acknowledged?: string;
}

const agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

/** One request, its body and its answer as JSON; never throws. */
export function ask(
  url: string,
  method: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<Outcome> {
  const begun = performance.now();
  const isSafe = url.startsWith('https:');
  return new Promise((resolve) => {
    const ended = (rest: Pick<Outcome, 'status' | 'fault' | 'retry_after' | 'body'>): void => {
      clearTimeout(limit);
      resolve({ method, begun, milliseconds: performance.now() - begun, ...rest });
    };
    const failed = (error: NodeJS.ErrnoException): void =>
      ended({ status: 0, fault: `${error.code ?? ''} ${error.message}` });
    const asked = (isSafe ? httpsRequest : httpRequest)(url, {
      method,
      agent: agents[isSafe ? 'https:' : 'http:'],
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      rejectUnauthorized: false,
    });
    const limit = setTimeout(() => asked.destroy(new Error('hung')), HUNG_MS);
    asked.on('error', failed);
    asked.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => (text += chunk));
      answer.on('error', failed);
      answer.on('end', () =>
        ended({ status: answer.statusCode!, retry_after: answer.headers['retry-after'], body: parsed(text) }),
      );
    });
    asked.end(body && JSON.stringify(body));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Logs in and makes products. @param url of a server, without a path */
export async function openFactory(url: string, username: string, password: string): Promise<Factory> {
  const told = async (method: string, path: string, body?: object, token?: string): Promise<any> => {
    const answer = await ask(`${url}/api/v1/${path}`, method, token ? { authorization: `Bearer ${token}` } : {}, body);
    if (answer.status < 200 || answer.status > 299)
      throw new Error(`${method} ${path}: ${answer.status} ${answer.fault ?? JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { access_token: token } = await told('POST', 'auth/login', { username, password });
  const places = await told('GET', 'warehouse/locations?code=STOCK', undefined, token);
  const units = await told('GET', 'units?code=EA', undefined, token);
  const unit_id = units.data[0].id;
  const products: string[] = [];
  for (let n = 0; n < PRODUCTS; n++) {
    const sku = `LOAD-${randomUUID().slice(0, 8)}`;
    products.push((await told('POST', 'products', { sku, name: sku, type: 'material', unit_id }, token)).id);
  }
  return { url, token, products, stock: places.data[0].id };
}

export interface LoadOptions {
  clients?: number;
  /** Reads for each posting. */
  reads?: number;
  /** A posting without a 201 is sent again with the same key until it has one, as a client is to do. */
  retry?: boolean;
  /** Where it goes instead of to the factory's own address. */
  url?: string;
}

/** Clients that post receipts of one piece, each with a key of its own, and read in between, until they are stopped. */
export class PostingLoad {
  readonly outcomes: Outcome[] = [];
  readonly postings: Posting[] = [];
  private going = false;
  private clients: Promise<void>[] = [];

  constructor(
    private readonly factory: Factory,
    private readonly options: LoadOptions = {},
  ) {}

  start(): this {
    this.going = true;
    this.clients = Array.from({ length: this.options.clients ?? 6 }, () => this.client());
    return this;
  }

  /** Ends it and waits for what is under way. */
  async stop(): Promise<this> {
    this.going = false;
    await Promise.all(this.clients);
    return this;
  }

  /** Waits until so many requests have been made. */
  async until(requests: number): Promise<void> {
    while (this.outcomes.length < requests) await sleep(20);
  }

  get failed(): Outcome[] {
    return this.outcomes.filter(({ status }) => status < 200 || status > 299);
  }

  get acknowledged(): number {
    return this.postings.filter(({ acknowledged }) => acknowledged).length;
  }

  /** Sends what has no answer yet again with the same keys, until each has its 201. */
  async complete(): Promise<void> {
    for (const posting of this.postings)
      for (let tries = 0; !posting.acknowledged; tries++) {
        if (tries > 20) throw new Error(`${posting.key} is not taken: ${JSON.stringify(this.outcomes.at(-1))}`);
        if (tries > 0) await sleep(250);
        await this.post(posting);
      }
  }

  /** Every posting exists once, as the movement that was acknowledged, and the stock is their sum. @param database as superuser */
  async expectOnceEach(database: string): Promise<void> {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      const { rows } = await client.query<{ reference: string; ids: string[] }>(
        'select reference, array_agg(id::text) as ids from erp.stock_movements where reference = any($1) group by 1',
        [this.postings.map(({ key }) => key)],
      );
      const found = new Map(rows.map(({ reference, ids }) => [reference, ids]));
      expect(this.postings.filter(({ key, acknowledged }) => acknowledged && !found.has(key))).toEqual([]);
      expect(rows.filter(({ ids }) => ids.length !== 1)).toEqual([]);
      expect(this.postings.filter(({ key, acknowledged: id }) => id && found.get(key)![0] !== id)).toEqual([]);
      const { rows: stock } = await client.query<{ on_hand: string }>(
        'select coalesce(sum(on_hand), 0) as on_hand from erp.stock_balances where product_id = any($1)',
        [this.factory.products],
      );
      expect(Number(stock[0]!.on_hand)).toBe(rows.length);
    } finally {
      await client.end();
    }
  }

  private async client(): Promise<void> {
    while (this.going) {
      for (let read = 0; read < (this.options.reads ?? 1) && this.going; read++) await this.read();
      if (!this.going) break;
      const product = this.factory.products[this.postings.length % this.factory.products.length]!;
      const posting: Posting = { key: randomUUID(), product };
      this.postings.push(posting);
      do if ((await this.post(posting)).status !== 201) await sleep(100);
      while (this.options.retry && this.going && !posting.acknowledged);
    }
  }

  private async read(): Promise<void> {
    const path = this.outcomes.length % 2 === 0 ? 'products?limit=20' : `warehouse/stock/${this.factory.products[0]!}`;
    const outcome = await this.send('GET', path);
    if (outcome.status !== 200) await sleep(100);
  }

  private async post(posting: Posting): Promise<Outcome> {
    const lines = [{ product_id: posting.product, quantity: 1, unit_cost: '1.50', to_location_id: this.factory.stock }];
    const headers = { 'idempotency-key': posting.key };
    const outcome = await this.send('POST', 'warehouse/receipts', headers, { reference: posting.key, lines });
    if (outcome.status === 201) posting.acknowledged = outcome.body.id;
    return outcome;
  }

  private async send(method: string, path: string, headers = {}, body?: object): Promise<Outcome> {
    const url = `${this.options.url ?? this.factory.url}/api/v1/${path}`;
    const outcome = await ask(url, method, { authorization: `Bearer ${this.factory.token}`, ...headers }, body);
    // Bodies of twenty thousand answers are kept by nobody but who failed.
    this.outcomes.push(outcome.status > 299 || outcome.status === 0 ? outcome : { ...outcome, body: undefined });
    return outcome;
  }
}
