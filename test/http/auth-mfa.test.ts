import { fromBase32, hotp, stepAt } from '../../src/auth/mfa/totp.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestApp } from '../support/app.js';
import { PASSWORD, aPerson, bearer, loggedIn, login } from '../support/people.js';
import type { Person } from '../support/people.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { PASSWORD_HASHING: 'fast' } });
});
afterAll(() => app.close());

type Header = { authorization: string };

/** The code that an app would show, some steps from now. */
function code(secret: string, steps = 0): string {
  return hotp(fromBase32(secret), stepAt(Date.now() / 1000) + steps);
}
/** Never the right one of this minute or the next. */
function wrong(secret: string): string {
  const right = [-2, -1, 0, 1, 2, 3].map((steps) => code(secret, steps));
  return ['000000', '111111', '222222', '333333', '444444', '555555', '666666'].find((text) => !right.includes(text))!;
}

const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
  app.as(null).request(method, path, body, headers);

interface Enrolled {
  person: Person;
  header: Header;
  secret: string;
  codes: string[];
}

/** A person with a second factor in force, confirmed with the code of the step before, so that the one of now is still unused. */
async function enrolled(fields: Record<string, unknown> = {}): Promise<Enrolled> {
  // Not in the last seconds of a step: codes are told from each other by their steps.
  const left = 30 - ((Date.now() / 1000) % 30);
  if (left < 4) await new Promise((resolve) => setTimeout(resolve, left * 1000));
  const person = await aPerson(app, fields);
  const header = await loggedIn(app, person);
  const { body } = await call('POST', '/auth/mfa/enrol', { current_password: PASSWORD }, header);
  const confirmed = await call('POST', '/auth/mfa/confirm', { code: code(body.secret, -1) }, header);
  expect([confirmed.status, confirmed.body.recovery_codes?.length]).toEqual([200, 10]);
  return { person, header, secret: body.secret, codes: confirmed.body.recovery_codes };
}

async function challenge(person: Person): Promise<string> {
  const answer = await login(app, person.username);
  expect([answer.status, answer.body.error_code]).toEqual([401, 'MFA_CODE_REQUIRED']);
  expect(answer.body.expires_in).toBe(300);
  return answer.body.mfa_token as string;
}

const second = (mfa_token: string, text: string): Promise<Answer> =>
  call('POST', '/auth/login/mfa', { mfa_token, code: text });

async function events(person: Person): Promise<string[]> {
  const { rows } = await app.db.query(
    `select event || case when succeeded then '' else ' failed: ' || coalesce(details ->> 'reason', '') end as what
       from erp.auth_events where user_id = $1 and event <> 'roles_changed' and event <> 'scope_changed' order by id`,
    [person.id],
  );
  return rows.map(({ what }) => what);
}

const outcome = ({ status, body }: Answer): [number, string | undefined] => [status, body?.error_code];

test('a second factor costs a login without one no question more', async () => {
  const plain = await aPerson(app);
  // Nothing but: count the attempt and read what it is held against; open the session.
  expect(await statementsOf(() => login(app, plain.username))).toBe(2);
});

