import 'reflect-metadata';
import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { defer, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { loadConfig } from '../config/index.js';
import { AccessChanged, StoredAnswer } from '../database/index.js';
import type { Database } from '../database/index.js';
import { AppError, KERNEL_ERRORS } from '../errors/index.js';
import { RequestContext, systemActor } from '../security/index.js';
import { StringField } from './fields.js';
import { ROUTE } from './route.js';
import type { RouteOptions } from './route.js';
import { TransactionInterceptor } from './transaction.interceptor.js';
import type { AccessRefresher } from './transaction.interceptor.js';

class ThingDto {
  @StringField() name!: string;
}

interface Trial {
  method?: string;
  route?: Partial<RouteOptions>;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  handler: () => unknown;
  /** In place of a real transaction. */
  transaction?: (work: () => Promise<unknown>) => Promise<unknown>;
  refresh?: AccessRefresher['refresh'] | null;
}

/** One request through the interceptor alone. */
async function run({ method = 'POST', route, headers = {}, query = {}, handler, transaction, refresh }: Trial) {
  const options: RouteOptions = { summary: 'A thing', permission: 'house.things.change', returns: ThingDto, ...route };
  const target = (): void => undefined;
  Reflect.defineMetadata(ROUTE, options, target);
  const reply = {
    statusCode: 201,
    sent: {} as Record<string, string>,
    status(code: number) {
      this.statusCode = code;
      return this;
    },
    header(name: string, value: string) {
      this.sent[name] = value;
      return this;
    },
  };
  const request = { method, headers, query, body: {}, url: '/api/v1/things' };
  const database = { transaction: transaction ?? ((work: () => Promise<unknown>) => work()) } as unknown as Database;
  const access = refresh === null ? undefined : ({ refresh: refresh ?? (() => Promise.resolve()) } as AccessRefresher);
  const interceptor = new TransactionInterceptor(database, loadConfig({ APP_ENV: 'test' }), new Reflector(), access);
  const context = {
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }),
    getHandler: () => target,
  } as unknown as ExecutionContext;
  const next: CallHandler = { handle: () => defer(async () => handler()) };
  const state = RequestContext.forSystem(systemActor(new Set(), []), 'r');
  const answer = await RequestContext.run(state, async () => {
    try {
      return await lastValueFrom(interceptor.intercept(context, next) as Observable<unknown>);
    } catch (error) {
      return error;
    }
  });
  return { answer, reply, request, state };
}

const code = (answer: unknown): string => (answer instanceof AppError ? answer.code : String(answer));

describe('rights that change while a request waits', () => {
  const changing = (times: number) => {
    let left = times;
    return (work: () => Promise<unknown>): Promise<unknown> =>
      left-- > 0 ? Promise.reject(new AccessChanged()) : work();
  };

  it('are read anew, and the work is done once', async () => {
    const refresh = jest.fn(() => Promise.resolve());
    const handler = jest.fn(() => ({ name: 'done' }));
    const { answer } = await run({ handler, transaction: changing(2), refresh });
    expect(answer).toEqual({ name: 'done' });
    expect([refresh.mock.calls.length, handler.mock.calls.length]).toEqual([2, 1]);
  });

  it('refuse at once who has lost them', async () => {
    const handler = jest.fn();
    const refresh = (): Promise<void> => Promise.reject(KERNEL_ERRORS.FORBIDDEN());
    expect(code((await run({ handler, transaction: changing(1), refresh })).answer)).toBe('FORBIDDEN');
    expect(handler).not.toHaveBeenCalled();
  });

  it('without end, or with nobody to read them, are a 503', async () => {
    expect(code((await run({ handler: jest.fn(), transaction: changing(99) })).answer)).toBe('SERVICE_UNAVAILABLE');
    expect(code((await run({ handler: jest.fn(), transaction: changing(1), refresh: null })).answer)).toBe(
      'SERVICE_UNAVAILABLE',
    );
  });

  it('are read anew for reads, but a change with a transaction of its own is not run twice', async () => {
    const once = (): (() => unknown) => {
      let called = false;
      return () => {
        if (called) return { name: 'again' };
        called = true;
        throw new AccessChanged();
      };
    };
    expect((await run({ method: 'GET', handler: once() })).answer).toEqual({ name: 'again' });
    expect(code((await run({ handler: once(), route: { transaction: false } })).answer)).toBe('SERVICE_UNAVAILABLE');
    expect((await run({ method: 'GET', handler: once(), refresh: null })).answer).toBeInstanceOf(AccessChanged);
  });
});

