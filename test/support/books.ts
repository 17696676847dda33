import type { Answer, Caller, TestApp } from './app.js';
import { aCompany, made } from './makers.js';

/** A company with the default chart of accounts. */
export interface Books {
  readonly company_id: string;
  /** Accounts by their numbers. */
  readonly account: Readonly<Record<string, string>>;
  /** Accounts by what they stand for. */
  readonly role: Readonly<Record<string, string>>;
}

export async function someBooks(app: TestApp, currency = 'IDR'): Promise<Books> {
  const company = await aCompany(app, { currency_code: currency });
  return booksOf(app, company.id as string);
}

/** Installs the default chart where it is missing. */
export async function booksOf(app: TestApp, companyId: string): Promise<Books> {
  const admin = app.as(app.admin);
  const installed = await admin.post('/accounting/accounts/install', { company_id: companyId });
  if (installed.status !== 200) throw new Error(`No chart was installed: ${installed.text}`);
  const { body: accounts } = await admin.get(`/accounting/accounts?company_id=${companyId}&limit=200`);
  const { body: roles } = await admin.get(`/accounting/account-roles?company_id=${companyId}`);
  return {
    company_id: companyId,
    account: Object.fromEntries(accounts.data.map((each: any) => [each.number, each.id])),
    role: Object.fromEntries(roles.map((each: any) => [each.role, each.account_id])),
  };
}

/** Lines of an entry from `[account, amount]`: above zero is debit, below credit. */
export function entryLines(...lines: readonly (readonly [account: string, amount: string])[]): object[] {
  return lines.map(([account_id, amount]) =>
    amount.startsWith('-') ? { account_id, credit: amount.slice(1) } : { account_id, debit: amount },
  );
}

/** An entry that is posted at once. */
export function anEntry(
  app: TestApp,
  books: Books,
  entry_date: string,
  ...lines: readonly (readonly [account: string, amount: string])[]
): Promise<any> {
  const { company_id } = books;
  return made(app, '/accounting/journal-entries', { company_id, entry_date, post: true, lines: entryLines(...lines) });
}

/** The period of a company that a day belongs to. */
export async function periodOn(app: TestApp, books: Books, day: string): Promise<any> {
  const { body } = await app.as(app.admin).get(`/accounting/periods?company_id=${books.company_id}&on=${day}`);
  return body.data[0];
}

/** What an account holds by the posted entries, debit above zero. */
export async function balanceOf(app: TestApp, accountId: string): Promise<string> {
  const { rows } = await app.db.query<{ balance: string }>(
    `select coalesce(sum(l.debit - l.credit), 0)::numeric(18,2)::text as balance
       from erp.journal_lines l join erp.journal_entries e on e.id = l.entry_id where l.account_id = $1 and e.state = 'posted'`,
    [accountId],
  );
  return rows[0]!.balance;
}

/** Code of a refusal, for a list of outcomes. */
export const codeOf = ({ status, body }: Answer): string => (status < 300 ? 'done' : (body.error_code as string));

/** Takes every step from a list, one after the other, and tells what became of each. */
export async function outcomes(
  caller: Caller,
  steps: readonly (readonly [path: string, body: object])[],
): Promise<string[]> {
  const codes: string[] = [];
  for (const [path, body] of steps) codes.push(codeOf(await caller.post(path, body)));
  return codes;
}
