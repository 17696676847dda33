import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

const TRIGGER_FUNCTIONS = ['fn_count_user_access', 'fn_count_own_access', 'fn_count_role_access'];

const FUNCTIONS = [
  'auth_seed_roles',
  'auth_rights',
  'auth_session_actor',
  'auth_api_key_actor',
  'auth_begin_login',
  'auth_login_failed',
  'auth_withdraw_attempt',
  'auth_open_session',
  'auth_refresh_session',
  'auth_revoke_sessions',
  'auth_password_hash',
  'auth_set_password',
  'auth_forget_failures',
  'auth_store_api_key_secret',
];

/**
 * People: users and what they may do, their sessions and keys, and the log of what happened to them. What proves an identity
 * (password hashes, refresh tokens, key secrets) lies in tables that the application's role cannot read at all; the narrow
 * functions below are its only way to them.
 */
export class Auth1764000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createPeople(queryRunner);
    await createRoles(queryRunner);
    await createScope(queryRunner);
    await createSessions(queryRunner);
    await createApiKeys(queryRunner);
    await createLoginAttempts(queryRunner);
    await keepSecretsAway(queryRunner);
    await createEvents(queryRunner);
    for (const name of TRIGGER_FUNCTIONS) await installFunction(queryRunner, name, 1);
    await createTriggers(queryRunner);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await installFunction(queryRunner, 'begin_request', 2);
    await queryRunner.query(`
      insert into erp.users (id, username, full_name, kind)
      values ('00000000-0000-7000-8000-000000000001', 'system', 'The system itself', 'system');
      select erp.auth_seed_roles();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'begin_request', 1);
    await queryRunner.query(`
      drop table erp.auth_events, erp.login_attempts, erp.api_key_secrets, erp.api_keys, erp.refresh_tokens, erp.sessions,
        erp.user_credentials, erp.user_departments, erp.user_warehouses, erp.user_companies, erp.user_grants, erp.user_roles,
        erp.role_permissions, erp.roles, erp.users;
    `);
    await queryRunner.query(`
      drop function erp.auth_store_api_key_secret, erp.auth_forget_failures, erp.auth_set_password, erp.auth_password_hash,
        erp.auth_revoke_sessions, erp.auth_refresh_session, erp.auth_open_session, erp.auth_withdraw_attempt, erp.auth_login_failed,
        erp.auth_begin_login, erp.auth_api_key_actor, erp.auth_session_actor, erp.auth_rights, erp.auth_seed_roles,
        erp.fn_count_own_access, erp.fn_count_user_access, erp.fn_count_role_access;
    `);
  }
}

async function createPeople(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table erp.users (
      id uuid not null default erp.uuid_v7() constraint pk_users primary key,
      username text not null constraint ck_users_username check (username ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
      email text constraint ck_users_email check (length(email) <= 254 and email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
      full_name text not null default '' constraint ck_users_full_name check (length(full_name) <= 200),
      kind text not null default 'person' constraint ck_users_kind check (kind in ('person', 'system')),
      is_active boolean not null default true,
      must_change_password boolean not null default false,
      access_version integer not null default 1 constraint ck_users_access_version check (access_version > 0),
      last_login_at timestamptz(3),
      version integer not null default 1 constraint ck_users_version check (version > 0),
      created_by uuid default erp.current_actor() constraint fk_users_created_by references erp.users on delete set null,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now()
    );
    create unique index uq_users_username on erp.users (username);
    create unique index uq_users_email on erp.users (lower(email));
    create index ix_users_created_by on erp.users (created_by);
    create index ix_users_created_at on erp.users (created_at, id);
    select erp.add_updated_at_trigger('erp.users');
  `);
}

