import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { reportFault } from '../kernel/errors/index.js';
import { scrubbed, startSentry, withoutSecrets } from './sentry.js';

/** What arrived at the receiver, unpacked: an envelope is one JSON document a line. */
let received: string[];
let receiver: Server;
let dsn: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push(body);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  dsn = `http://public@127.0.0.1:${(receiver.address() as AddressInfo).port}/1`;
});
beforeEach(() => (received = []));
afterAll(() => receiver.close());

describe('a text', () => {
  it.each([
    ['postgres://erp:secret@db/erp refused', 'postgres://erp:[removed]@db/erp refused'],
    ['Bearer abc.def-123', 'Bearer [removed]'],
    [`a token ${['eyJhbGciOi', 'eyJzdWIi', 'sig'].join('.')} of somebody`, 'a token [removed] of somebody'],
    ['{"password":"a b c","sku":"BEAR"}', '{"password":[removed],"sku":"BEAR"}'],
    ['JWT_SECRET=abc, next', 'JWT_SECRET=[removed], next'],
    ['user siti@example.com is gone', 'user [address] is gone'],
    ['relation "erp.bears" does not exist', 'relation "erp.bears" does not exist'],
  ])('%s', (text, cleaned) => expect(withoutSecrets(text)).toBe(cleaned));
});

it('an event loses everything but what broke and where', () => {
  const event = scrubbed({
    type: undefined,
    message: 'password=x',
    request: { url: '/api', data: { password: 'x' }, headers: { authorization: 'Bearer y' } },
    user: { id: '1', ip_address: '10.0.0.1' },
    extra: { body: 'secret' },
    breadcrumbs: [{ message: 'select' }],
    contexts: { trace: { trace_id: 'a', span_id: 'b' }, body: { price: 1 } },
    exception: {
      values: [{ type: 'Error', value: 'token: z', stacktrace: { frames: [{ function: 'f', vars: { p: 1 } }] } }],
    },
    tags: { route: '/api/v1/products' },
  });
  expect(event).toEqual({
    type: undefined,
    message: 'password=[removed]',
    contexts: { trace: { trace_id: 'a', span_id: 'b' } },
    exception: { values: [{ type: 'Error', value: 'token: [removed]', stacktrace: { frames: [{ function: 'f' }] } }] },
    tags: { route: '/api/v1/products' },
  });
  expect(scrubbed({ type: undefined }).exception).toBeUndefined();
});

it('without a DSN nothing is loaded and nothing sent', async () => {
  const end = await startSentry({ appEnv: 'test' } as never);
  reportFault(new Error('nobody hears this'), {});
  await end();
  expect(Object.keys(require.cache ?? {}).some((file) => file.includes('@sentry'))).toBe(false);
  expect(received).toEqual([]);
});

it('a fault arrives with its place and without its secrets; after the end nothing does', async () => {
  const end = await startSentry({ sentryDsn: dsn, appEnv: 'test' } as never);
  reportFault(new Error('cannot reach postgres://erp:secret@db/erp', { cause: new Error('Bearer abcdef') }), {
    request_id: 'request-1',
    route: '/api/v1/products/:id',
  });
  await end();
  expect(received).toHaveLength(1);
  const event = JSON.parse(received[0]!.trim().split('\n').at(-1)!) as {
    exception: { values: { value: string }[] };
    tags: object;
    environment: string;
    release: string;
  };
  expect(event.exception.values.map(({ value }) => value)).toEqual(
    expect.arrayContaining(['cannot reach postgres://erp:[removed]@db/erp', 'Bearer [removed]']),
  );
  expect(event.tags).toEqual({ request_id: 'request-1', route: '/api/v1/products/:id' });
  expect(event.environment).toBe('test');
  expect(event.release).toMatch(/^pabrik@\d/);
  expect(received[0]).not.toMatch(/secret@|abcdef/);
  reportFault(new Error('too late'), {});
  await sleep(50);
  expect(received).toHaveLength(1);
});
