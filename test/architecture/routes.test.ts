import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { Controller, Delete, Get, Patch } from '@nestjs/common';
import type { Pool } from 'pg';
import { PROJECT_ROOT } from '../../src/kernel/config/index.js';
import { Route } from '../../src/kernel/http/index.js';
import { permissionCatalogue } from '../../src/kernel/security/index.js';
import type { Machine } from '../../src/kernel/state-machine/index.js';
import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
import { sourcesBelow } from '../support/source-tree.js';
import { handlersOf, routesOf, servedRoutes } from './routes.js';
import type { FoundRoute } from './routes.js';

/** Changes of one object that take no If-Match, each with its reason. */
const SAFETY = 'a measure of safety must not fail because somebody corrected a name meanwhile';
const NOT_VERSIONED: Readonly<Record<string, string>> = {
  'POST /api/v1/ppic/kanban/loops/{id}/evaluate':
    'looks at the facts of the moment, and leaves the row of the loop as it is',
  'POST /api/v1/auth/api-keys/{id}/revoke': SAFETY,
  'POST /api/v1/auth/sessions/{id}/revoke': SAFETY,
  'POST /api/v1/auth/users/{id}/force-password-change': SAFETY,
  'POST /api/v1/auth/users/{id}/reset-mfa': SAFETY,
  'POST /api/v1/auth/users/{id}/reset-password': SAFETY,
  'POST /api/v1/auth/users/{id}/revoke-sessions': SAFETY,
  'POST /api/v1/auth/users/{id}/unlock': SAFETY,
  'POST /api/v1/auth/blocked-addresses/{id}/unblock':
    'an address is blocked or it is not; unblocking it twice is refused by itself',
  'POST /api/v1/auth/users/{id}/grants/{grant_id}/revoke': SAFETY,
  'POST /api/v1/auth/users/{id}/grants': 'makes a grant; the user stays as it is',
  'POST /api/v1/warehouse/movements/{id}/reverse': 'a movement never changes; reversing it twice is refused by itself',
  'POST /api/v1/quality/inspections/from-movement/{movement_id}':
    'a movement never changes; its inspections are made once, however often it is asked',
  'POST /api/v1/warehouse/reservations/{id}/release':
    'a reservation is open or it is not; releasing it twice is refused by itself',
  'POST /api/v1/warehouse/reservations/{id}/firm':
    'a soft reservation is open or it is not; making it firm twice is refused by itself',
  'POST /api/v1/purchasing/receipts/{id}/put-away':
    'a receipt never changes; no more is put away of it than waits, however often it is asked',
  'POST /api/v1/purchasing/receipts/{id}/landed-costs': 'makes a landed cost; the receipt stays as it is',
  'POST /api/v1/warehouse/bom/{id}/copy': 'makes another bill; the one that is copied stays as it is',
  'POST /api/v1/ppic/routings/{id}/copy': 'makes another routing; the one that is copied stays as it is',
};

/** What Fastify serves besides the handlers of controllers. */
const BESIDES = /^(GET|HEAD) \/(docs(\/.*|-yaml|\*)?|openapi\.json|board(\/[a-z-]+\.(js|css|svg))?)$|^OPTIONS \*$/;

const CHANGING = ['POST', 'PUT', 'PATCH', 'DELETE'];
const SOME_ID = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';

let app: TestApp;
let routes: FoundRoute[];
let nobody: TestActor;
let document: any;

beforeAll(async () => {
  app = await startTestApp();
  routes = routesOf(app.nest);
  nobody = await app.actor({ permissions: [] });
  document = (await app.as(null).get('//openapi.json')).body;
});
afterAll(() => app.close());

/** Every rule that a route breaks by what it says of itself. */
function faultsOf(route: FoundRoute, permissions: ReadonlySet<string>): string[] {
  const { method, path, handler, options } = route;
  if (!options) return [`${handler} has no @Route`];
  const faults: string[] = [];
  const changesOne = CHANGING.includes(method) && /\{\w*id\}/.test(path);
  if (changesOne && !options.versioned && !(`${method} ${path}` in NOT_VERSIONED))
    faults.push(`${method} ${path} takes no If-Match`);
  if (!['public', 'authenticated'].includes(options.permission) && !permissions.has(options.permission)) {
    faults.push(`${method} ${path} needs ${options.permission}, which is not in the catalogue`);
  }
  if (options.summary.trim().length < 5) faults.push(`${method} ${path} has no summary`);
  return faults;
}

