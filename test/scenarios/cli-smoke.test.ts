import { startTestApp } from '../support/app.js';
import type { TestApp } from '../support/app.js';
import { aProduct } from '../support/makers.js';
import { PASSWORD, aPerson } from '../support/people.js';
import type { Person } from '../support/people.js';
import { runCli } from '../support/run-cli.js';

jest.setTimeout(180_000);

let app: TestApp;
let url: string;
let person: Person;

beforeAll(async () => {
  app = await startTestApp();
  await app.nest.listen(0, '127.0.0.1');
  url = await app.nest.getUrl();
  person = await aPerson(app, { roles: ['super_admin'], company_ids: [app.company_id] });
});
afterAll(() => app.close());

const smoke = (username: string, password: string, at = url) =>
  runCli(['smoke', '--url', at, '--username', username], {}, password);
const movements = async (): Promise<number> =>
  (await app.db.query<{ n: number }>('select count(*)::int as n from erp.stock_movements')).rows[0]!.n;

it('goes through health, login, reading and a posting that changes nothing', async () => {
  expect((await smoke(person.username, PASSWORD)).stdout).toMatch(/ok {6}posting .*skipped: there is no product/);
  const product = await aProduct(app);
  const result = await smoke(person.username, PASSWORD);
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout.match(/^ok +(\w+)/gm)!.map((line) => line.split(/ +/)[1])).toEqual([
    'live',
    'ready',
    'login',
    'me',
    'read',
    'posting',
    'logout',
  ]);
  expect(result.stdout).toContain(`one ${product.sku} into `);
  expect(result.stdout).toContain(`${url} works.`);
  expect(await movements()).toBe(0);
  const { rows } = await app.db.query(
    'select count(*)::int as n from erp.sessions where user_id = $1 and revoked_at is null',
    [person.id],
  );
  expect(rows[0].n).toBe(0);
});

it('ends with 1 and names the step that failed', async () => {
  const wrong = await smoke(person.username, 'not his password');
  expect(wrong.code).toBe(1);
  expect(wrong.stdout).toMatch(/^FAILED {2}login .* 401: INVALID_CREDENTIALS/m);
  expect(wrong.stdout).toContain('does NOT work.');
  const nobody = await smoke(person.username, PASSWORD, 'http://127.0.0.1:1');
  expect(nobody).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAILED {2}live .*no answer from/m) });
  const unset = await runCli(['smoke', '--url', url, '--username', 'x'], {});
  expect(unset).toMatchObject({ code: 1, stderr: expect.stringContaining('standard input') });
  const reader = await aPerson(app, { company_ids: [app.company_id] });
  const limited = await smoke(reader.username, PASSWORD);
  expect(limited.code).toBe(1);
  expect(limited.stdout).toMatch(/^FAILED {2}read .* 403: FORBIDDEN/m);
});
