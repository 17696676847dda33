import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

const FUNCTIONS = ['fn_guard_inspection_plan', 'fn_guard_inspection_plan_parts', 'fn_guard_inspection_finding'];
const VIEWS = [
  'quality_inspection_tallies',
  'quality_inspection_facts',
  'quality_defect_facts',
  'quality_failure_costs',
];

/** Quality: reasons of defects, inspection plans by revision, inspections with their results and decision, and figures over them. */
export class Quality1766200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(PLANS);
    await queryRunner.query(INSPECTIONS);
    await installTransitions(queryRunner, 'inspection_plan', [
      ['activate', 'draft', 'active'],
      ['obsolete', 'draft', 'obsolete'],
      ['obsolete', 'active', 'obsolete'],
    ]);
    await installTransitions(queryRunner, 'inspection', [
      ['start', 'open', 'in_progress'],
      ['accept', 'in_progress', 'accepted'],
      ['accept_in_part', 'in_progress', 'partially_accepted'],
      ['accept_in_part', 'rejected', 'partially_accepted'],
      ['reject', 'in_progress', 'rejected'],
      ['concede', 'in_progress', 'accepted'],
      ['concede', 'rejected', 'accepted'],
      ['cancel', 'open', 'cancelled'],
      ['cancel', 'in_progress', 'cancelled'],
    ]);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
    for (const name of VIEWS) await installView(queryRunner, name, 1);
    await queryRunner.query(GRANTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const PLANS = /* sql */ `
create table erp.defect_reasons (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  severity text not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_defect_reasons primary key (id),
  constraint uq_defect_reasons_code unique (code),
  constraint ck_defect_reasons_code check (code ~ '^[A-Z0-9][A-Z0-9_-]{0,31}$'),
  constraint ck_defect_reasons_name check (char_length(name) between 1 and 200),
  constraint ck_defect_reasons_severity check (severity in ('critical', 'major', 'minor'))
);
select erp.add_updated_at_trigger('erp.defect_reasons');

create table erp.inspection_plans (
  id uuid not null default erp.uuid_v7(),
  product_id uuid,
  category_id uuid,
  kind text not null,
  operation text,
  revision text not null,
  state text not null default 'draft',
  sampling text not null,
  sample_quantity bigint,
  sample_percent numeric(7,4),
  acceptance_number bigint not null default 0,
  is_gate boolean not null default false,
  while_open text not null default 'leave',
  notes text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_inspection_plans primary key (id),
  constraint fk_inspection_plans_product_id foreign key (product_id) references erp.products (id),
  constraint fk_inspection_plans_category_id foreign key (category_id) references erp.product_categories (id),
  constraint fk_inspection_plans_created_by foreign key (created_by) references erp.users (id),
  constraint ck_inspection_plans_subject check ((product_id is null) <> (category_id is null)),
  constraint ck_inspection_plans_kind check (kind in ('incoming', 'in_process', 'final')),
  constraint ck_inspection_plans_operation check ((kind = 'in_process') = (operation is not null) and char_length(operation) between 1 and 64),
  constraint ck_inspection_plans_revision check (char_length(revision) between 1 and 32),
  constraint ck_inspection_plans_state check (state in ('draft', 'active', 'obsolete')),
  constraint ck_inspection_plans_sampling check (sampling in ('all', 'fixed', 'percent', 'table')
    and (sampling = 'fixed') = (sample_quantity is not null) and (sampling = 'percent') = (sample_percent is not null)),
  constraint ck_inspection_plans_sample_quantity check (sample_quantity between 1 and 9007199254740991),
  constraint ck_inspection_plans_sample_percent check (sample_percent > 0 and sample_percent <= 100),
  constraint ck_inspection_plans_acceptance_number check (acceptance_number between 0 and 9007199254740991),
  constraint ck_inspection_plans_while_open check (while_open in ('leave', 'hold', 'quarantine') and (while_open = 'leave' or is_gate)),
  constraint ck_inspection_plans_notes check (char_length(notes) <= 2000)
);
create unique index uq_inspection_plans_revision on erp.inspection_plans (coalesce(product_id, category_id), kind, lower(coalesce(operation, '')), lower(revision));
create unique index uq_inspection_plans_one_active on erp.inspection_plans (coalesce(product_id, category_id), kind, lower(coalesce(operation, ''))) where state = 'active';
create index ix_inspection_plans_product_id on erp.inspection_plans (product_id);
create index ix_inspection_plans_category_id on erp.inspection_plans (category_id);
create index ix_inspection_plans_created_by on erp.inspection_plans (created_by);
create index ix_inspection_plans_created_at on erp.inspection_plans (created_at, id);
comment on column erp.inspection_plans.while_open is 'What happens to received stock until it is accepted: nothing, its lot is put on hold, or it is put into quarantine.';

create table erp.inspection_plan_samples (
  id uuid not null default erp.uuid_v7(),
  plan_id uuid not null,
  lot_from bigint not null,
  lot_to bigint not null,
  sample_size bigint not null,
  acceptance_number bigint not null,
  rejection_number bigint not null,
  constraint pk_inspection_plan_samples primary key (id),
  constraint fk_inspection_plan_samples_plan_id foreign key (plan_id) references erp.inspection_plans (id),
  constraint ck_inspection_plan_samples_lot check (lot_from between 1 and 9007199254740991 and lot_to between lot_from and 9007199254740991),
  constraint ck_inspection_plan_samples_sample_size check (sample_size between 1 and 9007199254740991),
  constraint ck_inspection_plan_samples_numbers check (acceptance_number >= 0 and acceptance_number < sample_size and rejection_number = acceptance_number + 1),
  constraint ex_inspection_plan_samples_lot exclude using gist (erp.uuid_range(plan_id, plan_id, '[]') with =, int8range(lot_from, lot_to, '[]') with &&)
);
create index ix_inspection_plan_samples_plan_id on erp.inspection_plan_samples (plan_id, lot_from);
comment on table erp.inspection_plan_samples is 'Single sampling by lot size, as tables such as ISO 2859-1 give it: accept up to the acceptance number, reject from the next on.';

create table erp.inspection_characteristics (
  id uuid not null default erp.uuid_v7(),
  plan_id uuid not null,
  characteristic_no integer not null,
  name text not null,
  type text not null,
  unit text,
  nominal numeric(19,6),
  lower_limit numeric(19,6),
  upper_limit numeric(19,6),
  decimals integer,
  severity text not null,
  is_mandatory boolean not null default true,
  constraint pk_inspection_characteristics primary key (id),
  constraint uq_inspection_characteristics_plan_id_characteristic_no unique (plan_id, characteristic_no),
  constraint fk_inspection_characteristics_plan_id foreign key (plan_id) references erp.inspection_plans (id),
  constraint ck_inspection_characteristics_characteristic_no check (characteristic_no >= 1),
  constraint ck_inspection_characteristics_name check (char_length(name) between 1 and 200),
  constraint ck_inspection_characteristics_type check (type in ('measured', 'attribute')),
  constraint ck_inspection_characteristics_unit check (char_length(unit) between 1 and 32),
  constraint ck_inspection_characteristics_limits check (nominal between -9999999999999.999999 and 9999999999999.999999
    and lower_limit between -9999999999999.999999 and 9999999999999.999999 and upper_limit between -9999999999999.999999 and 9999999999999.999999
    and lower_limit <= upper_limit and lower_limit <= nominal and nominal <= upper_limit),
  constraint ck_inspection_characteristics_measured check (case type when 'measured'
    then unit is not null and decimals is not null and (lower_limit is not null or upper_limit is not null)
    else unit is null and decimals is null and nominal is null and lower_limit is null and upper_limit is null end),
  constraint ck_inspection_characteristics_decimals check (decimals between 0 and 6),
  constraint ck_inspection_characteristics_severity check (severity in ('critical', 'major', 'minor'))
);

select erp.add_updated_at_trigger('erp.inspection_plans');
`;

const INSPECTIONS = /* sql */ `
select erp.create_number_series('inspection', 'QI');

create table erp.inspections (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('inspection'),
  company_id uuid not null,
  warehouse_id uuid not null,
  location_id uuid not null,
  held_location_id uuid,
  plan_id uuid not null,
  kind text not null,
  operation text,
  product_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  sample_size bigint not null,
  acceptance_number bigint not null,
  is_gate boolean not null,
  holds_lot boolean not null default false,
  source_type text not null,
  source_id uuid not null,
  source_line_id uuid,
  reinspects_id uuid,
  state text not null default 'open',
  accepted_quantity bigint,
  rejected_quantity bigint,
  is_sorted boolean not null default false,
  is_concession boolean not null default false,
  disposition text,
  rejected_value numeric(15,2),
  scrap_movement_id uuid,
  reason text,
  notes text,
  started_at timestamptz(3),
  decided_at timestamptz(3),
  decided_by uuid,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_inspections primary key (id),
  constraint uq_inspections_number unique (number),
  constraint fk_inspections_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_inspections_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_inspections_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_inspections_held_location_id foreign key (held_location_id) references erp.locations (id),
  constraint fk_inspections_plan_id foreign key (plan_id) references erp.inspection_plans (id),
  constraint fk_inspections_product_id foreign key (product_id) references erp.products (id),
  constraint fk_inspections_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_inspections_reinspects_id foreign key (reinspects_id) references erp.inspections (id),
  constraint fk_inspections_scrap_movement_id foreign key (scrap_movement_id) references erp.stock_movements (id),
  constraint fk_inspections_decided_by foreign key (decided_by) references erp.users (id),
  constraint fk_inspections_created_by foreign key (created_by) references erp.users (id),
  constraint ck_inspections_kind check (kind in ('incoming', 'in_process', 'final') and (kind = 'in_process') = (operation is not null)),
  constraint ck_inspections_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_inspections_sample check (sample_size between 1 and quantity and acceptance_number between 0 and 9007199254740991),
  constraint ck_inspections_holds_lot check (not holds_lot or lot_id is not null),
  constraint ck_inspections_source_type check (source_type ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint ck_inspections_state check (state in ('open', 'in_progress', 'accepted', 'partially_accepted', 'rejected', 'cancelled')),
  constraint ck_inspections_decision check (case
    when state in ('open', 'in_progress', 'cancelled') then num_nonnulls(accepted_quantity, rejected_quantity, decided_at, decided_by, disposition, rejected_value) = 0
    else num_nulls(accepted_quantity, rejected_quantity, decided_at, decided_by, rejected_value) = 0 and accepted_quantity + rejected_quantity = quantity
      and (state = 'accepted') = (rejected_quantity = 0) and (state = 'rejected') = (accepted_quantity = 0)
      and (disposition is null) = (rejected_quantity = 0) end),
  constraint ck_inspections_decided check (accepted_quantity >= 0 and rejected_quantity >= 0),
  constraint ck_inspections_concession check (not is_concession or (state = 'accepted' and reason is not null)),
  constraint ck_inspections_disposition check (disposition in ('leave', 'quarantine', 'scrap') and (disposition = 'scrap') = (scrap_movement_id is not null)),
  constraint ck_inspections_rejected_value check (rejected_value between 0 and 9999999999999.99),
  constraint ck_inspections_reason check (char_length(reason) <= 2000),
  constraint ck_inspections_notes check (char_length(notes) <= 2000)
);
create unique index uq_inspections_source_line_id on erp.inspections (source_line_id) where source_line_id is not null and reinspects_id is null and state <> 'cancelled';
create unique index uq_inspections_reinspects_id on erp.inspections (reinspects_id) where state <> 'cancelled';
create index ix_inspections_company_id on erp.inspections (company_id);
create index ix_inspections_warehouse_id on erp.inspections (warehouse_id);
create index ix_inspections_location_id on erp.inspections (location_id);
create index ix_inspections_held_location_id on erp.inspections (held_location_id);
create index ix_inspections_plan_id on erp.inspections (plan_id);
create index ix_inspections_product_id on erp.inspections (product_id);
create index ix_inspections_lot_id on erp.inspections (lot_id);
create index ix_inspections_source_id on erp.inspections (source_id);
create index ix_inspections_reinspects_id on erp.inspections (reinspects_id);
create index ix_inspections_scrap_movement_id on erp.inspections (scrap_movement_id);
create index ix_inspections_decided_by on erp.inspections (decided_by);
create index ix_inspections_created_by on erp.inspections (created_by);
create index ix_inspections_created_at on erp.inspections (created_at, id);
create index ix_inspections_decided_at on erp.inspections (decided_at) where decided_at is not null;
comment on column erp.inspections.location_id is 'Where the pieces lie, and go back to when they are accepted.';
comment on column erp.inspections.held_location_id is 'The quarantine where they wait meanwhile, or lie after being rejected.';
comment on column erp.inspections.rejected_value is 'What the rejected pieces were worth in stock when it was decided; of scrapped ones the ledger says the same.';

create table erp.inspection_results (
  inspection_id uuid not null,
  sample_no bigint not null,
  characteristic_id uuid not null,
  value numeric(19,6),
  passed boolean not null,
  note text,
  recorded_by uuid not null default erp.current_actor(),
  recorded_at timestamptz(3) not null default now(),
  constraint pk_inspection_results primary key (inspection_id, sample_no, characteristic_id),
  constraint fk_inspection_results_inspection_id foreign key (inspection_id) references erp.inspections (id),
  constraint fk_inspection_results_characteristic_id foreign key (characteristic_id) references erp.inspection_characteristics (id),
  constraint fk_inspection_results_recorded_by foreign key (recorded_by) references erp.users (id),
  constraint ck_inspection_results_sample_no check (sample_no between 1 and 9007199254740991),
  constraint ck_inspection_results_value check (value between -9999999999999.999999 and 9999999999999.999999),
  constraint ck_inspection_results_note check (char_length(note) <= 500)
);
create index ix_inspection_results_characteristic_id on erp.inspection_results (characteristic_id);
create index ix_inspection_results_recorded_by on erp.inspection_results (recorded_by);

create table erp.inspection_defects (
  id uuid not null default erp.uuid_v7(),
  inspection_id uuid not null,
  stage text not null,
  sample_no bigint,
  reason_id uuid not null,
  severity text not null,
  quantity bigint not null,
  note text,
  recorded_by uuid not null default erp.current_actor(),
  recorded_at timestamptz(3) not null default now(),
  constraint pk_inspection_defects primary key (id),
  constraint uq_inspection_defects_reason unique nulls not distinct (inspection_id, stage, reason_id, sample_no),
  constraint fk_inspection_defects_inspection_id foreign key (inspection_id) references erp.inspections (id),
  constraint fk_inspection_defects_reason_id foreign key (reason_id) references erp.defect_reasons (id),
  constraint fk_inspection_defects_recorded_by foreign key (recorded_by) references erp.users (id),
  constraint ck_inspection_defects_stage check (stage in ('sample', 'decision') and (stage = 'sample' or sample_no is null)),
  constraint ck_inspection_defects_sample_no check (sample_no between 1 and 9007199254740991),
  constraint ck_inspection_defects_severity check (severity in ('critical', 'major', 'minor')),
  constraint ck_inspection_defects_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_inspection_defects_note check (char_length(note) <= 500)
);
create index ix_inspection_defects_reason_id on erp.inspection_defects (reason_id);
create index ix_inspection_defects_recorded_by on erp.inspection_defects (recorded_by);
comment on column erp.inspection_defects.stage is 'sample: found in the sample. decision: why pieces were rejected, each counted once by its main reason; these then stand for the inspection in figures.';

select erp.add_updated_at_trigger('erp.inspections');
`;

const TRIGGERS = /* sql */ `
create trigger trg_inspection_plans_transition before update of state on erp.inspection_plans
  for each row execute function erp.fn_check_transition('inspection_plan');
create trigger trg_guard_inspection_plan before update on erp.inspection_plans
  for each row execute function erp.fn_guard_inspection_plan();
create trigger trg_guard_inspection_plan_samples before insert or update or delete on erp.inspection_plan_samples
  for each row execute function erp.fn_guard_inspection_plan_parts();
create trigger trg_guard_inspection_characteristics before insert or update or delete on erp.inspection_characteristics
  for each row execute function erp.fn_guard_inspection_plan_parts();
create trigger trg_inspections_transition before update of state on erp.inspections
  for each row execute function erp.fn_check_transition('inspection');
create trigger trg_guard_inspection_results before insert or update or delete on erp.inspection_results
  for each row execute function erp.fn_guard_inspection_finding();
create trigger trg_guard_inspection_defects before insert or update or delete on erp.inspection_defects
  for each row execute function erp.fn_guard_inspection_finding();
`;

const GRANTS = /* sql */ `
revoke delete on erp.inspection_plans, erp.inspections from erp_app;
`;

const DOWN = /* sql */ `
drop view erp.quality_failure_costs, erp.quality_defect_facts, erp.quality_inspection_facts, erp.quality_inspection_tallies;
delete from erp.state_transitions where machine in ('inspection', 'inspection_plan');
drop table erp.inspection_defects, erp.inspection_results, erp.inspections, erp.inspection_characteristics, erp.inspection_plan_samples,
  erp.inspection_plans, erp.defect_reasons;
drop function erp.fn_guard_inspection_plan(), erp.fn_guard_inspection_plan_parts(), erp.fn_guard_inspection_finding();
delete from erp.number_series where series = 'inspection';
drop sequence erp.number_inspection;
`;
