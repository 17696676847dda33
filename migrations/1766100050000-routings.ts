import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

const FUNCTIONS = ['refuse_routing_change', 'fn_guard_routing', 'fn_guard_routing_parts'];

/** How products are made, operation by operation, and what keeps that true. */
export class Routings1766100050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ROUTINGS);
    await queryRunner.query(OPERATIONS);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await installTransitions(queryRunner, 'routing', [
      ['activate', 'draft', 'active'],
      ['obsolete', 'active', 'obsolete'],
    ]);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ROUTINGS = /* sql */ `
create table erp.routings (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  product_id uuid not null,
  revision text not null,
  state text not null default 'draft',
  is_default boolean not null default false,
  valid_from date,
  valid_to date,
  notes text,
  external_id text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_routings primary key (id),
  constraint fk_routings_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_routings_product_id foreign key (product_id) references erp.products (id),
  constraint fk_routings_created_by foreign key (created_by) references erp.users (id),
  constraint ck_routings_revision check (char_length(revision) between 1 and 32),
  constraint ck_routings_state check (state in ('draft', 'active', 'obsolete')),
  constraint ck_routings_default_is_active check (not is_default or state = 'active'),
  constraint ck_routings_validity check (valid_to >= valid_from),
  constraint ck_routings_notes check (char_length(notes) <= 2000),
  constraint ck_routings_external_id check (char_length(external_id) between 1 and 200),
  constraint ex_routings_one_default exclude using gist (
    erp.uuid_range(product_id, product_id, '[]') with =,
    erp.uuid_range(company_id, company_id, '[]') with =,
    daterange(valid_from, valid_to, '[]') with &&
  ) where (is_default)
);
create unique index uq_routings_product_id_company_id_revision on erp.routings (product_id, company_id, lower(revision));
create unique index uq_routings_external_id on erp.routings (external_id);
create index ix_routings_company_id on erp.routings (company_id);
create index ix_routings_created_at on erp.routings (created_at, id);
create index ix_routings_created_by on erp.routings (created_by);
comment on column erp.routings.is_default is 'What the product is made by unless told otherwise: at most one in a company on any day.';
`;

