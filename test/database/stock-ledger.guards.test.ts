import { StockDatabase, refusal } from '../support/stock.js';

let stock: StockDatabase;
let product: string;

beforeAll(async () => {
  stock = await StockDatabase.open();
  product = await stock.product();
  await stock.receive(product, 5, '2');
});
afterAll(() => stock.close());

const month = (): string => {
  const now = new Date();
  return `stock_ledgers_${now.getUTCFullYear()}_${String(now.getUTCMonth() + 1).padStart(2, '0')}`;
};

describe.each([
  ['the parent', () => 'stock_ledgers'],
  ['a partition', month],
])('append-only, aimed at %s', (_, table) => {
  it.each(['update {} set quantity = 1', 'delete from {}', 'truncate {}'])('refuses the owner: %s', async (sql) => {
    expect((await refusal(stock.owner.query(sql.replace('{}', table())))).code).toBe('APPEND_ONLY');
  });

  it.each(['update {} set quantity = 1', 'delete from {}', 'truncate {}', 'insert into {} select * from {}'])(
    'gives the application no right: %s',
    async (sql) => {
      expect((await refusal(stock.app.query(sql.replaceAll('{}', table())))).state).toBe('42501');
    },
  );
});

it.each(['stock_movements', 'stock_value_adjustments'])('refuses to change or empty %s', async (table) => {
  await stock.post([], {
    adjustments: [
      {
        company_id: stock.company,
        type: 'revaluation',
        product_id: product,
        location_id: stock.place['STOCK'],
        value: '1.00',
        source_type: 'test',
        source_id: product,
      },
    ],
  });
  for (const sql of [`update ${table} set reason = 'x'`, `delete from ${table}`, `truncate ${table} cascade`]) {
    expect((await refusal(stock.owner.query(sql))).code).toBe('APPEND_ONLY');
  }
});

it('lets the application write none of what the ledger keeps', async () => {
  for (const table of [
    'stock_movements',
    'stock_ledgers',
    'stock_value_adjustments',
    'stock_balances',
    'stock_valuations',
    'stock_reservations',
  ]) {
    for (const sql of [
      `insert into ${table} default values`,
      `delete from ${table}`,
      `truncate ${table}`,
      `select * from ${table} for update`,
    ]) {
      expect((await refusal(stock.app.query(sql))).state).toBe('42501');
    }
  }
  for (const call of [
    `seed_stock_rows('{}', '{}', '{}', '{}')`,
    `post_any_movement('{}')`,
    `insert_stock_value_adjustments('[]', now())`,
    `create_company_locations('${stock.company}')`,
  ]) {
    expect((await refusal(stock.app.query(`select ${call}`))).state).toBe('42501');
  }
});

it('keeps the balance also of rows that the owner inserts by hand, into the parent or a partition', async () => {
  const p = await stock.product();
  const row = (table: string): string => `
    insert into ${table} (recorded_at, movement_id, line_no, product_id, quantity, from_location_id, to_location_id, to_area_id, value)
    select now(), uuid_v7(), n, '${p}', 10, '${stock.place['SUPPLIER']}', '${stock.place['STOCK']}', '${stock.company}', 7.5 from generate_series(1, 2) n`;
  const client = await stock.owner.connect();
  await client.query('begin');
  await client.query(row('stock_ledgers'));
  await client.query(row(month()));
  const { rows } = await client.query(`select on_hand from stock_balances where product_id = $1`, [p]);
  const { rows: worth } = await client.query(`select quantity, value from stock_valuations where product_id = $1`, [p]);
  await client.query('rollback');
  client.release();
  expect(rows).toEqual([{ on_hand: '40' }]);
  expect(worth).toEqual([{ quantity: '40', value: '30.00' }]);
});

it('leaves nothing behind that would let a later row by hand go unlocked', async () => {
  const client = await stock.owner.connect();
  await client.query('begin');
  await client.query('select post_stock_movement($1::jsonb)', [
    JSON.stringify({
      movements: [{ type: 'receipt', company_id: stock.company, lines: [stock.line(product, 1, 'SUPPLIER', 'STOCK')] }],
    }),
  ]);
  const { rows } = await client.query(`select current_setting('erp.stock_rows_held', true) as held`);
  await client.query('rollback');
  client.release();
  expect(rows).toEqual([{ held: '' }]);
});

describe('the integrity check', () => {
  it.each([
    ['balance_equals_ledger', `update stock_balances set on_hand = on_hand + 1`],
    ['valuation_equals_ledger', `update stock_valuations set value = value + 0.01`],
    ['valuation_equals_balances', `update stock_valuations set quantity = quantity + 1`],
    ['reserved_equals_reservations', `update stock_balances set reserved = 1`],
    ['ledger_is_guarded', `alter table ${month()} disable trigger trg_stock_ledgers_no_truncate`],
    ['ledger_is_guarded', `alter table stock_ledgers disable trigger trg_update_stock_balance`],
    ['ledger_written_only_by_owner', `grant insert on stock_balances to erp_app`],
    [
      'ledger_row_has_movement',
      `alter table stock_movements disable trigger user; delete from stock_value_adjustments where false; delete from stock_movements`,
    ],
    [
      'movement_has_lines',
      `alter table stock_ledgers disable trigger trg_stock_ledgers_append_only; delete from stock_ledgers`,
    ],
    ['month_is_ready', `alter table stock_ledgers detach partition ${month()}; drop table ${month()}`],
  ])('finds what breaks %s: %s', async (name, sabotage) => {
    const client = await stock.owner.connect();
    try {
      await client.query('begin');
      await client.query(sabotage);
      const { rows } = await client.query<{ name: string; violations: string; sample: unknown[] }>(
        `select name, violations, sample from check_stock_integrity() where violations > 0`,
      );
      expect(rows.map((row) => row.name)).toContain(name);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('is content otherwise', async () => {
    expect(await stock.broken()).toEqual([]);
  });
});

describe('partitions', () => {
  it('are made ahead, once, guarded, and without rights of their own', async () => {
    const made = await stock.app.query<{ made: number }>('select ensure_stock_ledger_partitions(5) as made');
    expect(made.rows[0]!.made).toBe(2);
    const again = await stock.app.query<{ made: number }>('select ensure_stock_ledger_partitions(5) as made');
    expect(again.rows[0]!.made).toBe(0);
    expect(await stock.broken()).toEqual([]);
  });

  it('can be made while a posting is under way', async () => {
    const posting = await stock.app.connect();
    await posting.query('begin');
    await posting.query('select post_stock_movement($1::jsonb)', [
      JSON.stringify({
        movements: [
          { type: 'receipt', company_id: stock.company, lines: [stock.line(product, 1, 'SUPPLIER', 'STOCK')] },
        ],
      }),
    ]);
    const making = await stock.app.connect();
    await making.query(`set lock_timeout = '2s'`);
    await making.query('select ensure_stock_ledger_partitions(6)');
    making.release();
    await posting.query('commit');
    posting.release();
  });
});