describe('setting up', () => {
  test('takes the password and then a code, and tells what an app needs once', async () => {
    const person = await aPerson(app);
    const header = await loggedIn(app, person);
    expect((await call('GET', '/auth/mfa', undefined, header)).body).toEqual({
      is_enabled: false,
      confirmed_at: null,
      recovery_codes_left: 0,
      must_enrol: false,
    });
    expect(outcome(await call('POST', '/auth/mfa/confirm', { code: '123456' }, header))).toEqual([
      409,
      'MFA_NOT_ENROLLED',
    ]);
    const refused = await call('POST', '/auth/mfa/enrol', { current_password: 'something else' }, header);
    expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'WRONG_PASSWORD']);

    const first = await call('POST', '/auth/mfa/enrol', { current_password: PASSWORD }, header);
    const again = await call('POST', '/auth/mfa/enrol', { current_password: PASSWORD }, header);
    expect(again.body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(again.body.otpauth_uri).toBe(
      `otpauth://totp/Pabrik:${person.username}?secret=${again.body.secret}&issuer=Pabrik&algorithm=SHA1&digits=6&period=30`,
    );
    // Not in force yet: nobody is locked out by a page that was closed.
    expect((await login(app, person.username)).status).toBe(200);
    expect(outcome(await call('POST', '/auth/mfa/confirm', { code: code(first.body.secret) }, header))).toEqual([
      401,
      'WRONG_MFA_CODE',
    ]);
    const confirmed = await call('POST', '/auth/mfa/confirm', { code: code(again.body.secret) }, header);
    expect(confirmed.status).toBe(200);
    expect((await call('GET', '/auth/mfa', undefined, header)).body).toMatchObject({
      is_enabled: true,
      recovery_codes_left: 10,
    });
    expect(outcome(await call('POST', '/auth/mfa/enrol', { current_password: PASSWORD }, header))).toEqual([
      409,
      'MFA_ALREADY_ENABLED',
    ]);
    expect(outcome(await call('POST', '/auth/mfa/confirm', { code: code(again.body.secret, 1) }, header))).toEqual([
      409,
      'MFA_ALREADY_ENABLED',
    ]);
    expect(await events(person)).toEqual([
      'user_created',
      'login',
      'login failed: wrong_password',
      'second_factor_enrolled',
      'second_factor_enrolled',
      'login',
      'login failed: wrong_code',
      'second_factor_passed',
      'second_factor_enabled',
    ]);
  });

  test('ends the other sessions, and keeps the one it was done in', async () => {
    const person = await aPerson(app);
    const [header, other] = [await loggedIn(app, person), await loggedIn(app, person)];
    const { body } = await call('POST', '/auth/mfa/enrol', { current_password: PASSWORD }, header);
    await call('POST', '/auth/mfa/confirm', { code: code(body.secret) }, header);
    expect((await call('GET', '/auth/me', undefined, other)).status).toBe(401);
    expect((await call('GET', '/auth/me', undefined, header)).status).toBe(200);
  });

  test('is for persons: an API key is refused, and works on as before', async () => {
    const role = await app.as(app.admin).post('/auth/roles', {
      code: 'till',
      name: 'Till',
      permissions: ['master_data.*.read', 'auth.api_keys.create'],
    });
    expect(role.status).toBe(201);
    const { header } = await enrolled({ roles: ['till'] });
    const expires_at = new Date(Date.now() + 86_400_000).toISOString();
    const made = await call(
      'POST',
      '/auth/api-keys',
      { name: 'till', permissions: ['master_data.*.read'], expires_at },
      header,
    );
    expect(made.status).toBe(201);
    const key = bearer(made.body.key);
    expect((await call('GET', '/products', undefined, key)).status).toBe(200);
    expect(outcome(await call('POST', '/auth/mfa/enrol', { current_password: PASSWORD }, key))).toEqual([
      403,
      'SESSION_REQUIRED',
    ]);
  });

  test('every field is asked for, and who is not logged in is refused', async () => {
    const header = await loggedIn(app, await aPerson(app));
    for (const path of ['enrol', 'confirm', 'disable', 'recovery-codes']) {
      expect((await call('POST', `/auth/mfa/${path}`, {}, header)).status).toBe(422);
      expect((await call('POST', `/auth/mfa/${path}`, {})).status).toBe(401);
    }
    expect((await call('POST', '/auth/login/mfa', {})).body.errors).toHaveLength(2);
  });
});

