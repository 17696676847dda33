import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

/** What a released order becomes on the shop floor: work orders by operation, what flows between them, and what was done there. */
export class WorkOrders1767000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ORDERS);
    await queryRunner.query(WORK_ORDERS);
    await queryRunner.query(LINKS);
    await queryRunner.query(ENTRIES);
    await queryRunner.query(HAND_OVERS);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query(RIGHTS);
    await installFunction(queryRunner, 'fn_guard_manufacturing_order', 2);
    await installFunction(queryRunner, 'post_any_movement', 4);
    await queryRunner.query('drop view erp.manufacturing_order_details');
    await installView(queryRunner, 'manufacturing_order_details', 2);
    await installView(queryRunner, 'work_order_material', 1);
    await installTransitions(queryRunner, 'work_order', WORK_ORDER);
    await installTransitions(queryRunner, 'work_order_hand_over', HAND_OVER);
    await queryRunner.query(REASONS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
    await installFunction(queryRunner, 'fn_guard_manufacturing_order', 1);
    await installFunction(queryRunner, 'post_any_movement', 3);
    await queryRunner.query(ORDERS_DOWN);
    await installView(queryRunner, 'manufacturing_order_details', 1);
  }
}

const WORK_ORDER = [
  ['ready', 'pending', 'ready'],
  ['start', 'pending', 'in_progress'],
  ['start', 'ready', 'in_progress'],
  ['pause', 'in_progress', 'paused'],
  ['resume', 'paused', 'in_progress'],
  ['complete', 'in_progress', 'completed'],
  ['complete', 'paused', 'completed'],
  ['cancel', 'pending', 'cancelled'],
  ['cancel', 'ready', 'cancelled'],
  ['cancel', 'in_progress', 'cancelled'],
  ['cancel', 'paused', 'cancelled'],
] as const;

const HAND_OVER = [
  ['accept', 'offered', 'accepted'],
  ['withdraw', 'offered', 'withdrawn'],
] as const;

const ORDERS = /* sql */ `
alter table erp.manufacturing_orders
  add column routing_id uuid,
  add constraint fk_manufacturing_orders_routing_id foreign key (routing_id) references erp.routings (id);
create index ix_manufacturing_orders_routing_id on erp.manufacturing_orders (routing_id);
comment on column erp.manufacturing_orders.routing_id is 'By which operations it is made. What left draft never changes in a routing, so the order refers to it; null: in one step.';

alter table erp.ppic_settings
  add column over_production_percent numeric(7,4),
  add constraint ck_ppic_settings_over_production_percent check (over_production_percent between 0 and 1000);
comment on column erp.ppic_settings.over_production_percent is 'How many good pieces an order or operation may make beyond its target, in percent; null: any number.';

alter table erp.production_reason_codes drop constraint ck_production_reason_codes_category;
alter table erp.production_reason_codes add constraint ck_production_reason_codes_category check (category in ('rejected', 'lost', 'rework'));

alter table erp.production_postings drop constraint ck_production_postings_kind, drop constraint ck_production_postings_something;
alter table erp.production_postings
  add constraint ck_production_postings_kind check (kind in ('report', 'completion', 'issue', 'operation')),
  add constraint ck_production_postings_something check (case kind
    when 'issue' then good_quantity = 0 and rejected_quantity = 0 and lost_quantity = 0 and consumption_movement_id is not null
    when 'report' then good_quantity > 0 or rejected_quantity > 0 or lost_quantity > 0
    when 'operation' then good_quantity = 0 and rejected_quantity = 0
    else rejected_quantity = 0 end);

alter table erp.stock_value_adjustments drop constraint ck_stock_value_adjustments_type;
alter table erp.stock_value_adjustments add constraint ck_stock_value_adjustments_type check (type in ('revaluation', 'landed_cost',
  'price_difference', 'method_change', 'production_true_up', 'reversal_variance', 'standard_variance', 'conversion_cost'));
`;

