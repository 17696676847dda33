import type pg from 'pg';
import { cloneDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';

/** What the database holds of the books by itself, whoever asks: as the application's role, and as its owner. */
let database: TestDatabase;
let db: pg.Pool;
let owner: pg.Pool;
let company: string;
let supplier: string;
const account: Record<string, string> = {};
let numbered = 0;

const one = async (sql: string, params: unknown[] = [], on: pg.Pool = db): Promise<any> =>
  (await on.query(sql, params)).rows[0];

beforeAll(async () => {
  database = await cloneDatabase();
  db = database.appPool();
  owner = database.pool();
  ({ id: supplier } = await one(`insert into erp.suppliers (code, name) values ('BOOKS', 'Books') returning id`));
});
beforeEach(async () => {
  ({ id: company } = await one(
    `insert into erp.companies (code, name, currency_code) values ($1, 'Books', 'IDR') returning id`,
    [`B${++numbered}`],
  ));
  for (const [number, type, more] of [
    ['bank', 'asset', {}],
    ['cost', 'expense', {}],
    ['payables', 'liability', { control: 'payable' }],
    ['heading', 'asset', { is_header: true }],
  ] as const)
    ({ id: account[number] } = await one(
      `insert into erp.accounts (company_id, number, name, type, normal_balance, control, is_header) values ($1, $2, $2, $3, 'debit', $4, $5) returning id`,
      [company, number, type, 'control' in more ? more.control : null, 'is_header' in more],
    ));
});
afterAll(() => database.drop());

/** What a statement was refused for: the constraint, or the code that our own SQL raises. */
async function refused(statement: Promise<unknown>): Promise<string | undefined> {
  try {
    await statement;
    return undefined;
  } catch (error) {
    const { constraint, message } = error as { constraint?: string; message: string };
    return constraint ?? message;
  }
}

const anEntry = async (day = '2026-03-10', more: Record<string, unknown> = {}): Promise<string> => {
  const values = { company_id: company, entry_date: day, journal: 'general', ...more };
  const names = Object.keys(values);
  const { id } = await one(
    `insert into erp.journal_entries (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id`,
    Object.values(values),
  );
  return id as string;
};
const aLine = (entry: string, on: string, debit: string, credit: string, no: number, pool: pg.Pool = db) =>
  pool.query(
    `insert into erp.journal_lines (entry_id, line_no, account_id, debit, credit, currency_code, currency_amount) values ($1, $2, $3, $4, $5, 'IDR', 0)`,
    [entry, no, account[on], debit, credit],
  );
const balanced = async (day?: string, more: Record<string, unknown> = {}): Promise<string> => {
  const id = await anEntry(day, more);
  await aLine(id, 'cost', '10.00', '0', 1);
  await aLine(id, 'bank', '0', '10.00', 2);
  return id;
};
const post = (id: string, pool: pg.Pool = db) =>
  pool.query(`update erp.journal_entries set state = 'posted' where id = $1`, [id]);
const numberOf = async (id: string): Promise<string> =>
  (await one('select number from erp.journal_entries where id = $1', [id])).number;

describe('a journal entry', () => {
  it.each([
    [
      'more debit than credit',
      [
        ['cost', '10.00', '0'],
        ['bank', '0', '9.99'],
      ],
    ],
    [
      'a cent too much',
      [
        ['cost', '0.01', '0'],
        ['bank', '0', '0.01'],
        ['bank', '0.01', '0'],
      ],
    ],
    ['no line', []],
  ])('with %s is refused when the transaction ends', async (_what, lines) => {
    const id = await anEntry();
    for (const [n, [on, debit, credit]] of lines.entries()) await aLine(id, on!, debit!, credit!, n + 1);
    expect(await refused(post(id))).toBe('ENTRY_UNBALANCED');
    expect(await numberOf(id)).toBeNull();
  });

  it('may be out of balance within its transaction', async () => {
    const client = await db.connect();
    await client.query('begin');
    const { rows } = await client.query(
      `insert into erp.journal_entries (company_id, entry_date, journal) values ($1, '2026-03-10', 'general') returning id`,
      [company],
    );
    const sql = `insert into erp.journal_lines (entry_id, line_no, account_id, debit, credit, currency_code, currency_amount) values ($1, $2, $3, $4, $5, 'IDR', 0)`;
    await client.query(sql, [rows[0].id, 1, account['cost'], 5, 0]);
    await client.query(sql, [rows[0].id, 2, account['bank'], 0, 5]);
    await client.query(`update erp.journal_entries set state = 'posted' where id = $1`, [rows[0].id]);
    await client.query('commit');
    client.release();
    expect(await numberOf(rows[0].id)).toBe('JE-2026-000001');
  });

  it('begins as a draft without a number, and a draft takes none', async () => {
    expect(await refused(anEntry('2026-03-10', { state: 'posted' }))).toBe('INVALID_STATE');
    expect(await refused(anEntry('2026-03-10', { number: 'JE-2026-000001' }))).toBe('INVALID_STATE');
    const id = await balanced();
    await db.query(`update erp.journal_entries set number = 'JE-1' where id = $1`, [id]);
    expect(await numberOf(id)).toBeNull();
  });

  it('that is posted never changes, for its owner neither', async () => {
    const id = await balanced();
    await post(id);
    for (const pool of [db, owner])
      for (const sql of [
        `update erp.journal_entries set memo = 'x' where id = $1`,
        `update erp.journal_entries set state = 'draft' where id = $1`,
        `delete from erp.journal_entries where id = $1`,
        `update erp.journal_lines set memo = 'x' where entry_id = $1`,
        `delete from erp.journal_lines where entry_id = $1`,
      ])
        expect([sql, await refused(pool.query(sql, [id]))]).toEqual([sql, 'ENTRY_POSTED']);
    expect(await refused(aLine(id, 'cost', '1', '0', 3, owner))).toBe('ENTRY_POSTED');
  });

  it('takes no line that comes while it is posted', async () => {
    const id = await balanced();
    const client = await db.connect();
    await client.query('begin');
    await client.query(`update erp.journal_entries set state = 'posted' where id = $1`, [id]);
    const late = refused(aLine(id, 'cost', '1', '0', 3));
    await client.query('commit');
    client.release();
    expect(await late).toBe('ENTRY_POSTED');
  });

  it('gives its number back when its transaction fails, and the next takes it', async () => {
    const [first, second] = [await balanced(), await balanced()];
    const client = await db.connect();
    await client.query('begin');
    const { rows } = await client.query(
      `update erp.journal_entries set state = 'posted' where id = $1 returning number`,
      [first],
    );
    const waiting = post(second);
    await client.query('rollback');
    client.release();
    await waiting;
    expect([rows[0].number, await numberOf(second), await numberOf(first)]).toEqual([
      'JE-2026-000001',
      'JE-2026-000001',
      null,
    ]);
  });

  it('is reversed by its mirror only, and once', async () => {
    const id = await balanced();
    await post(id);
    const wrong = await balanced('2026-03-11', { reverses_id: id });
    expect(await refused(post(wrong))).toBe('REVERSAL_NOT_MIRRORED');
    expect(await refused(balanced('2026-03-11', { reverses_id: id }))).toBe('uq_journal_entries_reverses_id');
    await db.query('update erp.journal_lines set debit = credit, credit = debit where entry_id = $1', [wrong]);
    await post(wrong);
    expect(await numberOf(wrong)).toBe('JE-2026-000002');
  });

  it('stands on accounts of its company that take it', async () => {
    const id = await anEntry();
    expect(await refused(aLine(id, 'payables', '1', '0', 1))).toBe('CONTROL_ACCOUNT');
    expect(await refused(aLine(id, 'heading', '1', '0', 1))).toBe('ACCOUNT_NOT_POSTABLE');
    const own = account['bank']!;
    const { id: other } = await one(
      `insert into erp.companies (code, name, currency_code) values ($1, 'Other', 'IDR') returning id`,
      [`B${++numbered}`],
    );
    ({ id: account['bank'] } = await one(
      `insert into erp.accounts (company_id, number, name, type, normal_balance) values ($1, 'bank', 'bank', 'asset', 'debit') returning id`,
      [other],
    ));
    expect(await refused(aLine(id, 'bank', '1', '0', 1))).toBe('REFERENCE_NOT_FOUND');
    account['bank'] = own;
    await aLine(id, 'bank', '1', '0', 1);
    await aLine(id, 'cost', '0', '1', 2);
    await db.query('update erp.accounts set is_active = false where id = $1', [own]);
    expect(await refused(post(id))).toBe('ACCOUNT_NOT_POSTABLE');
  });

  it.each([
    ['both sides', '1', '1'],
    ['no side', '0', '0'],
    ['below zero', '-1', '0'],
    ['not a number', 'NaN', '0'],
  ])('has no line with %s', async (_what, debit, credit) =>
    expect(await refused(aLine(await anEntry(), 'cost', debit, credit, 1))).toBe('ck_journal_lines_sides'),
  );
});

describe('the application’s role', () => {
  it.each([
    ['take a number', `select erp.next_legal_number('journal_entry', $1, $1)`],
    [
      'write the counter',
      `insert into erp.legal_numbers (company_id, series, fiscal_year_id, last_number) values ($1, 'journal_entry', $1, 1)`,
    ],
    [
      'add a period',
      `insert into erp.accounting_periods (company_id, fiscal_year_id, period_no, starts_on, ends_on) values ($1, $1, 1, '2026-01-01', '2026-01-31')`,
    ],
    ['move a period', `update erp.accounting_periods set ends_on = '2030-01-01' where company_id = $1`],
    ['delete an invoice', `delete from erp.invoices where company_id = $1`],
    ['change an allocation', `update erp.payment_allocations set amount = 1 where company_id = $1`],
  ])('may not %s', async (_what, sql) => expect(await refused(db.query(sql, [company]))).toMatch(/^permission denied/));
});

describe('a period', () => {
  const set = (starts: string, state: string) =>
    db.query('update erp.accounting_periods set state = $3 where company_id = $1 and starts_on = $2', [
      company,
      starts,
      state,
    ]);

  it('that is closed takes nothing, whoever posts; softly closed what is let in by name', async () => {
    await post(await balanced('2026-02-10'));
    await set('2026-01-01', 'soft_closed');
    const id = await balanced('2026-01-31');
    expect(await refused(post(id, owner))).toBe('BOOKS_CLOSED');
    const client = await db.connect();
    await client.query('begin');
    await client.query(`select set_config('erp.soft_closed_books', 'on', true)`);
    await client.query(`update erp.journal_entries set state = 'posted' where id = $1`, [id]);
    await client.query('commit');
    const left = await balanced('2026-01-30');
    expect(await refused(client.query(`update erp.journal_entries set state = 'posted' where id = $1`, [left]))).toBe(
      'BOOKS_CLOSED',
    );
    await set('2026-01-01', 'closed');
    await client.query('begin');
    await client.query(`select set_config('erp.soft_closed_books', 'on', true)`);
    expect(await refused(client.query(`update erp.journal_entries set state = 'posted' where id = $1`, [left]))).toBe(
      'BOOKS_CLOSED',
    );
    await client.query('rollback');
    client.release();
  });
});

describe('an invoice', () => {
  const anInvoice = async (total: string, more: Record<string, unknown> = {}): Promise<string> => {
    const values = {
      ...{
        company_id: company,
        side: 'payable',
        kind: 'invoice',
        supplier_id: supplier,
        invoice_date: '2026-03-10',
        entry_date: '2026-03-10',
        due_date: '2026-03-10',
      },
      ...{ currency_code: 'IDR', rate: 1, net_amount: total, total_amount: total, base_total: total },
      ...more,
    };
    const names = Object.keys(values);
    const { id } = await one(
      `insert into erp.invoices (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')}) returning id`,
      Object.values(values),
    );
    return id as string;
  };
  const withLine = async (total: string, more: Record<string, unknown> = {}): Promise<string> => {
    const id = await anInvoice(total, more);
    await db.query(
      `insert into erp.invoice_lines (invoice_id, line_no, account_id, quantity, unit_price, net_amount, base_net) values ($1, 1, $2, 1, $3, $3, $3)`,
      [id, account['cost'], total],
    );
    return id;
  };
  const posted = async (total: string, more: Record<string, unknown> = {}): Promise<string> => {
    const id = await withLine(total, more);
    const entry = await balanced();
    await post(entry);
    await db.query(`update erp.invoices set state = 'posted', entry_id = $2, control_account_id = $3 where id = $1`, [
      id,
      entry,
      account['payables'],
    ]);
    return id;
  };
  const apply = (invoice: string, note: string, amount: string) =>
    db.query(
      `insert into erp.payment_allocations (company_id, invoice_id, credit_note_id, amount, invoice_base, source_base, allocated_on) values ($1, $2, $3, $4, $4, $4, '2026-03-11')`,
      [company, invoice, note, amount],
    );
  const look = async (id: string): Promise<string> => {
    const { number, status, open_amount } = await one(
      'select number, status, open_amount from erp.invoices where id = $1',
      [id],
    );
    return `${number} ${status} ${open_amount}`;
  };

  it('has the totals of its lines, its entry, and a number only then', async () => {
    const id = await withLine('10.00');
    expect(await refused(db.query(`update erp.invoices set state = 'posted' where id = $1`, [id]))).toBe(
      'ck_invoices_posted',
    );
    const other = await withLine('10.00');
    await db.query(`update erp.invoices set net_amount = 9, total_amount = 9 where id = $1`, [other]);
    expect(await refused(db.query(`update erp.invoices set state = 'posted' where id = $1`, [other]))).toBe(
      'INVALID_VALUE',
    );
    expect(await look(await posted('10.00'))).toBe('BILL-2026-000001 posted 10.00');
  });

  it('past draft stays what it was, with its lines', async () => {
    const id = await posted('10.00');
    for (const pool of [db, owner])
      for (const sql of [
        `update erp.invoices set memo = 'x' where id = $1`,
        `update erp.invoices set total_amount = 1, net_amount = 1 where id = $1`,
        `update erp.invoices set number = 'BILL-1' where id = $1`,
        `update erp.invoice_lines set description = 'x' where invoice_id = $1`,
        `delete from erp.invoice_lines where invoice_id = $1`,
      ])
        expect([sql, await refused(pool.query(sql, [id]))]).toEqual([sql, 'INVOICE_POSTED']);
    expect(await refused(db.query(`update erp.invoices set state = 'draft' where id = $1`, [id]))).toBe(
      'INVALID_STATE',
    );
  });

  it('is paid by what is allocated, no more than it is, and counts itself', async () => {
    const [invoice, note] = [await posted('10.00'), await posted('7.00', { kind: 'credit_note' })];
    await apply(invoice, note, '4.00');
    expect([await look(invoice), await look(note)]).toEqual([
      'BILL-2026-000001 partially_paid 6.00',
      'SCN-2026-000001 partially_paid 3.00',
    ]);
    expect(await refused(apply(invoice, note, '3.01'))).toBe('ck_invoices_allocated');
    expect(await refused(apply(note, invoice, '1.00'))).toBe('ALLOCATION_MISMATCH');
    expect(
      await refused(
        db.query(`update erp.invoices set state = 'cancelled', reversal_entry_id = entry_id where id = $1`, [invoice]),
      ),
    ).toBe('INVOICE_ALLOCATED');
    await db.query(`update erp.payment_allocations set undone_on = '2026-03-12' where invoice_id = $1`, [invoice]);
    expect([await look(invoice), await look(note)]).toEqual([
      'BILL-2026-000001 posted 10.00',
      'SCN-2026-000001 posted 7.00',
    ]);
    expect(
      await refused(db.query(`update erp.payment_allocations set undone_on = null where invoice_id = $1`, [invoice])),
    ).toBe('ALLOCATION_UNDONE');
  });

  it('on hold, or no more posted, is not paid', async () => {
    const [invoice, note] = [await posted('10.00'), await posted('7.00', { kind: 'credit_note' })];
    await db.query(`update erp.invoices set is_held = true, hold_reason = 'Price', held_at = now() where id = $1`, [
      invoice,
    ]);
    expect(await refused(apply(invoice, note, '1.00'))).toBe('INVOICE_HELD');
    expect(await refused(apply(await withLine('5.00'), note, '1.00'))).toBe('INVALID_STATE');
    const { id: other } = await one(`insert into erp.suppliers (code, name) values ($1, 'Other') returning id`, [
      `S${++numbered}`,
    ]);
    expect(await refused(apply(await posted('5.00', { supplier_id: other }), note, '1.00'))).toBe(
      'ALLOCATION_MISMATCH',
    );
  });
});
