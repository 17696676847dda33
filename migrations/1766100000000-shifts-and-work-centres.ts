import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** When a calendar's days are worked, and the places where work is done. */
export class ShiftsAndWorkCentres1766100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SHIFTS);
    await queryRunner.query(WORK_CENTRES);
    await installFunction(queryRunner, 'fn_guard_work_centre', 1);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const SHIFTS = /* sql */ `
create table erp.calendar_shifts (
  id uuid not null default erp.uuid_v7(),
  calendar_id uuid not null,
  name text not null,
  starts_at time not null,
  ends_at time not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_calendar_shifts primary key (id),
  constraint fk_calendar_shifts_calendar_id foreign key (calendar_id) references erp.calendars (id) on delete cascade,
  constraint ck_calendar_shifts_name check (char_length(name) between 1 and 64),
  constraint ck_calendar_shifts_minutes check (extract(second from starts_at) = 0 and extract(second from ends_at) = 0
                                               and starts_at < '24:00' and ends_at < '24:00')
);
create unique index uq_calendar_shifts_calendar_id_name on erp.calendar_shifts (calendar_id, lower(name));
comment on column erp.calendar_shifts.ends_at is 'Not after the start: on the next day. The shift belongs to the day it begins on.';

create table erp.calendar_shift_breaks (
  id uuid not null default erp.uuid_v7(),
  calendar_shift_id uuid not null,
  starts_at time not null,
  ends_at time not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_calendar_shift_breaks primary key (id),
  constraint uq_calendar_shift_breaks_calendar_shift_id_starts_at unique (calendar_shift_id, starts_at),
  constraint fk_calendar_shift_breaks_calendar_shift_id foreign key (calendar_shift_id) references erp.calendar_shifts (id) on delete cascade,
  constraint ck_calendar_shift_breaks_minutes check (extract(second from starts_at) = 0 and extract(second from ends_at) = 0
                                                     and starts_at < '24:00' and ends_at < '24:00')
);

alter table erp.calendar_exceptions
  add column works_from time,
  add column works_until time,
  add constraint ck_calendar_exceptions_limits check (is_working or (works_from is null and works_until is null)),
  add constraint ck_calendar_exceptions_minutes check (extract(second from works_from) = 0 and extract(second from works_until) = 0
                                                       and works_from < '24:00' and works_until < '24:00');
comment on column erp.calendar_exceptions.works_until is 'The shifts of the day are cut to the hours from works_from to works_until; not after works_from: on the next day.';
`;

const WORK_CENTRES = /* sql */ `
create table erp.work_centres (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  code text not null,
  name text not null,
  department_id uuid,
  calendar_id uuid,
  kind text not null default 'internal',
  supplier_id uuid,
  price_per_piece numeric(19,6),
  capacity integer not null default 1,
  people_per_place integer not null default 1,
  efficiency_percent numeric(7,4) not null default 100,
  labour_rate numeric(19,6) not null default 0,
  machine_rate numeric(19,6) not null default 0,
  overhead_percent numeric(7,4) not null default 0,
  location_id uuid,
  is_active boolean not null default true,
  external_id text,
  attributes jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_work_centres primary key (id),
  constraint fk_work_centres_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_work_centres_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_work_centres_calendar_id foreign key (calendar_id) references erp.calendars (id),
  constraint fk_work_centres_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_work_centres_location_id foreign key (location_id) references erp.locations (id),
  constraint ck_work_centres_code check (char_length(code) between 1 and 64),
  constraint ck_work_centres_name check (char_length(name) between 1 and 200),
  constraint ck_work_centres_kind check (kind in ('internal', 'subcontract')),
  constraint ck_work_centres_supplier_id check ((kind = 'subcontract') = (supplier_id is not null)),
  constraint ck_work_centres_price_per_piece check (price_per_piece between 0 and 9999999999999.999999),
  constraint ck_work_centres_price_of_subcontract check (kind = 'subcontract' or price_per_piece is null),
  constraint ck_work_centres_rates_of_internal check (kind = 'internal' or (labour_rate = 0 and machine_rate = 0 and overhead_percent = 0)),
  constraint ck_work_centres_capacity check (capacity between 1 and 10000),
  constraint ck_work_centres_people_per_place check (people_per_place between 0 and 1000),
  constraint ck_work_centres_efficiency_percent check (efficiency_percent between 0.0001 and 999),
  constraint ck_work_centres_labour_rate check (labour_rate between 0 and 9999999999999.999999),
  constraint ck_work_centres_machine_rate check (machine_rate between 0 and 9999999999999.999999),
  constraint ck_work_centres_overhead_percent check (overhead_percent between 0 and 999),
  constraint ck_work_centres_external_id check (char_length(external_id) between 1 and 200),
  constraint ck_work_centres_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_work_centres_company_id_code on erp.work_centres (company_id, lower(code));
create unique index uq_work_centres_external_id on erp.work_centres (external_id);
create index ix_work_centres_code on erp.work_centres (code, id);
create index ix_work_centres_department_id on erp.work_centres (department_id);
create index ix_work_centres_calendar_id on erp.work_centres (calendar_id);
create index ix_work_centres_supplier_id on erp.work_centres (supplier_id);
create index ix_work_centres_location_id on erp.work_centres (location_id);
create index ix_work_centres_attributes on erp.work_centres using gin (attributes jsonb_path_ops);
comment on column erp.work_centres.calendar_id is 'null: the calendar of the company';
comment on column erp.work_centres.capacity is 'How many places work in parallel.';
comment on column erp.work_centres.labour_rate is 'For one person and hour.';
comment on column erp.work_centres.machine_rate is 'For one place and hour.';
comment on column erp.work_centres.overhead_percent is 'Of labour and machine cost together.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger(t)
  from unnest(array['erp.calendar_shifts', 'erp.calendar_shift_breaks', 'erp.work_centres']::regclass[]) as t;
create trigger trg_work_centres_guard before insert or update on erp.work_centres
  for each row execute function erp.fn_guard_work_centre();
create trigger trg_work_centres_external_ids after delete on erp.work_centres
  for each row execute function erp.fn_forget_external_ids('work_centre');
`;

const DOWN = /* sql */ `
delete from erp.external_ids where entity_type = 'work_centre';
drop table erp.work_centres;
drop function erp.fn_guard_work_centre();
alter table erp.calendar_exceptions
  drop constraint ck_calendar_exceptions_minutes, drop constraint ck_calendar_exceptions_limits,
  drop column works_from, drop column works_until;
drop table erp.calendar_shift_breaks, erp.calendar_shifts;
`;
