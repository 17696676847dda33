import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Pool } from 'pg';
import { createApp } from '../../src/app.configure.js';
import { AccessTokens } from '../../src/auth/tokens/access-tokens.js';
import { loadConfig } from '../../src/kernel/config/index.js';
import { keepSession, pooled } from './behind-pooler.js';
import { createLogger } from '../../src/kernel/http/index.js';
import { Contract } from './contract.js';
import { cloneDatabase } from './database.js';
import type { TestDatabase } from './database.js';

/** One answer, its body parsed when it is JSON. */
export interface Answer<Body = any> {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
  readonly headers: Record<string, string>;
}

/** A person of a test: a real user with a real session. */
export interface TestActor {
  readonly id: string;
  readonly username: string;
  readonly session_id: string;
  readonly token: string;
}

export interface ActorOptions {
  /** Code of a seeded role. */
  readonly role?: string;
  /** Permissions or patterns, given through a role of their own. */
  readonly permissions?: readonly string[];
  /** Company ids; MAIN when not given. */
  readonly companies?: readonly string[];
  readonly warehouses?: readonly string[];
  readonly departments?: readonly string[];
}

type Body = object | string | undefined;
type Headers = Record<string, string>;

/** The calls of one person, below /api/v1; a path that begins with `//` is taken from the root. */
export interface Caller {
  request(method: string, path: string, body?: Body, headers?: Headers): Promise<Answer>;
  get(path: string, headers?: Headers): Promise<Answer>;
  post(path: string, body?: Body, headers?: Headers): Promise<Answer>;
  put(path: string, body?: Body, headers?: Headers): Promise<Answer>;
  patch(path: string, body?: Body, headers?: Headers): Promise<Answer>;
  delete(path: string, headers?: Headers): Promise<Answer>;
}

export interface TestApp {
  readonly nest: NestFastifyApplication;
  readonly database: TestDatabase;
  /** As superuser, outside the application. */
  readonly db: Pool;
  readonly admin: TestActor;
  readonly company_id: string;
  actor(options: ActorOptions): Promise<TestActor>;
  /** Calls as a person, or as nobody. */
  as(actor: TestActor | null): Caller;
  /** Every answer is held against the OpenAPI document unless this is set to false. */
  checkContract: boolean;
  close(): Promise<void>;
}

let numbered = 0;

/** The real application on a fresh copy of the template database. */
export async function startTestApp(
  options: { env?: Record<string, string>; database?: TestDatabase } = {},
): Promise<TestApp> {
  const database = options.database ?? (await cloneDatabase());
  const config = loadConfig({
    APP_ENV: 'test',
    DATABASE_URL: database.url,
    JWT_SECRET: 'a-secret-of-the-tests-0123456789-abcdefghij',
    DATA_ENCRYPTION_KEY: 'a-key-of-the-tests-for-data-9876543210-qwertz',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    RATE_LIMIT_PER_MINUTE: '0',
    // Suites that tamper with rows and put them back would have that sealed.
    AUDIT_SEAL_SECONDS: '0',
    SWAGGER_ENABLED: 'true',
    JOBS_ENABLED: 'false',
    ...pooled(database),
    ...options.env,
  });
  await keepSession(database, config);
  const nest = await createApp(config, createLogger(config));
  await nest.getHttpAdapter().getInstance().ready();
  const db = database.pool({ max: 20 });
  const company = await db.query<{ id: string }>(`select id from erp.companies where code = 'MAIN'`);
  const companyId = company.rows[0]!.id;
  let contract: Contract | undefined;

  const app: TestApp = {
    nest,
    database,
    db,
    admin: undefined as never,
    company_id: companyId,
    checkContract: true,
    actor: (actorOptions) => makeActor(app, actorOptions),
    as: (actor) => caller(app, actor, () => (contract ??= new Contract(openApi()))),
    close: async () => {
      await nest.close();
      if (!options.database) await database.drop();
    },
  };
  (app as { admin: TestActor }).admin = await makeActor(app, { role: 'super_admin' });
  return app;
}

