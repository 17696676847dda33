import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestApp } from '../support/app.js';
import type { TestActor, TestApp } from '../support/app.js';
import { cloneDatabase } from '../support/database.js';
import { ended, findings, importFile } from '../support/imports.js';

let app: TestApp;
let numbered = 0;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const CSV = { 'content-type': 'text/csv' };
const HEADER = 'sku,name,type,unit,standard_cost,safety_stock';

/** A prefix of its own for the products of each test. */
function prefix(): string {
  return `T${++numbered}`;
}

async function product(sku: string): Promise<any> {
  const { body } = await app.as(app.admin).get(`/products?sku=${encodeURIComponent(sku)}`);
  return body.data[0];
}

describe('a file that is right', () => {
  it('is answered with 202 and a job, and ends in rows', async () => {
    const p = prefix();
    const sent = await app
      .as(app.admin)
      .post('/imports/products', `${HEADER}\n${p}-1,Bolt,part,EA,1.25,10\n${p}-2,"Nut, M4",part,ea,0.5,\n`, CSV);
    expect(sent).toMatchObject({
      status: 202,
      body: { resource: 'products', status: 'queued', rows_read: 2, dry_run: false },
    });
    expect(sent.headers['location']).toBe(`/api/v1/imports/${sent.body.id}`);
    const { body } = await ended(app, sent.body.id as string);
    expect(body).toMatchObject({
      status: 'succeeded',
      phase: 'finished',
      rows_checked: 2,
      rows_applied: 2,
      inserted: 2,
      rejected: 0,
      errors: 0,
      error_code: null,
    });
    expect(await product(`${p}-2`)).toMatchObject({
      name: 'Nut, M4',
      standard_cost: '0.500000',
      safety_stock: 0,
      unit_code: 'EA',
    });
    expect((await app.db.query('select 1 from erp.import_rows')).rowCount).toBe(0);
  });

  it('changes nothing the second time, and only what it gives the third time', async () => {
    const p = prefix();
    const file = `${HEADER}\n${p}-1,Bolt,part,EA,1.25,10\n${p}-2,Nut,part,EA,0.5,20\n`;
    await importFile(app, 'products', file);
    const before = await product(`${p}-1`);
    expect((await importFile(app, 'products', file)).body).toMatchObject({ inserted: 0, updated: 0, unchanged: 2 });
    expect(await product(`${p}-1`)).toEqual(before);
    const third = await importFile(app, 'products', `sku,standard_cost\n${p.toLowerCase()}-1,1.25\n${p}-2,0.75\n`);
    expect(third.body).toMatchObject({ inserted: 0, updated: 2, unchanged: 0 });
    expect(await product(`${p}-2`)).toMatchObject({
      name: 'Nut',
      safety_stock: 20,
      standard_cost: '0.750000',
      version: 2,
    });
  });

  it('merges rows that say the same twice', async () => {
    const p = prefix();
    const { body } = await importFile(
      app,
      'products',
      `${HEADER}\n${p}-1,Bolt,part,EA,1.5,10\n${p}-1,Bolt,part,EA,1.50,10.0\n`,
    );
    expect(body).toMatchObject({ status: 'succeeded', inserted: 1, merged: 1, rows_read: 2 });
  });

  it('keeps attributes beside those that are there, and takes away the empty ones', async () => {
    const p = prefix();
    await importFile(
      app,
      'products',
      `sku,name,type,unit,attributes.colour,attributes.size\n${p},Bear,part,EA,brown,30\n`,
    );
    await importFile(app, 'products', `sku,attributes.colour,attributes.eyes\n${p},,glass\n`);
    expect((await product(p)).attributes).toEqual({ size: '30', eyes: 'glass' });
    const again = await importFile(app, 'products', `sku,attributes.colour,attributes.eyes\n${p},,glass\n`);
    expect(again.body).toMatchObject({ unchanged: 1 });
  });

  it('may name a parent that stands below in the same file', async () => {
    const p = prefix();
    const { body } = await importFile(
      app,
      'product-categories',
      `code,name,parent\n${p}-C,Third,${p}-B\n${p}-B,Second,${p}-A\n${p}-A,First,\n`,
    );
    expect(body).toMatchObject({ status: 'succeeded', inserted: 3 });
    const { rows } = await app.db.query(
      `select c.code, p.code as parent from erp.product_categories c left join erp.product_categories p on p.id = c.parent_id where c.code like $1 order by 1`,
      [`${p}-%`],
    );
    expect(rows).toEqual([
      { code: `${p}-A`, parent: null },
      { code: `${p}-B`, parent: `${p}-A` },
      { code: `${p}-C`, parent: `${p}-B` },
    ]);
  });

  it('of a header alone ends with nothing done', async () => {
    expect((await importFile(app, 'products', HEADER)).body).toMatchObject({
      status: 'succeeded',
      rows_read: 0,
      inserted: 0,
    });
  });

  it('finds customers, offers for all of them, and price lists by their whole key', async () => {
    const p = prefix();
    await importFile(app, 'products', `${HEADER}\n${p},Bear,finished_good,EA,10,0\n`);
    await importFile(app, 'customers', `code,name,credit_limit,currency\n${p}-C,Toko,5000000.50,IDR\n`);
    const prices = `product,customer,unit,currency,price,valid_from\n${p},,EA,IDR,99000,2026-01-01\n${p},${p}-C,EA,IDR,95000,2026-01-01\n`;
    expect((await importFile(app, 'customer-prices', prices)).body).toMatchObject({ status: 'succeeded', inserted: 2 });
    const changed = await importFile(app, 'customer-prices', prices.replace('99000', '98000'));
    expect(changed.body).toMatchObject({ inserted: 0, updated: 1, unchanged: 1 });
  });
});

