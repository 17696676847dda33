import { RequestContext } from '../../src/kernel/security/index.js';

/** Who asks is remembered for three seconds: whether a request looks it up depends on the clock, not on the request. */
const LOOKS_UP_WHO_ASKS = /erp\.auth_(session|api_key)_actor\(/;

/** How many statements the requests of `work` send to the server, beginning and end of the transaction included; background work is not theirs. */
export async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const { Client } = jest.requireActual<typeof import('pg')>('pg');
  const send = Client.prototype.query as (...args: unknown[]) => unknown;
  let count = 0;
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: unknown, ...args: unknown[]) {
    const context = RequestContext.find();
    if (context && context.user_agent !== 'pabrik' && !LOOKS_UP_WHO_ASKS.test(textOf(args[0]))) count++;
    return send.apply(this, args) as never;
  });
  try {
    await work();
    return count;
  } finally {
    spy.mockRestore();
  }
}

function textOf(statement: unknown): string {
  return typeof statement === 'string' ? statement : String((statement as { text?: unknown }).text ?? '');
}