/** Names of DTO classes that stand in more than one file: the document knows a schema by the name of its class alone. */
function namesTwice(sources: readonly { path: string; text: string }[]): string[] {
  const files = new Map<string, string[]>();
  for (const { path, text } of sources.filter(({ path: p }) => p.endsWith('.dto.ts')))
    for (const [, name] of text.matchAll(/^(?:export )?class (\w+)/gm))
      files.set(name!, [...(files.get(name!) ?? []), path]);
  return [...files].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(', ')}`);
}

describe('names of DTOs', () => {
  it('are each used once', () => expect(namesTwice(sourcesBelow('src'))).toEqual([]));
  it('are found when they are used twice', () => {
    const text = 'export class CountDto {}';
    expect(
      namesTwice([
        { path: 'a.dto.ts', text },
        { path: 'b.dto.ts', text },
      ]),
    ).toEqual(['CountDto: a.dto.ts, b.dto.ts']);
  });
});

describe('every handler', () => {
  it('says who may use it, with a permission of the catalogue, and takes If-Match where it changes one object', () => {
    const permissions = new Set(permissionCatalogue().map(({ permission }) => permission));
    expect(routes.length).toBeGreaterThan(100);
    expect(routes.flatMap((route) => faultsOf(route, permissions))).toEqual([]);
    const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    expect(Object.keys(NOT_VERSIONED).filter((route) => !known.has(route))).toEqual([]);
  });

  it('is served, and nothing else is', () => {
    const served = servedRoutes(
      (app.nest.getHttpAdapter().getInstance() as { printRoutes(options: object): string }).printRoutes({
        commonPrefix: false,
      }),
    );
    const expected = new Set(
      routes.flatMap(({ method, path }) =>
        method === 'GET' ? [`GET ${path}`, `HEAD ${path}`] : [`${method} ${path}`],
      ),
    );
    // Two methods may give one place of a path two names; Fastify prints both.
    const nameless = (route: string): string => route.replace(/\{[^/]*\}/g, '{}');
    const namelessServed = new Set(served.map(nameless));
    const namelessExpected = new Set([...expected].map(nameless));
    expect(served.filter((route) => !namelessExpected.has(nameless(route)) && !BESIDES.test(route))).toEqual([]);
    expect([...expected].filter((route) => !namelessServed.has(nameless(route)))).toEqual([]);
  });

  it('is in the OpenAPI document, and nothing else is', () => {
    const documented = Object.entries(document.paths as Record<string, object>).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${shape(path)}`),
    );
    expect(documented.sort()).toEqual(routes.map(({ method, path }) => `${method} ${shape(path)}`).sort());
  });

  it('is documented: summary, permission, refusals, and examples that its own schemas accept', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    (addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);
    ajv.addSchema({ $id: 'openapi', ...document });
    expect(routes.flatMap((route) => documentationFaults(route, document, ajv))).toEqual([]);
  });
});

describe('every state machine', () => {
  const machines = sourcesBelow('src')
    .filter(({ path }) => path.endsWith('.machine.ts'))
    .flatMap(({ path }) => Object.values(jest.requireActual<Record<string, Machine>>(join(PROJECT_ROOT, path))))
    .filter((value) => Array.isArray(value?.states) && value.events);

  it.each(machines.map((machine) => [machine.name, machine] as const))(
    '%s has one route for each event, and shows its transitions and history',
    (_name, machine) => {
      expect(machineRouteFaults(machine, routes)).toEqual([]);
    },
  );

  it('would be found to lack a route', () => {
    const event = { from: ['open'], to: 'shut', permission: 'house.doors.use' };
    const door = { name: 'door', events: { shut: event, slam_shut: event } } as unknown as Machine;
    const route = (method: string, path: string) => ({
      method,
      path,
      handler: 'x',
      options: { summary: 'x', permission: 'house.doors.use' },
    });
    const some = [route('POST', '/doors/{id}/shut'), route('GET', '/doors/{id}/transitions')];
    expect(machineRouteFaults(door, some)).toEqual([
      'door: nothing answers to slam_shut',
      'door: /doors/{id}/history is missing',
    ]);
    expect(machineRouteFaults(door, [])).toHaveLength(2);
  });
});