describe('a file with faults', () => {
  it('gives every error of every row, paged, with line, column and value, and imports nothing', async () => {
    const p = prefix();
    const rows = [
      `${p}-1,Bolt,part,EA,1.25,12.50`,
      `${p}-2,"two\nlines",part,EA,1.25,1`,
      `${p}-3,,gadget,NOPE,-1,x`,
      `${p}-4,Good,part,EA,1,1`,
      `${p}-4,Another,part,EA,1,1`,
      `${p}-5,Short`,
    ];
    const { body } = await importFile(app, 'products', `${HEADER}\n${rows.join('\n')}\n`);
    expect(body).toMatchObject({
      status: 'failed',
      error_code: 'IMPORT_ROWS_REJECTED',
      rows_read: 6,
      rejected: 5,
      errors: 9,
      inserted: 0,
    });
    const found = await findings(app, body.id as string, 'errors', 2);
    expect(found.map(({ line, column, code, value }) => [line, column, code, value])).toEqual(
      expect.arrayContaining([
        [2, 'safety_stock', 'NOT_WHOLE', '12.50'],
        [3, 'name', 'INVALID_CHARACTERS', 'two\nlines'],
        [5, 'name', 'REQUIRED', null],
        [5, 'type', 'NOT_ALLOWED', 'gadget'],
        [5, 'unit', 'REFERENCE_NOT_FOUND', 'NOPE'],
        [5, 'standard_cost', 'TOO_SMALL', '-1'],
        [5, 'safety_stock', 'INVALID_NUMBER', 'x'],
        [7, null, 'DUPLICATE_IN_FILE', null],
        [8, null, 'WRONG_CELL_COUNT', null],
      ]),
    );
    expect(found).toHaveLength(9);
    expect(found.map(({ line }) => line)).toEqual([2, 3, 5, 5, 5, 5, 5, 7, 8]);
    expect(await product(`${p}-4`)).toBeUndefined();
    const filtered = await app.as(app.admin).get(`/imports/${body.id}/errors?code=REQUIRED&include_total=true`);
    expect(filtered.body).toMatchObject({ data: [{ line: 5, column: 'name' }], total: 1, next_cursor: null });
  });

  it('imports the good rows when asked to', async () => {
    const p = prefix();
    const { body } = await importFile(
      app,
      'products',
      `${HEADER}\n${p}-1,Bolt,part,EA,1,1\n${p}-2,Nut,part,NOPE,1,1\n`,
      { query: '?on_error=skip_rows' },
    );
    expect(body).toMatchObject({ status: 'succeeded', inserted: 1, rejected: 1, errors: 1 });
    expect(await product(`${p}-1`)).toBeDefined();
  });

  it('finds the rows that only the database itself can refuse, and leaves the others whole', async () => {
    const p = prefix();
    const rows = [
      `${p}-1,a,part,EA,multiple,`,
      `${p}-2,b,part,EA,multiple,5`,
      `${p}-3,c,part,EA,fixed,`,
      `${p}-4,d,part,EA,lot_for_lot,`,
    ];
    const { body } = await importFile(app, 'products', `sku,name,type,unit,lot_sizing,lot_size\n${rows.join('\n')}\n`, {
      query: '?on_error=skip_rows',
    });
    expect(body).toMatchObject({ status: 'succeeded', inserted: 2, rejected: 2 });
    expect((await findings(app, body.id as string)).map(({ line, code }) => [line, code])).toEqual([
      [2, 'INVALID_VALUE'],
      [4, 'INVALID_VALUE'],
    ]);
  });

  it('says of a new row what it lacks when the file has no column for it', async () => {
    const p = prefix();
    const { body } = await importFile(app, 'products', `sku,standard_cost\n${p},1\n`);
    expect((await findings(app, body.id as string)).map(({ field, code }) => [field, code])).toEqual([
      ['name', 'REQUIRED'],
      ['type', 'REQUIRED'],
      ['unit', 'REQUIRED'],
    ]);
  });

  it('refuses circles, and children of refused parents', async () => {
    const p = prefix();
    const { body } = await importFile(
      app,
      'product-categories',
      `code,name,parent\n${p}-A,a,${p}-B\n${p}-B,b,${p}-A\n${p}-C,,\n${p}-D,d,${p}-C\n`,
      {
        query: '?on_error=skip_rows',
      },
    );
    expect(body).toMatchObject({ rejected: 4, inserted: 0 });
    expect((await findings(app, body.id as string)).map(({ line, code }) => [line, code])).toEqual([
      [2, 'CYCLE'],
      [3, 'CYCLE'],
      [4, 'REQUIRED'],
      [5, 'PARENT_REJECTED'],
    ]);
  });

  it('tells names of other systems from keys', async () => {
    const p = prefix();
    const header = `external_system,external_id,${HEADER}`;
    const first = `${header}\nold,${p}/1,${p}-1,Bolt,part,EA,1,1\nold,${p}/2,${p}-2,Nut,part,EA,1,1\n`;
    expect((await importFile(app, 'products', first)).body).toMatchObject({ inserted: 2 });
    const renamed = await importFile(app, 'products', `${header}\nold,${p}/1,${p}-NEW,Bolt,part,EA,1,1\n`);
    expect(renamed.body).toMatchObject({ updated: 1, inserted: 0 });
    const faulty = [
      `old,${p}/1,${p}-2,Bolt,part,EA,1,1`,
      `old,${p}/3,${p}-2,Bolt,part,EA,1,1`,
      `,${p}/4,${p}-4,Bolt,part,EA,1,1`,
    ];
    const { body } = await importFile(app, 'products', `${header}\n${faulty.join('\n')}\n`);
    expect((await findings(app, body.id as string)).map(({ line, code }) => [line, code])).toEqual(
      expect.arrayContaining([
        [2, 'KEY_CONFLICT'],
        [3, 'DUPLICATE_IN_FILE'],
        [3, 'EXTERNAL_ID_DIFFERS'],
        [4, 'REQUIRED'],
      ]),
    );
  });
});

