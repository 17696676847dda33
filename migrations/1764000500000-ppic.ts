import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

/** Manufacturing orders with the snapshot of their bill, and every production posting made for them. */
export class Ppic1764000500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SETTINGS_AND_REASONS);
    await queryRunner.query(ORDERS);
    await queryRunner.query(SNAPSHOT);
    await queryRunner.query(POSTINGS);
    await installFunction(queryRunner, 'fn_guard_manufacturing_order', 1);
    await queryRunner.query(TRIGGERS);
    for (const name of VIEWS) await installView(queryRunner, name, 1);
    await queryRunner.query(RIGHTS);
    await installTransitions(queryRunner, 'manufacturing_order', TRANSITIONS);
    await queryRunner.query(SEED);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const VIEWS = ['manufacturing_order_flows', 'manufacturing_order_material', 'manufacturing_order_details'];

const SETTINGS_AND_REASONS = /* sql */ `
create table erp.ppic_settings (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  approver_must_differ boolean not null default false,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_ppic_settings primary key (id),
  constraint uq_ppic_settings_company_id unique (company_id),
  constraint fk_ppic_settings_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_ppic_settings_created_by foreign key (created_by) references erp.users (id)
);
create index ix_ppic_settings_created_by on erp.ppic_settings (created_by);
comment on column erp.ppic_settings.approver_must_differ is 'Separation of duties: who drafted a manufacturing order may not approve it.';

create table erp.production_reason_codes (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  category text not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_production_reason_codes primary key (id),
  constraint uq_production_reason_codes_code unique (code),
  constraint fk_production_reason_codes_created_by foreign key (created_by) references erp.users (id),
  constraint ck_production_reason_codes_code check (code ~ '^[A-Z0-9][A-Z0-9_-]{0,31}$'),
  constraint ck_production_reason_codes_name check (char_length(name) between 1 and 200),
  constraint ck_production_reason_codes_category check (category in ('rejected', 'lost'))
);
create index ix_production_reason_codes_created_by on erp.production_reason_codes (created_by);
`;

