import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each process does every so often beside its requests, so that any other can tell how it stands; and the last fault of a job, once it is well again. */
export class PeriodicWorks1771001000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = /* sql */ `
create table erp.periodic_works (
  instance_id uuid not null,
  name text not null,
  runner text not null,
  every_ms bigint not null,
  one_of_all boolean not null,
  began_at timestamptz(3) not null,
  running_since timestamptz(3),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  last_success_at timestamptz(3),
  duration_ms bigint,
  fault text,
  last_fault text,
  last_fault_at timestamptz(3),
  runs bigint not null,
  failures bigint not null,
  seen_at timestamptz(3) not null,
  constraint pk_periodic_works primary key (instance_id, name),
  constraint ck_periodic_works_name check (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(name) <= 63),
  constraint ck_periodic_works_every_ms check (every_ms > 0),
  constraint ck_periodic_works_duration_ms check (duration_ms >= 0),
  constraint ck_periodic_works_counts check (runs >= failures and failures >= 0),
  constraint ck_periodic_works_last_fault check ((last_fault is null) = (last_fault_at is null) and (fault is null or last_fault is not null))
) with (fillfactor = 50);
select erp.exempt_from_audit('erp.periodic_works', 'How the periodic work of each process stands; what it changes is audited where it is.');

alter table erp.jobs add column last_fault text, add column last_fault_at timestamptz(3);
update erp.jobs set last_fault = fault, last_fault_at = finished_at where fault is not null;
alter table erp.jobs add constraint ck_jobs_last_fault check (fault is null or last_fault is not null);
`;

const DOWN = /* sql */ `
alter table erp.jobs drop column last_fault, drop column last_fault_at;
drop table erp.periodic_works;
delete from erp.audit_exemptions where table_name = 'periodic_works';
`;
