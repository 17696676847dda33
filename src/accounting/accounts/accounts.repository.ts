import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { AccountRoleName } from './account-roles.js';
import type { Classification } from './classification.js';
import type { ChartAccount } from './default-chart.js';

/** What a posting needs to know of an account. */
export interface AccountFacts {
  readonly id: string;
  readonly number: string;
  readonly type: string;
  readonly is_header: boolean;
  readonly is_active: boolean;
  readonly control: string | null;
  readonly currency_code: string | null;
}

/** The account that a role has in a company. */
export interface AssignedRole {
  readonly role: string;
  readonly account_id: string;
  readonly account_number: string;
  readonly account_name: string;
}

@Injectable()
export class AccountsRepository {
  constructor(private readonly db: Database) {}

  /** Those of a company that are there, by their id. */
  async facts(companyId: string, ids: readonly string[]): Promise<ReadonlyMap<string, AccountFacts>> {
    const rows = await this.db.query<AccountFacts>(
      `select a.id, a.number, a.type, a.is_header, a.is_active, a.control, a.currency_code from erp.accounts a
        where a.company_id = $1 and a.id = any($2::uuid[])`,
      [companyId, ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  roles(companyId: string): Promise<AssignedRole[]> {
    return this.db.query<AssignedRole>(
      `select r.role, r.account_id, a.number as account_number, a.name as account_name
         from erp.account_roles r join erp.accounts a on a.id = r.account_id where r.company_id = $1`,
      [companyId],
    );
  }

  async rolesNamed(companyId: string, names: readonly AccountRoleName[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.db.query<{ role: string; account_id: string }>(
      'select r.role, r.account_id from erp.account_roles r where r.company_id = $1 and r.role = any($2::text[])',
      [companyId, names],
    );
    return new Map(rows.map(({ role, account_id }) => [role, account_id]));
  }

  async assign(companyId: string, roles: readonly { role: string; account_id: string }[]): Promise<void> {
    await this.db.query(
      `insert into erp.account_roles as r (company_id, role, account_id)
       select $1, g.role, g.account_id from unnest($2::text[], $3::uuid[]) g (role, account_id)
       on conflict (company_id, role) do update set account_id = excluded.account_id, version = r.version + 1
        where r.account_id <> excluded.account_id`,
      [companyId, roles.map(({ role }) => role), roles.map(({ account_id }) => account_id)],
    );
  }

  /** Adds the accounts of a chart whose numbers are not there, below the headings of these names. @returns how many */
  async addChart(
    companyId: string,
    chart: readonly (ChartAccount & Classification & { normal_balance: string })[],
  ): Promise<number> {
    const rows = await this.db.query(
      `with given as materialized (
         select g.*, coalesce(a.id, erp.uuid_v7()) as id, a.id is not null as is_known
           from jsonb_to_recordset($2::jsonb) g (number text, name text, type text, normal_balance text, parent text, is_header boolean, control text, statement_line text, cash_flow text)
           left join erp.accounts a on a.company_id = $1 and lower(a.number) = lower(g.number))
       insert into erp.accounts (id, company_id, number, name, type, normal_balance, parent_id, is_header, control, statement_line, cash_flow)
       select g.id, $1, g.number, g.name, g.type, g.normal_balance, p.id, g.is_header, g.control, g.statement_line, g.cash_flow
         from given g left join given p on p.number = g.parent where not g.is_known
       returning id`,
      [companyId, JSON.stringify(chart)],
    );
    return rows.length;
  }

  /** Gives the roles of a chart that have no account theirs. @returns how many */
  async addRoles(companyId: string, chart: readonly ChartAccount[]): Promise<number> {
    const rows = await this.db.query(
      `insert into erp.account_roles (company_id, role, account_id)
       select $1, g.role, a.id from unnest($2::text[], $3::text[]) g (role, number)
         join erp.accounts a on a.company_id = $1 and lower(a.number) = lower(g.number) and not a.is_header
        where g.role is not null
       on conflict (company_id, role) do nothing returning id`,
      [companyId, chart.map(({ role }) => role), chart.map(({ number }) => number)],
    );
    return rows.length;
  }

  /** The currency that a company keeps its books in. */
  async currencyOf(companyId: string): Promise<string> {
    return (
      await this.db.one<{ currency_code: string }>('select currency_code from erp.companies where id = $1', [companyId])
    ).currency_code;
  }
}
