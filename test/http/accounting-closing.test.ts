import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { anEntry, codeOf, entryLines, periodOn, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { made } from '../support/makers.js';
import { statementsOf } from '../support/statements.js';

let app: TestApp;
let admin: Caller;
let books: Books;
let year: any;
let next: any;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  books = await someBooks(app);
  const { company_id } = books;
  year = await made(app, '/accounting/fiscal-years', { company_id, first_month: '2024-10', months: 3 });
  next = await made(app, '/accounting/fiscal-years', { company_id, first_month: '2025-01', months: 2 });
});
afterEach(() => expectIntegrity(app));
afterAll(() => app.close());

const YEARS = '/accounting/fiscal-years';
const close = (id: string, body: object = { close_periods: true }, caller = admin): Promise<any> =>
  caller.post(`${YEARS}/${id}/close`, body);
const sell = (day: string, amount = '100.00'): Promise<any> =>
  anEntry(app, books, day, [books.account['1110']!, amount], [books.account['4100']!, `-${amount}`]);

test('a dry run shows the entry and leaves everything as it is', async () => {
  await sell('2024-11-05', '70.00');
  const dry = await admin.post(`${YEARS}/${year.id}/close?dry_run=true`, { close_periods: true });
  expect([dry.status, dry.body.state]).toEqual([200, 'closed']);
  expect(dry.body.entry.number).toMatch(/^JE-DRYRUN-/);
  expect(dry.body.entry.lines.map((l: any) => [l.account_number, l.debit, l.credit])).toEqual([
    ['4100', '70.00', '0.00'],
    ['3200', '0.00', '70.00'],
  ]);
  const { body } = await admin.get(`${YEARS}/${year.id}`);
  expect(body).toMatchObject({ state: 'open', closing_entry_id: null, closed_periods: 0, version: 1 });
});

test('a year closes when all its periods are closed, after the years before it, and once', async () => {
  await sell('2024-11-05');
  await sell('2025-01-05');
  expect(codeOf(await close(next.id))).toBe('EARLIER_BOOKS_OPEN');
  expect(codeOf(await close(year.id, {}))).toBe('PERIODS_OPEN');
  const may = await admin.get(`${YEARS}/${next.id}/transitions`);
  expect(may.body.find((t: any) => t.event === 'close').reasons.map((b: any) => b.code)).toEqual([
    'EARLIER_YEAR_OPEN',
    'PERIODS_OPEN',
  ]);
  for (const day of ['2024-10-01', '2024-11-01', '2024-12-01', '2025-01-01', '2025-02-01'])
    expect((await admin.post(`/accounting/periods/${(await periodOn(app, books, day)).id}/close`)).status).toBe(200);
  expect(codeOf(await close(next.id, {}))).toBe('EARLIER_YEAR_OPEN');
  // The closing stands on the last day, although that period and the one after it are closed.
  const closed = await close(year.id, { reason: 'Approved' });
  expect(closed.body).toMatchObject({ state: 'closed', reason: 'Approved', version: 2, closed_periods: 3 });
  expect(closed.body.entry).toMatchObject({
    ...{ id: closed.body.closing_entry_id, entry_date: '2024-12-31', journal: 'closing', state: 'posted' },
    ...{ memo: 'Closing of 2024', source_kind: 'accounting_closing', source_id: year.id },
  });
  expect(codeOf(await close(year.id))).toBe('INVALID_STATE');
  expect((await close(next.id, {})).status).toBe(200);
  expect((await admin.get(`${YEARS}/${year.id}/history`)).body.map((h: any) => [h.event, h.reason])).toEqual([
    ['close', 'Approved'],
  ]);
});

