import { RequestContext } from '../../src/kernel/security/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import type { Made } from '../support/makers.js';
import { aStartedOrder, aWorkshop, act, anOrder, stockOf } from '../support/production.js';

const orders = '/ppic/manufacturing-orders';
const TWENTY = Array.from({ length: 20 }, (_, index) => index);

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

/** The same call twenty times at once, each under a key of its own. */
const twentyTimes = (path: string, body: object): Promise<Answer[]> =>
  Promise.all(TWENTY.map((index) => app.as(app.admin).post(path, body, { 'idempotency-key': `${path}-${index}` })));
const statuses = (answers: Answer[]): Record<string, number> =>
  answers.reduce<Record<string, number>>(
    (counts, { status }) => ({ ...counts, [status]: (counts[status] ?? 0) + 1 }),
    {},
  );

describe('the same transition twenty times at once', () => {
  it('completes exactly once', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 5);
    const answers = await twentyTimes(`${orders}/${order.id}/complete`, { actual_quantity: 5 });
    expect(statuses(answers)).toEqual({ 200: 1, 409: 19 });
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.error_code))).toEqual(
      new Set(['INVALID_STATE']),
    );
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 5, reserved: 0, value: '5.00' });
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 95, reserved: 0, value: '95.00' });
    const reports = await app.as(app.admin).get(`${orders}/${order.id}/reports`);
    expect(reports.body.data).toHaveLength(1);
    const history = await app.as(app.admin).get(`${orders}/${order.id}/history`);
    expect(history.body.filter((entry: Made) => entry.event === 'complete')).toHaveLength(1);
  });

  it.each([
    ['approve', [], {}],
    ['start', ['approve'], {}],
    ['cancel', ['approve', 'start'], { reason: 'x' }],
    ['close', ['approve', 'start', 'complete'], {}],
  ])('%s has exactly one effect', async (action, before, body) => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const order = await anOrder(app, product.id, 5);
    for (const step of before) await act(app, order.id, step, step === 'complete' ? { actual_quantity: 5 } : {});
    expect(statuses(await twentyTimes(`${orders}/${order.id}/${action}`, body))).toEqual({ 200: 1, 409: 19 });
  });

  it('reverses a report once', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 5);
    const report = await act(app, order.id, 'reports', { good_quantity: 2 });
    const answers = await twentyTimes(`${orders}/${order.id}/reports/${report.id}/reverse`, { reason: 'x' });
    expect(statuses(answers)).toEqual({ 200: 1, 409: 19 });
    expect((await stockOf(app, product.id)).on_hand).toBe(0);
  });

  it('replays twenty calls of one key as one', async () => {
    const { product } = await aWorkshop(app, [{ quantity: 1, stock: 100, unit_cost: '1' }]);
    const order = await aStartedOrder(app, product.id, 50);
    const path = `${orders}/${order.id}/reports`;
    const answers = await Promise.all(
      TWENTY.map(() => app.as(app.admin).post(path, { good_quantity: 1 }, { 'idempotency-key': 'one' })),
    );
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect((await app.as(app.admin).get(`${orders}/${order.id}`)).body.good_quantity).toBe(1);
  });
});

describe('orders that want the same pieces', () => {
  it('never hold the same piece twice', async () => {
    const { product, components } = await aWorkshop(app, [{ quantity: 3, stock: 20, unit_cost: '1' }]);
    const drafts = await Promise.all(TWENTY.slice(0, 10).map(() => anOrder(app, product.id, 1)));
    for (const { id } of drafts) await act(app, id, 'approve');
    const answers = await Promise.all(drafts.map(({ id }) => app.as(app.admin).post(`${orders}/${id}/release`)));
    // 20 pieces, three each: six orders get theirs.
    expect(statuses(answers)).toEqual({ 200: 6, 409: 4 });
    expect(await stockOf(app, components[0].id)).toMatchObject({ on_hand: 20, reserved: 18 });
  });

  it('report at the same time without losing a piece, and two that share components never deadlock', async () => {
    const { product, components } = await aWorkshop(app, [
      { quantity: 1, stock: 200, unit_cost: '2' },
      { quantity: 1, stock: 200, unit_cost: '3' },
    ]);
    const started = await Promise.all([aStartedOrder(app, product.id, 20), aStartedOrder(app, product.id, 20)]);
    const before = await deadlocks();
    const answers = await Promise.all(
      TWENTY.flatMap(() =>
        started.map(({ id }) => app.as(app.admin).post(`${orders}/${id}/reports`, { good_quantity: 1 })),
      ),
    );
    expect(statuses(answers)).toEqual({ 201: 40 });
    expect(await deadlocks()).toBe(before);
    expect(await stockOf(app, product.id)).toEqual({ on_hand: 40, reserved: 0, value: '200.00' });
    expect(await stockOf(app, components[0].id)).toEqual({ on_hand: 160, reserved: 0, value: '320.00' });
    for (const { id } of started)
      expect((await app.as(app.admin).get(`${orders}/${id}`)).body).toMatchObject({ good_quantity: 20 });
  });
});

describe('round trips', () => {
  it('are few for every step, and no more for many components', async () => {
    const counts = async (components: number): Promise<Record<string, number>> => {
      const { product } = await aWorkshop(
        app,
        Array.from({ length: components }, () => ({ quantity: 1, stock: 10, unit_cost: '1' })),
      );
      const counted: Record<string, number> = {};
      const count = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
        // Who asks is remembered for a few seconds: known before every step, the statement that finds out is never counted.
        await app.as(app.admin).get(orders);
        const statements = await listening(work);
        counted[name] = statements.count;
        return statements.result;
      };
      const { id } = await count('create', () => anOrder(app, product.id, 5));
      await count('approve', () => act(app, id, 'approve'));
      await count('release', () => act(app, id, 'release'));
      await count('start', () => act(app, id, 'start'));
      await count('report', () => act(app, id, 'reports', { good_quantity: 2 }));
      await count('complete', () => act(app, id, 'complete', { actual_quantity: 5 }));
      await count('close', () => act(app, id, 'close'));
      await count('get', () => app.as(app.admin).get(`${orders}/${id}`));
      return counted;
    };
    const five = await counts(5);
    expect(await counts(20)).toEqual(five);
    for (const [step, statements] of Object.entries(five))
      expect([step, statements > 0 && statements <= 10]).toEqual([step, true]);
  });
});

/** How many statements the requests of `work` send to the server, beginning and end of the transaction included; background work is not theirs. */
async function listening<T>(work: () => Promise<T>): Promise<{ result: T; count: number }> {
  const { Client } = jest.requireActual<typeof import('pg')>('pg');
  const send = Client.prototype.query as (...args: unknown[]) => unknown;
  let count = 0;
  const spy = jest.spyOn(Client.prototype, 'query').mockImplementation(function (this: unknown, ...args: unknown[]) {
    const context = RequestContext.find();
    if (context && context.user_agent !== 'pabrik') count++;
    return send.apply(this, args) as never;
  });
  try {
    const result = await work();
    return { result, count };
  } finally {
    spy.mockRestore();
  }
}

async function deadlocks(): Promise<number> {
  const { rows } = await app.db.query<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return Number(rows[0]!.deadlocks);
}