/** Only where nothing of the new kinds was written can the old rules hold again. */
const ORDERS_DOWN = /* sql */ `
alter table erp.stock_value_adjustments drop constraint ck_stock_value_adjustments_type;
alter table erp.stock_value_adjustments add constraint ck_stock_value_adjustments_type check (type in ('revaluation', 'landed_cost',
  'price_difference', 'method_change', 'production_true_up', 'reversal_variance', 'standard_variance'));
alter table erp.production_postings drop constraint ck_production_postings_kind, drop constraint ck_production_postings_something;
alter table erp.production_postings
  add constraint ck_production_postings_kind check (kind in ('report', 'completion', 'issue')),
  add constraint ck_production_postings_something check (case kind
    when 'issue' then good_quantity = 0 and rejected_quantity = 0 and lost_quantity = 0 and consumption_movement_id is not null
    when 'report' then good_quantity > 0 or rejected_quantity > 0 or lost_quantity > 0
    else rejected_quantity = 0 and lost_quantity = 0 end);
delete from erp.production_reason_codes where category = 'rework';
alter table erp.production_reason_codes drop constraint ck_production_reason_codes_category;
alter table erp.production_reason_codes add constraint ck_production_reason_codes_category check (category in ('rejected', 'lost'));
alter table erp.ppic_settings drop column over_production_percent;
alter table erp.manufacturing_orders drop column routing_id;
`;

