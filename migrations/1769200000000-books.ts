import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

const FUNCTIONS = [
  'create_legal_series',
  'next_legal_number',
  'lock_books',
  'open_fiscal_year',
  'accounting_period_for',
  'fn_guard_accounting_period',
  'fn_guard_account',
  'fn_guard_journal_entry',
  'fn_guard_journal_line',
  'fn_check_entry_balance',
];

/** The books of a company: chart of accounts and what its accounts are for, fiscal years and periods, journal entries with gapless numbers. */
export class Books1769200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ACCOUNTS);
    await queryRunner.query(PERIODS);
    await queryRunner.query(JOURNAL);
    await installTransitions(queryRunner, 'accounting_period', [
      ['soft_close', 'open', 'soft_closed'],
      ['close', 'open', 'closed'],
      ['close', 'soft_closed', 'closed'],
      ['reopen', 'soft_closed', 'open'],
      ['reopen_hard', 'closed', 'open'],
    ]);
    await installTransitions(queryRunner, 'journal_entry', [['post', 'draft', 'posted']]);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ACCOUNTS = /* sql */ `
create table erp.accounts (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  number text not null,
  name text not null,
  type text not null,
  normal_balance text not null,
  parent_id uuid,
  is_header boolean not null default false,
  control text,
  currency_code text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_accounts primary key (id),
  constraint uq_accounts_company_id_id unique (company_id, id),
  constraint fk_accounts_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_accounts_parent_id foreign key (company_id, parent_id) references erp.accounts (company_id, id),
  constraint fk_accounts_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint ck_accounts_number check (number ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'),
  constraint ck_accounts_name check (char_length(name) between 1 and 200),
  constraint ck_accounts_type check (type in ('asset', 'liability', 'equity', 'income', 'expense')),
  constraint ck_accounts_normal_balance check (normal_balance in ('debit', 'credit')),
  constraint ck_accounts_parent_id check (parent_id <> id),
  constraint ck_accounts_control check (control is null or (control in ('payable', 'receivable') and not is_header))
);
create unique index uq_accounts_number on erp.accounts (company_id, lower(number));
create index ix_accounts_parent_id on erp.accounts (company_id, parent_id);
create index ix_accounts_parent on erp.accounts (parent_id);
create index ix_accounts_sort on erp.accounts (number, id);
create index ix_accounts_currency_code on erp.accounts (currency_code);
comment on column erp.accounts.is_header is 'A heading: sums up the accounts below it, and nothing is written on it.';
comment on column erp.accounts.control is 'Kept by the invoices and payments of suppliers or customers, and by nothing else.';
select erp.add_updated_at_trigger('erp.accounts');
select erp.add_audit_trigger('erp.accounts');

create table erp.account_roles (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  role text not null,
  account_id uuid not null,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_account_roles primary key (id),
  constraint uq_account_roles_company_id_role unique (company_id, role),
  constraint fk_account_roles_account_id foreign key (company_id, account_id) references erp.accounts (company_id, id),
  constraint ck_account_roles_role check (role ~ '^[a-z][a-z0-9_]{0,62}$')
);
create index ix_account_roles_account_id on erp.account_roles (company_id, account_id);
comment on table erp.account_roles is 'Which account of a company stands for what modules post: their documents name a role, not an account.';
select erp.add_updated_at_trigger('erp.account_roles');
select erp.add_audit_trigger('erp.account_roles');
`;

