import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

const FUNCTIONS = [
  'lock_bom_structure',
  'refuse_bom_change',
  'fn_guard_bom',
  'fn_guard_bom_lines',
  'fn_guard_bom_line_substitutes',
];

/** Bills of material: headers by revision, lines with substitutes and outputs, and what keeps them true. */
export class Bom1764000400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installView(queryRunner, 'bom_edges', 1);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await installTransitions(queryRunner, 'bom', [
      ['activate', 'draft', 'active'],
      ['obsolete', 'active', 'obsolete'],
    ]);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
create type erp.uuid_range as range (subtype = uuid);
comment on type erp.uuid_range is 'Lets an exclusion constraint compare ids with what every server has; no extension is needed.';

create table erp.boms (
  id uuid not null default erp.uuid_v7(),
  product_id uuid not null,
  revision text not null,
  type text not null default 'manufacturing',
  output_quantity bigint not null default 1,
  state text not null default 'draft',
  valid_from date,
  valid_to date,
  notes text,
  external_id text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_boms primary key (id),
  constraint fk_boms_product_id foreign key (product_id) references erp.products (id),
  constraint fk_boms_created_by foreign key (created_by) references erp.users (id),
  constraint ck_boms_revision check (char_length(revision) between 1 and 32),
  constraint ck_boms_type check (type in ('manufacturing', 'phantom', 'subcontract')),
  constraint ck_boms_output_quantity check (output_quantity between 1 and 9007199254740991),
  constraint ck_boms_state check (state in ('draft', 'active', 'obsolete')),
  constraint ck_boms_validity check (valid_to >= valid_from),
  constraint ck_boms_notes check (char_length(notes) <= 2000),
  constraint ck_boms_external_id check (char_length(external_id) between 1 and 200),
  constraint ex_boms_one_active exclude using gist (
    erp.uuid_range(product_id, product_id, '[]') with =,
    daterange(valid_from, valid_to, '[]') with &&
  ) where (state = 'active')
);
create unique index uq_boms_product_id_revision on erp.boms (product_id, lower(revision));
create unique index uq_boms_external_id on erp.boms (external_id);
create index ix_boms_created_at on erp.boms (created_at, id);
create index ix_boms_created_by on erp.boms (created_by);
comment on column erp.boms.output_quantity is 'The lines are for this many, so that whole numbers express any ratio exactly.';
comment on column erp.boms.valid_from is 'First day; null: from ever. A product has at most one active revision on any day.';

create table erp.bom_lines (
  id uuid not null default erp.uuid_v7(),
  bom_id uuid not null,
  line_no integer not null,
  kind text not null default 'component',
  component_id uuid not null,
  quantity bigint not null,
  scrap_percent numeric(7,4) not null default 0,
  cost_share_percent numeric(7,4) not null default 0,
  valid_from date,
  valid_to date,
  operation text,
  issue_method text not null default 'backflush',
  notes text,
  external_id text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_bom_lines primary key (id),
  constraint uq_bom_lines_bom_id_line_no unique (bom_id, line_no),
  constraint fk_bom_lines_bom_id foreign key (bom_id) references erp.boms (id) on delete cascade,
  constraint fk_bom_lines_component_id foreign key (component_id) references erp.products (id),
  constraint ck_bom_lines_line_no check (line_no between 1 and 999999),
  constraint ck_bom_lines_kind check (kind in ('component', 'co_product', 'by_product')),
  constraint ck_bom_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_bom_lines_scrap_percent check (scrap_percent between 0 and 100),
  constraint ck_bom_lines_scrap_of_components check (kind = 'component' or scrap_percent = 0),
  constraint ck_bom_lines_cost_share_percent check (cost_share_percent between 0 and 100),
  constraint ck_bom_lines_cost_share_of_outputs check (kind <> 'component' or cost_share_percent = 0),
  constraint ck_bom_lines_validity check (valid_to >= valid_from),
  constraint ck_bom_lines_operation check (char_length(operation) between 1 and 64),
  constraint ck_bom_lines_issue_method check (issue_method in ('manual', 'backflush')),
  constraint ck_bom_lines_notes check (char_length(notes) <= 500),
  constraint ck_bom_lines_external_id check (char_length(external_id) between 1 and 200)
);
create unique index uq_bom_lines_bom_id_external_id on erp.bom_lines (bom_id, external_id);
create index ix_bom_lines_component_id on erp.bom_lines (component_id);

create table erp.bom_line_substitutes (
  id uuid not null default erp.uuid_v7(),
  bom_line_id uuid not null,
  preference integer not null,
  component_id uuid not null,
  quantity bigint not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_bom_line_substitutes primary key (id),
  constraint uq_bom_line_substitutes_bom_line_id_preference unique (bom_line_id, preference),
  constraint uq_bom_line_substitutes_bom_line_id_component_id unique (bom_line_id, component_id),
  constraint fk_bom_line_substitutes_bom_line_id foreign key (bom_line_id) references erp.bom_lines (id) on delete cascade,
  constraint fk_bom_line_substitutes_component_id foreign key (component_id) references erp.products (id),
  constraint ck_bom_line_substitutes_preference check (preference between 1 and 99),
  constraint ck_bom_line_substitutes_quantity check (quantity between 1 and 9007199254740991)
);
create index ix_bom_line_substitutes_component_id on erp.bom_line_substitutes (component_id);
comment on column erp.bom_line_substitutes.quantity is 'How many of it stand in for the quantity of the line.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger(t)
  from unnest(array['erp.boms', 'erp.bom_lines', 'erp.bom_line_substitutes']::regclass[]) as t;

create trigger trg_boms_guard before insert or update or delete on erp.boms
  for each row execute function erp.fn_guard_bom();
create trigger trg_boms_transition before update of state on erp.boms
  for each row execute function erp.fn_check_transition('bom');

create trigger trg_bom_lines_insert after insert on erp.bom_lines
  referencing new table as new_rows for each statement execute function erp.fn_guard_bom_lines();
create trigger trg_bom_lines_update after update on erp.bom_lines
  referencing old table as old_rows new table as new_rows for each statement execute function erp.fn_guard_bom_lines();
create trigger trg_bom_lines_delete after delete on erp.bom_lines
  referencing old table as old_rows for each statement execute function erp.fn_guard_bom_lines();

create trigger trg_bom_line_substitutes_insert after insert on erp.bom_line_substitutes
  referencing new table as new_rows for each statement execute function erp.fn_guard_bom_line_substitutes();
create trigger trg_bom_line_substitutes_update after update on erp.bom_line_substitutes
  referencing old table as old_rows new table as new_rows for each statement execute function erp.fn_guard_bom_line_substitutes();
create trigger trg_bom_line_substitutes_delete after delete on erp.bom_line_substitutes
  referencing old table as old_rows for each statement execute function erp.fn_guard_bom_line_substitutes();
`;

const DOWN = /* sql */ `
drop view erp.bom_edges;
drop table erp.bom_line_substitutes, erp.bom_lines, erp.boms;
drop function erp.fn_guard_bom_line_substitutes(), erp.fn_guard_bom_lines(), erp.fn_guard_bom(),
  erp.refuse_bom_change(uuid[], boolean), erp.lock_bom_structure();
drop type erp.uuid_range;
delete from erp.state_transitions where machine = 'bom';
`;
