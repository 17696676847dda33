import { Logger } from '@nestjs/common';
import { ReEncryption } from '../../src/kernel/encryption/index.js';
import { IntegrityService } from '../../src/operations/index.js';
import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestActor, TestApp } from '../support/app.js';
import { runCli } from '../support/run-cli.js';

const OLD_KEY = 'the-data-key-before-the-change-9876543210-zyx';
const NEW_KEY = 'the-data-key-after-the-change-0123456789-abc';
const NUMBER = '1230004567890';
const PATH = '/supplier-bank-accounts';

let app: TestApp;
let accountant: Caller;
let supplier_id: string;
let made = 0;

beforeAll(async () => {
  app = await startTestApp({ env: { DATA_ENCRYPTION_KEY: OLD_KEY } });
  accountant = app.as(await app.actor({ role: 'accountant' }));
  supplier_id = await aSupplier();
});
afterAll(() => app.close());

async function aSupplier(): Promise<string> {
  const answer = await app.as(app.admin).post('/suppliers', { code: `BANK-${++made}`, name: 'Kain Jaya' });
  return answer.body.id as string;
}
const fields = (changes: object = {}): object => ({
  supplier_id,
  holder: 'PT Kain Jaya',
  bank: 'Bank Mandiri',
  account_number: NUMBER,
  ...changes,
});
const outcome = ({ status, body }: Answer): [number, string | undefined] => [status, body?.error_code];

async function anAccount(changes: object = {}): Promise<any> {
  const answer = await accountant.post(PATH, fields({ supplier_id: await aSupplier(), ...changes }));
  expect([answer.status, answer.body.error_code]).toEqual([201, undefined]);
  return answer.body;
}

test('an account is kept, shown masked everywhere, and whole only by its own route, which leaves a trace', async () => {
  const account = await anAccount({ bic: 'BMRIIDJA', currency_code: 'IDR', account_number: '123-00-0456789-0' });
  expect(account).toMatchObject({ account_number: '*********7890', bic: 'BMRIIDJA', is_active: true, version: 1 });
  const answers = [
    await accountant.get(`${PATH}/${account.id}`),
    await accountant.get(`${PATH}?supplier_id=${account.supplier_id}`),
    await accountant.patch(`${PATH}/${account.id}`, { bank: 'BCA' }),
    await accountant.patch(`${PATH}/${account.id}`, { bank: 'BNI' }, { 'if-match': '"1"' }),
    await accountant.post(`${PATH}/${account.id}/deactivate`),
    await accountant.post(`${PATH}/${account.id}/activate`),
    await accountant.post(PATH, fields({ supplier_id: account.supplier_id })),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 412, 200, 200, 409]);
  for (const answer of answers) {
    expect(answer.text).not.toContain(NUMBER);
    expect(answer.text).not.toContain('v1.');
  }
  const whole = await accountant.get(`${PATH}/${account.id}/account-number`);
  expect(whole.body).toEqual({ id: account.id, account_number: NUMBER });
  const { rows } = await app.db.query(`select details from erp.auth_events where event = 'bank_account_revealed'`);
  expect(rows).toEqual([{ details: { supplier_bank_account_id: account.id } }]);
});

