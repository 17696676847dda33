import type { Pool } from 'pg';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

let database: TestDatabase;
let owner: Pool;
let app: Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  owner = database.pool();
  app = database.appPool({ max: 6 });
});
afterAll(() => database?.drop());

async function refusal(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: { constraint?: string; code: string }) => error.constraint ?? error.code,
  );
}

async function idOf(sql: string, params: unknown[] = []): Promise<string> {
  const { rows } = await app.query<{ id: string }>(sql, params);
  return rows[0]!.id;
}

const aProduct = (sku: string): Promise<string> =>
  idOf(
    `insert into erp.products (sku, name, type, unit_id) select $1, $1, 'part', id from erp.units where code = 'EA' returning id`,
    [sku],
  );
const aCategory = (code: string, parent: string | null = null): Promise<string> =>
  idOf('insert into erp.product_categories (code, name, parent_id) values ($1, $1, $2) returning id', [code, parent]);

describe('a fresh installation', () => {
  it('has a company in rupiah, a category, a calendar and the currencies with their places', async () => {
    const { rows } = await app.query(
      `select (select currency_code from erp.companies where code = 'MAIN') as currency, (select count(*)::int from erp.product_categories) as categories,
              (select minor_digits from erp.currencies where code = 'JPY') as yen, (select minor_digits from erp.currencies where code = 'IDR') as rupiah`,
    );
    expect(rows).toEqual([{ currency: 'IDR', categories: 1, yen: 0, rupiah: 2 }]);
  });

  it('has the system user in the default company', async () => {
    const { rows } = await owner.query(
      `select c.code, uc.is_default from erp.user_companies uc join erp.users u on u.id = uc.user_id join erp.companies c on c.id = uc.company_id
        where u.username = 'system'`,
    );
    expect(rows).toEqual([{ code: 'MAIN', is_default: true }]);
  });
});

describe('the company of a new user', () => {
  const companiesOf = async (id: string): Promise<string[]> => {
    const { rows } = await owner.query<{ code: string }>(
      'select c.code from erp.user_companies uc join erp.companies c on c.id = uc.company_id where uc.user_id = $1 order by 1',
      [id],
    );
    return rows.map(({ code }) => code);
  };

  it('is MAIN when the transaction names none', async () => {
    const { rows } = await owner.query<{ id: string }>(
      `insert into erp.users (username, full_name) values ('new-one', 'New') returning id`,
    );
    expect(await companiesOf(rows[0]!.id)).toEqual(['MAIN']);
  });

  it('is the one that the transaction names, and no other', async () => {
    const client = await owner.connect();
    try {
      await client.query('begin');
      const company = await client.query<{ id: string }>(
        `insert into erp.companies (code, name, currency_code) values ('OTHER', 'Other', 'IDR') returning id`,
      );
      const user = await client.query<{ id: string }>(
        `insert into erp.users (username, full_name) values ('new-two', 'New') returning id`,
      );
      await client.query('insert into erp.user_companies (user_id, company_id, is_default) values ($1, $2, true)', [
        user.rows[0]!.id,
        company.rows[0]!.id,
      ]);
      await client.query('commit');
      expect(await companiesOf(user.rows[0]!.id)).toEqual(['OTHER']);
    } finally {
      client.release();
    }
  });
});

describe('the tree of categories', () => {
  it('refuses a circle, however long', async () => {
    const top = await aCategory('T1');
    const middle = await aCategory('T2', top);
    const leaf = await aCategory('T3', middle);
    const move = (id: string, below: string): Promise<unknown> =>
      app.query('update erp.product_categories set parent_id = $2 where id = $1', [id, below]);
    expect(await refusal(move(top, top))).toBe('CATEGORY_CYCLE');
    expect(await refusal(move(top, leaf))).toBe('CATEGORY_CYCLE');
    expect(await refusal(move(leaf, top))).toBeNull();
  });

  it('refuses a circle that two sessions close together', async () => {
    const [a, b] = [await aCategory('S1'), await aCategory('S2')];
    const [first, second] = [await app.connect(), await app.connect()];
    try {
      await first.query('begin');
      await second.query('begin');
      await first.query('update erp.product_categories set parent_id = $2 where id = $1', [a, b]);
      const late = refusal(second.query('update erp.product_categories set parent_id = $2 where id = $1', [b, a]));
      await first.query('commit');
      expect(await late).toBe('CATEGORY_CYCLE');
    } finally {
      await second.query('rollback');
      first.release();
      second.release();
    }
  });
});

