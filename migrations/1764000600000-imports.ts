import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports: the jobs, the rows of a file while they wait, what was found wrong with them, and the mappings of foreign files. */
export class Imports1764000600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table erp.import_findings, erp.import_rows, erp.import_jobs, erp.import_mappings');
  }
}

const UP = /* sql */ `
create table erp.import_mappings (
  id uuid not null default erp.uuid_v7(),
  name text not null,
  resource text not null,
  mapping jsonb not null,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_import_mappings primary key (id),
  constraint uq_import_mappings_name unique (name),
  constraint fk_import_mappings_created_by foreign key (created_by) references erp.users (id),
  constraint ck_import_mappings_name check (name ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
  constraint ck_import_mappings_mapping check (jsonb_typeof(mapping) = 'object')
);
create index ix_import_mappings_created_by on erp.import_mappings (created_by);
select erp.add_updated_at_trigger('erp.import_mappings');

create table erp.import_jobs (
  id uuid not null default erp.uuid_v7(),
  resource text not null,
  company_id uuid not null,
  status text not null default 'queued',
  phase text not null default 'checking',
  dry_run boolean not null default false,
  on_error text not null default 'reject_all',
  mapping_name text,
  given jsonb not null default '[]',
  scope jsonb not null default '{}',
  content_hash text,
  idempotency_key uuid,
  rows_read bigint not null default 0,
  rows_checked bigint not null default 0,
  rows_applied bigint not null default 0,
  inserted bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  merged bigint not null default 0,
  rejected bigint not null default 0,
  skipped bigint not null default 0,
  skipped_by_rule jsonb not null default '[]',
  errors bigint not null default 0,
  warnings bigint not null default 0,
  error_code text,
  error_detail text,
  request_id text default erp.current_request_id(),
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  started_at timestamptz(3),
  finished_at timestamptz(3),
  updated_at timestamptz(3) not null default now(),
  constraint pk_import_jobs primary key (id),
  constraint uq_import_jobs_idempotency_key unique (idempotency_key),
  constraint fk_import_jobs_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_import_jobs_created_by foreign key (created_by) references erp.users (id),
  constraint ck_import_jobs_status check (status in ('queued', 'running', 'succeeded', 'failed')),
  constraint ck_import_jobs_phase check (phase in ('checking', 'applying', 'finished')),
  constraint ck_import_jobs_on_error check (on_error in ('reject_all', 'skip_rows')),
  constraint ck_import_jobs_failure check ((status = 'failed') = (error_code is not null)),
  constraint ck_import_jobs_finished check ((status in ('succeeded', 'failed')) = (finished_at is not null))
);
create index ix_import_jobs_created_at on erp.import_jobs (created_at, id);
create index ix_import_jobs_company_id on erp.import_jobs (company_id, created_at);
create index ix_import_jobs_created_by on erp.import_jobs (created_by);
create index ix_import_jobs_unfinished on erp.import_jobs (status) where status in ('queued', 'running');
select erp.add_updated_at_trigger('erp.import_jobs');

-- The rows of a file from its arrival until its job ends. Not logged: after a crash of the database they are gone, and their job fails.
create unlogged table erp.import_rows (
  job_id uuid not null,
  row_no integer not null,
  line integer not null,
  data jsonb not null,
  faults jsonb,
  constraint pk_import_rows primary key (job_id, row_no)
);

create table erp.import_findings (
  id uuid not null default erp.uuid_v7(),
  job_id uuid not null,
  severity text not null,
  row_no integer not null,
  line integer not null,
  column_name text,
  field text,
  code text not null,
  message text not null,
  value text,
  created_at timestamptz(3) not null default now(),
  constraint pk_import_findings primary key (id),
  constraint fk_import_findings_job_id foreign key (job_id) references erp.import_jobs (id) on delete cascade,
  constraint ck_import_findings_severity check (severity in ('error', 'warning'))
);
create index ix_import_findings_job_id on erp.import_findings (job_id, severity, line, id);
`;