async function createRoles(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table erp.roles (
      id uuid not null default erp.uuid_v7() constraint pk_roles primary key,
      code text not null constraint uq_roles_code unique constraint ck_roles_code check (code ~ '^[a-z][a-z0-9_]{1,63}$'),
      name text not null constraint ck_roles_name check (length(name) between 1 and 200),
      description text not null default '' constraint ck_roles_description check (length(description) <= 2000),
      is_system boolean not null default false,
      version integer not null default 1 constraint ck_roles_version check (version > 0),
      created_by uuid default erp.current_actor() constraint fk_roles_created_by references erp.users on delete set null,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now()
    );
    create index ix_roles_created_by on erp.roles (created_by);
    select erp.add_updated_at_trigger('erp.roles');

    create table erp.role_permissions (
      role_id uuid not null constraint fk_role_permissions_role_id references erp.roles on delete cascade,
      pattern text not null constraint ck_role_permissions_pattern
        check (pattern = '*' or pattern ~ '^([a-z][a-z0-9_]*|\\*)\\.([a-z][a-z0-9_]*|\\*)\\.([a-z][a-z0-9_]*|\\*)$'),
      created_at timestamptz(3) not null default now(),
      constraint pk_role_permissions primary key (role_id, pattern)
    );
    revoke update on erp.role_permissions from erp_app;

    create table erp.user_roles (
      user_id uuid not null constraint fk_user_roles_user_id references erp.users on delete cascade,
      role_id uuid not null constraint fk_user_roles_role_id references erp.roles,
      created_by uuid default erp.current_actor(),
      created_at timestamptz(3) not null default now(),
      constraint pk_user_roles primary key (user_id, role_id)
    );
    create index ix_user_roles_role_id on erp.user_roles (role_id);

    create table erp.user_grants (
      id uuid not null default erp.uuid_v7() constraint pk_user_grants primary key,
      user_id uuid not null constraint fk_user_grants_user_id references erp.users on delete cascade,
      permission text not null constraint ck_user_grants_permission
        check (permission = '*' or permission ~ '^([a-z][a-z0-9_]*|\\*)\\.([a-z][a-z0-9_]*|\\*)\\.([a-z][a-z0-9_]*|\\*)$'),
      valid_until timestamptz(3) not null,
      reason text not null default '' constraint ck_user_grants_reason check (length(reason) <= 2000),
      granted_by uuid default erp.current_actor() constraint fk_user_grants_granted_by references erp.users on delete set null,
      revoked_at timestamptz(3),
      revoked_by uuid constraint fk_user_grants_revoked_by references erp.users on delete set null,
      created_at timestamptz(3) not null default now(),
      constraint ck_user_grants_valid_until check (valid_until > created_at)
    );
    create index ix_user_grants_user_id on erp.user_grants (user_id, valid_until);
    create index ix_user_grants_granted_by on erp.user_grants (granted_by);
    create index ix_user_grants_revoked_by on erp.user_grants (revoked_by);
  `);
}

/** The foreign keys to companies, departments and locations come with the migrations that make those tables. */
async function createScope(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table erp.user_companies (
      user_id uuid not null constraint fk_user_companies_user_id references erp.users on delete cascade,
      company_id uuid not null,
      is_default boolean not null default false,
      created_at timestamptz(3) not null default now(),
      constraint pk_user_companies primary key (user_id, company_id)
    );
    create unique index uq_user_companies_default on erp.user_companies (user_id) where is_default;
    create index ix_user_companies_company_id on erp.user_companies (company_id);

    create table erp.user_warehouses (
      user_id uuid not null constraint fk_user_warehouses_user_id references erp.users on delete cascade,
      warehouse_id uuid not null,
      created_at timestamptz(3) not null default now(),
      constraint pk_user_warehouses primary key (user_id, warehouse_id)
    );
    create index ix_user_warehouses_warehouse_id on erp.user_warehouses (warehouse_id);

    create table erp.user_departments (
      user_id uuid not null constraint fk_user_departments_user_id references erp.users on delete cascade,
      department_id uuid not null,
      created_at timestamptz(3) not null default now(),
      constraint pk_user_departments primary key (user_id, department_id)
    );
    create index ix_user_departments_department_id on erp.user_departments (department_id);
  `);
}