describe('logging in', () => {
  test('with a right password earns a challenge and no session; the code completes it; refresh goes on without one', async () => {
    const { person, secret } = await enrolled();
    const before = await app.db.query('select count(*)::int as n from erp.sessions where user_id = $1', [person.id]);
    const token = await challenge(person);
    expect(token).toMatch(/^pbm_[\w-]{43}$/);
    const after = await app.db.query('select count(*)::int as n from erp.sessions where user_id = $1', [person.id]);
    expect(after.rows).toEqual(before.rows);
    expect((await call('GET', '/auth/me', undefined, bearer(token))).status).toBe(401);
    expect((await call('POST', '/auth/refresh', { refresh_token: token })).status).toBe(401);

    const tokens = await second(token, code(secret));
    expect(tokens.status).toBe(200);
    expect((await call('GET', '/auth/me', undefined, bearer(tokens.body.access_token))).status).toBe(200);
    const refreshed = await call('POST', '/auth/refresh', { refresh_token: tokens.body.refresh_token });
    expect(refreshed.status).toBe(200);
    expect((await events(person)).slice(-3)).toEqual(['second_factor_demanded', 'second_factor_passed', 'login']);
  });

  test('a wrong password is answered as ever: nothing tells that there is a second factor', async () => {
    const { person } = await enrolled();
    const [known, unknown] = [await login(app, person.username, 'wrong'), await login(app, 'nobody-here', 'wrong')];
    const bare = ({ body }: Answer): object => ({ ...body, request_id: '', timestamp: '' });
    expect(bare(known)).toEqual(bare(unknown));
  });

  test('no code counts twice, nor does one before it', async () => {
    const { person, secret } = await enrolled();
    const now = code(secret);
    expect((await second(await challenge(person), now)).status).toBe(200);
    expect(outcome(await second(await challenge(person), now))).toEqual([401, 'WRONG_MFA_CODE']);
    expect(outcome(await second(await challenge(person), code(secret, -1)))).toEqual([401, 'WRONG_MFA_CODE']);
    expect((await second(await challenge(person), code(secret, 1))).status).toBe(200);
  });

  test('of ten who send the same code at once, one is let in', async () => {
    const { person, secret } = await enrolled();
    const tokens = [await challenge(person), await challenge(person)];
    const now = code(secret);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => second(tokens[i % 2]!, now)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => ![200, 401, 429].includes(status))).toEqual([]);
  });

  test('a clock that is a step off is borne, two steps are not', async () => {
    const { person, secret } = await enrolled();
    expect(outcome(await second(await challenge(person), code(secret, -2)))).toEqual([401, 'WRONG_MFA_CODE']);
    expect(outcome(await second(await challenge(person), code(secret, 3)))).toEqual([401, 'WRONG_MFA_CODE']);
    expect((await second(await challenge(person), code(secret, 1))).status).toBe(200);
  });

  test('a challenge is answered once, is forgotten after five minutes, and with a change of password', async () => {
    const { person, secret, codes } = await enrolled();
    const used = await challenge(person);
    expect((await second(used, code(secret))).status).toBe(200);
    expect(outcome(await second(used, codes[0]!))).toEqual([401, 'INVALID_MFA_TOKEN']);
    const old = await challenge(person);
    await app.db.query(`update erp.mfa_challenges set expires_at = now() - interval '1 second' where user_id = $1`, [
      person.id,
    ]);
    expect(outcome(await second(old, codes[0]!))).toEqual([401, 'INVALID_MFA_TOKEN']);
    const stale = await challenge(person);
    const reset = await app.as(app.admin).post(`/auth/users/${person.id}/reset-password`, {
      password: 'tujuh belas layang-layang',
      must_change_password: false,
    });
    expect(reset.status).toBe(200);
    expect(outcome(await second(stale, codes[0]!))).toEqual([401, 'INVALID_MFA_TOKEN']);
    for (const made_up of ['pbm_', `pbm_${'a'.repeat(43)}`, "' or '1'='1"])
      expect(outcome(await second(made_up, codes[0]!))).toEqual([401, 'INVALID_MFA_TOKEN']);
  });

  test("nobody answers with another's code, and a deactivated user with none", async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    expect(outcome(await second(await challenge(one.person), code(other.secret)))).toEqual([401, 'WRONG_MFA_CODE']);
    expect(outcome(await second(await challenge(one.person), other.codes[0]!))).toEqual([401, 'WRONG_MFA_CODE']);
    const token = await challenge(one.person);
    await app.db.query('update erp.users set is_active = false where id = $1', [one.person.id]);
    expect(outcome(await second(token, code(one.secret)))).toEqual([401, 'INVALID_MFA_TOKEN']);
  });

  test('a recovery code lets in once, however it is written', async () => {
    const { person, codes, header } = await enrolled();
    expect((await second(await challenge(person), codes[0]!.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
    expect(outcome(await second(await challenge(person), codes[0]!))).toEqual([401, 'WRONG_MFA_CODE']);
    expect((await call('GET', '/auth/mfa', undefined, header)).body.recovery_codes_left).toBe(9);
  });

  test('wrong codes close the door from the tenth on, whatever the address, until a right one or an administrator', async () => {
    const { person, secret } = await enrolled();
    const token = await challenge(person);
    const statuses = [];
    for (let i = 0; i < 11; i++) {
      const answer = await app.nest.inject({
        method: 'POST',
        url: '/api/v1/auth/login/mfa',
        remoteAddress: `203.0.113.${i}`,
        payload: { mfa_token: token, code: wrong(secret) },
      });
      statuses.push(answer.statusCode);
    }
    expect(statuses).toEqual([...Array.from({ length: 9 }, () => 401), 429, 429]);
    const closed = await second(token, code(secret));
    expect(outcome(closed)).toEqual([429, 'TOO_MANY_FAILED_LOGINS']);
    expect(Number(closed.headers['retry-after'])).toBeGreaterThan(0);
    // A right password alone opens nothing.
    const again = await challenge(person);
    expect((await second(again, code(secret))).status).toBe(429);
    expect((await app.as(app.admin).post(`/auth/users/${person.id}/unlock`)).status).toBe(200);
    expect((await second(again, code(secret))).status).toBe(200);
  });
});

describe('taking it away', () => {
  test('needs the password and a code', async () => {
    const { person, header, secret } = await enrolled();
    const disable = (current_password: string, text: string): Promise<Answer> =>
      call('POST', '/auth/mfa/disable', { current_password, code: text }, header);
    expect((await disable('something else', code(secret))).body.errors[0].code).toBe('WRONG_PASSWORD');
    expect(outcome(await disable(PASSWORD, wrong(secret)))).toEqual([401, 'WRONG_MFA_CODE']);
    expect((await disable(PASSWORD, code(secret))).status).toBe(204);
    expect(outcome(await disable(PASSWORD, code(secret, 1)))).toEqual([409, 'MFA_NOT_ENABLED']);
    expect((await login(app, person.username)).status).toBe(200);
    expect((await events(person)).at(-2)).toBe('second_factor_disabled');
  });

  test('recovery codes are replaced with both as well, and the old ones are worth nothing', async () => {
    const { person, header, secret, codes } = await enrolled();
    const renewed = await call(
      'POST',
      '/auth/mfa/recovery-codes',
      { current_password: PASSWORD, code: code(secret) },
      header,
    );
    expect(renewed.body.recovery_codes).toHaveLength(10);
    expect(outcome(await second(await challenge(person), codes[3]!))).toEqual([401, 'WRONG_MFA_CODE']);
    expect((await second(await challenge(person), renewed.body.recovery_codes[3])).status).toBe(200);
  });

  test('an administrator resets it of whom he may manage, which ends the sessions', async () => {
    const { person, header } = await enrolled();
    const path = `/auth/users/${person.id}`;
    const viewer = await app.actor({ permissions: ['auth.users.read'] });
    expect((await app.as(viewer).get(`${path}/mfa`)).body).toMatchObject({ is_enabled: true, recovery_codes_left: 10 });
    expect(outcome(await app.as(viewer).post(`${path}/reset-mfa`))).toEqual([403, 'FORBIDDEN']);
    const stranger = await app.actor({
      permissions: ['auth.users.read', 'auth.users.reset_mfa'],
      companies: [
        (
          await app.db.query(
            `insert into erp.companies (code, name, currency_code) values ('MFA', 'Other', 'IDR') returning id`,
          )
        ).rows[0].id,
      ],
    });
    expect(outcome(await app.as(stranger).post(`${path}/reset-mfa`))).toEqual([404, 'NOT_FOUND']);
    expect(outcome(await app.as(stranger).get(`${path}/mfa`))).toEqual([404, 'NOT_FOUND']);
    const small = await app.actor({ permissions: ['auth.users.reset_mfa'] });
    expect(outcome(await app.as(small).post(`/auth/users/${app.admin.id}/reset-mfa`))).toEqual([
      403,
      'PERMISSION_NOT_HELD',
    ]);
    expect(outcome(await app.as(app.admin).post(`/auth/users/${app.admin.id}/reset-mfa`))).toEqual([
      409,
      'OWN_ACCOUNT',
    ]);

    expect((await app.as(app.admin).post(`${path}/reset-mfa`)).body).toMatchObject({
      is_enabled: false,
      confirmed_at: null,
    });
    expect(outcome(await app.as(app.admin).post(`${path}/reset-mfa`))).toEqual([409, 'MFA_NOT_ENABLED']);
    expect((await call('GET', '/auth/me', undefined, header)).status).toBe(401);
    expect((await login(app, person.username)).status).toBe(200);
    expect(await events(person)).toContain('second_factor_reset');
  });
});

describe('a role that demands a second factor', () => {
  test('leaves nothing but setting one up, and API keys as they are', async () => {
    const role = await app.as(app.admin).post('/auth/roles', {
      code: 'treasurer',
      name: 'Treasurer',
      permissions: ['master_data.*.read', 'auth.api_keys.create'],
    });
    const path = `/auth/roles/${role.body.id}/mfa`;
    const person = await aPerson(app, { roles: ['treasurer'] });
    const header = await loggedIn(app, person);
    const key = await call(
      'POST',
      '/auth/api-keys',
      {
        name: 'till',
        permissions: ['master_data.products.read'],
        expires_at: new Date(Date.now() + 86_400_000).toISOString(),
      },
      header,
    );
    expect(key.status).toBe(201);
    const nobody = await app.actor({ permissions: ['auth.roles.update'] });
    expect(outcome(await app.as(nobody).put(path, { requires_mfa: true }))).toEqual([403, 'PERMISSION_NOT_HELD']);
    expect(outcome(await app.as(app.admin).put(path, { requires_mfa: true }, { 'if-match': '"99"' }))).toEqual([
      412,
      'STALE_VERSION',
    ]);
    expect((await app.as(app.admin).put(path, { requires_mfa: 'yes' })).status).toBe(422);
    const changed = await app.as(app.admin).put(path, { requires_mfa: true });
    expect([changed.status, changed.body.requires_mfa, changed.body.version]).toEqual([
      200,
      true,
      role.body.version + 1,
    ]);
    expect((await app.as(app.admin).put(path, { requires_mfa: true })).body.version).toBe(changed.body.version);

    expect(outcome(await call('GET', '/products', undefined, header))).toEqual([403, 'MFA_ENROLMENT_REQUIRED']);
    expect((await call('GET', '/auth/me', undefined, header)).status).toBe(200);
    expect((await call('GET', '/auth/mfa', undefined, header)).body.must_enrol).toBe(true);
    expect((await call('GET', '/products', undefined, bearer(key.body.key))).status).toBe(200);
    const { body } = await call('POST', '/auth/mfa/enrol', { current_password: PASSWORD }, header);
    expect((await call('GET', '/products', undefined, header)).status).toBe(403);
    await call('POST', '/auth/mfa/confirm', { code: code(body.secret) }, header);
    expect((await call('GET', '/products', undefined, header)).status).toBe(200);
    await call('POST', '/auth/mfa/disable', { current_password: PASSWORD, code: code(body.secret, 1) }, header);
    expect(outcome(await call('GET', '/products', undefined, header))).toEqual([403, 'MFA_ENROLMENT_REQUIRED']);
  });

  test('can be super_admin, by one of them alone', async () => {
    const { rows } = await app.db.query(`select id from erp.roles where code = 'super_admin'`);
    const path = `/auth/roles/${rows[0].id}/mfa`;
    const admin = await app.actor({ role: 'admin' });
    expect((await app.as(admin).put(path, { requires_mfa: true })).status).toBe(403);
    expect((await app.as(app.admin).put(path, { requires_mfa: true })).status).toBe(200);
    expect(outcome(await app.as(app.admin).get('/auth/users'))).toEqual([403, 'MFA_ENROLMENT_REQUIRED']);
    await app.db.query(`update erp.roles set requires_mfa = false where code = 'super_admin'`);
    await new Promise((resolve) => setTimeout(resolve, 3100));
    expect((await app.as(app.admin).get('/auth/users')).status).toBe(200);
  });
});

test('neither secret nor codes stand anywhere in the database', async () => {
  const { person, secret, codes } = await enrolled();
  const token = await challenge(person);
  for (const table of [
    'user_mfa',
    'user_recovery_codes',
    'mfa_challenges',
    'auth_events',
    'audit_logs',
    'idempotency_keys',
  ]) {
    const { rows } = await app.db.query(`select t::text as row from erp.${table} t`);
    const text = rows.map(({ row }) => row).join('\n');
    for (const hidden of [secret, codes[0]!, codes[0]!.replaceAll('-', ''), token])
      expect([table, text.includes(hidden)]).toEqual([table, false]);
  }
  const audited = await app.db.query(
    `select table_name, action, coalesce(new_values, '{}') || coalesce(old_values, '{}') as v from erp.audit_logs where table_name in ('user_mfa', 'user_recovery_codes')`,
  );
  expect(audited.rows.length).toBeGreaterThan(0);
  for (const { v } of audited.rows)
    for (const name of ['secret', 'last_step', 'code_hash']) expect(v).not.toHaveProperty(name);
});