test('of a closed year no period opens again, nothing is posted in it, and nobody reverses its closing by hand', async () => {
  await sell('2024-11-05');
  const { body } = await close(year.id);
  const december = await periodOn(app, books, '2024-12-15');
  const again = { reason: 'An invoice turned up' };
  expect(codeOf(await admin.post(`/accounting/periods/${december.id}/reopen-hard`, again))).toBe('FISCAL_YEAR_CLOSED');
  const { company_id, account } = books;
  const late = {
    ...{ company_id, entry_date: '2024-12-31', post: true, journal: 'closing' },
    lines: entryLines([account['6300']!, '1.00'], [account['1110']!, '-1.00']),
  };
  expect(codeOf(await admin.post('/accounting/journal-entries', late))).toBe('BOOKS_CLOSED');
  expect(codeOf(await admin.post(`/accounting/journal-entries/${body.entry.id}/reverse`, again))).toBe(
    'ENTRY_OF_DOCUMENT',
  );
  // Taken back, its periods open one by one, and the year closes with what was added.
  const undone = await admin.post(`${YEARS}/${year.id}/reopen`, again);
  expect(undone.body).toMatchObject({ state: 'open', closing_entry_id: null, entry: { reverses_id: body.entry.id } });
  expect(codeOf(await admin.post(`${YEARS}/${year.id}/reopen`, again))).toBe('INVALID_STATE');
  expect((await admin.post(`/accounting/periods/${december.id}/reopen-hard`, again)).status).toBe(200);
  expect((await admin.post('/accounting/journal-entries', late)).status).toBe(201);
  const second = await close(year.id);
  expect(second.body.entry.lines.at(-1)).toMatchObject({ account_number: '3200', credit: '99.00' });
  expect((await admin.get(`${YEARS}/${year.id}/history`)).body.map((h: any) => h.event)).toEqual([
    ...['close', 'reopen', 'close'],
  ]);
});

test('a year without a result closes without an entry, one of equal sides without a line of its result', async () => {
  const empty = await close(year.id);
  expect(empty.body).toMatchObject({ state: 'closed', closing_entry_id: null, entry: null });
  expect((await admin.post(`${YEARS}/${year.id}/reopen`, { reason: 'Try' })).body).toMatchObject({ entry: null });
  expect((await close(year.id)).status).toBe(200);
  await sell('2025-01-03', '5.00');
  await anEntry(app, books, '2025-01-03', [books.account['6300']!, '5.00'], [books.account['1110']!, '-5.00']);
  expect((await close(next.id)).body.entry.lines.map((l: any) => l.account_number)).toEqual(['4100', '6300']);
});

test('accounts that are out of use are closed as well, and an account in a currency in that currency', async () => {
  const { company_id, account } = books;
  const dollars = await made(app, '/accounting/accounts', {
    ...{ company_id, number: '6950', name: 'Fees in dollars', type: 'expense', currency_code: 'USD' },
  });
  await sell('2024-11-05');
  await made(app, '/accounting/journal-entries', {
    ...{ company_id, entry_date: '2024-11-06', post: true },
    lines: [
      { account_id: dollars.id, debit: '150.00', currency_code: 'USD', currency_amount: '0.01' },
      { account_id: account['1110'], credit: '150.00' },
    ],
  });
  const out = await admin.post(`/accounting/accounts/${account['4100']}/deactivate`);
  expect(out.status).toBe(200);
  const { body } = await close(year.id);
  expect(body.entry.lines.map((l: any) => [l.account_number, l.currency_code, l.currency_amount])).toEqual([
    ['4100', 'IDR', '100.00'],
    ['6950', 'USD', '0.01'],
    ['3200', 'IDR', '50.00'],
  ]);
});

test('without an account for results of earlier years there is no closing', async () => {
  await sell('2024-11-05');
  await app.db.query(`delete from erp.account_roles where company_id = $1 and role = 'retained_earnings'`, [
    books.company_id,
  ]);
  const refused = await close(year.id);
  expect([refused.status, refused.body.error_code, refused.body.roles]).toEqual([
    409,
    'ACCOUNT_ROLE_MISSING',
    ['retained_earnings'],
  ]);
  expect((await periodOn(app, books, '2024-10-01')).state).toBe('open');
});

test('a year that has not come to its end does not close', async () => {
  const { company_id } = await someBooks(app);
  const ahead = await made(app, '/accounting/fiscal-years', { company_id, first_month: '2098-01' });
  expect(codeOf(await close(ahead.id))).toBe('BOOKS_NOT_BEGUN');
});

test('two closings at once: one closes, and there is one entry; a posting at the same time is in it or refused', async () => {
  await sell('2024-11-05');
  const { company_id, account } = books;
  const body = {
    ...{ company_id, entry_date: '2024-12-30', post: true },
    lines: entryLines([account['1110']!, '1.00'], [account['4100']!, '-1.00']),
  };
  const [one, two, ...posted] = await Promise.all([
    close(year.id),
    close(year.id),
    ...Array.from({ length: 4 }, () => admin.post('/accounting/journal-entries', body)),
  ]);
  expect([one!, two!].map(codeOf).sort()).toEqual(['INVALID_STATE', 'done']);
  const done = posted.map(codeOf);
  expect(new Set([...done, 'BOOKS_CLOSED', 'done'])).toEqual(new Set(['BOOKS_CLOSED', 'done']));
  const { rows } = await app.db.query(
    `select sum(l.credit)::text as kept, count(distinct e.id)::int as entries from erp.journal_entries e join erp.journal_lines l on l.entry_id = e.id
      where e.source_kind = 'accounting_closing' and e.company_id = $1 and l.account_id = $2`,
    [company_id, account['3200']],
  );
  expect(rows[0]).toEqual({ kept: `${100 + done.filter((code) => code === 'done').length}.00`, entries: 1 });
});