const PERIODS = /* sql */ `
create table erp.fiscal_years (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  code text not null,
  starts_on date not null,
  ends_on date not null,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_fiscal_years primary key (id),
  constraint uq_fiscal_years_company_id_code unique (company_id, code),
  constraint fk_fiscal_years_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_fiscal_years_created_by foreign key (created_by) references erp.users (id),
  constraint ck_fiscal_years_code check (code ~ '^[A-Z0-9][A-Z0-9-]{0,15}$'),
  constraint ck_fiscal_years_days check (extract(day from starts_on) = 1 and ends_on > starts_on and extract(day from ends_on + 1) = 1),
  constraint ex_fiscal_years_days exclude using gist (erp.uuid_range(company_id, company_id, '[]') with =, daterange(starts_on, ends_on, '[]') with &&)
);
create index ix_fiscal_years_created_by on erp.fiscal_years (created_by);
create index ix_fiscal_years_starts_on on erp.fiscal_years (starts_on, id);
select erp.add_audit_trigger('erp.fiscal_years');

create table erp.accounting_periods (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  fiscal_year_id uuid not null,
  period_no integer not null,
  starts_on date not null,
  ends_on date not null,
  state text not null default 'open',
  reason text,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_accounting_periods primary key (id),
  constraint uq_accounting_periods_fiscal_year_id_period_no unique (fiscal_year_id, period_no),
  constraint uq_accounting_periods_company_id_starts_on unique (company_id, starts_on),
  constraint fk_accounting_periods_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_accounting_periods_fiscal_year_id foreign key (fiscal_year_id) references erp.fiscal_years (id),
  constraint ck_accounting_periods_period_no check (period_no between 1 and 18),
  constraint ck_accounting_periods_days check (ends_on > starts_on),
  constraint ck_accounting_periods_state check (state in ('open', 'soft_closed', 'closed')),
  constraint ck_accounting_periods_reason check (char_length(reason) <= 2000)
);
create index ix_accounting_periods_starts_on on erp.accounting_periods (starts_on, id);
select erp.add_updated_at_trigger('erp.accounting_periods');
select erp.add_audit_trigger('erp.accounting_periods');
revoke insert, update, delete on erp.fiscal_years from erp_app;
revoke insert, update, delete on erp.accounting_periods from erp_app;
grant update (state, reason, version, updated_at) on erp.accounting_periods to erp_app;

alter table erp.number_series add column mode text not null default 'cached', add constraint ck_number_series_mode check (mode in ('cached', 'gapless'));
comment on column erp.number_series.mode is 'cached: from a sequence, gaps are allowed and nobody waits; gapless: legal numbers, counted in erp.legal_numbers and taken at posting only.';

create table erp.legal_numbers (
  company_id uuid not null,
  series text not null,
  fiscal_year_id uuid not null,
  last_number bigint not null,
  constraint pk_legal_numbers primary key (company_id, series, fiscal_year_id),
  constraint fk_legal_numbers_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_legal_numbers_series foreign key (series) references erp.number_series (series),
  constraint fk_legal_numbers_fiscal_year_id foreign key (fiscal_year_id) references erp.fiscal_years (id),
  constraint ck_legal_numbers_last_number check (last_number >= 1)
);
create index ix_legal_numbers_series on erp.legal_numbers (series);
create index ix_legal_numbers_fiscal_year_id on erp.legal_numbers (fiscal_year_id);
comment on table erp.legal_numbers is 'The last number that a gapless series has given out, by company and fiscal year.';
revoke insert, update, delete on erp.legal_numbers from erp_app;
select erp.exempt_from_audit('erp.legal_numbers', 'a counter: every number of it stands on a posted document, which is audited');
`;

