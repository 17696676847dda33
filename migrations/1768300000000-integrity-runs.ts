import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each run of the check of all invariants found, so that it is read without being done again, and held against earlier ones. */
export class IntegrityRuns1768300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table erp.integrity_results; drop table erp.integrity_runs');
  }
}

const UP = /* sql */ `
create table erp.integrity_runs (
  id uuid not null default erp.uuid_v7(),
  requested_by uuid,
  started_at timestamptz(3) not null,
  finished_at timestamptz(3) not null default clock_timestamp(),
  duration_ms bigint not null,
  ok boolean not null,
  constraint pk_integrity_runs primary key (id),
  constraint fk_integrity_runs_requested_by foreign key (requested_by) references erp.users (id),
  constraint ck_integrity_runs_duration_ms check (duration_ms >= 0)
);
comment on column erp.integrity_runs.requested_by is 'Who asked for it; null when it fell due.';
create index ix_integrity_runs_requested_by on erp.integrity_runs (requested_by);

create table erp.integrity_results (
  run_id uuid not null,
  place integer not null,
  name text not null,
  rule text not null,
  pass text not null,
  duration_ms bigint not null,
  checked bigint not null,
  violations bigint not null,
  samples jsonb not null,
  constraint pk_integrity_results primary key (run_id, place),
  constraint uq_integrity_results_name unique (run_id, name),
  constraint fk_integrity_results_run_id foreign key (run_id) references erp.integrity_runs (id) on delete cascade,
  constraint ck_integrity_results_counts check (checked >= 0 and violations >= 0 and duration_ms >= 0)
);
comment on column erp.integrity_results.pass is 'What was read in one go for it; duration_ms is that of the whole pass, which may tell of several invariants.';

select erp.exempt_from_audit('erp.integrity_runs', 'Written once by the job of the check, and says itself who asked for it.');
select erp.exempt_from_audit('erp.integrity_results', 'Findings of a run, written once with it.');
revoke update on erp.integrity_runs, erp.integrity_results from erp_app;
`;