async function createSessions(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table erp.user_credentials (
      user_id uuid not null constraint pk_user_credentials primary key
        constraint fk_user_credentials_user_id references erp.users on delete cascade,
      password_hash text not null constraint ck_user_credentials_hash check (password_hash like '$argon2id$%'),
      changed_at timestamptz(3) not null default now()
    );

    create table erp.sessions (
      id uuid not null default erp.uuid_v7() constraint pk_sessions primary key,
      user_id uuid not null constraint fk_sessions_user_id references erp.users on delete cascade,
      ip text not null default '' constraint ck_sessions_ip check (length(ip) <= 64),
      user_agent text not null default '' constraint ck_sessions_user_agent check (length(user_agent) <= 400),
      last_used_at timestamptz(3) not null default now(),
      expires_at timestamptz(3) not null,
      revoked_at timestamptz(3),
      revoked_reason text constraint ck_sessions_revoked_reason check (revoked_reason in
        ('logout', 'logout_everywhere', 'revoked', 'password_changed', 'password_reset', 'refresh_token_reused', 'incident')),
      created_at timestamptz(3) not null default now(),
      constraint ck_sessions_revoked check ((revoked_at is null) = (revoked_reason is null))
    );
    create index ix_sessions_user_id on erp.sessions (user_id, created_at, id);
    alter table erp.sessions enable row level security;
    create policy sessions_need_a_context on erp.sessions for select to erp_app using (erp.current_actor() is not null);

    create table erp.refresh_tokens (
      id uuid not null default erp.uuid_v7() constraint pk_refresh_tokens primary key,
      session_id uuid not null constraint fk_refresh_tokens_session_id references erp.sessions on delete cascade,
      token_hash bytea not null constraint uq_refresh_tokens_token_hash unique
        constraint ck_refresh_tokens_token_hash check (octet_length(token_hash) = 32),
      expires_at timestamptz(3) not null,
      used_at timestamptz(3),
      created_at timestamptz(3) not null default now()
    );
    create unique index uq_refresh_tokens_one_open on erp.refresh_tokens (session_id) where used_at is null;
    create index ix_refresh_tokens_session_id on erp.refresh_tokens (session_id);
  `);
}

async function createApiKeys(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table erp.api_keys (
      id uuid not null default erp.uuid_v7() constraint pk_api_keys primary key,
      user_id uuid not null constraint fk_api_keys_user_id references erp.users on delete cascade,
      name text not null constraint ck_api_keys_name check (length(name) between 1 and 200),
      prefix text not null constraint uq_api_keys_prefix unique constraint ck_api_keys_prefix check (prefix ~ '^pbk_[a-z0-9]{8}$'),
      permissions text[] not null constraint ck_api_keys_permissions check (cardinality(permissions) between 1 and 200),
      rate_limit_per_minute integer constraint ck_api_keys_rate_limit_per_minute check (rate_limit_per_minute between 1 and 100000),
      expires_at timestamptz(3) not null,
      revoked_at timestamptz(3),
      revoked_by uuid constraint fk_api_keys_revoked_by references erp.users on delete set null,
      last_used_at timestamptz(3),
      created_by uuid default erp.current_actor() constraint fk_api_keys_created_by references erp.users on delete set null,
      created_at timestamptz(3) not null default now(),
      updated_at timestamptz(3) not null default now(),
      constraint ck_api_keys_expires_at check (expires_at > created_at)
    );
    create index ix_api_keys_user_id on erp.api_keys (user_id, created_at, id);
    create index ix_api_keys_created_by on erp.api_keys (created_by);
    create index ix_api_keys_revoked_by on erp.api_keys (revoked_by);
    select erp.add_updated_at_trigger('erp.api_keys');

    create table erp.api_key_secrets (
      api_key_id uuid not null constraint pk_api_key_secrets primary key
        constraint fk_api_key_secrets_api_key_id references erp.api_keys on delete cascade,
      secret_hash bytea not null constraint uq_api_key_secrets_secret_hash unique
        constraint ck_api_key_secrets_secret_hash check (octet_length(secret_hash) = 32)
    );
  `);
}

