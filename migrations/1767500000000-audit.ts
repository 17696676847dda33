import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installView } from './support/install.js';

const FUNCTIONS = [
  'set_app_context',
  'audit_log_hash',
  'stock_ledger_hash',
  'fn_audit',
  'add_audit_trigger',
  'exempt_from_audit',
  'audit_gaps',
  'ensure_audit_partitions',
  'seal_place',
  'seal_digest',
  'seal_rows',
  'seal_head',
  'check_seals',
  'check_unsealed',
] as const;

/** What counts changes of rights in users, which the application sees only within a context from now on. */
const COUNTING = ['fn_count_user_access', 'fn_count_role_access'] as const;

/**
 * The audit: what every change of a business table leaves behind, sealed into a chain of batches together with the stock ledger.
 * Tables of later migrations call `erp.add_audit_trigger`, or `erp.exempt_from_audit` with a reason; those that are there by now are
 * audited here, all but the exempt ones.
 */
export class Audit1767500000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await installFunction(queryRunner, 'begin_request', 3);
    for (const name of COUNTING) await installFunction(queryRunner, name, 2);
    await queryRunner.query(EXEMPTIONS);
    await queryRunner.query(TRIGGERS);
    await installView(queryRunner, 'user_names', 1);
    await queryRunner.query(RIGHTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CLOSED_NO_MORE);
    await installFunction(queryRunner, 'begin_request', 2);
    for (const name of COUNTING) await installFunction(queryRunner, name, 1);
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
create table erp.audit_logs (
  id uuid not null default erp.uuid_v7(),
  recorded_at timestamptz(3) not null default clock_timestamp(),
  table_name text not null,
  entity_id text not null,
  action text not null,
  company_id uuid,
  actor_id uuid,
  session_id uuid,
  request_id text,
  ip text not null default '',
  user_agent text not null default '',
  db_role text not null,
  old_values jsonb,
  new_values jsonb,
  changed_fields text[],
  hash bytea not null,
  constraint pk_audit_logs primary key (id, recorded_at),
  constraint ck_audit_logs_action check (action in ('insert', 'update', 'delete')),
  constraint ck_audit_logs_values check ((action = 'insert') = (old_values is null) and (action = 'delete') = (new_values is null)),
  constraint ck_audit_logs_changed_fields check ((action = 'update') = (changed_fields is not null)),
  constraint ck_audit_logs_hash check (octet_length(hash) = 32)
) partition by range (recorded_at);
comment on table erp.audit_logs is 'Append-only, written by erp.fn_audit alone. Without foreign keys, so that the trace outlives what it tells of.';
comment on column erp.audit_logs.entity_id is 'The primary key of the changed row; its columns joined by a colon where there are several.';
comment on column erp.audit_logs.db_role is 'As which role the statement ran: erp_app is the server; anybody else came past it.';
comment on column erp.audit_logs.old_values is 'The whole row where it was deleted; of an update the changed fields only.';
create index ix_audit_logs_entity on erp.audit_logs (table_name, entity_id, id);
create index ix_audit_logs_actor_id on erp.audit_logs (actor_id, id);
create index ix_audit_logs_request_id on erp.audit_logs (request_id);

create table erp.audit_exemptions (
  table_name text not null,
  reason text not null,
  constraint pk_audit_exemptions primary key (table_name),
  constraint ck_audit_exemptions_reason check (length(reason) >= 10)
);
comment on table erp.audit_exemptions is 'Tables that no audit trigger watches, each with its reason.';

create table erp.audit_hidden_columns (
  table_name text not null,
  column_name text not null,
  reason text not null,
  constraint pk_audit_hidden_columns primary key (table_name, column_name),
  constraint ck_audit_hidden_columns_reason check (length(reason) >= 10)
);
comment on table erp.audit_hidden_columns is 'Columns that never appear in the audit, of one table or of all (*), each with its reason.';