const WORK_ORDERS = /* sql */ `
create table erp.work_orders (
  id uuid not null default erp.uuid_v7(),
  number text not null,
  order_id uuid not null,
  operation_id uuid not null,
  operation_no integer not null,
  name text not null,
  is_last boolean not null,
  company_id uuid not null,
  warehouse_id uuid not null,
  department_id uuid,
  work_centre_id uuid not null,
  kind text not null,
  supplier_id uuid,
  price_per_piece numeric(19,6),
  setup_minutes integer not null,
  run_minutes integer not null,
  run_quantity bigint not null,
  places integer,
  overlap_quantity bigint,
  quality_gate boolean not null,
  instruction text,
  capacity integer not null,
  people_per_place integer not null,
  efficiency_percent numeric(7,4) not null,
  labour_rate numeric(19,6) not null,
  machine_rate numeric(19,6) not null,
  overhead_percent numeric(7,4) not null,
  planned_quantity bigint not null,
  planned_minutes bigint not null,
  planned_machine_minutes bigint not null,
  planned_labour_minutes bigint not null,
  planned_cost numeric(15,2) not null,
  planned_start timestamptz(3),
  planned_finish timestamptz(3),
  state text not null default 'pending',
  good_quantity bigint not null default 0,
  rejected_quantity bigint not null default 0,
  lost_quantity bigint not null default 0,
  rework_quantity bigint not null default 0,
  machine_minutes bigint not null default 0,
  labour_minutes bigint not null default 0,
  conversion_cost numeric(15,2) not null default 0,
  started_at timestamptz(3),
  paused_at timestamptz(3),
  paused_ms bigint not null default 0,
  completed_at timestamptz(3),
  cancelled_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_work_orders primary key (id),
  constraint uq_work_orders_number unique (number),
  constraint uq_work_orders_order_id_operation_no unique (order_id, operation_no),
  constraint fk_work_orders_order_id foreign key (order_id) references erp.manufacturing_orders (id),
  constraint fk_work_orders_operation_id foreign key (operation_id) references erp.routing_operations (id),
  constraint fk_work_orders_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_work_orders_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_work_orders_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_work_orders_work_centre_id foreign key (work_centre_id) references erp.work_centres (id),
  constraint fk_work_orders_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint ck_work_orders_state check (state in ('pending', 'ready', 'in_progress', 'paused', 'completed', 'cancelled')),
  constraint ck_work_orders_kind check (kind in ('internal', 'subcontract')),
  constraint ck_work_orders_planned_quantity check (planned_quantity between 1 and 9007199254740991),
  constraint ck_work_orders_counts check (good_quantity >= 0 and rejected_quantity >= 0 and lost_quantity >= 0 and rework_quantity >= 0
    and good_quantity::numeric + rejected_quantity + lost_quantity + rework_quantity <= 9007199254740991),
  constraint ck_work_orders_minutes check (machine_minutes between 0 and 9007199254740991 and labour_minutes between 0 and 9007199254740991),
  constraint ck_work_orders_price_per_piece check (price_per_piece between 0 and 9999999999999.999999),
  constraint ck_work_orders_labour_rate check (labour_rate between 0 and 9999999999999.999999),
  constraint ck_work_orders_machine_rate check (machine_rate between 0 and 9999999999999.999999),
  constraint ck_work_orders_planned_cost check (planned_cost between 0 and 9999999999999.99),
  constraint ck_work_orders_conversion_cost check (conversion_cost between 0 and 9999999999999.99),
  constraint ck_work_orders_efficiency_percent check (efficiency_percent between 0 and 999),
  constraint ck_work_orders_overhead_percent check (overhead_percent between 0 and 999),
  constraint ck_work_orders_paused check ((state = 'paused') = (paused_at is not null)),
  constraint ck_work_orders_started check (state not in ('in_progress', 'paused') or started_at is not null),
  constraint ck_work_orders_completed check ((state = 'completed') = (completed_at is not null)),
  constraint ck_work_orders_cancelled check ((state = 'cancelled') = (cancelled_at is not null))
);
create index ix_work_orders_operation_id on erp.work_orders (operation_id);
create index ix_work_orders_company_id on erp.work_orders (company_id);
create index ix_work_orders_warehouse_id on erp.work_orders (warehouse_id);
create index ix_work_orders_department_id on erp.work_orders (department_id, state);
create index ix_work_orders_work_centre_id on erp.work_orders (work_centre_id, state);
create index ix_work_orders_supplier_id on erp.work_orders (supplier_id);
create index ix_work_orders_planned_start on erp.work_orders ((coalesce(planned_start, timestamptz '9999-12-31 00:00+00')), id);
create index ix_work_orders_created_at on erp.work_orders (created_at, id);
comment on table erp.work_orders is 'One operation of a released order: what the routing and its work centre said at the release, and what was made there since.';
comment on column erp.work_orders.planned_quantity is 'Good pieces to make, so that the last operation still meets the order: with the buffers of this operation and of those after it.';
comment on column erp.work_orders.rework_quantity is 'Pieces that wait here to be done again.';
comment on column erp.work_orders.price_per_piece is 'Of a subcontract operation, for a good piece.';

alter table erp.manufacturing_order_components
  add column work_order_id uuid,
  add constraint fk_manufacturing_order_components_work_order_id foreign key (work_order_id) references erp.work_orders (id);
create index ix_manufacturing_order_components_work_order_id on erp.manufacturing_order_components (work_order_id);
comment on column erp.manufacturing_order_components.work_order_id is 'The operation that uses it: it is needed for the pieces that are processed there.';
`;

const LINKS = /* sql */ `
create table erp.work_order_links (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  from_work_order_id uuid not null,
  to_work_order_id uuid,
  is_automatic boolean not null,
  offered_quantity bigint not null default 0,
  accepted_quantity bigint not null default 0,
  missing_quantity bigint not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_work_order_links primary key (id),
  constraint uq_work_order_links_pair unique nulls not distinct (from_work_order_id, to_work_order_id),
  constraint fk_work_order_links_order_id foreign key (order_id) references erp.manufacturing_orders (id),
  constraint fk_work_order_links_from_work_order_id foreign key (from_work_order_id) references erp.work_orders (id),
  constraint fk_work_order_links_to_work_order_id foreign key (to_work_order_id) references erp.work_orders (id),
  constraint ck_work_order_links_ends check (from_work_order_id <> to_work_order_id),
  constraint ck_work_order_links_counts check (offered_quantity >= 0 and accepted_quantity >= 0 and missing_quantity >= 0)
);
create index ix_work_order_links_order_id on erp.work_order_links (order_id);
create index ix_work_order_links_to_work_order_id on erp.work_order_links (to_work_order_id);
comment on table erp.work_order_links is 'Good pieces go from one operation to the next, and from a gated last one into stock (to nobody). Offered: handed over and not decided yet.';
comment on column erp.work_order_links.is_automatic is 'Within one department and without a quality gate, what is good is the next one''s at once.';
`;

