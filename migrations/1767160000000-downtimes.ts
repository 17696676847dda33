import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** When work centres stood still, and why. */
export class Downtimes1767160000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(REASONS);
    await queryRunner.query(DOWNTIMES);
    await installTransitions(queryRunner, 'downtime', [
      ['end', 'open', 'ended'],
      ['correct', 'open', 'open'],
      ['correct', 'open', 'ended'],
      ['correct', 'ended', 'ended'],
      ['withdraw', 'open', 'withdrawn'],
      ['withdraw', 'ended', 'withdrawn'],
    ]);
    await queryRunner.query(DUE);
    await queryRunner.query(ROLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const REASONS = /* sql */ `
create table erp.downtime_reasons (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  category text not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_downtime_reasons primary key (id),
  constraint uq_downtime_reasons_code unique (code),
  constraint ck_downtime_reasons_code check (code ~ '^[A-Z0-9][A-Z0-9_-]{0,31}$'),
  constraint ck_downtime_reasons_name check (char_length(name) between 1 and 200),
  constraint ck_downtime_reasons_category check (category in ('planned', 'unplanned'))
);
select erp.add_updated_at_trigger('erp.downtime_reasons');
comment on table erp.downtime_reasons is 'Why a work centre stands still. Planned: taken out of the time that is planned; unplanned: a loss of availability.';

insert into erp.downtime_reasons (code, name, category) values
  ('MAINTENANCE', 'Planned maintenance', 'planned'),
  ('CLEANING', 'Planned cleaning', 'planned'),
  ('MEETING', 'Meeting or training', 'planned'),
  ('TRIAL', 'Trial or sample run', 'planned'),
  ('NO-ORDERS', 'Nothing was planned here', 'planned'),
  ('BREAKDOWN', 'Machine is broken', 'unplanned'),
  ('TOOLING', 'Needle, blade, die or other tool', 'unplanned'),
  ('ADJUSTMENT', 'Adjusting, or set-up beyond its standard', 'unplanned'),
  ('NO-MATERIAL', 'Waiting for material', 'unplanned'),
  ('NO-PEOPLE', 'Nobody is there to work', 'unplanned'),
  ('NO-POWER', 'No electricity, air or steam', 'unplanned'),
  ('QUALITY', 'Stopped because of quality', 'unplanned'),
  ('OTHER', 'Anything else', 'unplanned');
`;

const DOWNTIMES = /* sql */ `
create table erp.downtimes (
  id uuid not null default erp.uuid_v7(),
  work_centre_id uuid not null,
  place integer,
  reason_id uuid not null,
  work_order_id uuid,
  state text not null default 'open',
  started_at timestamptz(3) not null default now(),
  ended_at timestamptz(3),
  notes text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_downtimes primary key (id),
  constraint fk_downtimes_work_centre_id foreign key (work_centre_id) references erp.work_centres (id),
  constraint fk_downtimes_reason_id foreign key (reason_id) references erp.downtime_reasons (id),
  constraint fk_downtimes_work_order_id foreign key (work_order_id) references erp.work_orders (id),
  constraint fk_downtimes_created_by foreign key (created_by) references erp.users (id),
  constraint ck_downtimes_place check (place between 1 and 10000),
  constraint ck_downtimes_state check (state in ('open', 'ended', 'withdrawn')),
  constraint ck_downtimes_ended check (case state when 'open' then ended_at is null when 'ended' then ended_at is not null else true end),
  constraint ck_downtimes_times check (ended_at > started_at),
  constraint ck_downtimes_past check (started_at <= updated_at and (ended_at is null or ended_at <= updated_at)),
  constraint ck_downtimes_notes check (char_length(notes) between 1 and 2000),
  constraint ex_downtimes_overlap exclude using gist (
    erp.uuid_range(work_centre_id, work_centre_id, '[]') with =,
    int4range(place, place, '[]') with &&,
    tstzrange(started_at, ended_at) with &&
  ) where (state <> 'withdrawn')
);
create index ix_downtimes_work_centre_id on erp.downtimes (work_centre_id, started_at);
create index ix_downtimes_reason_id on erp.downtimes (reason_id);
create index ix_downtimes_work_order_id on erp.downtimes (work_order_id);
create index ix_downtimes_created_by on erp.downtimes (created_by);
create index ix_downtimes_started_at on erp.downtimes (started_at, id);
select erp.add_updated_at_trigger('erp.downtimes');
create trigger trg_downtimes_transition before update of state on erp.downtimes
  for each row execute function erp.fn_check_transition('downtime');
comment on table erp.downtimes is 'A work centre, or one of its places, stands still.';
comment on column erp.downtimes.place is 'Which of its places, counted from 1; null: all of them, and then nothing else of the work centre is told for that time.';

revoke update, delete on erp.downtimes from erp_app;
grant update (place, reason_id, work_order_id, state, started_at, ended_at, notes, version) on erp.downtimes to erp_app;
`;

/** What is asked by the day on which work was to be done. */
const DUE = /* sql */ `
create index ix_work_orders_due_at on erp.work_orders ((coalesce(planned_finish, created_at)));
`;

/** An operator tells downtimes by what he holds already; those who run a department put right what was told wrongly. */
const ROLES = /* sql */ `
insert into erp.role_permissions (role_id, pattern)
select r.id, 'ppic.downtimes.' || action from erp.roles r cross join unnest(array['correct', 'withdraw']) action
 where r.code in ('production_supervisor', 'ppic_admin') and r.is_system
   and exists (select from erp.role_permissions p where p.role_id = r.id and p.pattern = 'ppic.*.report')
on conflict do nothing;
`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r
 where r.id = p.role_id and r.is_system and p.pattern in ('ppic.downtimes.correct', 'ppic.downtimes.withdraw');
drop index erp.ix_work_orders_due_at;
drop table erp.downtimes, erp.downtime_reasons;
delete from erp.state_transitions where machine = 'downtime';
`;