describe('a dry run', () => {
  it('does everything and leaves nothing but its findings', async () => {
    const p = prefix();
    await importFile(app, 'products', `${HEADER}\n${p}-1,Bolt,part,EA,1,1\n`);
    const before = await product(`${p}-1`);
    const { body } = await importFile(
      app,
      'products',
      `${HEADER}\n${p}-1,Screw,part,EA,1,1\n${p}-2,Nut,part,EA,1,1\n`,
      { query: '?dry_run=true' },
    );
    expect(body).toMatchObject({ status: 'succeeded', dry_run: true, inserted: 1, updated: 1 });
    expect(await product(`${p}-1`)).toEqual(before);
    expect(await product(`${p}-2`)).toBeUndefined();
    const faulty = await importFile(app, 'products', `${HEADER}\n${p}-3,Nut,part,NOPE,1,1\n`, {
      query: '?dry_run=true',
    });
    expect(faulty.body).toMatchObject({ status: 'failed', errors: 1 });
    expect((await app.db.query('select 1 from erp.import_rows')).rowCount).toBe(0);
  });
});

describe('a file that is refused as a whole', () => {
  const jobs = async (): Promise<number> =>
    Number((await app.db.query('select count(*) as n from erp.import_jobs')).rows[0].n);

  it.each([
    ['an unknown resource', '/imports/spaceships', 'a\n1\n', CSV, 404, 'NOT_FOUND'],
    ['an unknown mapping', '/imports/products?mapping=nobody', 'sku\n1\n', CSV, 404, 'NOT_FOUND'],
    ['an unknown option', '/imports/products?colour=red', 'sku\n1\n', CSV, 400, 'UNKNOWN_QUERY_PARAMETER'],
    ['a JSON body', '/imports/products', '{}', { 'content-type': 'application/json' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a content type of no meaning',
      '/imports/products',
      'sku\n1\n',
      { 'content-type': 'text/plain' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['an empty file', '/imports/products', '', CSV, 422, 'FILE_HEADER_INVALID'],
    ['unclosed quotes', '/imports/products', 'sku,name\n1,"x\n', CSV, 422, 'FILE_NOT_CSV'],
    ['NUL', '/imports/products', 'sku\n\0\n', CSV, 400, 'FILE_NOT_UTF8'],
  ])('for %s', async (_what, url, body, headers, status, code) => {
    const before = await jobs();
    const answer = await app.as(app.admin).post(url, body, headers);
    expect(answer).toMatchObject({ status, body: { error_code: code } });
    expect(await jobs()).toBe(before);
  });

  it('for its header, with every fault', async () => {
    const { status, body } = await app
      .as(app.admin)
      .post('/imports/products', 'name,colour,name,weight\n1,2,3,4\n', CSV);
    expect(status).toBe(422);
    expect(body).toMatchObject({ error_code: 'FILE_HEADER_INVALID', errors_total: 4 });
    expect(body.errors.map(({ pointer, code }: any) => [pointer, code])).toEqual([
      ['/columns/name', 'DUPLICATE_COLUMN'],
      ['/columns/colour', 'UNKNOWN_COLUMN'],
      ['/columns/weight', 'UNKNOWN_COLUMN'],
      ['/columns/sku', 'MISSING_COLUMN'],
    ]);
  });

  it('for bytes that are not UTF-8, and for more than 50 MiB before they come, over a real connection', async () => {
    await app.nest.listen(0, '127.0.0.1');
    const { port } = app.nest.getHttpServer().address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/api/v1/imports/products`;
    const headers = { ...CSV, authorization: `Bearer ${app.admin.token}` };
    const latin = await fetch(url, {
      method: 'POST',
      headers,
      body: Buffer.from([...Buffer.from('sku,name\nA,caf'), 0xe9, 0x0a]),
    });
    expect([latin.status, ((await latin.json()) as any).error_code]).toEqual([400, 'FILE_NOT_UTF8']);

    const large = await new Promise<[number, string]>((resolve, reject) => {
      const sending = request(
        url,
        { method: 'POST', headers: { ...headers, 'content-length': 50 * 1024 * 1024 + 1 } },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () =>
            resolve([response.statusCode!, (JSON.parse(text) as { error_code: string }).error_code]),
          );
          response.on('close', () => sending.destroy());
        },
      );
      sending.on('error', reject);
      sending.write('sku,name\n');
    });
    expect(large).toEqual([413, 'BODY_TOO_LARGE']);
    expect((await app.db.query('select 1 from erp.import_rows')).rowCount).toBe(0);
  });

  it('elsewhere than at an import CSV is not taken', async () => {
    const { status, body } = await app.as(app.admin).post('/units', 'code,name\nX,Y\n', CSV);
    expect([status, body.error_code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('who may', () => {
  let reader: TestActor;
  let halfway: TestActor;
  beforeAll(async () => {
    reader = await app.actor({ permissions: ['operations.imports.read'] });
    halfway = await app.actor({ permissions: ['operations.imports.*', 'master_data.products.read'] });
  });

  it('needs the permission to import and those of the resource', async () => {
    const send = (actor: TestActor | null): Promise<any> => app.as(actor).post('/imports/products', 'sku\nA\n', CSV);
    expect(await send(null)).toMatchObject({ status: 401 });
    expect(await send(reader)).toMatchObject({ status: 403, body: { error_code: 'FORBIDDEN' } });
    expect(await send(halfway)).toMatchObject({ status: 403, body: { permission: 'master_data.products.create' } });
    expect(await app.as(reader).put('/imports/mappings/x', { mapping: {} })).toMatchObject({ status: 403 });
    expect(await app.as(reader).get('/imports')).toMatchObject({ status: 200 });
  });

  it('sees the imports of their own companies only', async () => {
    const p = prefix();
    const { body: company } = await app.as(app.admin).post('/companies', { code: p, name: p, currency_code: 'IDR' });
    const stranger = await app.actor({ permissions: ['operations.imports.read'], companies: [company.id as string] });
    const { body: job } = await importFile(app, 'products', `${HEADER}\n${p},Bolt,part,EA,1,1\n`);
    expect(await app.as(reader).get(`/imports/${job.id}`)).toMatchObject({ status: 200 });
    expect(await app.as(stranger).get(`/imports/${job.id}`)).toMatchObject({ status: 404 });
    expect(await app.as(stranger).get(`/imports/${job.id}/errors`)).toMatchObject({ status: 404 });
    expect((await app.as(stranger).get('/imports')).body.data).toEqual([]);
  });

  it('leaves its mark on what it makes', async () => {
    const actor = await app.actor({ permissions: ['operations.imports.*', 'master_data.units.*'] });
    const { body } = await importFile(app, 'units', 'code,name\nHANK,Hank\n', { actor });
    expect(body).toMatchObject({ status: 'succeeded', created_by: actor.id });
  });
});

describe('the same request again', () => {
  it('with the same key gets the same import; with another file it is refused', async () => {
    const p = prefix();
    const headers = { ...CSV, 'idempotency-key': `key-${p}` };
    const file = `${HEADER}\n${p}-1,Bolt,part,EA,1,1\n`;
    const first = await app.as(app.admin).post('/imports/products', file, headers);
    await ended(app, first.body.id as string);
    const again = await app.as(app.admin).post('/imports/products', file, headers);
    expect(again).toMatchObject({ status: 202, body: { id: first.body.id, status: 'succeeded' } });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers['location']).toBe(`/api/v1/imports/${first.body.id}`);
    const other = await app.as(app.admin).post('/imports/products', `${file}${p}-2,Nut,part,EA,1,1\n`, headers);
    expect(other).toMatchObject({ status: 422, body: { error_code: 'IDEMPOTENCY_KEY_REUSED' } });
    const dry = await app.as(app.admin).post('/imports/products?dry_run=true', file, headers);
    expect(dry).toMatchObject({ status: 202, body: { dry_run: true } });
    await ended(app, dry.body.id as string);
    expect(
      await app.as(app.admin).post('/imports/products', file, { ...CSV, 'idempotency-key': 'two words' }),
    ).toMatchObject({ status: 400 });
  });

  it('ten times at once makes one import', async () => {
    const p = prefix();
    const headers = { ...CSV, 'idempotency-key': `race-${p}` };
    const file = `${HEADER}\n${p}-1,Bolt,part,EA,1,1\n`;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => app.as(app.admin).post('/imports/products', file, headers)),
    );
    const ids = new Set(answers.filter(({ status }) => status === 202).map(({ body }) => body.id as string));
    expect(ids.size).toBe(1);
    expect(answers.filter(({ status }) => ![202, 409, 503].includes(status))).toEqual([]);
    await ended(app, [...ids][0]!);
  });
});

describe('two imports at once', () => {
  it('of the same rows end one after the other, each with the truth', async () => {
    const p = prefix();
    const rows = Array.from({ length: 300 }, (_, i) => `${p}-${i},Bolt ${i},part,EA,1,1`).join('\n');
    const [one, two] = await Promise.all([1, 2].map(() => importFile(app, 'products', `${HEADER}\n${rows}\n`)));
    expect([one!.body.status, two!.body.status]).toEqual(['succeeded', 'succeeded']);
    expect(one!.body.inserted + two!.body.inserted).toBe(300);
    expect(one!.body.unchanged + two!.body.unchanged).toBe(300);
  });
});

describe('what a stopped server leaves behind', () => {
  it('fails when it ran, and goes on when it waited', async () => {
    const database = app.database;
    const p = prefix();
    const running = await app.db.query(
      `insert into erp.import_jobs (resource, company_id, status, created_by) values ('units', $1, 'running', $2) returning id`,
      [app.company_id, app.admin.id],
    );
    const waiting = await app.db.query(
      `insert into erp.import_jobs (resource, company_id, status, created_by, rows_read, scope, given)
       values ('units', $1, 'queued', $2, 1, $3, $4) returning id`,
      [
        app.company_id,
        app.admin.id,
        JSON.stringify({ username: 'x', company_ids: [app.company_id] }),
        JSON.stringify([
          {
            name: 'code',
            column: 'code',
            by: 'code',
            system: null,
            field: { type: 'text', min: 1, max: 64, required: true, description: '' },
          },
          {
            name: 'name',
            column: 'name',
            by: 'code',
            system: null,
            field: { type: 'text', min: 1, max: 64, required: true, description: '' },
          },
        ]),
      ],
    );
    await app.db.query(`insert into erp.import_rows values ($1, 1, 2, $2)`, [running.rows[0].id, '{}']);
    await app.db.query(`insert into erp.import_rows values ($1, 1, 2, $2)`, [
      waiting.rows[0].id,
      JSON.stringify({ code: p, name: p }),
    ]);
    const second = await startTestApp({ database });
    try {
      expect((await ended(second, running.rows[0].id as string)).body).toMatchObject({
        status: 'failed',
        error_code: 'IMPORT_INTERRUPTED',
      });
      expect((await ended(second, waiting.rows[0].id as string)).body).toMatchObject({
        status: 'succeeded',
        inserted: 1,
      });
      expect((await app.db.query('select 1 from erp.import_rows')).rowCount).toBe(0);
    } finally {
      await second.close();
    }
  });
});

describe('a server that is stopped in the middle of an import', () => {
  it('leaves it to the next one', async () => {
    const p = prefix();
    // A database of its own, so that no third server takes the job over before it was looked at.
    const database = await cloneDatabase();
    const pool = database.pool();
    const first = await startTestApp({ database });
    const rows = Array.from({ length: 15_000 }, (_, i) => `${p}-${i},Bolt ${i},part,EA,1,1`).join('\n');
    const sent = await first.as(first.admin).post('/imports/products', `${HEADER}\n${rows}\n`, CSV);
    expect(sent.status).toBe(202);
    for (let i = 0; i < 400; i++) {
      const { body } = await first.as(first.admin).get(`/imports/${sent.body.id}`);
      if (body.status !== 'queued') break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await first.close();
    const left = await pool.query(
      'select status, inserted::integer, rows_applied::integer from erp.import_jobs where id = $1',
      [sent.body.id],
    );
    expect(left.rows[0]).toMatchObject({ status: 'queued', inserted: 0, rows_applied: 0 });
    const second = await startTestApp({ database });
    try {
      expect((await ended(second, sent.body.id as string)).body).toMatchObject({
        status: 'succeeded',
        inserted: 15_000,
      });
    } finally {
      await second.close();
      await database.drop();
    }
  });
});

describe('mappings and templates', () => {
  it('keeps a mapping under a name; the same again changes nothing', async () => {
    const mapping = {
      resource: 'suppliers',
      system: 'old',
      fields: { code: 'Account', name: { columns: ['First', 'Last'], join: ' ' }, external_id: 'ID' },
    };
    const put = (): Promise<any> => app.as(app.admin).put('/imports/mappings/old-suppliers', { mapping });
    expect(await put()).toMatchObject({
      status: 200,
      body: { name: 'old-suppliers', resource: 'suppliers', version: 1, mapping },
    });
    expect(await put()).toMatchObject({ status: 200, body: { version: 1 } });
    const stale = await app.as(app.admin).put('/imports/mappings/old-suppliers', { mapping }, { 'if-match': '"7"' });
    expect(stale).toMatchObject({ status: 412, body: { current: { version: 1 } } });
    expect((await app.as(app.admin).get('/imports/mappings')).body.data.map(({ name }: any) => name)).toContain(
      'old-suppliers',
    );
    const { body } = await importFile(app, 'suppliers', 'ID,Account,First,Last,Whatever\n7,S-7,Budi,Santoso,x\n', {
      query: '?mapping=old-suppliers',
    });
    expect(body).toMatchObject({ status: 'succeeded', inserted: 1, mapping: 'old-suppliers' });
    const found = await app.as(app.admin).get('/suppliers/by-external-id/old/7');
    expect(found.body).toMatchObject({ code: 'S-7', name: 'Budi Santoso' });
    const wrong = await app.as(app.admin).post('/imports/units?mapping=old-suppliers', 'Account\n1\n', CSV);
    expect(wrong).toMatchObject({ status: 422, body: { error_code: 'MAPPING_INVALID' } });
    const missing = await app
      .as(app.admin)
      .post('/imports/suppliers?mapping=old-suppliers', 'ID,Account,First\n1,2,3\n', CSV);
    expect(missing).toMatchObject({
      status: 422,
      body: { error_code: 'FILE_HEADER_INVALID', errors: [{ pointer: '/fields/name' }] },
    });
    expect(await app.as(app.admin).delete('/imports/mappings/old-suppliers')).toMatchObject({ status: 204 });
    expect(await app.as(app.admin).get('/imports/mappings/old-suppliers')).toMatchObject({ status: 404 });
  });

  it('tells every fault of a mapping at once', async () => {
    const { status, body } = await app.as(app.admin).put('/imports/mappings/bad', {
      mapping: { resource: 'units', colour: 1, fields: { size: 'S', code: { value: 1 } } },
    });
    expect([status, body.error_code]).toEqual([422, 'MAPPING_INVALID']);
    expect(body.errors.map(({ pointer }: any) => pointer)).toEqual([
      '/mapping/colour',
      '/mapping/fields/size',
      '/mapping/fields/code/value',
    ]);
    expect(await app.as(app.admin).put('/imports/mappings/Bad Name', { mapping: {} })).toMatchObject({ status: 400 });
  });

  it('gives a template for every resource that its own import takes', async () => {
    const { body: resources } = await app.as(app.admin).get('/imports/resources');
    const names = resources.map(({ resource }: any) => resource as string);
    expect(names).toEqual(
      expect.arrayContaining([
        'bills',
        'customer-prices',
        'product-categories',
        'products',
        'supplier-prices',
        'suppliers',
        'units',
      ]),
    );
    for (const name of names) {
      const template = await app.as(app.admin).get(`/imports/templates/${name}`);
      expect(template.headers['content-type']).toContain('text/csv');
      const { body } = await importFile(app, name, template.text, { query: '?dry_run=true' });
      const codes = body.errors === 0 ? [] : (await findings(app, body.id as string)).map(({ code }) => code as string);
      // The example names rows that are not there; nothing else may be wrong with it.
      expect([name, codes.filter((code) => !['REFERENCE_NOT_FOUND', 'BOM_WITHOUT_COMPONENTS'].includes(code))]).toEqual(
        [name, []],
      );
    }
    expect(await app.as(app.admin).get('/imports/templates/spaceships')).toMatchObject({ status: 404 });
  });
});