const ENTRIES = /* sql */ `
create table erp.work_order_entries (
  id uuid not null default erp.uuid_v7(),
  work_order_id uuid not null,
  entry_no integer not null,
  production_date date not null,
  shift text,
  good_quantity bigint not null default 0,
  rejected_quantity bigint not null default 0,
  rework_quantity bigint not null default 0,
  lost_quantity bigint not null default 0,
  reworked_quantity bigint not null default 0,
  rejected_reason_id uuid,
  rework_reason_id uuid,
  lost_reason_id uuid,
  machine_minutes bigint not null default 0,
  labour_minutes bigint not null default 0,
  is_standard_time boolean not null,
  labour_cost numeric(15,2) not null default 0,
  machine_cost numeric(15,2) not null default 0,
  overhead_cost numeric(15,2) not null default 0,
  subcontract_cost numeric(15,2) not null default 0,
  is_automatic boolean not null default false,
  notes text,
  posting_id uuid,
  reversed_at timestamptz(3),
  reversed_by uuid,
  reversal_reason text,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_work_order_entries primary key (id),
  constraint uq_work_order_entries_work_order_id_entry_no unique (work_order_id, entry_no),
  constraint fk_work_order_entries_work_order_id foreign key (work_order_id) references erp.work_orders (id),
  constraint fk_work_order_entries_rejected_reason_id foreign key (rejected_reason_id) references erp.production_reason_codes (id),
  constraint fk_work_order_entries_rework_reason_id foreign key (rework_reason_id) references erp.production_reason_codes (id),
  constraint fk_work_order_entries_lost_reason_id foreign key (lost_reason_id) references erp.production_reason_codes (id),
  constraint fk_work_order_entries_posting_id foreign key (posting_id) references erp.production_postings (id),
  constraint fk_work_order_entries_reversed_by foreign key (reversed_by) references erp.users (id),
  constraint fk_work_order_entries_created_by foreign key (created_by) references erp.users (id),
  constraint ck_work_order_entries_quantities check (good_quantity >= 0 and rejected_quantity >= 0 and rework_quantity >= 0 and lost_quantity >= 0
    and reworked_quantity between 0 and good_quantity + rejected_quantity + rework_quantity + lost_quantity),
  constraint ck_work_order_entries_something check (good_quantity + rejected_quantity + rework_quantity + lost_quantity + machine_minutes + labour_minutes > 0),
  constraint ck_work_order_entries_rejected_reason check ((rejected_quantity > 0) = (rejected_reason_id is not null)),
  constraint ck_work_order_entries_rework_reason check ((rework_quantity > 0) = (rework_reason_id is not null)),
  constraint ck_work_order_entries_lost_reason check ((lost_quantity > 0) = (lost_reason_id is not null)),
  constraint ck_work_order_entries_minutes check (machine_minutes between 0 and 9007199254740991 and labour_minutes between 0 and 9007199254740991),
  constraint ck_work_order_entries_labour_cost check (labour_cost between 0 and 9999999999999.99),
  constraint ck_work_order_entries_machine_cost check (machine_cost between 0 and 9999999999999.99),
  constraint ck_work_order_entries_overhead_cost check (overhead_cost between 0 and 9999999999999.99),
  constraint ck_work_order_entries_subcontract_cost check (subcontract_cost between 0 and 9999999999999.99),
  constraint ck_work_order_entries_shift check (char_length(shift) between 1 and 64),
  constraint ck_work_order_entries_reversal check ((reversed_at is null) = (reversed_by is null))
);
create index ix_work_order_entries_rejected_reason_id on erp.work_order_entries (rejected_reason_id);
create index ix_work_order_entries_rework_reason_id on erp.work_order_entries (rework_reason_id);
create index ix_work_order_entries_lost_reason_id on erp.work_order_entries (lost_reason_id);
create index ix_work_order_entries_posting_id on erp.work_order_entries (posting_id);
create index ix_work_order_entries_reversed_by on erp.work_order_entries (reversed_by);
create index ix_work_order_entries_created_by on erp.work_order_entries (created_by);
create index ix_work_order_entries_created_at on erp.work_order_entries (created_at, id);
create index ix_work_order_entries_production_date on erp.work_order_entries (production_date, id);
comment on table erp.work_order_entries is 'What one shift made at a work order, and the time it took.';
comment on column erp.work_order_entries.reworked_quantity is 'How many of these pieces had waited here to be done again.';
comment on column erp.work_order_entries.is_standard_time is 'No time was told: it is what the operation takes for these pieces by the plan.';
comment on column erp.work_order_entries.is_automatic is 'Written by a report or the completion of the whole order, for an operation that nobody told of.';
`;