/** The committed document, which the checks hold equal to what the server makes; making it anew took each suite seconds. */
function openApi(): Record<string, unknown> {
  return JSON.parse(readFileSync('src/openapi.json', 'utf8')) as Record<string, unknown>;
}

function caller(app: TestApp, actor: TestActor | null, contract: () => Contract): Caller {
  const request = async (method: string, path: string, body?: Body, headers: Headers = {}): Promise<Answer> => {
    const url = path.startsWith('//') ? path.slice(1) : `/api/v1${path}`;
    const response = await app.nest.inject({
      method: method as 'GET',
      url,
      headers: {
        ...(actor && { authorization: `Bearer ${actor.token}` }),
        ...(typeof body === 'object' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const contentType = String(response.headers['content-type'] ?? '');
    const parsed: unknown =
      contentType.includes('json') && response.payload !== '' ? JSON.parse(response.payload) : undefined;
    const answer = {
      status: response.statusCode,
      body: parsed,
      text: response.payload,
      headers: response.headers as Headers,
    };
    if (app.checkContract && url.startsWith('/api/v1'))
      contract().check(method, url, { status: answer.status, contentType, body: parsed });
    return answer;
  };
  return {
    request,
    get: (path, headers) => request('GET', path, undefined, headers),
    post: (path, body, headers) => request('POST', path, body, headers),
    put: (path, body, headers) => request('PUT', path, body, headers),
    patch: (path, body, headers) => request('PATCH', path, body, headers),
    delete: (path, headers) => request('DELETE', path, undefined, headers),
  };
}

async function makeActor(app: TestApp, options: ActorOptions): Promise<TestActor> {
  const username = `person-${++numbered}-${randomBytes(4).toString('hex')}`;
  const { db } = app;
  const user = await db.query<{ id: string }>(
    `insert into erp.users (username, full_name) values ($1, $1) returning id`,
    [username],
  );
  const id = user.rows[0]!.id;
  const roleCode = options.role ?? `role_${username.replaceAll('-', '_')}`;
  if (!options.role) {
    const role = await db.query<{ id: string }>(`insert into erp.roles (code, name) values ($1, $1) returning id`, [
      roleCode,
    ]);
    await db.query(`insert into erp.role_permissions (role_id, pattern) select $1, unnest($2::text[])`, [
      role.rows[0]!.id,
      options.permissions ?? [],
    ]);
  }
  const assigned = await db.query(
    `insert into erp.user_roles (user_id, role_id) select $1, id from erp.roles where code = $2`,
    [id, roleCode],
  );
  if (assigned.rowCount !== 1) throw new Error(`There is no role ${roleCode}`);
  await db.query('delete from erp.user_companies where user_id = $1', [id]);
  await db.query(
    `insert into erp.user_companies (user_id, company_id, is_default)
     select $1, company_id, nr = 1 from unnest($2::uuid[]) with ordinality as c (company_id, nr)`,
    [id, options.companies ?? [app.company_id]],
  );
  await db.query(`insert into erp.user_warehouses (user_id, warehouse_id) select $1, unnest($2::uuid[])`, [
    id,
    options.warehouses ?? [],
  ]);
  await db.query(`insert into erp.user_departments (user_id, department_id) select $1, unnest($2::uuid[])`, [
    id,
    options.departments ?? [],
  ]);
  const session = await db.query<{ id: string; now: number }>(
    `insert into erp.sessions (user_id, expires_at) values ($1, now() + interval '1 day') returning id, extract(epoch from now())::float8 as now`,
    [id],
  );
  const { id: sessionId, now } = session.rows[0]!;
  const token = app.nest.get(AccessTokens, { strict: false }).sign(id, sessionId, now);
  return { id, username, session_id: sessionId, token };
}
