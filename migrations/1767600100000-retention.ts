import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Retention: how long rows of each table are kept, as data, and the one function that removes what is past its time. */
export class Retention1767600100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(RULES);
    await installFunction(queryRunner, 'apply_retention', 1);
    await queryRunner.query('revoke all on function erp.apply_retention(text, boolean, integer) from public');
    await queryRunner.query('grant execute on function erp.apply_retention(text, boolean, integer) to erp_app');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.apply_retention(text, boolean, integer)');
    await queryRunner.query('drop table erp.retention_rules');
    await queryRunner.query(`delete from erp.audit_exemptions where table_name = 'retention_rules'`);
  }
}

const RULES = /* sql */ `
create table erp.retention_rules (
  table_name text not null,
  job text not null,
  keep_days integer not null,
  condition text not null,
  rule text not null,
  constraint pk_retention_rules primary key (table_name),
  constraint ck_retention_rules_job check (job ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  constraint ck_retention_rules_keep_days check (keep_days between 1 and 36500),
  constraint ck_retention_rules_condition check (condition <> ''),
  constraint ck_retention_rules_rule check (rule <> '')
);
revoke insert, update, delete on erp.retention_rules from erp_app;
select erp.exempt_from_audit('erp.retention_rules', 'Structure that comes with the migrations; the server cannot write it.');
insert into erp.retention_rules (table_name, job, keep_days, condition, rule) values
  ('idempotency_keys', 'idempotency-keys', 30, 'created_at < $1', 'Stored answers of requests with an Idempotency-Key, as the contract promises'),
  ('sessions', 'expired-sessions', 90, 'least(expires_at, revoked_at) < $1', 'Sessions that have run out or were revoked, with their refresh tokens'),
  ('refresh_tokens', 'expired-sessions', 7, 'expires_at < $1', 'Refresh tokens that have run out; used ones stay as long as they would be good, since they betray a theft'),
  ('login_attempts', 'expired-sessions', 7, 'greatest(window_started_at, blocked_until) < $1', 'Failed logins whose delay is long over'),
  ('import_rows', 'import-left-overs', 1,
   'not exists (select from erp.import_jobs j where j.id = job_id and (j.finished_at is null or j.finished_at >= $1))',
   'Rows of files whose import is over, or that belong to none'),
  ('import_findings', 'retention', 180, 'created_at < $1', 'What was wrong with rows of imports; the imports themselves stay');
`;
