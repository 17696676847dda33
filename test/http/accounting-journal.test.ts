import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { anEntry, balanceOf, codeOf, entryLines, outcomes, periodOn, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { aDepartment, made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
let books: Books;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  books = await someBooks(app);
});
afterAll(() => app.close());

const ENTRIES = '/accounting/journal-entries';
const entry = (entry_date: string, amount = '10.00', more: object = {}): object => ({
  company_id: books.company_id,
  entry_date,
  lines: entryLines([books.account['6300']!, amount], [books.account['1110']!, `-${amount}`]),
  ...more,
});
const post = { post: true };

describe('a journal entry', () => {
  test('is drafted, changed, posted with a legal number, and then never changes', async () => {
    const { id: department_id } = await aDepartment(app, { company_id: books.company_id });
    const draft = await made(app, ENTRIES, {
      ...entry('2026-03-10'),
      memo: 'Electricity',
      lines: [{ account_id: books.account['6300'], debit: '70.00', department_id, memo: 'Sewing' }],
    });
    expect(draft).toMatchObject({ state: 'draft', number: null, debit: '70.00', credit: '0.00', version: 1 });
    const one = `${ENTRIES}/${draft.id}`;
    expect((await admin.post(`${one}/post`)).body).toMatchObject({
      error_code: 'ENTRY_UNBALANCED',
      status: 422,
      debit: '70.00',
      credit: '0.00',
    });
    const lines = [
      { account_id: books.account['6300'], debit: '70.00', department_id },
      { account_id: books.account['1110'], credit: '70.00', currency_code: 'USD', currency_amount: '0.07' },
    ];
    const changed = await admin.patch(one, { lines }, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({ debit: '70.00', credit: '70.00', version: 2 });
    expect(changed.body.lines[1]).toMatchObject({ account_number: '1110', rate: '1000.000000', currency_code: 'USD' });
    const posted = await admin.post(`${one}/post`, undefined, { 'if-match': '"2"' });
    expect(posted.body).toMatchObject({ state: 'posted', number: 'JE-2026-000001', version: 3 });
    expect(codeOf(await admin.post(`${one}/post`))).toBe('INVALID_STATE');
    expect(codeOf(await admin.patch(one, { memo: 'x' }))).toBe('ENTRY_POSTED');
    expect(codeOf(await admin.delete(one))).toBe('ENTRY_POSTED');
    expect((await admin.get(`${one}/history`)).body.map((each: any) => each.event)).toEqual(['create', 'post']);
  });

  test('names everything that is wrong with its lines', async () => {
    const other = await someBooks(app);
    const { body } = await admin.post(ENTRIES, {
      ...entry('2026-03-10'),
      lines: [
        { account_id: other.account['1110'], debit: '1.00' },
        { account_id: books.account['6000'], credit: '1.00', debit: '1.00' },
        { account_id: books.account['6300'], credit: '1.00', supplier_id: other.company_id },
      ],
    });
    expect(body.errors.map((each: any) => `${each.pointer} ${each.code}`)).toEqual([
      '/lines/1/debit EXCLUSIVE',
      '/lines/0/account_id REFERENCE_NOT_FOUND',
      '/lines/1/account_id REFERENCE_NOT_FOUND',
      '/lines/2/supplier_id REFERENCE_NOT_FOUND',
    ]);
  });

  test('does not write on control accounts, which open documents add up to', async () => {
    const lines = entryLines([books.account['6300']!, '1.00'], [books.role['payables']!, '-1.00']);
    expect(codeOf(await admin.post(ENTRIES, { ...entry('2026-03-10'), lines }))).toBe('CONTROL_ACCOUNT');
  });

  test('keeps to the currency of its accounts', async () => {
    const { id } = await made(app, '/accounting/accounts', {
      company_id: books.company_id,
      number: '1115',
      name: 'Dollars',
      type: 'asset',
      currency_code: 'USD',
    });
    const lines = entryLines([id, '1.00'], [books.account['3100']!, '-1.00']);
    expect(codeOf(await admin.post(ENTRIES, { ...entry('2026-03-10'), lines }))).toBe('ACCOUNT_CURRENCY');
  });

  test('is deleted as a draft, and no number is missing', async () => {
    const draft = await made(app, ENTRIES, entry('2026-03-10'));
    expect((await admin.delete(`${ENTRIES}/${draft.id}`)).status).toBe(204);
    const posted = await made(app, ENTRIES, entry('2026-03-10', '1.00', post));
    expect(posted.number).toBe('JE-2026-000001');
  });

  test('is reversed once, by the same lines the other way, not before its day', async () => {
    const { id, number } = await anEntry(
      app,
      books,
      '2026-03-10',
      [books.account['6300']!, '9.99'],
      [books.account['1110']!, '-9.99'],
    );
    expect(number).toBe('JE-2026-000001');
    const early = await admin.post(`${ENTRIES}/${id}/reverse`, { reason: 'Twice', entry_date: '2026-03-09' });
    expect(early.body.errors[0]).toMatchObject({ pointer: '/entry_date', code: 'TOO_SMALL' });
    const reversal = await admin.post(`${ENTRIES}/${id}/reverse`, { reason: 'Twice', entry_date: '2026-03-11' });
    expect(reversal.body).toMatchObject({ number: 'JE-2026-000002', reverses_id: id, memo: 'Twice', state: 'posted' });
    expect(reversal.body.lines.map((each: any) => [each.account_number, each.debit, each.credit])).toEqual([
      ['6300', '0.00', '9.99'],
      ['1110', '9.99', '0.00'],
    ]);
    expect((await admin.get(`${ENTRIES}/${id}`)).body).toMatchObject({ reversed_by_id: reversal.body.id, version: 2 });
    expect(await balanceOf(app, books.account['6300']!)).toBe('0.00');
    expect(
      await outcomes(admin, [
        [`${ENTRIES}/${id}/reverse`, { reason: 'again' }],
        [`${ENTRIES}/${reversal.body.id}/reverse`, { reason: 'again' }],
      ]),
    ).toEqual(['ENTRY_REVERSED', 'ENTRY_REVERSED']);
  });

  test('takes no number in a dry run, and one only when the key is sent again', async () => {
    const dry = await admin.post(`${ENTRIES}?dry_run=true`, entry('2026-03-10', '1.00', post));
    expect(dry.body.number).toMatch(/^JE-DRYRUN-/);
    const key = { 'idempotency-key': `books-${books.company_id}` };
    const first = await admin.post(ENTRIES, entry('2026-03-10', '1.00', post), key);
    const again = await admin.post(ENTRIES, entry('2026-03-10', '1.00', post), key);
    expect([first.body.number, again.body.number]).toEqual(['JE-2026-000001', 'JE-2026-000001']);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await made(app, ENTRIES, entry('2026-03-10', '1.00', post))).number).toBe('JE-2026-000002');
  });

  test('is posted only by who may post, and read by who sees the company', async () => {
    const clerk = app.as(
      await app.actor({
        permissions: ['accounting.journal_entries.create', 'accounting.journal_entries.read'],
        companies: [books.company_id],
      }),
    );
    expect(codeOf(await clerk.post(ENTRIES, entry('2026-03-10', '1.00', post)))).toBe('FORBIDDEN');
    const draft = await clerk.post(ENTRIES, entry('2026-03-10'));
    expect(draft.status).toBe(201);
    const { body } = await clerk.get(`${ENTRIES}/${draft.body.id}/transitions`);
    expect(body).toMatchObject([{ event: 'post', allowed: false, reasons: [{ code: 'FORBIDDEN' }] }]);
    const stranger = app.as(await app.actor({ role: 'accountant' }));
    expect((await stranger.get(`${ENTRIES}/${draft.body.id}`)).status).toBe(404);
    expect((await stranger.post(ENTRIES, entry('2026-03-10'))).status).toBe(404);
  });
});