create table erp.seal_streams (
  stream text not null,
  sealed_id uuid,
  final_id uuid,
  candidate_id uuid,
  candidate_xmax xid8,
  archived_id uuid,
  constraint pk_seal_streams primary key (stream),
  constraint ck_seal_streams_stream check (stream in ('audit_logs', 'stock_ledgers')),
  constraint ck_seal_streams_candidate check ((candidate_id is null) = (candidate_xmax is null))
);
comment on column erp.seal_streams.sealed_id is 'The last row that is sealed.';
comment on column erp.seal_streams.final_id is 'No row will come before this place any more.';
comment on column erp.seal_streams.candidate_id is 'The same, once every transaction before candidate_xmax has ended.';
comment on column erp.seal_streams.archived_id is 'Rows up to this place were archived by order: the check does not miss them.';
insert into erp.seal_streams (stream) values ('audit_logs'), ('stock_ledgers');

create table erp.seal_batches (
  id bigint not null,
  stream text not null,
  from_id uuid not null,
  to_id uuid not null,
  row_count integer not null,
  leaves bytea not null,
  previous_digest bytea not null,
  digest bytea not null,
  sealed_at timestamptz(3) not null,
  constraint pk_seal_batches primary key (id),
  constraint fk_seal_batches_stream foreign key (stream) references erp.seal_streams (stream),
  constraint ck_seal_batches_range check (from_id < to_id),
  constraint ck_seal_batches_leaves check (row_count > 0 and octet_length(leaves) = 48 * row_count),
  constraint ck_seal_batches_digests check (octet_length(digest) = 32 and octet_length(previous_digest) = 32)
);
create index ix_seal_batches_stream on erp.seal_batches (stream, id);
alter table erp.seal_batches alter column leaves set storage external;
comment on column erp.seal_batches.from_id is 'The batch holds the rows whose id is greater than this one, up to to_id.';
comment on column erp.seal_batches.leaves is 'Id (16 bytes) and hash (32) of each row, in the order of ids.';

create trigger trg_audit_logs_append_only before update or delete on erp.audit_logs
  for each row execute function erp.fn_refuse_change();
create trigger trg_audit_logs_no_truncate before truncate on erp.audit_logs
  for each statement execute function erp.fn_refuse_change();
create trigger trg_seal_batches_append_only before update or delete on erp.seal_batches
  for each row execute function erp.fn_refuse_change();
create trigger trg_seal_batches_no_truncate before truncate on erp.seal_batches
  for each statement execute function erp.fn_refuse_change();
`;

const APPEND_ONLY = 'Append-only: its rows carry who, when and for which request themselves.';
const DERIVED =
  'Derived: kept by triggers from rows that tell of themselves, and held against them by the check of invariants.';
const STRUCTURE = 'Structure that comes with the migrations; the server cannot write it.';
const BOOKKEEPING = 'Bookkeeping of sessions; what happens to an identity is a security event in auth_events.';

const EXEMPT: Readonly<Record<string, string>> = {
  audit_logs: 'It is the audit itself.',
  audit_exemptions: STRUCTURE,
  audit_hidden_columns: STRUCTURE,
  seal_streams: 'How far sealing has come; the batches tell of themselves.',
  seal_batches: 'Append-only, and each batch is sealed by the one after it.',
  schema_migrations: 'Which migrations are applied; written by migrations alone.',
  state_transitions: STRUCTURE,
  retired_transitions: STRUCTURE,
  number_series: STRUCTURE,
  idempotency_keys: 'Stored answers of requests, forgotten after a while; what the requests did is audited.',
  sessions: BOOKKEEPING,
  refresh_tokens: BOOKKEEPING,
  login_attempts: BOOKKEEPING,
  api_key_secrets: 'A secret and nothing else; the key itself is audited in api_keys.',
  import_rows: 'Working copy of an imported file; the rows that come of it are audited where they go.',
  import_findings: 'What was found in an imported file, written once with the import.',
  kanban_events: 'What is told to those who watch a board, forgotten after a day; the cards are audited.',
  kanban_event_floor: 'How far board changes were forgotten.',
  production_postings: APPEND_ONLY,
  production_posting_lines: APPEND_ONLY,
  put_away_overrides: APPEND_ONLY,
  stock_count_lines:
    'Thousands of rows at once, derived from the snapshot and from entries, which are append-only and say who counted what and when; the count itself is audited.',
  stock_balances: DERIVED,
  stock_valuations: DERIVED,
  stock_layers: DERIVED,
  stock_snapshots: DERIVED,
  stock_snapshot_quantities: DERIVED,
  stock_snapshot_values: DERIVED,
};

const HIDDEN: readonly (readonly [table: string, column: string, reason: string])[] = [
  ['*', 'updated_at', 'The audit has its own time, and a change of nothing else is none.'],
  ['user_credentials', 'password_hash', 'A secret: that and when a password was changed is told, not what it is.'],
  ['users', 'last_login_at', BOOKKEEPING],
  ['api_keys', 'last_used_at', BOOKKEEPING],
];

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** Tables that refuse changes are append-only by what they do; all others are named. */
const EXEMPTIONS = /* sql */ `
insert into erp.audit_hidden_columns (table_name, column_name, reason) values
${HIDDEN.map((row) => `  (${row.map(text).join(', ')})`).join(',\n')};
insert into erp.audit_exemptions (table_name, reason) values
${Object.entries(EXEMPT)
  .map((row) => `  (${row.map(text).join(', ')})`)
  .join(',\n')};
