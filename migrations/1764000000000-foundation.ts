import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

const FUNCTIONS = [
  'uuid_v7',
  'iso',
  'current_actor',
  'current_request_id',
  'is_dry_run',
  'fn_set_updated_at',
  'add_updated_at_trigger',
  'fn_refuse_change',
  'fn_check_transition',
] as const;

/** What every later migration stands on: privileges by default, ids, context, numbers, history, stored answers. */
export class Foundation1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      grant usage on schema erp to erp_app, erp_readonly;
      alter default privileges for role erp_admin in schema erp grant select, insert, update, delete on tables to erp_app;
      alter default privileges for role erp_admin in schema erp grant select on tables to erp_readonly;
      alter default privileges for role erp_admin in schema erp grant usage, select on sequences to erp_app;
      alter default privileges for role erp_admin revoke execute on functions from public;
      alter default privileges for role erp_admin in schema erp grant execute on functions to erp_app;
      grant select on erp.schema_migrations to erp_app, erp_readonly;
    `);
    for (const name of FUNCTIONS) await installFunction(runner, name, 1);
    await runner.query(`
      grant execute on function erp.iso(timestamptz) to erp_readonly;

      create table erp.number_series (
        series text not null constraint pk_number_series primary key,
        prefix text not null constraint uq_number_series_prefix unique
          constraint ck_number_series_prefix check (prefix ~ '^[A-Z]{1,8}$')
      );

      create table erp.state_transitions (
        machine text not null,
        event text not null,
        from_state text not null,
        to_state text not null,
        constraint pk_state_transitions primary key (machine, event, from_state)
      );

      create table erp.document_history (
        id uuid not null default erp.uuid_v7() constraint pk_document_history primary key,
        machine text not null,
        document_id uuid not null,
        event text not null,
        from_state text,
        to_state text not null,
        reason text constraint ck_document_history_reason check (length(reason) <= 2000),
        actor_id uuid not null default erp.current_actor(),
        request_id text default erp.current_request_id(),
        recorded_at timestamptz(3) not null default clock_timestamp()
      );
      create index ix_document_history_document on erp.document_history (document_id, recorded_at);
      create trigger trg_document_history_append_only before update or delete on erp.document_history
        for each row execute function erp.fn_refuse_change();
      create trigger trg_document_history_no_truncate before truncate on erp.document_history
        for each statement execute function erp.fn_refuse_change();

      create table erp.idempotency_keys (
        id uuid not null constraint pk_idempotency_keys primary key,
        request_hash text not null,
        status integer not null constraint ck_idempotency_keys_status check (status between 200 and 299),
        body text not null,
        created_at timestamptz(3) not null default now()
      );
      create index ix_idempotency_keys_created_at on erp.idempotency_keys (created_at);

      revoke update, delete on erp.document_history from erp_app;
      revoke insert, update, delete on erp.number_series, erp.state_transitions from erp_app;
      revoke update on erp.idempotency_keys from erp_app;
      revoke all on erp.idempotency_keys from erp_readonly;
    `);
    for (const name of ['create_number_series', 'next_number', 'begin_request', 'store_answer']) {
      await installFunction(runner, name, 1);
    }
    await runner.query(`
      revoke execute on function erp.create_number_series(text, text), erp.add_updated_at_trigger(regclass) from erp_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table erp.idempotency_keys, erp.document_history, erp.state_transitions, erp.number_series;
      drop function erp.store_answer, erp.begin_request, erp.next_number, erp.create_number_series,
        erp.fn_check_transition, erp.fn_refuse_change, erp.add_updated_at_trigger, erp.fn_set_updated_at,
        erp.is_dry_run, erp.current_request_id, erp.current_actor, erp.iso, erp.uuid_v7;
      alter default privileges for role erp_admin in schema erp revoke all on tables from erp_app, erp_readonly;
      alter default privileges for role erp_admin in schema erp revoke all on sequences from erp_app;
      alter default privileges for role erp_admin in schema erp revoke all on functions from erp_app;
      alter default privileges for role erp_admin grant execute on functions to public;
    `);
  }
}