const OPERATIONS = /* sql */ `
create table erp.routing_operations (
  id uuid not null default erp.uuid_v7(),
  routing_id uuid not null,
  number integer not null,
  name text not null,
  department_id uuid,
  work_centre_id uuid not null,
  setup_minutes integer not null default 0,
  run_minutes integer not null,
  run_quantity bigint not null default 1,
  queue_minutes integer not null default 0,
  move_minutes integer not null default 0,
  places integer,
  overlap_quantity bigint,
  buffer_percent numeric(7,4) not null default 0,
  scrap_percent numeric(7,4) not null default 0,
  quality_gate boolean not null default false,
  supplier_id uuid,
  price_per_piece numeric(19,6),
  instruction text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_routing_operations primary key (id),
  constraint uq_routing_operations_routing_id_number unique (routing_id, number),
  constraint uq_routing_operations_routing_id_id unique (routing_id, id),
  constraint fk_routing_operations_routing_id foreign key (routing_id) references erp.routings (id) on delete cascade,
  constraint fk_routing_operations_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_routing_operations_work_centre_id foreign key (work_centre_id) references erp.work_centres (id),
  constraint fk_routing_operations_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint ck_routing_operations_number check (number between 1 and 999999),
  constraint ck_routing_operations_name check (char_length(name) between 1 and 64),
  constraint ck_routing_operations_setup_minutes check (setup_minutes between 0 and 100000),
  constraint ck_routing_operations_run_minutes check (run_minutes between 0 and 1000000),
  constraint ck_routing_operations_run_quantity check (run_quantity between 1 and 9007199254740991),
  constraint ck_routing_operations_queue_minutes check (queue_minutes between 0 and 100000),
  constraint ck_routing_operations_move_minutes check (move_minutes between 0 and 100000),
  constraint ck_routing_operations_places check (places between 1 and 10000),
  constraint ck_routing_operations_overlap_quantity check (overlap_quantity between 1 and 9007199254740991),
  constraint ck_routing_operations_buffer_percent check (buffer_percent between 0 and 100),
  constraint ck_routing_operations_scrap_percent check (scrap_percent between 0 and 100),
  constraint ck_routing_operations_price_per_piece check (price_per_piece between 0 and 9999999999999.999999),
  constraint ck_routing_operations_instruction check (char_length(instruction) <= 4000)
);
create unique index uq_routing_operations_routing_id_name on erp.routing_operations (routing_id, lower(name));
create index ix_routing_operations_department_id on erp.routing_operations (department_id);
create index ix_routing_operations_work_centre_id on erp.routing_operations (work_centre_id);
create index ix_routing_operations_supplier_id on erp.routing_operations (supplier_id);
comment on column erp.routing_operations.name is 'Meets the operation of a bill''s lines, whatever the case.';
comment on column erp.routing_operations.run_minutes is 'For run_quantity pieces, so that whole numbers express any time exactly.';
comment on column erp.routing_operations.places is 'How many places of the work centre it may take at once; null: all of them.';
comment on column erp.routing_operations.overlap_quantity is 'Pieces after which the next operation may begin; null: all of them.';
comment on column erp.routing_operations.buffer_percent is 'Made on top of what the next operation is to make.';

create table erp.routing_operation_predecessors (
  id uuid not null default erp.uuid_v7(),
  routing_id uuid not null,
  operation_id uuid not null,
  predecessor_id uuid not null,
  created_at timestamptz(3) not null default now(),
  constraint pk_routing_operation_predecessors primary key (id),
  constraint uq_routing_operation_predecessors_pair unique (operation_id, predecessor_id),
  constraint fk_routing_operation_predecessors_operation_id foreign key (routing_id, operation_id)
    references erp.routing_operations (routing_id, id) on delete cascade,
  constraint fk_routing_operation_predecessors_predecessor_id foreign key (routing_id, predecessor_id)
    references erp.routing_operations (routing_id, id) on delete cascade
);
create index ix_routing_operation_predecessors_operation_id on erp.routing_operation_predecessors (routing_id, operation_id);
create index ix_routing_operation_predecessors_predecessor_id on erp.routing_operation_predecessors (routing_id, predecessor_id);

create table erp.routing_operation_alternatives (
  id uuid not null default erp.uuid_v7(),
  routing_id uuid not null,
  operation_id uuid not null,
  preference integer not null,
  work_centre_id uuid not null,
  setup_minutes integer not null,
  run_minutes integer not null,
  run_quantity bigint not null,
  price_per_piece numeric(19,6),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_routing_operation_alternatives primary key (id),
  constraint uq_routing_operation_alternatives_preference unique (operation_id, preference),
  constraint uq_routing_operation_alternatives_work_centre unique (operation_id, work_centre_id),
  constraint fk_routing_operation_alternatives_operation_id foreign key (routing_id, operation_id)
    references erp.routing_operations (routing_id, id) on delete cascade,
  constraint fk_routing_operation_alternatives_work_centre_id foreign key (work_centre_id) references erp.work_centres (id),
  constraint ck_routing_operation_alternatives_preference check (preference between 1 and 99),
  constraint ck_routing_operation_alternatives_setup_minutes check (setup_minutes between 0 and 100000),
  constraint ck_routing_operation_alternatives_run_minutes check (run_minutes between 0 and 1000000),
  constraint ck_routing_operation_alternatives_run_quantity check (run_quantity between 1 and 9007199254740991),
  constraint ck_routing_operation_alternatives_price_per_piece check (price_per_piece between 0 and 9999999999999.999999)
);
create index ix_routing_operation_alternatives_operation_id on erp.routing_operation_alternatives (routing_id, operation_id);
create index ix_routing_operation_alternatives_work_centre_id on erp.routing_operation_alternatives (work_centre_id);
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger(t)
  from unnest(array['erp.routings', 'erp.routing_operations', 'erp.routing_operation_alternatives']::regclass[]) as t;

create trigger trg_routings_guard before insert or update or delete on erp.routings
  for each row execute function erp.fn_guard_routing();
create trigger trg_routings_transition before update of state on erp.routings
  for each row execute function erp.fn_check_transition('routing');

create trigger trg_routing_operations_insert after insert on erp.routing_operations
  referencing new table as new_rows for each statement execute function erp.fn_guard_routing_parts();
create trigger trg_routing_operations_update after update on erp.routing_operations
  referencing old table as old_rows new table as new_rows for each statement execute function erp.fn_guard_routing_parts();
create trigger trg_routing_operations_delete after delete on erp.routing_operations
  referencing old table as old_rows for each statement execute function erp.fn_guard_routing_parts();

create trigger trg_routing_operation_predecessors_insert after insert on erp.routing_operation_predecessors
  referencing new table as new_rows for each statement execute function erp.fn_guard_routing_parts();
create trigger trg_routing_operation_predecessors_update after update on erp.routing_operation_predecessors
  referencing old table as old_rows new table as new_rows for each statement execute function erp.fn_guard_routing_parts();
create trigger trg_routing_operation_predecessors_delete after delete on erp.routing_operation_predecessors
  referencing old table as old_rows for each statement execute function erp.fn_guard_routing_parts();

create trigger trg_routing_operation_alternatives_insert after insert on erp.routing_operation_alternatives
  referencing new table as new_rows for each statement execute function erp.fn_guard_routing_parts();
create trigger trg_routing_operation_alternatives_update after update on erp.routing_operation_alternatives
  referencing old table as old_rows new table as new_rows for each statement execute function erp.fn_guard_routing_parts();
create trigger trg_routing_operation_alternatives_delete after delete on erp.routing_operation_alternatives
  referencing old table as old_rows for each statement execute function erp.fn_guard_routing_parts();
`;

const DOWN = /* sql */ `
drop table erp.routing_operation_alternatives, erp.routing_operation_predecessors, erp.routing_operations, erp.routings;
drop function erp.fn_guard_routing_parts(), erp.fn_guard_routing(), erp.refuse_routing_change(uuid[], boolean);
delete from erp.state_transitions where machine = 'routing';
`;