test('the same key closes once', async () => {
  const key = { 'idempotency-key': `close-${year.id}` };
  await sell('2024-11-05');
  const first = await admin.post(`${YEARS}/${year.id}/close`, { close_periods: true }, key);
  const again = await admin.post(`${YEARS}/${year.id}/close`, { close_periods: true }, key);
  expect([again.status, again.headers['idempotent-replayed'], again.body.entry.id]).toEqual([
    200,
    'true',
    first.body.entry.id,
  ]);
});

test('who may not close is refused, a stranger finds no year, and a stale version is told', async () => {
  const reader = app.as(
    await app.actor({ permissions: ['accounting.fiscal_years.read'], companies: [books.company_id] }),
  );
  expect((await reader.get(`${YEARS}/${year.id}`)).status).toBe(200);
  expect((await close(year.id, { close_periods: true }, reader)).status).toBe(403);
  expect((await reader.post(`${YEARS}/${year.id}/reopen`, { reason: 'x' })).status).toBe(403);
  // Who closes years, but no periods, closes a year whose periods are closed.
  const closer = app.as(await app.actor({ permissions: ['accounting.fiscal_years.*'], companies: [books.company_id] }));
  expect((await close(year.id, { close_periods: true }, closer)).status).toBe(403);
  for (const day of ['2024-10-01', '2024-11-01', '2024-12-01'])
    await admin.post(`/accounting/periods/${(await periodOn(app, books, day)).id}/close`);
  expect((await close(year.id, {}, closer)).status).toBe(200);
  const stranger = app.as(await app.actor({ role: 'accountant' }));
  expect((await close(year.id, {}, stranger)).status).toBe(404);
  expect((await stranger.post(`${YEARS}/${year.id}/reopen`, { reason: 'x' })).status).toBe(404);
  const stale = await admin.post(`${YEARS}/${year.id}/reopen`, { reason: 'x' }, { 'if-match': '"1"' });
  expect([stale.status, stale.body.error_code]).toEqual([412, 'STALE_VERSION']);
  const wrong = await admin.post(`${YEARS}/${year.id}/reopen`, {});
  expect([wrong.status, wrong.body.errors[0].pointer]).toEqual([422, '/reason']);
  expect((await close(year.id, { close_periods: 'perhaps' })).status).toBe(422);
});

test('a closing sends as many statements for many accounts as for one', async () => {
  await sell('2024-11-05');
  const few = await statementsOf(() => close(year.id));
  await close(next.id);
  const other = await someBooks(app);
  const { company_id, account } = other;
  const big = await made(app, '/accounting/fiscal-years', { company_id, first_month: '2024-10', months: 3 });
  for (const number of ['4100', '4110', '4800', '4900', '5100', '5200', '6100', '6200', '6300'])
    await anEntry(app, other, '2024-10-15', [account['1110']!, '3.00'], [account[number]!, '-3.00']);
  expect(await statementsOf(() => close(big.id))).toBe(few);
});

test('the database itself keeps years in order', async () => {
  await sell('2024-11-05');
  const change = (id: string, state: string): Promise<unknown> =>
    app.db.query('update erp.fiscal_years set state = $2 where id = $1', [id, state]);
  await expect(change(next.id, 'closed')).rejects.toMatchObject({ constraint: 'EARLIER_YEAR_OPEN' });
  await expect(change(year.id, 'closed')).rejects.toMatchObject({ constraint: 'PERIODS_OPEN' });
  for (const day of ['2024-10-01', '2024-11-01', '2024-12-01'])
    await admin.post(`/accounting/periods/${(await periodOn(app, books, day)).id}/close`);
  await expect(change(year.id, 'closed')).rejects.toMatchObject({ constraint: 'RESULT_NOT_CARRIED' });
  expect((await close(year.id)).status).toBe(200);
  await expect(
    app.db.query(`update erp.fiscal_years set state = 'open', closing_entry_id = null where id = $1`, [year.id]),
  ).rejects.toMatchObject({ constraint: 'RESULT_NOT_CARRIED' });
});