const HAND_OVERS = /* sql */ `
create table erp.work_order_hand_overs (
  id uuid not null default erp.uuid_v7(),
  link_id uuid not null,
  entry_id uuid,
  state text not null default 'offered',
  quantity bigint not null,
  accepted_quantity bigint,
  returned_quantity bigint,
  missing_quantity bigint,
  returned_reason_id uuid,
  missing_reason_id uuid,
  notes text,
  posting_id uuid,
  decided_by uuid,
  decided_at timestamptz(3),
  reversed_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_work_order_hand_overs primary key (id),
  constraint fk_work_order_hand_overs_link_id foreign key (link_id) references erp.work_order_links (id),
  constraint fk_work_order_hand_overs_entry_id foreign key (entry_id) references erp.work_order_entries (id),
  constraint fk_work_order_hand_overs_returned_reason_id foreign key (returned_reason_id) references erp.production_reason_codes (id),
  constraint fk_work_order_hand_overs_missing_reason_id foreign key (missing_reason_id) references erp.production_reason_codes (id),
  constraint fk_work_order_hand_overs_posting_id foreign key (posting_id) references erp.production_postings (id),
  constraint fk_work_order_hand_overs_decided_by foreign key (decided_by) references erp.users (id),
  constraint fk_work_order_hand_overs_created_by foreign key (created_by) references erp.users (id),
  constraint ck_work_order_hand_overs_state check (state in ('offered', 'accepted', 'withdrawn')),
  constraint ck_work_order_hand_overs_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_work_order_hand_overs_outcome check (case when state = 'accepted'
    then accepted_quantity >= 0 and returned_quantity >= 0 and missing_quantity >= 0
      and accepted_quantity + returned_quantity + missing_quantity = quantity
    else num_nonnulls(accepted_quantity, returned_quantity, missing_quantity) = 0 end),
  constraint ck_work_order_hand_overs_returned_reason check ((coalesce(returned_quantity, 0) > 0) = (returned_reason_id is not null)),
  constraint ck_work_order_hand_overs_missing_reason check ((coalesce(missing_quantity, 0) > 0) = (missing_reason_id is not null)),
  constraint ck_work_order_hand_overs_reversed check (reversed_at is null or state = 'accepted'),
  constraint ck_work_order_hand_overs_decided check ((state = 'offered') = (decided_at is null) and (decided_at is null) = (decided_by is null))
);
create index ix_work_order_hand_overs_link_id on erp.work_order_hand_overs (link_id);
create index ix_work_order_hand_overs_entry_id on erp.work_order_hand_overs (entry_id);
create index ix_work_order_hand_overs_returned_reason_id on erp.work_order_hand_overs (returned_reason_id);
create index ix_work_order_hand_overs_missing_reason_id on erp.work_order_hand_overs (missing_reason_id);
create index ix_work_order_hand_overs_posting_id on erp.work_order_hand_overs (posting_id);
create index ix_work_order_hand_overs_decided_by on erp.work_order_hand_overs (decided_by);
create index ix_work_order_hand_overs_created_by on erp.work_order_hand_overs (created_by);
create index ix_work_order_hand_overs_created_at on erp.work_order_hand_overs (created_at, id);
comment on table erp.work_order_hand_overs is 'Line clearance: good pieces that one department hands to the next, and what arrived there.';
comment on column erp.work_order_hand_overs.returned_quantity is 'Faulty on arrival: they wait at the giver to be done again.';
comment on column erp.work_order_hand_overs.reversed_at is 'What it went with was taken back: it counts no more.';
comment on column erp.work_order_hand_overs.missing_quantity is 'Never arrived: they are lost.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger(t)
  from unnest(array['erp.work_orders', 'erp.work_order_links', 'erp.work_order_hand_overs']::regclass[]) as t;
create trigger trg_work_orders_transition before update of state on erp.work_orders
  for each row execute function erp.fn_check_transition('work_order');
create trigger trg_work_order_hand_overs_transition before update of state on erp.work_order_hand_overs
  for each row execute function erp.fn_check_transition('work_order_hand_over');
`;

