import fc from 'fast-check';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { balanceOf, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { made } from '../support/makers.js';

let app: TestApp;
let admin: Caller;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterAll(() => app.close());

/** Accounts that entries write on: cash, operating, investing, financing and unclassified ones, revenue, costs, other. */
const NUMBERS = [
  '1100',
  '1110',
  '1500',
  '1700',
  '1710',
  '2300',
  '2500',
  '3100',
  '1600',
  '4100',
  '4110',
  '4900',
  '5100',
  '6200',
  '6800',
];

interface Entry {
  readonly day: string;
  readonly from: number;
  readonly to: number;
  readonly cents: number;
  readonly split: number;
}

const FIRST = Date.UTC(2023, 6, 1);
const dayAt = (offset: number): string => new Date(FIRST + offset * 86_400_000).toISOString().slice(0, 10);
/** From July 2023 to the end of 2025: two short or whole fiscal years and one that is open. */
const DAYS = 915;

const entry: fc.Arbitrary<Entry> = fc.record({
  day: fc.nat(DAYS - 1).map(dayAt),
  from: fc.nat(NUMBERS.length - 1),
  to: fc.nat(NUMBERS.length - 1),
  cents: fc.integer({ min: 2, max: 9_999_999 }),
  split: fc.nat(NUMBERS.length - 1),
});

class Company {
  private constructor(
    readonly books: Books,
    readonly years: readonly any[],
    private readonly accounts: Readonly<Record<string, string>>,
  ) {}

  static async open(): Promise<Company> {
    const books = await someBooks(app);
    const { company_id } = books;
    const years: any[] = [];
    for (const [first_month, months] of [
      ['2023-07', 6],
      ['2024-01', 12],
      ['2025-01', 12],
    ])
      years.push(await made(app, '/accounting/fiscal-years', { company_id, first_month, months }));
    const other = await made(app, '/accounting/accounts', {
      company_id,
      number: '1600',
      name: 'Unclear',
      type: 'asset',
    });
    return new Company(books, years, { ...books.account, 1600: other.id });
  }

  async post({ day, from, to, cents, split }: Entry): Promise<void> {
    const of = (n: number): string => this.accounts[NUMBERS[n]!]!;
    const half = Math.floor(cents / 2);
    const amount = (value: number): string => (value / 100).toFixed(2);
    const lines = [
      { account_id: of(from), debit: amount(cents) },
      { account_id: of(to), credit: amount(half) },
      { account_id: of(split), credit: amount(cents - half) },
    ];
    const { company_id } = this.books;
    await made(app, '/accounting/journal-entries', { company_id, entry_date: day, post: true, lines });
  }

  async get(what: string, query: string): Promise<any> {
    const { status, body } = await admin.get(`/accounting/${what}?company_id=${this.books.company_id}&${query}`);
    expect(status).toBe(200);
    return body;
  }

  /** All that is asked of it, for some days: what closings have no part in first. */
  async told(days: readonly string[], cuts: readonly string[]): Promise<{ always: unknown[]; balances: any[] }> {
    const always: unknown[] = [];
    const balances: any[] = [];
    for (const day of days) {
      const sheet = await this.get('balance-sheet', `as_of=${day}`);
      expect(sheet.difference).toBe('0.00');
      expect(sheet.data.find((row: any) => row.code === 'liabilities_and_equity').amount).toBe(sheet.assets);
      balances.push(sheet);
      always.push([
        sheet.assets,
        sheet.liabilities,
        sheet.equity,
        sheet.data.filter((row: any) => row.account_number !== null && row.account_number < '3'),
      ]);
    }
    for (const [from, to] of stretches(cuts)) {
      const income = await this.get('income-statement', `from=${from}&to=${to}`);
      const cash = await this.get('cash-flow', `from=${from}&to=${to}`);
      expect(cash.difference).toBe('0.00');
      expect(cash.data.find((row: any) => row.code === 'result').amount).toBe(income.result);
      expect(cents(cash.closing_cash)).toBe(await this.cashBy(to));
      always.push(income.data, cash.data);
    }
    return { always, balances };
  }

  /** What the cash accounts hold at the end of a day, straight from the lines. */
  private async cashBy(day: string): Promise<bigint> {
    const { rows } = await app.db.query<{ held: string }>(
      `select coalesce(sum(l.debit - l.credit), 0)::numeric(18,2)::text as held from erp.journal_lines l join erp.journal_entries e on e.id = l.entry_id
        where e.state = 'posted' and e.entry_date <= $2::date and l.account_id = any($1::uuid[])`,
      [[this.accounts['1100'], this.accounts['1110']], day],
    );
    return cents(rows[0]!.held);
  }
}

const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** The year 2024 in pieces. @param cuts first days of pieces */
function stretches(cuts: readonly string[]): [string, string][] {
  const firsts = [...new Set(['2024-01-01', ...cuts])].sort();
  return firsts.map((first, n) => {
    const next = firsts[n + 1];
    return [
      first,
      next === undefined ? '2024-12-31' : new Date(Date.parse(next) - 86_400_000).toISOString().slice(0, 10),
    ];
  });
}

async function expectPartition(company: Company, cuts: readonly string[]): Promise<void> {
  const whole = await company.get('income-statement', 'from=2024-01-01&to=2024-12-31');
  const flow = await company.get('cash-flow', 'from=2024-01-01&to=2024-12-31');
  const sums = { revenue: 0n, gross_profit: 0n, operating_result: 0n, result: 0n };
  const flows = { operating: 0n, investing: 0n, financing: 0n, unclassified: 0n };
  let cash = cents(flow.opening_cash);
  for (const [from, to] of stretches(cuts)) {
    const part = await company.get('income-statement', `from=${from}&to=${to}`);
    const piece = await company.get('cash-flow', `from=${from}&to=${to}`);
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += cents(part[name]);
    for (const name of Object.keys(flows) as (keyof typeof flows)[]) flows[name] += cents(piece[name]);
    expect(cents(piece.opening_cash)).toBe(cash);
    cash = cents(piece.closing_cash);
  }
  for (const [name, sum] of Object.entries(sums)) expect([name, sum]).toEqual([name, cents(whole[name])]);
  for (const [name, sum] of Object.entries(flows)) expect([name, sum]).toEqual([name, cents(flow[name])]);
  expect(cash).toBe(cents(flow.closing_cash));
}

const scene = fc.record({
  entries: fc.array(entry, { minLength: 8, maxLength: 25 }),
  strangers: fc.array(entry, { minLength: 1, maxLength: 4 }),
  days: fc.array(fc.nat(DAYS - 1).map(dayAt), { minLength: 2, maxLength: 4 }),
  cuts: fc.array(fc.integer({ min: 185, max: 549 }).map(dayAt), { minLength: 1, maxLength: 4 }),
});

test('on every day, before and after closings and taken back: sheets balance, parts add up, cash is explained, and a closing moves the result alone', async () => {
  let carried = 0;
  await fc.assert(
    fc.asyncProperty(scene, async ({ entries, strangers, days, cuts }) => {
      const [company, other] = [await Company.open(), await Company.open()];
      for (const each of entries) await company.post(each);
      for (const each of strangers) await other.post(each);
      const asked = [...days, '2023-12-31', '2024-12-31', '2025-01-01', '2025-12-31'];
      const before = await company.told(asked, cuts);
      await expectPartition(company, cuts);

      const closed: string[] = [];
      for (const year of company.years.slice(0, 2)) {
        const result = await company.get('income-statement', `from=${year.starts_on}&to=${year.ends_on}`);
        const answer = await admin.post(`/accounting/fiscal-years/${year.id}/close`, { close_periods: true });
        expect(answer.status).toBe(200);
        closed.push(result.result);
        if (answer.body.entry) carried++;
      }
      const kept = closed.reduce((sum, result) => sum + cents(result), 0n);
      expect(-cents(await balanceOf(app, company.books.account['3200']!))).toBe(kept);
      const after = await company.told(asked, cuts);
      expect(after.always).toEqual(before.always);
      await expectPartition(company, cuts);
      const end = after.balances[asked.indexOf('2024-12-31')];
      for (const code of ['result_of_year', 'result_of_earlier_years'])
        expect(end.data.find((row: any) => row.code === code).amount).toBe('0.00');

      for (const year of [...company.years.slice(0, 2)].reverse())
        expect((await admin.post(`/accounting/fiscal-years/${year.id}/reopen`, { reason: 'Again' })).status).toBe(200);
      expect(await company.told(asked, cuts)).toEqual(before);
      expect((await other.get('trial-balance', 'to=2025-12-31')).closing).toBe('0.00');
      await expectIntegrity(app);
    }),
    { numRuns: 6, endOnFailure: true },
  );
  // It would prove nothing if no year had had a result.
  expect(carried).toBeGreaterThan(4);
}, 400_000);