const JOURNAL = /* sql */ `
create table erp.journal_entries (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  number text,
  period_id uuid,
  entry_date date not null,
  journal text not null,
  memo text,
  state text not null default 'draft',
  source_kind text,
  source_id uuid,
  reverses_id uuid,
  posted_at timestamptz(3),
  posted_by uuid,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_journal_entries primary key (id),
  constraint uq_journal_entries_company_id_number unique (company_id, number),
  constraint uq_journal_entries_reverses_id unique (reverses_id),
  constraint fk_journal_entries_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_journal_entries_period_id foreign key (period_id) references erp.accounting_periods (id),
  constraint fk_journal_entries_reverses_id foreign key (reverses_id) references erp.journal_entries (id),
  constraint fk_journal_entries_posted_by foreign key (posted_by) references erp.users (id),
  constraint fk_journal_entries_created_by foreign key (created_by) references erp.users (id),
  constraint ck_journal_entries_journal check (journal ~ '^[a-z][a-z0-9_]{0,31}$'),
  constraint ck_journal_entries_memo check (char_length(memo) <= 2000),
  constraint ck_journal_entries_state check (state in ('draft', 'posted')),
  constraint ck_journal_entries_posted check (case state when 'posted' then num_nulls(number, period_id, posted_at) = 0
    else num_nonnulls(number, period_id, posted_at, posted_by) = 0 end),
  constraint ck_journal_entries_source check (source_kind ~ '^[a-z][a-z0-9_]{0,62}$' and (source_kind is null) = (source_id is null)),
  constraint ck_journal_entries_reverses_id check (reverses_id <> id)
);
create index ix_journal_entries_entry_date on erp.journal_entries (entry_date, id);
create index ix_journal_entries_company_id on erp.journal_entries (company_id, entry_date);
create index ix_journal_entries_period_id on erp.journal_entries (period_id);
create index ix_journal_entries_source_id on erp.journal_entries (source_id);
create index ix_journal_entries_posted_by on erp.journal_entries (posted_by);
create index ix_journal_entries_created_by on erp.journal_entries (created_by);
create index ix_journal_entries_created_at on erp.journal_entries (created_at, id);
comment on column erp.journal_entries.source_kind is 'What made it: a word of the module above, opaque here. Null: somebody by hand.';

create table erp.journal_lines (
  id uuid not null default erp.uuid_v7(),
  entry_id uuid not null,
  line_no integer not null,
  account_id uuid not null,
  debit numeric(15,2) not null default 0,
  credit numeric(15,2) not null default 0,
  currency_code text not null,
  currency_amount numeric(15,2) not null,
  rate numeric(19,6) not null default 1,
  memo text,
  supplier_id uuid,
  customer_id uuid,
  department_id uuid,
  constraint pk_journal_lines primary key (id),
  constraint uq_journal_lines_entry_id_line_no unique (entry_id, line_no),
  constraint fk_journal_lines_entry_id foreign key (entry_id) references erp.journal_entries (id),
  constraint fk_journal_lines_account_id foreign key (account_id) references erp.accounts (id),
  constraint fk_journal_lines_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_journal_lines_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_journal_lines_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_journal_lines_department_id foreign key (department_id) references erp.departments (id),
  constraint ck_journal_lines_line_no check (line_no >= 1),
  constraint ck_journal_lines_sides check (debit between 0 and 9999999999999.99 and credit between 0 and 9999999999999.99 and (debit > 0) <> (credit > 0)),
  constraint ck_journal_lines_currency_amount check (currency_amount between 0 and 9999999999999.99),
  constraint ck_journal_lines_rate check (rate > 0 and rate <= 9999999999999.999999),
  constraint ck_journal_lines_memo check (char_length(memo) <= 2000),
  constraint ck_journal_lines_partner check (num_nonnulls(supplier_id, customer_id) <= 1)
);
create index ix_journal_lines_account_id on erp.journal_lines (account_id);
create index ix_journal_lines_currency_code on erp.journal_lines (currency_code);
create index ix_journal_lines_supplier_id on erp.journal_lines (supplier_id) where supplier_id is not null;
create index ix_journal_lines_customer_id on erp.journal_lines (customer_id) where customer_id is not null;
create index ix_journal_lines_department_id on erp.journal_lines (department_id) where department_id is not null;
comment on column erp.journal_lines.currency_amount is 'What was dealt in, on the same side.';
comment on column erp.journal_lines.rate is 'Units of the company''s currency for one of the line''s.';
`;

const TRIGGERS = /* sql */ `
select erp.create_legal_series('journal_entry', 'JE');
select erp.add_updated_at_trigger('erp.journal_entries');
select erp.add_audit_trigger('erp.journal_entries');
select erp.add_audit_trigger('erp.journal_lines');
create trigger trg_accounts_guard after insert or update on erp.accounts for each row execute function erp.fn_guard_account();
create trigger trg_accounting_periods_guard before insert or update of state on erp.accounting_periods
  for each row execute function erp.fn_guard_accounting_period();
create trigger trg_accounting_periods_transition before update of state on erp.accounting_periods
  for each row execute function erp.fn_check_transition('accounting_period');
create trigger trg_journal_entries_guard before insert or update or delete on erp.journal_entries
  for each row execute function erp.fn_guard_journal_entry();
create trigger trg_journal_entries_transition before update of state on erp.journal_entries
  for each row execute function erp.fn_check_transition('journal_entry');
create trigger trg_journal_lines_guard before insert or update or delete on erp.journal_lines
  for each row execute function erp.fn_guard_journal_line();
create constraint trigger trg_journal_entries_balance after insert or update on erp.journal_entries deferrable initially deferred
  for each row when (new.state = 'posted') execute function erp.fn_check_entry_balance();
revoke execute on function erp.create_legal_series(text, text), erp.next_legal_number(text, uuid, uuid), erp.accounting_period_for(uuid, date) from erp_app;
`;

const DOWN = /* sql */ `
drop table erp.journal_lines, erp.journal_entries;
drop table erp.legal_numbers;
delete from erp.audit_exemptions where table_name = 'legal_numbers';
delete from erp.number_series where mode = 'gapless';
alter table erp.number_series drop column mode;
drop function erp.accounting_period_for;
drop table erp.accounting_periods, erp.fiscal_years, erp.account_roles, erp.accounts;
delete from erp.state_transitions where machine in ('accounting_period', 'journal_entry');
drop function erp.fn_check_entry_balance, erp.fn_guard_journal_line, erp.fn_guard_journal_entry, erp.fn_guard_account, erp.fn_guard_accounting_period,
  erp.open_fiscal_year, erp.lock_books, erp.next_legal_number, erp.create_legal_series;
`;