describe('what uses a row', () => {
  const uses = async (table: string, id: string): Promise<Record<string, number>> => {
    const { rows } = await app.query<{ resource: string; used: string }>(
      'select * from erp.used_by($1::text::regclass, $2)',
      [table, id],
    );
    return Object.fromEntries(rows.map(({ resource, used }) => [resource, Number(used)]));
  };

  it('is found in every foreign key, each row counted once, and not in what goes with it', async () => {
    const unit = await idOf(`insert into erp.units (code, name) values ('USED', 'Used') returning id`);
    const product = await idOf(
      `insert into erp.products (sku, name, type, unit_id, purchase_unit_id, sales_unit_id) values ('USES-IT', 'U', 'part', $1, $1, $1) returning id`,
      [unit],
    );
    const other = await idOf(`select id from erp.units where code = 'EA'`);
    await app.query(
      'insert into erp.unit_conversions (from_unit_id, to_unit_id, product_id, numerator) values ($1, $2, $3, 6)',
      [unit, other, product],
    );
    expect(await uses('erp.units', unit)).toEqual({ products: 1, 'unit-conversions': 1 });
    // the product's own conversions go with the product
    expect(await uses('erp.products', product)).toEqual({});
  });

  it('is found through a key other than the id', async () => {
    const rupiah = await idOf(`select id from erp.currencies where code = 'IDR'`);
    expect(await uses('erp.currencies', rupiah)).toMatchObject({ companies: expect.any(Number) });
    expect(await uses('erp.currencies', await idOf(`select id from erp.currencies where code = 'VND'`))).toEqual({});
  });

  it('is known for a table that did not exist when the function was made', async () => {
    await owner.query(
      `create table erp.later (id int primary key, made uuid references erp.products (id), first uuid, constraint fk_later_first foreign key (first) references erp.products (id))`,
    );
    await owner.query('alter table erp.later owner to erp_admin');
    const product = await aProduct('LATER');
    await owner.query('insert into erp.later values (1, $1, $1), (2, null, $1), (3, null, null)', [product]);
    expect(await uses('erp.products', product)).toEqual({ later: 2 });
    await owner.query('drop table erp.later');
  });

  it('is counted to 1,000 and no further', async () => {
    const unit = await idOf(`insert into erp.units (code, name) values ('MANY', 'Many') returning id`);
    await app.query(
      `insert into erp.products (sku, name, type, unit_id) select 'MANY-' || n, 'M', 'part', $1 from generate_series(1, 1200) n`,
      [unit],
    );
    expect(await uses('erp.units', unit)).toEqual({ products: 1000 });
  });
});

describe('numbers', () => {
  it.each(['NaN', 'Infinity', '-1'])('of a price are never %s', async (value) => {
    expect(await refusal(app.query(`update erp.products set list_price = $1::numeric`, [value]))).toMatch(
      /^(ck_products_list_price|22003)$/,
    );
    const rate = app.query(
      `insert into erp.exchange_rates (from_currency, to_currency, valid_from, rate) values ('USD', 'IDR', current_date, $1::numeric)`,
      [value],
    );
    expect(await refusal(rate)).toMatch(/^(ck_exchange_rates_rate|22003)$/);
  });

  it('keep NaN and infinity out of every numeric column of master data', async () => {
    const { rows } = await owner.query<{ missing: string }>(
      `select c.table_name || '.' || c.column_name as missing
         from information_schema.columns c
        where c.table_schema = 'erp' and c.data_type = 'numeric'
          and c.table_name = any('{products,supplier_prices,customer_prices,exchange_rates,customers}')
          and not exists (
            select from pg_constraint k
             where k.conrelid = format('erp.%I', c.table_name)::regclass and k.contype = 'c'
               and pg_get_constraintdef(k.oid) like '%' || c.column_name || '%''NaN''%')`,
    );
    expect(rows).toEqual([]);
  });
});

describe('the indexes', () => {
  const plan = async (sql: string): Promise<string> => {
    const client = await owner.connect();
    try {
      await client.query('begin; set local enable_seqscan = off; set local enable_sort = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${sql}`);
      await client.query('rollback');
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    } finally {
      client.release();
    }
  };

  it.each([
    ['a page by SKU', `select * from erp.products order by sku, id limit 50`, 'ix_products_sku'],
    ['a page by name', `select * from erp.products order by name desc, id desc limit 50`, 'ix_products_name'],
    ['a SKU in any case', `select * from erp.products where lower(sku) = lower('A')`, 'uq_products_sku'],
    ['attributes', `select * from erp.products where attributes @> '{"a":1}'`, 'ix_products_attributes'],
    [
      'the prices of a product',
      `select * from erp.supplier_prices where product_id = '00000000-0000-7000-8000-000000000001'`,
      'uq_supplier_prices_offer',
    ],
    [
      'a name of another system',
      `select * from erp.external_ids where system = 'a' and entity_type = 'b' and external_id = 'c'`,
      'uq_external_ids_',
    ],
  ])('serve %s', async (_words, sql, index) => {
    await owner.query('analyze erp.products');
    expect(await plan(sql)).toContain(index);
  });
});