/** What the release said of an operation stays; an entry is never rewritten; what a bill says of its component neither, but for which operation it is. */
const RIGHTS = /* sql */ `
revoke update, delete on erp.work_orders, erp.work_order_entries, erp.work_order_hand_overs from erp_app;
revoke update on erp.work_order_links from erp_app;
grant update (state, department_id, work_centre_id, kind, supplier_id, price_per_piece, setup_minutes, run_minutes, run_quantity, capacity, people_per_place,
  efficiency_percent, labour_rate, machine_rate, overhead_percent, planned_minutes, planned_machine_minutes, planned_labour_minutes, planned_cost,
  planned_start, planned_finish, good_quantity, rejected_quantity, lost_quantity, rework_quantity, machine_minutes, labour_minutes, conversion_cost,
  started_at, paused_at, paused_ms, completed_at, cancelled_at, version) on erp.work_orders to erp_app;
grant update (offered_quantity, accepted_quantity, missing_quantity) on erp.work_order_links to erp_app;
grant update (reversed_at, reversed_by, reversal_reason) on erp.work_order_entries to erp_app;
grant update (state, accepted_quantity, returned_quantity, missing_quantity, returned_reason_id, missing_reason_id, notes, posting_id, decided_by,
  decided_at, reversed_at, version) on erp.work_order_hand_overs to erp_app;
grant update (work_order_id, required_quantity) on erp.manufacturing_order_components to erp_app;
`;

const REASONS = /* sql */ `
insert into erp.production_reason_codes (code, name, category) values
  ('REDO', 'To be done again at the operation', 'rework'),
  ('FAULTY-ON-ARRIVAL', 'Faulty when it came from the operation before', 'rework'),
  ('MISCOUNT', 'Counted wrong when it was handed over', 'lost')
on conflict do nothing;
`;

const DOWN = /* sql */ `
drop view erp.work_order_material, erp.manufacturing_order_details;
drop table erp.work_order_hand_overs, erp.work_order_entries, erp.work_order_links;
alter table erp.manufacturing_order_components drop column work_order_id;
revoke update (required_quantity) on erp.manufacturing_order_components from erp_app;
drop table erp.work_orders;
delete from erp.production_reason_codes where code = 'MISCOUNT';
delete from erp.state_transitions where machine in ('work_order', 'work_order_hand_over');
`;
