import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { unique } from '../support/makers.js';

let app: TestApp;
let clerk: TestActor;

beforeAll(async () => {
  app = await startTestApp();
  clerk = await app.actor({ permissions: ['master_data.units.*'] });
});
afterAll(() => app.close());

const unit = (code = unique('U')): { code: string; name: string } => ({ code, name: `Unit ${code}` });
const create = (body: object | string, key: string, who: TestActor = clerk): Promise<Answer> =>
  app.as(who).post('/units', body, { 'idempotency-key': key });
const units = async (code: string): Promise<number> =>
  Number((await app.db.query('select count(*) as n from erp.units where code = $1', [code])).rows[0].n);
const stored = async (): Promise<number> =>
  Number((await app.db.query('select count(*) as n from erp.idempotency_keys')).rows[0].n);

describe('Idempotency-Key', () => {
  it('gives the first answer again, with its status and ETag, and says so', async () => {
    const body = unit();
    const first = await create(body, 'key-1');
    expect(first.status).toBe(201);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    const again = await create({ name: body.name, code: body.code }, 'key-1');
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers['etag']).toBe('"1"');
    expect(await units(body.code)).toBe(1);
  });

  it('gives the answer of its time, whatever became of the row', async () => {
    const body = unit();
    const first = await create(body, 'key-then');
    await app.as(clerk).patch(`/units/${first.body.id}`, { name: 'Other' });
    expect((await create(body, 'key-then')).body).toEqual(first.body);
  });

  it('keeps an upsert that made the row a 201 when it is replayed, and an empty answer empty', async () => {
    const path = `/units/by-external-id/legacy/${unique('X')}`;
    const body = unit();
    const put = (key: string): Promise<Answer> => app.as(clerk).put(path, body, { 'idempotency-key': key });
    expect([(await put('up-1')).status, (await put('up-1')).status, (await put('up-2')).status]).toEqual([
      201, 201, 200,
    ]);
    const { id } = (await app.as(clerk).post('/units', unit())).body;
    const remove = (): Promise<Answer> => app.as(clerk).delete(`/units/${id}`, { 'idempotency-key': 'del-1' });
    expect(await remove()).toMatchObject({ status: 204, text: '' });
    expect(await remove()).toMatchObject({ status: 204, text: '', headers: { 'idempotent-replayed': 'true' } });
    expect((await app.as(clerk).delete(`/units/${id}`, { 'idempotency-key': 'del-2' })).status).toBe(404);
  });

  it('with another body is refused and changes nothing', async () => {
    await create(unit(), 'key-2');
    const other = unit();
    const refused = await create(other, 'key-2');
    expect(refused).toMatchObject({ status: 422, body: { error_code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await units(other.code)).toBe(0);
  });

  it('belongs to one caller, one method and one path', async () => {
    const colleague = await app.actor({ permissions: ['master_data.units.*'] });
    const [mine, theirs] = [unit(), unit()];
    expect((await create(mine, 'shared')).status).toBe(201);
    expect(await create(theirs, 'shared', colleague)).toMatchObject({ status: 201, body: { code: theirs.code } });
    const { id } = (await app.as(clerk).post('/units', unit())).body;
    const patched = await app.as(clerk).patch(`/units/${id}`, { name: 'Shared' }, { 'idempotency-key': 'shared' });
    expect(patched).toMatchObject({ status: 200, body: { name: 'Shared' } });
    expect(
      (await app.as(clerk).post(`/units/${id}/deactivate`, undefined, { 'idempotency-key': 'shared' })).body.is_active,
    ).toBe(false);
  });

  it('is not kept for what was refused: the corrected request goes through', async () => {
    const taken = unit();
    await create(taken, 'taken');
    const before = await stored();
    expect((await create(taken, 'retry-1')).status).toBe(409);
    expect((await create({ code: '' }, 'retry-1')).status).toBe(422);
    expect((await create('{"code":', 'retry-1')).status).toBe(415);
    expect(await stored()).toBe(before);
    expect((await create(unit(), 'retry-1')).status).toBe(201);
  });

  it('is not kept when the server fails, and the effect neither', async () => {
    await app.db.query(
      `create function erp.test_break() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
    );
    await app.db.query(
      'create trigger trg_test_break before insert on erp.units for each row execute function erp.test_break()',
    );
    const body = unit();
    app.checkContract = false;
    const broken = await create(body, 'broken');
    app.checkContract = true;
    await app.db.query('drop trigger trg_test_break on erp.units');
    expect(broken.status).toBe(500);
    expect(broken.text).not.toContain('broken"');
    expect(broken.body).toMatchObject({
      error_code: 'INTERNAL_ERROR',
      detail: expect.not.stringContaining('test_break'),
    });
    expect((await create(body, 'broken')).status).toBe(201);
    expect(await units(body.code)).toBe(1);
  });

  it.each([[''], ['with blank'], ['ключ'], ['x'.repeat(256)], ['tab\t']])('%j is not a key', async (key) => {
    const body = unit();
    const { status } = await create(body, encodeHeader(key));
    expect(status).toBe(400);
    expect(await units(body.code)).toBe(0);
  });

  it('may have every visible character and 255 of them', async () => {
    const visible = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('');
    expect((await create(unit(), visible)).status).toBe(201);
    expect((await create(unit(), 'x'.repeat(255))).status).toBe(201);
  });

  it('sent by 20 at once has exactly one effect; the rest replay it or are told to wait', async () => {
    for (let round = 0; round < 5; round++) {
      const body = unit();
      const answers = await Promise.all(Array.from({ length: 20 }, () => create(body, `race-${round}`)));
      const made = answers.filter(({ status, headers }) => status === 201 && !headers['idempotent-replayed']);
      expect(made).toHaveLength(1);
      for (const answer of answers) {
        if (answer.status === 201) expect(answer.body).toEqual(made[0]!.body);
        else
          expect(answer).toMatchObject({
            status: 409,
            headers: { 'retry-after': '1' },
            body: { error_code: 'IDEMPOTENCY_KEY_IN_PROGRESS' },
          });
      }
      expect(await units(body.code)).toBe(1);
      expect((await create(body, `race-${round}`)).headers['idempotent-replayed']).toBe('true');
    }
  });

  it('is not stored for answers that hold a secret', async () => {
    const before = await stored();
    await app
      .as(null)
      .post('/auth/login', { username: 'nobody', password: 'nothing at all here' }, { 'idempotency-key': 'login-1' });
    await app.as(clerk).post('/auth/logout', undefined, { 'idempotency-key': 'logout-1' });
    expect(await stored()).toBe(before);
  });
});

/** Header bytes as a client would send them that writes UTF-8. */
function encodeHeader(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