describe('the deadline', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const never = (): Promise<unknown> => new Promise(() => undefined);
  const state = async (trial: Trial): Promise<unknown> => {
    const running = run(trial);
    await jest.advanceTimersByTimeAsync(9_500);
    return Promise.race([running, Promise.resolve('still waiting')]);
  };

  it.each(['GET', 'POST'])('answers a %s that hangs with 503 and tells the commit', async (method) => {
    const late = (await state({ method, handler: never })) as Awaited<ReturnType<typeof run>>;
    expect(code(late.answer)).toBe('SERVICE_UNAVAILABLE');
    expect(late.state.deadline).toBeLessThanOrEqual(performance.now());
  });

  it('does not hold for streams', async () => {
    expect(await state({ handler: never, route: { transaction: false } })).toBe('still waiting');
    expect(await state({ method: 'GET', handler: never, route: { produces: 'text/csv' } })).toBe('still waiting');
  });
});

describe('answers', () => {
  it('carry their version as ETag and the headers left for them', async () => {
    const handler = (): unknown => {
      RequestContext.current().response_headers['location'] = '/things/1';
      return { name: 'x', version: 3 };
    };
    expect((await run({ handler })).reply.sent).toEqual({ etag: '"3"', location: '/things/1' });
    expect((await run({ method: 'GET', route: { versioned: true }, handler })).reply.sent).toEqual({ etag: '"3"' });
    expect((await run({ method: 'GET', handler })).reply.sent).toEqual({});
  });

  it('given before are given again with their status, empty ones too', async () => {
    const stored = (status: number, body: string): Trial => ({
      handler: jest.fn(),
      transaction: () => Promise.reject(new StoredAnswer(status, body)),
    });
    const again = await run(stored(201, '{"name":"x","version":1}'));
    expect([again.answer, again.reply.statusCode, again.reply.sent]).toEqual([
      { name: 'x', version: 1 },
      201,
      { 'idempotent-replayed': 'true', etag: '"1"' },
    ]);
    expect((await run(stored(204, ''))).answer).toBeUndefined();
  });

  it('of a stale version show only what the route shows', async () => {
    const current = { id: '1', version: 2, name: 'x', password_hash: 'secret' };
    const stale = (route: Partial<RouteOptions>): Promise<{ answer: unknown }> =>
      run({ route, handler: () => Promise.reject(KERNEL_ERRORS.STALE_VERSION('stale', { current })) });
    expect((await stale({})).answer).toMatchObject({
      code: 'STALE_VERSION',
      extra: { current: { id: '1', version: 2, name: 'x' } },
    });
    expect(((await stale({})).answer as AppError).extra['current']).not.toHaveProperty('password_hash');
    expect(((await stale({ returns: [ThingDto] })).answer as AppError).extra).toEqual({
      current: { id: '1', version: 2, name: 'x' },
    });
    const none = await run({ handler: () => Promise.reject(KERNEL_ERRORS.STALE_VERSION('stale')) });
    expect((none.answer as AppError).extra).toEqual({});
  });
});

describe('what a request asks for', () => {
  it('dry_run is for actions, and is true or false', async () => {
    const handler = jest.fn();
    const tried = await run({ handler, route: { action: true }, query: { dry_run: 'true', limit: '5' } });
    expect([tried.state.dry_run, tried.request.query]).toEqual([true, { limit: '5' }]);
    expect((await run({ handler, route: { action: true }, query: { dry_run: 'false' } })).state.dry_run).toBe(false);
    await expect(run({ handler, route: { action: true }, query: { dry_run: 'maybe' } })).resolves.toMatchObject({
      answer: { code: 'UNKNOWN_QUERY_PARAMETER' },
    });
    handler.mockClear();
    await expect(run({ handler, query: { dry_run: 'true' } })).resolves.toMatchObject({
      answer: { code: 'UNKNOWN_QUERY_PARAMETER' },
    });
    expect(handler).not.toHaveBeenCalled();
  });
});