const ORDERS = /* sql */ `
select erp.create_number_series('manufacturing_order', 'MO');

create table erp.manufacturing_orders (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('manufacturing_order'),
  company_id uuid not null,
  warehouse_id uuid not null,
  department_id uuid,
  product_id uuid not null,
  bom_id uuid not null,
  state text not null default 'draft',
  priority text not null default 'normal',
  planned_quantity bigint not null,
  good_quantity bigint not null default 0,
  rejected_quantity bigint not null default 0,
  lost_quantity bigint not null default 0,
  planned_start_date date,
  due_date date,
  batch_number text,
  sales_order_line_id uuid,
  output_location_id uuid not null,
  reject_location_id uuid not null,
  planned_unit_cost numeric(19,6),
  notes text,
  approval_notes text,
  start_notes text,
  quality_notes text,
  approved_by uuid,
  approved_at timestamptz(3),
  released_at timestamptz(3),
  started_at timestamptz(3),
  paused_at timestamptz(3),
  paused_ms bigint not null default 0,
  completed_at timestamptz(3),
  closed_at timestamptz(3),
  cancelled_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_manufacturing_orders primary key (id),
  constraint uq_manufacturing_orders_number unique (number),
  constraint fk_manufacturing_orders_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_manufacturing_orders_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_manufacturing_orders_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_manufacturing_orders_product_id foreign key (product_id) references erp.products (id),
  constraint fk_manufacturing_orders_bom_id foreign key (bom_id) references erp.boms (id),
  constraint fk_manufacturing_orders_output_location_id foreign key (output_location_id) references erp.locations (id),
  constraint fk_manufacturing_orders_reject_location_id foreign key (reject_location_id) references erp.locations (id),
  constraint fk_manufacturing_orders_approved_by foreign key (approved_by) references erp.users (id),
  constraint fk_manufacturing_orders_created_by foreign key (created_by) references erp.users (id),
  constraint ck_manufacturing_orders_state check (state in
    ('draft', 'approved', 'released', 'in_progress', 'paused', 'completed', 'closed', 'cancelled')),
  constraint ck_manufacturing_orders_priority check (priority in ('low', 'normal', 'high', 'urgent')),
  constraint ck_manufacturing_orders_planned_quantity check (planned_quantity between 1 and 9007199254740991),
  constraint ck_manufacturing_orders_good_quantity check (good_quantity between 0 and 9007199254740991),
  constraint ck_manufacturing_orders_rejected_quantity check (rejected_quantity between 0 and 9007199254740991),
  constraint ck_manufacturing_orders_lost_quantity check (lost_quantity between 0 and 9007199254740991),
  constraint ck_manufacturing_orders_processed_quantity check (good_quantity::numeric + rejected_quantity + lost_quantity <= 9007199254740991),
  constraint ck_manufacturing_orders_dates check (due_date >= planned_start_date),
  constraint ck_manufacturing_orders_batch_number check (char_length(batch_number) between 1 and 64),
  constraint ck_manufacturing_orders_planned_unit_cost check (planned_unit_cost between 0 and 9999999999999.999999),
  constraint ck_manufacturing_orders_paused_ms check (paused_ms >= 0),
  constraint ck_manufacturing_orders_approved check (state in ('draft', 'cancelled') or (approved_at is not null and approved_by is not null)),
  constraint ck_manufacturing_orders_released check (state in ('draft', 'approved', 'cancelled')
    or (released_at is not null and planned_unit_cost is not null)),
  constraint ck_manufacturing_orders_started check (state in ('draft', 'approved', 'released', 'cancelled') or started_at is not null),
  constraint ck_manufacturing_orders_paused check ((state = 'paused') = (paused_at is not null)),
  constraint ck_manufacturing_orders_completed check ((state in ('completed', 'closed')) = (completed_at is not null)),
  constraint ck_manufacturing_orders_closed check ((state = 'closed') = (closed_at is not null)),
  constraint ck_manufacturing_orders_cancelled check ((state = 'cancelled') = (cancelled_at is not null))
);
create index ix_manufacturing_orders_created_at on erp.manufacturing_orders (created_at, id);
create index ix_manufacturing_orders_due_date on erp.manufacturing_orders ((coalesce(due_date, date '9999-12-31')), id);
create index ix_manufacturing_orders_open on erp.manufacturing_orders (state, id) where state not in ('closed', 'cancelled');
create index ix_manufacturing_orders_company_id on erp.manufacturing_orders (company_id);
create index ix_manufacturing_orders_warehouse_id on erp.manufacturing_orders (warehouse_id);
create index ix_manufacturing_orders_department_id on erp.manufacturing_orders (department_id);
create index ix_manufacturing_orders_product_id on erp.manufacturing_orders (product_id);
create index ix_manufacturing_orders_bom_id on erp.manufacturing_orders (bom_id);
create index ix_manufacturing_orders_sales_order_line_id on erp.manufacturing_orders (sales_order_line_id);
create index ix_manufacturing_orders_output_location_id on erp.manufacturing_orders (output_location_id);
create index ix_manufacturing_orders_reject_location_id on erp.manufacturing_orders (reject_location_id);
create index ix_manufacturing_orders_approved_by on erp.manufacturing_orders (approved_by);
create index ix_manufacturing_orders_created_by on erp.manufacturing_orders (created_by);
comment on column erp.manufacturing_orders.sales_order_line_id is 'The order line it is made for, as given: sales is not built yet, so nothing is referred to.';
comment on column erp.manufacturing_orders.planned_unit_cost is 'What a good piece is received at until the order closes: from the averages at release.';
`;

