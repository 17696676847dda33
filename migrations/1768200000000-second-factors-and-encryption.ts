import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

const FUNCTIONS = [
  'auth_mfa',
  'auth_store_mfa',
  'auth_confirm_mfa',
  'auth_remove_mfa',
  'auth_open_mfa_challenge',
  'auth_mfa_challenge',
  'auth_close_mfa_challenge',
  'auth_use_mfa',
  'encrypted_values',
  'replace_encrypted_values',
];

/**
 * A second factor of users, bank accounts of suppliers, and the two functions through which every value that is encrypted at rest
 * comes under a new key.
 */
export class SecondFactorsAndEncryption1768200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SECOND_FACTORS);
    await queryRunner.query(BANK_ACCOUNTS);
    await queryRunner.query(AUDIT);
    await queryRunner.query('drop function erp.auth_session_actor(uuid), erp.auth_forget_failures(text)');
    await installFunction(queryRunner, 'auth_session_actor', 2);
    await installFunction(queryRunner, 'auth_forget_failures', 2);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(GRANTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.auth_session_actor(uuid), erp.auth_forget_failures(text, boolean)');
    await installFunction(queryRunner, 'auth_session_actor', 1);
    await installFunction(queryRunner, 'auth_forget_failures', 1);
    await queryRunner.query(DOWN);
  }
}

/** `v1`, eight signs of the key's name, then nonce (12), tag (16) and at least one byte. */
const SEALED = `'^v1[.][A-Za-z0-9_-]{8}[.][A-Za-z0-9_-]{39,}$'`;

const SECOND_FACTORS = /* sql */ `
alter table erp.roles add column requires_mfa boolean not null default false;
comment on column erp.roles.requires_mfa is 'Who has the role and no second factor may do nothing but set one up.';

create table erp.user_mfa (
  user_id uuid not null,
  secret text not null,
  confirmed_at timestamptz(3),
  last_step bigint not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_user_mfa primary key (user_id),
  constraint fk_user_mfa_user_id foreign key (user_id) references erp.users (id) on delete cascade,
  constraint ck_user_mfa_secret check (secret ~ ${SEALED}),
  constraint ck_user_mfa_last_step check (last_step >= 0)
);
select erp.add_updated_at_trigger('erp.user_mfa');
comment on column erp.user_mfa.secret is 'Encrypted by the server, bound to this row; no role reads it.';
comment on column erp.user_mfa.confirmed_at is 'Null: set up and not in force until the first right code.';
comment on column erp.user_mfa.last_step is 'The last time step whose code was used: no code counts twice.';

create table erp.user_recovery_codes (
  id uuid not null default erp.uuid_v7(),
  user_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  constraint pk_user_recovery_codes primary key (id),
  constraint uq_user_recovery_codes_code unique (user_id, code_hash),
  constraint fk_user_recovery_codes_user_id foreign key (user_id) references erp.users (id) on delete cascade,
  constraint ck_user_recovery_codes_code_hash check (octet_length(code_hash) = 32)
);

create table erp.mfa_challenges (
  id uuid not null default erp.uuid_v7(),
  user_id uuid not null,
  token_hash bytea not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default clock_timestamp(),
  constraint pk_mfa_challenges primary key (id),
  constraint uq_mfa_challenges_token_hash unique (token_hash),
  constraint fk_mfa_challenges_user_id foreign key (user_id) references erp.users (id) on delete cascade,
  constraint ck_mfa_challenges_token_hash check (octet_length(token_hash) = 32)
);
create index ix_mfa_challenges_user_id on erp.mfa_challenges (user_id);
create index ix_mfa_challenges_expires_at on erp.mfa_challenges (expires_at);

revoke all on erp.user_mfa, erp.user_recovery_codes, erp.mfa_challenges from erp_app, erp_readonly;
`;

const BANK_ACCOUNTS = /* sql */ `
create table erp.supplier_bank_accounts (
  id uuid not null default erp.uuid_v7(),
  supplier_id uuid not null,
  holder text not null,
  bank text not null,
  bic text,
  currency_code text,
  account_number text not null,
  number_changed_at timestamptz(3) not null default now(),
  is_active boolean not null default true,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_supplier_bank_accounts primary key (id),
  constraint fk_supplier_bank_accounts_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_supplier_bank_accounts_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_supplier_bank_accounts_created_by foreign key (created_by) references erp.users (id) on delete set null,
  constraint ck_supplier_bank_accounts_holder check (char_length(holder) between 1 and 200),
  constraint ck_supplier_bank_accounts_bank check (char_length(bank) between 1 and 200),
  constraint ck_supplier_bank_accounts_bic check (bic ~ '^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
  constraint ck_supplier_bank_accounts_account_number check (account_number ~ ${SEALED}),
  constraint ck_supplier_bank_accounts_version check (version > 0)
);
create index ix_supplier_bank_accounts_supplier_id on erp.supplier_bank_accounts (supplier_id, created_at, id);
create index ix_supplier_bank_accounts_currency_code on erp.supplier_bank_accounts (currency_code);
create index ix_supplier_bank_accounts_created_by on erp.supplier_bank_accounts (created_by);
create index ix_supplier_bank_accounts_created_at on erp.supplier_bank_accounts (created_at, id);
select erp.add_updated_at_trigger('erp.supplier_bank_accounts');
comment on column erp.supplier_bank_accounts.account_number is 'Encrypted by the server, bound to this row.';
comment on column erp.supplier_bank_accounts.number_changed_at is 'When the number was last another one: a changed account is what a fraud looks like.';
revoke all on erp.supplier_bank_accounts from erp_readonly;
`;

const AUDIT = /* sql */ `
insert into erp.audit_hidden_columns (table_name, column_name, reason) values
  ('user_mfa', 'secret', 'A secret: that and when a second factor was set up is told, not what it is.'),
  ('user_mfa', 'last_step', 'Bookkeeping of codes that were used; each login is a security event.'),
  ('user_recovery_codes', 'code_hash', 'A secret: that and when a code was used is told, not what it is.'),
  ('supplier_bank_accounts', 'account_number', 'Bank data: that and when the number was changed is told, not what it is.');
select erp.exempt_from_audit('erp.mfa_challenges', 'Bookkeeping of logins under way, for five minutes; a login is a security event.');
select erp.add_audit_trigger('erp.user_mfa');
select erp.add_audit_trigger('erp.user_recovery_codes');
select erp.add_audit_trigger('erp.supplier_bank_accounts');
`;

/** Who orders from a supplier does not say where the money goes. */
const GRANTS = /* sql */ `
insert into erp.role_permissions (role_id, pattern)
select r.id, 'master_data.supplier_bank_accounts.*' from erp.roles r where r.code = 'accountant' on conflict do nothing;
`;

const DOWN = /* sql */ `
drop function erp.replace_encrypted_values, erp.encrypted_values, erp.auth_use_mfa, erp.auth_close_mfa_challenge, erp.auth_mfa_challenge,
  erp.auth_open_mfa_challenge, erp.auth_remove_mfa, erp.auth_confirm_mfa, erp.auth_store_mfa, erp.auth_mfa;
delete from erp.role_permissions p where p.pattern like 'master_data.supplier_bank_accounts.%';
drop table erp.supplier_bank_accounts, erp.mfa_challenges, erp.user_recovery_codes, erp.user_mfa;
alter table erp.roles drop column requires_mfa;
delete from erp.audit_hidden_columns where table_name in ('user_mfa', 'user_recovery_codes', 'supplier_bank_accounts');
delete from erp.audit_exemptions where table_name = 'mfa_challenges';
`;