describe('fiscal years and periods', () => {
  test('open by themselves where a posting needs them, at most a year ahead, and never before the first', async () => {
    await made(app, ENTRIES, entry('2026-03-10', '1.00', post));
    expect((await admin.get(`/accounting/fiscal-years?company_id=${books.company_id}`)).body.data).toMatchObject([
      { code: '2026', starts_on: '2026-01-01', ends_on: '2026-12-31', periods: 12, closed_periods: 0 },
    ]);
    expect((await made(app, ENTRIES, entry('2027-01-02', '1.00', post))).number).toBe('JE-2027-000001');
    expect(
      await outcomes(admin, [
        [ENTRIES, entry('2025-12-31', '1.00', post)],
        [ENTRIES, entry('2031-01-01', '1.00', post)],
      ]),
    ).toEqual(['FISCAL_YEAR_MISSING', 'FISCAL_YEAR_MISSING']);
  });

  test('follow each other without a hole and without overlap, and may be short', async () => {
    const { company_id } = books;
    const year = (first_month: string, more: object = {}) =>
      admin.post('/accounting/fiscal-years', { company_id, first_month, ...more });
    expect((await year('2025-07', { code: '2025-26' })).body).toMatchObject({
      starts_on: '2025-07-01',
      ends_on: '2026-06-30',
    });
    expect(codeOf(await year('2026-01'))).toBe('FISCAL_YEAR_NOT_ADJOINING');
    expect(codeOf(await year('2026-08'))).toBe('FISCAL_YEAR_NOT_ADJOINING');
    expect((await year('2026-07', { months: 6, code: '2026-S' })).body).toMatchObject({
      ends_on: '2026-12-31',
      periods: 6,
    });
    expect((await year('2025-01', { months: 6 })).status).toBe(201);
    expect((await made(app, ENTRIES, entry('2026-08-01', '1.00', post))).number).toBe('JE-2026-S-000001');
  });

  test('closed softly take only what some may post, closed hard nothing from anybody; in their order, and back', async () => {
    const { company_id } = books;
    await made(app, '/accounting/fiscal-years', { company_id, first_month: '2026-01' });
    const draft = await made(app, ENTRIES, entry('2026-01-20'));
    const [january, february] = [await periodOn(app, books, '2026-01-20'), await periodOn(app, books, '2026-02-01')];
    const of = (period: any, event: string): [string, object] => [
      `/accounting/periods/${period.id}/${event}`,
      { reason: 'Counted' },
    ];
    expect(await outcomes(admin, [of(february, 'close'), of(january, 'soft-close')])).toEqual([
      'EARLIER_BOOKS_OPEN',
      'done',
    ]);
    const clerk = app.as(await app.actor({ permissions: ['accounting.journal_entries.*'], companies: [company_id] }));
    const refused = await clerk.post(ENTRIES, entry('2026-01-31', '1.00', post));
    expect(refused.body).toMatchObject({
      error_code: 'BOOKS_CLOSED',
      status: 409,
      date: '2026-01-31',
      state: 'soft_closed',
      first_open_day: '2026-02-01',
    });
    expect((await admin.post(ENTRIES, entry('2026-01-31', '1.00', post))).status).toBe(201);
    expect(await outcomes(admin, [of(january, 'close'), of(february, 'close')])).toEqual(['done', 'done']);
    expect(
      await outcomes(admin, [
        [ENTRIES, entry('2026-01-31', '1.00', post)],
        [`${ENTRIES}/${draft.id}/post`, {}],
        of(january, 'reopen-hard'),
        of(january, 'reopen'),
        of(february, 'reopen-hard'),
        of(january, 'reopen-hard'),
        [`${ENTRIES}/${draft.id}/post`, {}],
      ]),
    ).toEqual(['BOOKS_CLOSED', 'BOOKS_CLOSED', 'LATER_BOOKS_CLOSED', 'INVALID_STATE', 'done', 'done', 'done']);
    const { body } = await admin.get(`/accounting/periods/${january.id}/history`);
    expect(body.map((each: any) => each.event)).toEqual(['soft_close', 'close', 'reopen_hard']);
  });

  test('that have not begun are not closed, and nothing comes before one that is closed', async () => {
    const { company_id } = books;
    const next = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    await anEntry(app, books, next, [books.account['6300']!, '1.00'], [books.account['1110']!, '-1.00']);
    const later = await periodOn(app, books, next);
    expect(codeOf(await admin.post(`/accounting/periods/${later.id}/soft-close`, {}))).toBe('BOOKS_NOT_BEGUN');
    const { body } = await admin.get(`/accounting/periods/${later.id}/transitions`);
    expect(body[0]).toMatchObject({ event: 'soft_close', allowed: false, reasons: [{ code: 'BOOKS_NOT_BEGUN' }] });
    const old = await someBooks(app);
    await made(app, '/accounting/fiscal-years', { company_id: old.company_id, first_month: '2024-01' });
    const first = await periodOn(app, old, '2024-01-01');
    expect(codeOf(await admin.post(`/accounting/periods/${first.id}/close`, {}))).toBe('done');
    expect(
      codeOf(await admin.post('/accounting/fiscal-years', { company_id: old.company_id, first_month: '2023-01' })),
    ).toBe('LATER_BOOKS_CLOSED');
    expect(company_id).not.toBe(old.company_id);
  });
});