async function createLoginAttempts(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table erp.login_attempts (
      account_hash bytea not null constraint ck_login_attempts_account_hash check (octet_length(account_hash) = 32),
      source text not null constraint ck_login_attempts_source check (length(source) <= 64),
      attempts integer not null constraint ck_login_attempts_attempts check (attempts >= 0),
      window_started_at timestamptz(3) not null default now(),
      blocked_until timestamptz(3),
      constraint pk_login_attempts primary key (account_hash, source)
    );
    create index ix_login_attempts_window_started_at on erp.login_attempts (window_started_at);
  `);
}

/** What proves an identity is out of reach of both roles; sessions are written by functions alone. */
async function keepSecretsAway(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    revoke all on erp.user_credentials, erp.refresh_tokens, erp.api_key_secrets, erp.login_attempts from erp_app, erp_readonly;
    revoke insert, update, delete on erp.sessions from erp_app;
  `);
}

async function createEvents(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create table erp.auth_events (
      id uuid not null default erp.uuid_v7() constraint pk_auth_events primary key,
      event text not null constraint ck_auth_events_event check (event ~ '^[a-z][a-z_]{2,63}$'),
      succeeded boolean not null default true,
      user_id uuid,
      username text,
      actor_id uuid default erp.current_actor(),
      session_id uuid,
      ip text not null default '' constraint ck_auth_events_ip check (length(ip) <= 64),
      user_agent text not null default '' constraint ck_auth_events_user_agent check (length(user_agent) <= 400),
      request_id text,
      details jsonb not null default '{}' constraint ck_auth_events_details check (jsonb_typeof(details) = 'object'),
      created_at timestamptz(3) not null default now()
    );
    comment on table erp.auth_events is
      'Append-only. It refers to users without a foreign key, so that the trace outlives the user.';
    create index ix_auth_events_created_at on erp.auth_events (created_at, id);
    create index ix_auth_events_user_id on erp.auth_events (user_id, created_at, id);
    create index ix_auth_events_event on erp.auth_events (event, created_at, id);
    revoke update, delete, truncate on erp.auth_events from erp_app;
  `);
}

async function createTriggers(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    create trigger trg_users_access before update of is_active, must_change_password on erp.users
      for each row execute function erp.fn_count_own_access();
    create trigger trg_user_roles_access after insert or update or delete on erp.user_roles
      for each row execute function erp.fn_count_user_access();
    create trigger trg_user_grants_access after insert or update or delete on erp.user_grants
      for each row execute function erp.fn_count_user_access();
    create trigger trg_user_companies_access after insert or update or delete on erp.user_companies
      for each row execute function erp.fn_count_user_access();
    create trigger trg_user_warehouses_access after insert or update or delete on erp.user_warehouses
      for each row execute function erp.fn_count_user_access();
    create trigger trg_user_departments_access after insert or update or delete on erp.user_departments
      for each row execute function erp.fn_count_user_access();
    create trigger trg_role_permissions_added after insert on erp.role_permissions
      referencing new table as changed for each statement execute function erp.fn_count_role_access();
    create trigger trg_role_permissions_removed after delete on erp.role_permissions
      referencing old table as changed for each statement execute function erp.fn_count_role_access();
    create trigger trg_auth_events_append_only before update or delete on erp.auth_events
      for each row execute function erp.fn_refuse_change();
    create trigger trg_auth_events_no_truncate before truncate on erp.auth_events
      for each statement execute function erp.fn_refuse_change();
  `);
}