describe('without the right to it', () => {
  const target = ({ path }: FoundRoute): string => `/${path.replace(/\{\w*\}/g, SOME_ID)}`;

  it('every operation that is not open is 401 without a token, and leaves no row', async () => {
    const closed = routes.filter(({ options }) => options?.permission !== 'public');
    const before = await fingerprint(app.db);
    const wrong: string[] = [];
    for (const route of closed) {
      const { status, headers } = await app.as(null).request(route.method, target(route));
      if (status !== 401 || !headers['www-authenticate']) wrong.push(`${route.method} ${route.path}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await fingerprint(app.db)).toEqual(before);
  });

  it('every operation with a permission is 403 to who lacks it, and leaves no row', async () => {
    const guarded = routes.filter(({ options }) => !['public', 'authenticated'].includes(options?.permission ?? ''));
    const before = await fingerprint(app.db);
    const wrong: string[] = [];
    for (const route of guarded) {
      const { status, body } = await app.as(nobody).request(route.method, target(route));
      if (status !== 403 || body.error_code !== 'FORBIDDEN') wrong.push(`${route.method} ${route.path}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect(await fingerprint(app.db)).toEqual(before);
  });

  it('headers and methods that pretend to be others change nothing', async () => {
    const id = SOME_ID;
    for (const [method, path, headers] of [
      ['POST', `/units`, { 'x-http-method-override': 'GET' }],
      ['GET', `/units`, { 'x-original-url': '/health', 'x-rewrite-url': '/health' }],
      ['POST', `/units/${id}/deactivate`, { 'x-forwarded-for': '127.0.0.1', 'x-user-id': app.admin.id }],
      ['HEAD', `/units`, {}],
    ] as const) {
      app.checkContract = method !== 'HEAD';
      expect((await app.as(null).request(method, path, undefined, headers)).status).toBe(401);
    }
    app.checkContract = true;
    const bare = (url: string) => app.nest.inject({ method: 'GET', url });
    expect((await bare('/api//v1/units')).statusCode).toBe(404);
    expect((await bare('/api/v1/%75nits')).statusCode).toBe(401);
    expect((await bare('/API/V1/units')).statusCode).toBe(404);
  });
});

describe('a planted violation is found', () => {
  @Controller('planted')
  class PlantedController {
    @Get()
    open(): void {}

    @Patch(':id')
    @Route({ summary: 'Change', permission: 'planted.things.update' })
    change(): void {}

    @Delete(':thing_id')
    @Route({ summary: '', permission: 'authenticated', versioned: true })
    remove(): void {}
  }

  it('a handler without @Route, one without If-Match and with a made-up permission, one without a summary', () => {
    expect(handlersOf(PlantedController).flatMap((route) => faultsOf(route, new Set()))).toEqual([
      'PlantedController.open has no @Route',
      'PATCH /api/v1/planted/{id} takes no If-Match',
      'PATCH /api/v1/planted/{id} needs planted.things.update, which is not in the catalogue',
      'DELETE /api/v1/planted/{thing_id} has no summary',
    ]);
  });

  it('a route that Fastify serves beside the controllers', () => {
    const printed =
      '├── /docs (GET, HEAD)\n│   └── -yaml (GET)\n├── /api/v1/units (GET, POST)\n│   └── /:id (GET)\n│       └── /debug (POST)\n└── * (OPTIONS)';
    expect(servedRoutes(printed)).toEqual([
      'GET /docs',
      'HEAD /docs',
      'GET /docs-yaml',
      'GET /api/v1/units',
      'POST /api/v1/units',
      'GET /api/v1/units/{id}',
      'POST /api/v1/units/{id}/debug',
      'OPTIONS *',
    ]);
  });

  it('an operation without an example, or with one that its schema refuses', () => {
    const ajv = new Ajv2020({ strict: false });
    const operation = (example: object | undefined) => ({
      summary: 'Add a thing',
      'x-permission': 'authenticated',
      responses: {
        '401': {},
        '201': {
          content: { 'application/json': { schema: { type: 'object', required: ['a'] }, ...(example && { example }) } },
        },
      },
    });
    const route = {
      method: 'POST',
      path: '/x',
      handler: 'X.add',
      options: { summary: 'Add a thing', permission: 'authenticated' },
    };
    const check = (example: object | undefined) =>
      documentationFaults(route, { paths: { '/x': { post: operation(example) } } }, ajv);
    expect(check({ a: 1 })).toEqual([]);
    expect(check(undefined)).toEqual(['POST /x: the answer 201 has no example']);
    expect(check({ b: 1 })[0]).toContain('the example of the answer 201 breaks its schema');
  });

  it('a row that a refused request leaves', async () => {
    const before = await fingerprint(app.db);
    await app.db.query(`update erp.units set name = name where code = 'EA'`);
    expect(await fingerprint(app.db)).not.toEqual(before);
  });
});

/** Events without a `POST /{id}/{event}` under their own permission, and what the resource lacks to show them. */
function machineRouteFaults(machine: Machine, all: readonly FoundRoute[]): string[] {
  const faults: string[] = [];
  const resources = new Set<string>();
  for (const [event, { permission }] of Object.entries(machine.events)) {
    const ending = `/${event.replaceAll('_', '-')}`;
    const found = all.filter(
      ({ method, path, options }) =>
        method === 'POST' && path.endsWith(`}${ending}`) && options?.permission === permission,
    );
    if (found.length === 0) faults.push(`${machine.name}: nothing answers to ${event}`);
    for (const { path } of found) if (!path.includes('/tasks/')) resources.add(path.slice(0, -ending.length));
  }
  for (const resource of resources) {
    for (const view of ['transitions', 'history']) {
      if (!all.some(({ method, path }) => method === 'GET' && path === `${resource}/${view}`))
        faults.push(`${machine.name}: ${resource}/${view} is missing`);
    }
  }
  return faults;
}

/** A path without the names of its parameters: the document has one path where the code may have two names for a place. */
function shape(path: string): string {
  return path.replace(/\{\w+\}/g, '{}');
}

function documentationFaults({ method, path, options }: FoundRoute, openapi: any, ajv: Ajv2020): string[] {
  const documented = Object.keys(openapi.paths).find((each) => shape(each) === shape(path));
  const operation = openapi.paths[documented ?? '']?.[method.toLowerCase()];
  const where = `${method} ${path}`;
  if (!operation) return [`${where} is not documented`];
  const faults: string[] = [];
  if (operation.summary !== options?.summary) faults.push(`${where}: another summary`);
  if (operation['x-permission'] !== options?.permission) faults.push(`${where}: another permission`);
  const needed =
    options?.permission === 'public' ? [] : options?.permission === 'authenticated' ? ['401'] : ['401', '403'];
  for (const status of needed) if (!operation.responses[status]) faults.push(`${where}: ${status} is not documented`);
  const check = (name: string, content: any): void => {
    const media = content?.['application/json'];
    if (!media) return;
    const examples = media.examples ? Object.values<any>(media.examples).map(({ value }) => value) : [media.example];
    for (const example of examples) {
      if (example === undefined) faults.push(`${where}: ${name} has no example`);
      else if (!ajv.validate(absolute(media.schema) as object, example))
        faults.push(`${where}: the example of ${name} breaks its schema: ${ajv.errorsText()}`);
    }
  };
  check('the body', operation.requestBody?.content);
  for (const [status, response] of Object.entries<any>(operation.responses))
    if (status < '300') check(`the answer ${status}`, response.content);
  return faults;
}

function absolute(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(absolute);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, key === '$ref' ? `openapi${String(member)}` : absolute(member)]),
  );
}

/** Number and last writer of the rows of every table, but for what the server writes down about its own works; sessions only by number, since being recognised touches them. */
async function fingerprint(db: Pool): Promise<object> {
  const tables = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'erp' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'periodic_works' order by 1`,
  );
  const counts = tables.rows.map(({ name }) => {
    const writer = /sessions$/.test(name) ? `0` : `coalesce(max(xmin::text::bigint), 0)`;
    return `select '${name}' as name, count(*)::int as rows, ${writer}::text as writer from ${name}`;
  });
  return (await db.query(`${counts.join(' union all ')} order by 1`)).rows;
}