describe('postings at once', () => {
  test('take numbers without gap or double, also when some of them fail', async () => {
    const dead = await made(app, '/accounting/accounts', {
      company_id: books.company_id,
      number: '6999',
      name: 'Gone',
      type: 'expense',
    });
    const drafts = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        made(app, ENTRIES, {
          ...entry('2026-05-05'),
          lines: entryLines(
            [n % 3 === 0 ? dead.id : books.account['6300']!, '1.00'],
            [books.account['1110']!, '-1.00'],
          ),
        }),
      ),
    );
    await admin.post(`/accounting/accounts/${dead.id}/deactivate`);
    const answers = await Promise.all(drafts.map(({ id }) => admin.post(`${ENTRIES}/${id}/post`)));
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.error_code)).toEqual(
      Array.from({ length: 8 }, () => 'ACCOUNT_NOT_POSTABLE'),
    );
    const numbers = answers.flatMap(({ status, body }) => (status === 200 ? [body.number as string] : []));
    expect(numbers.sort()).toEqual(Array.from({ length: 16 }, (_, n) => `JE-2026-${String(n + 1).padStart(6, '0')}`));
  });

  test('are seen by a closing, or see it', async () => {
    await made(app, '/accounting/fiscal-years', { company_id: books.company_id, first_month: '2026-01' });
    const january = await periodOn(app, books, '2026-01-20');
    const posts = Array.from({ length: 12 }, () => admin.post(ENTRIES, entry('2026-01-20', '1.00', post)));
    const closing = admin.post(`/accounting/periods/${january.id}/close`, {});
    const codes = (await Promise.all(posts)).map(codeOf);
    expect(codeOf(await closing)).toBe('done');
    const closed = await app.db.query(
      `select count(*)::int as late from erp.journal_entries e join erp.document_history h on h.document_id = $1 and h.event = 'close'
        where e.company_id = $2 and e.state = 'posted'`,
      [january.id, books.company_id],
    );
    expect(closed.rows[0].late).toBe(codes.filter((code) => code === 'done').length);
    expect(codes.filter((code) => !['done', 'BOOKS_CLOSED'].includes(code))).toEqual([]);
    expect(codeOf(await admin.post(ENTRIES, entry('2026-01-20', '1.00', post)))).toBe('BOOKS_CLOSED');
  });
});
