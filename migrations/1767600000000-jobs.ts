import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs: one row for each, with what is due, who runs it and how the last run ended. */
export class Jobs1767600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table erp.jobs');
    await queryRunner.query(`delete from erp.audit_exemptions where table_name = 'jobs'`);
  }
}

const UP = /* sql */ `
create table erp.jobs (
  name text not null,
  schedule text,
  state text not null default 'idle',
  next_at timestamptz(3),
  run_id uuid,
  attempt integer not null default 0,
  trigger text,
  runner text,
  started_at timestamptz(3),
  finished_at timestamptz(3),
  duration_ms bigint,
  result text,
  outcome jsonb,
  fault text,
  last_success_at timestamptz(3),
  runs bigint not null default 0,
  failures bigint not null default 0,
  requested_by uuid,
  requested_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_jobs primary key (name),
  constraint fk_jobs_requested_by foreign key (requested_by) references erp.users (id),
  constraint ck_jobs_name check (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(name) <= 63),
  constraint ck_jobs_state check (state in ('idle', 'queued', 'running')),
  constraint ck_jobs_trigger check (trigger in ('schedule', 'request', 'first')),
  constraint ck_jobs_running check (state <> 'running' or (run_id is not null and started_at is not null and finished_at is null)),
  constraint ck_jobs_result check (result in ('succeeded', 'failed') and (result = 'failed') = (fault is not null)),
  constraint ck_jobs_attempt check (attempt >= 0),
  constraint ck_jobs_duration_ms check (duration_ms >= 0),
  constraint ck_jobs_counts check (runs >= failures and failures >= 0)
) with (fillfactor = 50);
create index ix_jobs_requested_by on erp.jobs (requested_by);
select erp.add_updated_at_trigger('erp.jobs');
select erp.exempt_from_audit('erp.jobs', 'When jobs ran and how it ended; what they change is audited where it is.');
`;