test('who orders may not say where the money goes, and who reads sees four signs', async () => {
  const account = await anAccount();
  const roles: Record<string, TestActor> = {};
  for (const role of ['purchasing', 'purchasing_manager', 'manager', 'auditor', 'viewer', 'operator'])
    roles[role] = await app.actor({ role });
  for (const actor of Object.values(roles)) {
    const as = app.as(actor);
    expect((await as.get(`${PATH}/${account.id}`)).body.account_number).toBe('*********7890');
    expect(outcome(await as.get(`${PATH}/${account.id}/account-number`))).toEqual([403, 'FORBIDDEN']);
    expect(outcome(await as.post(PATH, fields()))).toEqual([403, 'FORBIDDEN']);
    expect(outcome(await as.patch(`${PATH}/${account.id}`, { account_number: '99999999' }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
    expect(outcome(await as.delete(`${PATH}/${account.id}`))).toEqual([403, 'FORBIDDEN']);
  }
  expect(outcome(await app.as(await app.actor({ permissions: [] })).get(PATH))).toEqual([403, 'FORBIDDEN']);
});

test('all faults are told at once, numbers are checked, and nobody repeats them', async () => {
  const faults = async (changes: object): Promise<unknown> => {
    const answer = await accountant.post(PATH, fields(changes));
    expect(answer.text).not.toContain('GB82WEST');
    return [answer.status, (answer.body.errors as { pointer: string; code: string }[]).map(({ pointer }) => pointer)];
  };
  expect(await faults({ holder: '', bank: undefined, bic: 'x', account_number: '1', extra: 1 })).toEqual([
    422,
    expect.arrayContaining(['/holder', '/bank', '/bic', '/account_number', '/extra']),
  ]);
  expect(await faults({ account_number: 'GB82 WEST 1234 5698 7654 33' })).toEqual([422, ['/account_number']]);
  expect(await faults({ account_number: 'no;number' })).toEqual([422, ['/account_number']]);
  expect(await faults({ supplier_id: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' })).toEqual([422, ['/supplier_id']]);
  expect(outcome(await accountant.post(PATH, fields({ currency_code: 'XXX' })))[0]).toBe(422);
  const missing = `${PATH}/0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59`;
  for (const answer of [
    await accountant.get(missing),
    await accountant.get(`${missing}/account-number`),
    await accountant.patch(missing, { bank: 'BCA' }),
    await accountant.post(`${missing}/deactivate`),
    await accountant.delete(missing),
  ])
    expect(outcome(answer)).toEqual([404, 'NOT_FOUND']);
});

test('a changed number says when; the same number again is no change; of two at once one is added', async () => {
  const account = await anAccount();
  const same = await accountant.patch(`${PATH}/${account.id}`, { account_number: '123 000 456 7890' });
  expect(same.body).toMatchObject({ version: 1, number_changed_at: account.number_changed_at });
  const other = await accountant.patch(`${PATH}/${account.id}`, { account_number: 'GB82 WEST 1234 5698 7654 32' });
  expect(other.body).toMatchObject({ version: 2, account_number: '******************5432' });
  expect(other.body.number_changed_at > account.number_changed_at).toBe(true);
  const supplier = await aSupplier();
  const twice = await Promise.all([1, 2, 3].map(() => accountant.post(PATH, fields({ supplier_id: supplier }))));
  expect(twice.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  const second = await accountant.post(PATH, fields({ supplier_id: supplier, account_number: '555000111' }));
  expect(outcome(await accountant.patch(`${PATH}/${second.body.id}`, { account_number: NUMBER }))).toEqual([
    409,
    'DUPLICATE',
  ]);
  expect((await accountant.delete(`${PATH}/${second.body.id}`)).status).toBe(204);
});

test('a dry run deactivates nothing', async () => {
  const account = await anAccount();
  expect((await accountant.post(`${PATH}/${account.id}/deactivate?dry_run=true`)).body.is_active).toBe(false);
  expect((await accountant.get(`${PATH}/${account.id}`)).body.is_active).toBe(true);
});

test('the number stands in no table, audit row or stored answer; the change of it does', async () => {
  const account = await anAccount({ account_number: '998877665544332211' });
  await accountant.patch(`${PATH}/${account.id}`, { account_number: '998877665544332212' });
  const tables = await app.db.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'erp'::regnamespace and c.relkind = 'r'`,
  );
  for (const { name } of tables.rows) {
    const { rows } = await app.db.query(`select 1 from erp.${name} t where t::text like '%99887766554433221%' limit 1`);
    expect([name, rows.length]).toEqual([name, 0]);
  }
  const { rows } = await app.db.query(
    `select action, changed_fields, new_values ? 'account_number' as shown from erp.audit_logs where entity_id = $1 order by id`,
    [account.id],
  );
  expect(rows).toEqual([
    { action: 'insert', changed_fields: null, shown: false },
    { action: 'update', changed_fields: ['number_changed_at', 'version'], shown: false },
  ]);
});

test('a number copied to another row, or altered, opens nowhere; its list answers all the same, and answers and log say nothing of it', async () => {
  const [one, other] = [await anAccount(), await anAccount({ account_number: '777000777' })];
  const sealed = async (id: string): Promise<string> =>
    (await app.db.query('select account_number from erp.supplier_bank_accounts where id = $1', [id])).rows[0]
      .account_number;
  await app.db.query('update erp.supplier_bank_accounts set account_number = $2 where id = $1', [
    one.id,
    await sealed(other.id),
  ]);
  const errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const list = await accountant.get(`${PATH}?limit=100`);
  expect(list.status).toBe(200);
  expect(list.body.data.length).toBeGreaterThan(2);
  for (const { id, account_number, account_number_error } of list.body.data)
    expect([id, account_number === null, account_number_error]).toEqual(
      id === one.id ? [id, true, 'ACCOUNT_NUMBER_UNREADABLE'] : [id, false, null],
    );
  const answer = await accountant.get(`${PATH}/${one.id}`);
  expect([answer.status, answer.body.account_number, answer.body.account_number_error]).toEqual([
    200,
    null,
    'ACCOUNT_NUMBER_UNREADABLE',
  ]);
  const whole = await accountant.get(`${PATH}/${one.id}/account-number`);
  expect(outcome(whole)).toEqual([409, 'ACCOUNT_NUMBER_UNREADABLE']);
  for (const { text } of [list, answer, whole]) expect(/777000777|decrypted|v1\./.test(text)).toBe(false);
  expect(errors.mock.calls.map(([line]) => String(line))).toEqual([
    `The number of bank account ${one.id} of supplier ${one.supplier_code} cannot be decrypted; pabrik check says why`,
  ]);
  errors.mockRestore();
  const met = await app.db.query(
    `select details, succeeded from erp.auth_events where event = 'bank_account_unreadable'`,
  );
  expect(met.rows).toEqual([
    { details: { supplier_bank_account_id: one.id, supplier_id: one.supplier_id }, succeeded: false },
  ]);
  // Everything else of the account can still be changed, and the check names the row.
  expect((await accountant.patch(`${PATH}/${one.id}`, { bank: 'BCA' })).status).toBe(200);
  const found = (await app.nest.get(IntegrityService, { strict: false }).check()).filter(
    ({ violations }) => violations > 0,
  );
  expect(found).toMatchObject([
    {
      name: 'encrypted_values',
      violations: 1,
      samples: [
        {
          column: 'erp.supplier_bank_accounts.account_number',
          row_id: one.id,
          fault: 'it was altered, or belongs to another row',
        },
      ],
    },
  ]);
  const state = await app.nest.get(ReEncryption, { strict: false }).status();
  expect(state.faults).toEqual([
    `erp.supplier_bank_accounts.account_number of row ${one.id} cannot be decrypted: it was altered, or belongs to another row`,
  ]);
  const renewed = await accountant.patch(`${PATH}/${one.id}`, { account_number: NUMBER });
  expect([renewed.status, renewed.body.account_number]).toEqual([200, '*********7890']);
  expect((await app.nest.get(ReEncryption, { strict: false }).status()).faults).toEqual([]);
});

test('under a new key everything stays readable; rotate brings it under that; then the old key is needed no more', async () => {
  const account = await anAccount();
  const own = { database: app.database };
  const start = (env: Record<string, string>): Promise<TestApp> => startTestApp({ ...own, env });
  const number = async (server: TestApp): Promise<number> => {
    const as = server.as(await server.actor({ role: 'accountant' }));
    return (await as.get(`${PATH}/${account.id}/account-number`)).status;
  };
  const both = await start({ DATA_ENCRYPTION_KEY: NEW_KEY, DATA_ENCRYPTION_KEY_PREVIOUS: OLD_KEY });
  try {
    expect(await number(both)).toBe(200);
    const env = { DATABASE_URL: app.database.url, DATA_ENCRYPTION_KEY: NEW_KEY };
    const without = await runCli(['encryption', 'status'], env);
    expect([without.code, without.stdout]).toEqual([1, expect.stringContaining('which this server does not have')]);
    expect(without.stdout + without.stderr).not.toContain(NUMBER);
    const before = await app.db.query(
      'select id, version, number_changed_at from erp.supplier_bank_accounts order by id',
    );
    const rotated = await runCli(['encryption', 'rotate'], { ...env, DATA_ENCRYPTION_KEY_PREVIOUS: OLD_KEY });
    expect(rotated.stdout).toContain(
      `${before.rowCount} encrypted anew.\nDATA_ENCRYPTION_KEY_PREVIOUS is needed no longer.`,
    );
    expect(rotated.code).toBe(0);
    const again = await both.nest.get(ReEncryption, { strict: false }).renew();
    expect([again.renewed, again.faults]).toEqual([0, []]);
    const after = await app.db.query(
      'select id, version, number_changed_at from erp.supplier_bank_accounts order by id',
    );
    expect(after.rows).toEqual(before.rows);
  } finally {
    await both.close();
  }
  const alone = await start({ DATA_ENCRYPTION_KEY: NEW_KEY });
  try {
    expect(await number(alone)).toBe(200);
  } finally {
    await alone.close();
  }
});
