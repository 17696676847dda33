import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { PASSWORD, aPerson, loggedIn, login } from '../support/people.js';

let app: TestApp;
let other: string;
beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
  const made = await app.db.query(
    `insert into erp.companies (code, name, currency_code) values ('OTHER', 'Another company', 'IDR') returning id`,
  );
  other = made.rows[0].id;
});
afterAll(() => app.close());

const error = ({ status, body }: Answer): [number, string] => [status, body?.error_code];
const faults = ({ body }: Answer): [string, string][] =>
  body.errors.map((fault: { pointer: string; code: string }) => [fault.pointer, fault.code]);
const userAdmin = (): Promise<TestActor> => app.actor({ role: 'admin' });

describe('users', () => {
  test('are created in lower case, with the companies of who creates them, and must change their password', async () => {
    const answer = await app.as(app.admin).post('/auth/users', {
      username: 'Dewi.Lestari',
      full_name: 'Dewi Lestari',
      email: 'dewi@boneka.example',
      password: PASSWORD,
      roles: ['warehouse'],
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      username: 'dewi.lestari',
      full_name: 'Dewi Lestari',
      email: 'dewi@boneka.example',
      is_active: true,
      must_change_password: true,
      roles: ['warehouse'],
      company_ids: [app.company_id],
      default_company_id: app.company_id,
      warehouse_ids: null,
      department_ids: null,
      version: 1,
    });
    const read = await app.as(app.admin).get(`/auth/users/${answer.body.id}`);
    expect(read.headers['etag']).toBe('"1"');
    expect(read.body.username).toBe('dewi.lestari');
  });

  test.each([
    ['a name that is taken', { username: 'TAKEN' }, 409, ['/username', 'DUPLICATE']],
    ['an address that is taken, in other letters', { email: 'TAKEN@boneka.example' }, 409, ['/email', 'DUPLICATE']],
    ['a name with a space', { username: 'two words' }, 422, ['/username', 'INVALID_FORMAT']],
    ['a common password', { password: 'Password1234!' }, 422, ['/password', 'PASSWORD_COMMON']],
    [
      'his own name as password',
      { username: 'maharani', password: 'Maharani-2026' },
      422,
      ['/password', 'PASSWORD_CONTAINS_IDENTITY'],
    ],
    ['a role that does not exist', { roles: ['viewer', 'emperor'] }, 422, ['/roles/1', 'REFERENCE_NOT_FOUND']],
    [
      "a company that is not the caller's",
      { company_ids: ['0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59'] },
      422,
      ['/company_ids/0', 'REFERENCE_NOT_FOUND'],
    ],
    ['a field that is not his to give', { is_active: true }, 422, ['/is_active', 'UNKNOWN_FIELD']],
    ['a version', { access_version: 9 }, 422, ['/access_version', 'UNKNOWN_FIELD']],
    ['an id', { id: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' }, 422, ['/id', 'UNKNOWN_FIELD']],
  ])('%s is refused and leaves nothing behind', async (_, fields, status, fault) => {
    await aPerson(app, { username: 'taken', email: 'taken@boneka.example' }).catch(() => undefined);
    const before = await app.db.query('select count(*)::int as n from erp.users');
    const answer = await app
      .as(app.admin)
      .post('/auth/users', { username: `new-${Date.now()}`, password: PASSWORD, ...fields });
    expect(answer.status).toBe(status);
    expect(faults(answer)).toContainEqual(fault);
    expect((await app.db.query('select count(*)::int as n from erp.users')).rows).toEqual(before.rows);
  });

  test('are listed by page, name, role and company', async () => {
    const people = await Promise.all(
      ['cari-a', 'cari-b', 'cari-c'].map((username) => aPerson(app, { username, roles: ['quality'] })),
    );
    const list = await app.as(app.admin).get('/auth/users?q=cari-&limit=2&include_total=true');
    expect(list.body.data.map((user: { username: string }) => user.username)).toEqual(['cari-a', 'cari-b']);
    expect(list.body.total).toBe(3);
    const next = await app.as(app.admin).get(`/auth/users?q=cari-&limit=2&cursor=${list.body.next_cursor}`);
    expect(next.body).toMatchObject({ data: [{ id: people[2]!.id }], next_cursor: null });
    expect((await app.as(app.admin).get('/auth/users?role=quality')).body.data).toHaveLength(3);
    expect((await app.as(app.admin).get('/auth/users?password_hash=x')).status).toBe(400);
    const text = (await app.as(app.admin).get('/auth/users?limit=500')).text;
    expect(text).not.toContain('"system"');
  });

  test('change under their version', async () => {
    const person = await aPerson(app);
    const changed = await app
      .as(app.admin)
      .patch(`/auth/users/${person.id}`, { full_name: 'New Name' }, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({ full_name: 'New Name', version: 2 });
    const stale = await app
      .as(app.admin)
      .patch(`/auth/users/${person.id}`, { full_name: 'Older Name' }, { 'if-match': '"1"' });
    expect(error(stale)).toEqual([412, 'STALE_VERSION']);
    expect(stale.body.current).toEqual(changed.body);
  });

  test('are deleted while nothing refers to them, and stay in the log', async () => {
    const person = await aPerson(app);
    expect((await app.as(app.admin).delete(`/auth/users/${person.id}`)).status).toBe(204);
    expect((await app.as(app.admin).get(`/auth/users/${person.id}`)).status).toBe(404);
    const events = await app.db.query(
      `select username from erp.auth_events where user_id = $1 and event = 'user_deleted'`,
      [person.id],
    );
    expect(events.rows).toEqual([{ username: person.username }]);
  });

  test("the system user is nobody's", async () => {
    const system = '/auth/users/00000000-0000-7000-8000-000000000001';
    expect((await app.as(app.admin).get(system)).status).toBe(404);
    expect((await app.as(app.admin).post(`${system}/reset-password`, { password: PASSWORD })).status).toBe(404);
    expect((await app.as(app.admin).post(`${system}/deactivate`, {})).status).toBe(404);
  });

  test('a dry run of a deactivation changes nothing', async () => {
    const person = await aPerson(app);
    const session = await loggedIn(app, person);
    const dry = await app.as(app.admin).post(`/auth/users/${person.id}/deactivate?dry_run=true`, {});
    expect(dry.body.is_active).toBe(false);
    expect((await app.as(app.admin).get(`/auth/users/${person.id}`)).body.is_active).toBe(true);
    expect((await app.as(null).get('/auth/me', session)).status).toBe(200);
  });

  test('a reactivated user logs in anew: the old sessions are not revived', async () => {
    const person = await aPerson(app);
    const session = await loggedIn(app, person);
    await app.as(app.admin).post(`/auth/users/${person.id}/deactivate`, { reason: 'Left' });
    expect((await login(app, person.username)).status).toBe(401);
    await app.as(app.admin).post(`/auth/users/${person.id}/activate`, {});
    expect((await app.as(null).get('/auth/me', session)).status).toBe(401);
    expect((await login(app, person.username)).status).toBe(200);
  });
});

describe('nobody gives or takes beyond his own rights', () => {
  test('an administrator makes a buyer, but not a super administrator', async () => {
    const admin = await userAdmin();
    const body = { username: 'pembeli', password: PASSWORD, roles: ['purchasing'] };
    expect((await app.as(admin).post('/auth/users', body)).status).toBe(201);
    const refused = await app.as(admin).post('/auth/users', { ...body, username: 'raja', roles: ['super_admin'] });
    expect(error(refused)).toEqual([403, 'PERMISSION_NOT_HELD']);
    expect(refused.body.permissions).toContain('auth.sessions.revoke_all');
    expect((await app.db.query(`select 1 from erp.users where username = 'raja'`)).rowCount).toBe(0);
  });

  test.each([
    ['reset the password of', 'POST', 'reset-password', { password: PASSWORD }],
    ['deactivate', 'POST', 'deactivate', {}],
    ['demote', 'PUT', 'roles', { roles: [] }],
    ['move', 'PUT', 'scope', { company_ids: [] }],
    ['rename', 'PATCH', '', { full_name: 'Fool' }],
    [
      'grant something to',
      'POST',
      'grants',
      { permission: 'auth.users.read', valid_until: new Date(Date.now() + 3_600_000).toISOString() },
    ],
    ['delete', 'DELETE', '', undefined],
  ])('an administrator cannot %s a super administrator', async (_, method, action, body) => {
    const admin = await userAdmin();
    const answer = await app.as(admin).request(method, `/auth/users/${app.admin.id}${action && `/${action}`}`, body);
    expect(error(answer)).toEqual([403, 'PERMISSION_NOT_HELD']);
  });

  test.each([
    ['roles', 'PUT', 'roles', { roles: ['super_admin'] }],
    ['scope', 'PUT', 'scope', { company_ids: [] }],
    ['activity', 'POST', 'deactivate', {}],
    ['password, past the current one', 'POST', 'reset-password', { password: PASSWORD }],
    [
      'grants',
      'POST',
      'grants',
      { permission: 'auth.users.read', valid_until: new Date(Date.now() + 3_600_000).toISOString() },
    ],
    ['existence', 'DELETE', '', undefined],
  ])('nobody changes his own %s', async (_, method, action, body) => {
    const admin = await app.actor({ role: 'super_admin' });
    const answer = await app.as(admin).request(method, `/auth/users/${admin.id}${action && `/${action}`}`, body);
    expect(error(answer)).toEqual([409, 'OWN_ACCOUNT']);
  });

  test('who may only read users changes none', async () => {
    const auditor = await app.actor({ permissions: ['auth.*.read'] });
    const person = await aPerson(app);
    expect((await app.as(auditor).get(`/auth/users/${person.id}`)).status).toBe(200);
    expect(error(await app.as(auditor).patch(`/auth/users/${person.id}`, { full_name: 'x' }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    expect(error(await app.as(auditor).put(`/auth/users/${person.id}/roles`, { roles: ['viewer'] }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
  });

  test('somebody always remains who may do everything, also when two remove each other at once', async () => {
    const lonely = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
    const second = await lonely.actor({ role: 'super_admin' });
    const answers = await Promise.all([
      lonely.as(lonely.admin).post(`/auth/users/${second.id}/deactivate`, {}),
      lonely.as(second).post(`/auth/users/${lonely.admin.id}/deactivate`, {}),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await lonely.db
      .query(`select count(*)::int as n from erp.users u join erp.user_roles ur on ur.user_id = u.id
      join erp.roles r on r.id = ur.role_id where r.code = 'super_admin' and u.is_active`);
    expect(left.rows[0].n).toBe(1);
    await lonely.close();
  });

  test('the last super administrator is not demoted', async () => {
    const alone = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
    const almighty = await alone.actor({ permissions: ['*'] });
    expect(error(await alone.as(almighty).put(`/auth/users/${alone.admin.id}/roles`, { roles: ['admin'] }))).toEqual([
      409,
      'LAST_ADMINISTRATOR',
    ]);
    expect(error(await alone.as(almighty).delete(`/auth/users/${alone.admin.id}`))).toEqual([
      409,
      'LAST_ADMINISTRATOR',
    ]);
    await alone.close();
  });
});

describe('scope', () => {
  test('users of another company are not seen, not found and not changed', async () => {
    const stranger = await app.actor({ role: 'viewer', companies: [other] });
    const admin = await userAdmin();
    expect((await app.as(admin).get('/auth/users?limit=500')).text).not.toContain(stranger.id);
    for (const [method, action, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { full_name: 'x' }],
      ['POST', '/deactivate', {}],
      ['POST', '/unlock', undefined],
      ['GET', '/sessions', undefined],
      ['GET', '/grants', undefined],
      ['PUT', '/roles', { roles: [] }],
    ] as const) {
      const answer = await app.as(admin).request(method, `/auth/users/${stranger.id}${action}`, body);
      expect([action, ...error(answer)]).toEqual([action, 404, 'NOT_FOUND']);
    }
  });

  test('is set, but companies that the caller does not share stay', async () => {
    const both = await app.actor({ role: 'viewer', companies: [app.company_id, other] });
    const admin = await userAdmin();
    const answer = await app.as(admin).put(`/auth/users/${both.id}/scope`, { company_ids: [app.company_id] });
    expect(answer.body.company_ids).toEqual([app.company_id, other]);
    expect(faults(await app.as(admin).put(`/auth/users/${both.id}/scope`, { company_ids: [other] }))).toEqual([
      ['/company_ids/0', 'REFERENCE_NOT_FOUND'],
    ]);
  });

  test('who belongs to two companies can make the other one the default', async () => {
    const owner = await app.actor({ role: 'super_admin', companies: [app.company_id, other] });
    const both = await app.actor({ role: 'viewer', companies: [app.company_id, other] });
    const answer = await app.as(owner).put(`/auth/users/${both.id}/scope`, { company_ids: [other, app.company_id] });
    expect(answer.body).toMatchObject({ company_ids: [other, app.company_id], default_company_id: other });
    const me = await app.as(both).get('/auth/me');
    expect(me.body.default_company_id).toBe(other);
  });
});

describe('time-boxed grants', () => {
  const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

  test('add a permission until their time, and name who gave it', async () => {
    const person = await app.actor({ permissions: [] });
    expect((await app.as(person).get('/auth/roles')).status).toBe(403);
    const grant = await app.as(app.admin).post(`/auth/users/${person.id}/grants`, {
      permission: 'auth.roles.read',
      valid_until: inAnHour(),
      reason: 'Audit',
    });
    expect(grant.status).toBe(201);
    expect(grant.body).toMatchObject({
      permission: 'auth.roles.read',
      granted_by: app.admin.id,
      in_force: true,
      reason: 'Audit',
    });
    expect((await app.as(person).get('/auth/roles')).status).toBe(200);
    const revoked = await app.as(app.admin).post(`/auth/users/${person.id}/grants/${grant.body.id}/revoke`);
    expect(revoked.body).toMatchObject({ in_force: false, revoked_by: app.admin.id });
    expect((await app.as(person).get('/auth/roles')).status).toBe(403);
    expect((await app.as(app.admin).post(`/auth/users/${person.id}/grants/${grant.body.id}/revoke`)).status).toBe(404);
  });

  test('end by themselves, to the moment', async () => {
    const person = await app.actor({ permissions: [] });
    await app.as(app.admin).post(`/auth/users/${person.id}/grants`, {
      permission: 'auth.roles.read',
      valid_until: new Date(Date.now() + 1000).toISOString(),
    });
    expect((await app.as(person).get('/auth/roles')).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await app.as(person).get('/auth/roles')).status).toBe(403);
    const list = await app.as(app.admin).get(`/auth/users/${person.id}/grants?in_force=false`);
    expect(list.body.data).toHaveLength(1);
  });

  test.each([
    ['a permission that does not exist', { permission: 'auth.roles.fly' }, ['/permission', 'UNKNOWN_PERMISSION']],
    ['a text that is no permission', { permission: 'everything' }, ['/permission', 'INVALID_PATTERN']],
    ['a time that is over', { valid_until: '2020-01-01T00:00:00Z' }, ['/valid_until', 'INVALID_VALUE']],
    ['a time far ahead', { valid_until: '2099-01-01T00:00:00Z' }, ['/valid_until', 'INVALID_VALUE']],
  ])('%s is refused', async (_, fields, fault) => {
    const person = await aPerson(app);
    const answer = await app
      .as(app.admin)
      .post(`/auth/users/${person.id}/grants`, { permission: 'auth.roles.read', valid_until: inAnHour(), ...fields });
    expect(answer.status).toBe(422);
    expect(faults(answer)).toEqual([fault]);
  });
});

describe('roles', () => {
  test('are made of what their maker holds, concern their users at once, and are deleted when nobody has them', async () => {
    const maker = await app.actor({ permissions: ['auth.roles.*', 'auth.users.*', 'auth.grants.*'] });
    const role = await app
      .as(maker)
      .post('/auth/roles', { code: 'user_reader', name: 'User reader', permissions: ['auth.users.read'] });
    expect(role.status).toBe(201);
    const person = await app.actor({ role: 'user_reader' });
    expect((await app.as(person).get('/auth/users')).status).toBe(200);
    const changed = await app
      .as(maker)
      .put(`/auth/roles/${role.body.id}`, { name: 'Role reader', permissions: ['auth.roles.read'] });
    expect(changed.body).toMatchObject({
      name: 'Role reader',
      permissions: ['auth.roles.read'],
      version: 2,
      user_count: 1,
    });
    expect((await app.as(person).get('/auth/users')).status).toBe(403);
    expect((await app.as(person).get('/auth/roles')).status).toBe(200);
    expect(error(await app.as(maker).delete(`/auth/roles/${role.body.id}`))).toEqual([409, 'IN_USE']);
    await app.as(app.admin).put(`/auth/users/${person.id}/roles`, { roles: [] });
    expect((await app.as(maker).delete(`/auth/roles/${role.body.id}`)).status).toBe(204);
  });

  test('cannot be used to climb', async () => {
    const maker = await app.actor({ permissions: ['auth.roles.*'] });
    expect(
      error(await app.as(maker).post('/auth/roles', { code: 'climber', name: 'Climber', permissions: ['*'] })),
    ).toEqual([403, 'PERMISSION_NOT_HELD']);
    const admin = (await app.as(app.admin).get('/auth/roles?q=accountant')).body.data[0];
    expect(
      error(
        await app.as(maker).put(`/auth/roles/${admin.id}`, { name: 'Accountant', permissions: ['auth.roles.read'] }),
      ),
    ).toEqual([403, 'PERMISSION_NOT_HELD']);
  });

  test('super_admin is not changed, built-in roles are not deleted', async () => {
    const role = async (code: string): Promise<string> =>
      (await app.as(app.admin).get(`/auth/roles?q=${code}`)).body.data[0].id;
    expect(
      error(await app.as(app.admin).put(`/auth/roles/${await role('super_admin')}`, { name: 'x', permissions: [] })),
    ).toEqual([409, 'BUILT_IN_ROLE']);
    expect(error(await app.as(app.admin).delete(`/auth/roles/${await role('viewer')}`))).toEqual([
      409,
      'BUILT_IN_ROLE',
    ]);
  });

  test('every fault of the patterns is named', async () => {
    const answer = await app.as(app.admin).post('/auth/roles', {
      code: 'typo',
      name: 'Typo',
      permissions: ['auth.users.read', 'auth.user.read', 'AUTH.users.read'],
    });
    expect(faults(answer)).toEqual([
      ['/permissions/1', 'UNKNOWN_PERMISSION'],
      ['/permissions/2', 'INVALID_PATTERN'],
    ]);
  });

  test('the catalogue lists every permission with a sentence', async () => {
    const { body } = await app.as(app.admin).get('/auth/permissions');
    const names = body.data.map(({ permission }: { permission: string }) => permission);
    expect(names).toEqual([...names].sort((a: string, b: string) => a.localeCompare(b)));
    expect(names).toContain('auth.users.reset_password');
    for (const { permission, module, resource, action, description } of body.data) {
      expect(permission).toBe(`${module}.${resource}.${action}`);
      expect(description.length).toBeGreaterThan(5);
    }
  });
});