const SNAPSHOT = /* sql */ `
create table erp.manufacturing_order_components (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  issue_method text not null,
  operation text,
  numerator numeric(60,0) not null,
  denominator numeric(60,0) not null,
  required_quantity bigint not null,
  issued_quantity bigint not null default 0,
  planned_unit_cost numeric(19,6),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_manufacturing_order_components primary key (id),
  constraint uq_manufacturing_order_components_order_id_line_no unique (order_id, line_no),
  constraint fk_manufacturing_order_components_order_id foreign key (order_id) references erp.manufacturing_orders (id),
  constraint fk_manufacturing_order_components_product_id foreign key (product_id) references erp.products (id),
  constraint ck_manufacturing_order_components_line_no check (line_no >= 1),
  constraint ck_manufacturing_order_components_issue_method check (issue_method in ('backflush', 'manual')),
  constraint ck_manufacturing_order_components_numerator check (numerator >= 0 and numerator < 'Infinity' and numerator <> 'NaN'),
  constraint ck_manufacturing_order_components_denominator check (denominator >= 1 and denominator < 'Infinity' and denominator <> 'NaN'),
  constraint ck_manufacturing_order_components_required_quantity check (required_quantity between 0 and 9007199254740991),
  constraint ck_manufacturing_order_components_issued_quantity check (issued_quantity between 0 and 9007199254740991),
  constraint ck_manufacturing_order_components_planned_unit_cost check (planned_unit_cost between 0 and 9999999999999.999999)
);
create index ix_manufacturing_order_components_product_id on erp.manufacturing_order_components (product_id);
comment on table erp.manufacturing_order_components is 'The order''s own copy of its bill: pieces per piece made as an exact fraction. A fraction of zero is a component that was issued beside the bill.';

create table erp.manufacturing_order_outputs (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  line_no integer not null,
  kind text not null,
  product_id uuid not null,
  numerator numeric(60,0) not null,
  denominator numeric(60,0) not null,
  planned_quantity bigint not null,
  received_quantity bigint not null default 0,
  cost_share_percent numeric(7,4) not null,
  planned_unit_cost numeric(19,6),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_manufacturing_order_outputs primary key (id),
  constraint uq_manufacturing_order_outputs_order_id_line_no unique (order_id, line_no),
  constraint fk_manufacturing_order_outputs_order_id foreign key (order_id) references erp.manufacturing_orders (id),
  constraint fk_manufacturing_order_outputs_product_id foreign key (product_id) references erp.products (id),
  constraint ck_manufacturing_order_outputs_kind check (kind in ('co_product', 'by_product')),
  constraint ck_manufacturing_order_outputs_numerator check (numerator >= 0 and numerator < 'Infinity' and numerator <> 'NaN'),
  constraint ck_manufacturing_order_outputs_denominator check (denominator >= 1 and denominator < 'Infinity' and denominator <> 'NaN'),
  constraint ck_manufacturing_order_outputs_planned_quantity check (planned_quantity between 0 and 9007199254740991),
  constraint ck_manufacturing_order_outputs_received_quantity check (received_quantity between 0 and 9007199254740991),
  constraint ck_manufacturing_order_outputs_cost_share_percent check (cost_share_percent between 0 and 100),
  constraint ck_manufacturing_order_outputs_planned_unit_cost check (planned_unit_cost between 0 and 9999999999999.999999)
);
create index ix_manufacturing_order_outputs_product_id on erp.manufacturing_order_outputs (product_id);
comment on table erp.manufacturing_order_outputs is 'Co- and by-products of an order, copied from its bill, with their share of its cost.';
`;

const POSTINGS = /* sql */ `
create table erp.production_postings (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  posting_no integer not null,
  kind text not null,
  good_quantity bigint not null default 0,
  rejected_quantity bigint not null default 0,
  lost_quantity bigint not null default 0,
  rejected_reason_id uuid,
  lost_reason_id uuid,
  notes text,
  consumption_movement_id uuid,
  output_movement_id uuid,
  reversed_at timestamptz(3),
  reversed_by uuid,
  reversal_reason text,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_production_postings primary key (id),
  constraint uq_production_postings_order_id_posting_no unique (order_id, posting_no),
  constraint uq_production_postings_consumption_movement_id unique (consumption_movement_id),
  constraint uq_production_postings_output_movement_id unique (output_movement_id),
  constraint fk_production_postings_order_id foreign key (order_id) references erp.manufacturing_orders (id),
  constraint fk_production_postings_rejected_reason_id foreign key (rejected_reason_id) references erp.production_reason_codes (id),
  constraint fk_production_postings_lost_reason_id foreign key (lost_reason_id) references erp.production_reason_codes (id),
  constraint fk_production_postings_consumption_movement_id foreign key (consumption_movement_id) references erp.stock_movements (id),
  constraint fk_production_postings_output_movement_id foreign key (output_movement_id) references erp.stock_movements (id),
  constraint fk_production_postings_reversed_by foreign key (reversed_by) references erp.users (id),
  constraint fk_production_postings_created_by foreign key (created_by) references erp.users (id),
  constraint ck_production_postings_kind check (kind in ('report', 'completion', 'issue')),
  constraint ck_production_postings_good_quantity check (good_quantity between 0 and 9007199254740991),
  constraint ck_production_postings_rejected_quantity check (rejected_quantity between 0 and 9007199254740991),
  constraint ck_production_postings_lost_quantity check (lost_quantity between 0 and 9007199254740991),
  constraint ck_production_postings_something check (case kind
    when 'issue' then good_quantity = 0 and rejected_quantity = 0 and lost_quantity = 0 and consumption_movement_id is not null
    when 'report' then good_quantity > 0 or rejected_quantity > 0 or lost_quantity > 0
    else rejected_quantity = 0 and lost_quantity = 0 end),
  constraint ck_production_postings_rejected_reason check ((rejected_quantity > 0) = (rejected_reason_id is not null)),
  constraint ck_production_postings_lost_reason check ((lost_quantity > 0) = (lost_reason_id is not null)),
  constraint ck_production_postings_reversal check ((reversed_at is null) = (reversed_by is null))
);
create index ix_production_postings_rejected_reason_id on erp.production_postings (rejected_reason_id);
create index ix_production_postings_lost_reason_id on erp.production_postings (lost_reason_id);
create index ix_production_postings_created_at on erp.production_postings (created_at, id);
create index ix_production_postings_reversed_by on erp.production_postings (reversed_by);
create index ix_production_postings_created_by on erp.production_postings (created_by);
comment on table erp.production_postings is 'What was posted for an order: a production report, the completion''s last posting, or an issue of components.';

create table erp.production_posting_lines (
  id uuid not null default erp.uuid_v7(),
  posting_id uuid not null,
  component_id uuid,
  output_id uuid,
  quantity bigint not null,
  created_at timestamptz(3) not null default now(),
  constraint pk_production_posting_lines primary key (id),
  constraint uq_production_posting_lines_posting_id unique nulls not distinct (posting_id, component_id, output_id),
  constraint fk_production_posting_lines_posting_id foreign key (posting_id) references erp.production_postings (id),
  constraint fk_production_posting_lines_component_id foreign key (component_id) references erp.manufacturing_order_components (id),
  constraint fk_production_posting_lines_output_id foreign key (output_id) references erp.manufacturing_order_outputs (id),
  constraint ck_production_posting_lines_one_side check (num_nonnulls(component_id, output_id) = 1),
  constraint ck_production_posting_lines_quantity check (quantity between 1 and 9007199254740991)
);
create index ix_production_posting_lines_component_id on erp.production_posting_lines (component_id);
create index ix_production_posting_lines_output_id on erp.production_posting_lines (output_id);
comment on table erp.production_posting_lines is 'Pieces of each component that a posting consumed, and of each co- or by-product that it yielded.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.ppic_settings');
select erp.add_updated_at_trigger('erp.production_reason_codes');
select erp.add_updated_at_trigger('erp.manufacturing_orders');
select erp.add_updated_at_trigger('erp.manufacturing_order_components');
select erp.add_updated_at_trigger('erp.manufacturing_order_outputs');

create trigger trg_manufacturing_orders_transition before update of state on erp.manufacturing_orders
  for each row execute function erp.fn_check_transition('manufacturing_order');
create trigger trg_manufacturing_orders_guard before insert or update on erp.manufacturing_orders
  for each row execute function erp.fn_guard_manufacturing_order();
`;