insert into erp.audit_exemptions (table_name, reason)
select c.relname, ${text(APPEND_ONLY)}
  from pg_class c
 where c.relnamespace = 'erp'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
   and exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'erp.fn_refuse_change'::regproc and t.tgtype & 16 > 0)
on conflict do nothing;
`;

const TRIGGERS = /* sql */ `
do $$
declare
  v_table regclass;
begin
  for v_table in select ('erp.' || quote_ident(g.table_name))::regclass from erp.audit_gaps() g loop
    perform erp.add_audit_trigger(v_table);
  end loop;
end
$$;
select erp.ensure_audit_partitions(3);
`;

const RIGHTS = /* sql */ `
revoke insert, update, delete on erp.audit_logs, erp.audit_exemptions, erp.audit_hidden_columns, erp.seal_streams, erp.seal_batches from erp_app;
revoke all on erp.audit_logs, erp.seal_batches from erp_readonly;
revoke execute on function erp.add_audit_trigger(regclass), erp.exempt_from_audit(regclass, text), erp.fn_audit() from erp_app;
revoke insert, update, delete on erp.user_names from erp_app;

alter table erp.audit_logs enable row level security;
create policy audit_logs_need_a_context on erp.audit_logs for select to erp_app using (erp.current_actor() is not null);
alter table erp.auth_events enable row level security;
create policy auth_events_need_a_context on erp.auth_events for select to erp_app using (erp.current_actor() is not null);
create policy auth_events_are_written_by_all on erp.auth_events for insert to erp_app with check (true);
alter table erp.users enable row level security;
create policy users_need_a_context on erp.users for all to erp_app
  using (erp.current_actor() is not null) with check (erp.current_actor() is not null);
`;

const CLOSED_NO_MORE = /* sql */ `
drop policy users_need_a_context on erp.users;
alter table erp.users disable row level security;
drop policy auth_events_are_written_by_all on erp.auth_events;
drop policy auth_events_need_a_context on erp.auth_events;
alter table erp.auth_events disable row level security;
drop view erp.user_names;
`;

const DOWN = /* sql */ `
do $$
declare
  v_trigger record;
begin
  for v_trigger in select t.tgname, t.tgrelid::regclass as on_table from pg_trigger t where t.tgfoid = 'erp.fn_audit'::regproc loop
    execute format('drop trigger %I on %s', v_trigger.tgname, v_trigger.on_table);
  end loop;
end
$$;
drop function erp.check_unsealed, erp.check_seals, erp.seal_head, erp.seal_rows, erp.seal_digest, erp.seal_place, erp.ensure_audit_partitions, erp.audit_gaps,
  erp.exempt_from_audit, erp.add_audit_trigger, erp.fn_audit, erp.stock_ledger_hash, erp.audit_log_hash, erp.set_app_context;
drop table erp.seal_batches, erp.seal_streams, erp.audit_hidden_columns, erp.audit_exemptions, erp.audit_logs;
`;