/** The application never deletes an order and never rewrites what a posting said; of a component it writes only what moves. */
const RIGHTS = /* sql */ `
revoke delete on erp.manufacturing_orders, erp.ppic_settings from erp_app;
revoke update on erp.manufacturing_order_components, erp.manufacturing_order_outputs from erp_app;
grant update (issued_quantity, planned_unit_cost) on erp.manufacturing_order_components to erp_app;
grant update (received_quantity, planned_unit_cost) on erp.manufacturing_order_outputs to erp_app;
revoke update, delete on erp.production_postings, erp.production_posting_lines from erp_app;
grant update (reversed_at, reversed_by, reversal_reason) on erp.production_postings to erp_app;
`;

const TRANSITIONS = [
  ['approve', 'draft', 'approved'],
  ['release', 'approved', 'released'],
  ['start', 'approved', 'in_progress'],
  ['start', 'released', 'in_progress'],
  ['pause', 'in_progress', 'paused'],
  ['resume', 'paused', 'in_progress'],
  ['complete', 'in_progress', 'completed'],
  ['short_close', 'in_progress', 'completed'],
  ['close', 'completed', 'closed'],
  ['cancel', 'draft', 'cancelled'],
  ['cancel', 'approved', 'cancelled'],
  ['cancel', 'released', 'cancelled'],
  ['cancel', 'in_progress', 'cancelled'],
  ['cancel', 'paused', 'cancelled'],
] as const;

const SEED = /* sql */ `
insert into erp.production_reason_codes (code, name, category) values
  ('DEFECT', 'Defect in workmanship', 'rejected'),
  ('MATERIAL', 'Fault in the material', 'rejected'),
  ('DIMENSION', 'Out of dimension', 'rejected'),
  ('OTHER-REJECT', 'Rejected for another reason', 'rejected'),
  ('SETUP', 'Lost in setting up', 'lost'),
  ('BREAKAGE', 'Broken beyond repair', 'lost'),
  ('SAMPLE', 'Taken as a sample', 'lost'),
  ('OTHER-LOSS', 'Lost for another reason', 'lost');
`;

const DOWN = /* sql */ `
drop view erp.manufacturing_order_details, erp.manufacturing_order_material, erp.manufacturing_order_flows;
drop table erp.production_posting_lines, erp.production_postings, erp.manufacturing_order_outputs,
  erp.manufacturing_order_components, erp.manufacturing_orders, erp.production_reason_codes, erp.ppic_settings;
drop function erp.fn_guard_manufacturing_order;
delete from erp.state_transitions where machine = 'manufacturing_order';
delete from erp.number_series where series = 'manufacturing_order';
drop sequence erp.number_manufacturing_order;
`;
