import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** Rework orders: rejected pieces and extra material go in, good ones come out, the rest is scrapped or rejected again. */
export class ReworkOrders1767200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ORDERS);
    await queryRunner.query(PARTS);
    await installTransitions(queryRunner, 'rework_order', [
      ['approve', 'requested', 'approved'],
      ['start', 'approved', 'in_progress'],
      ['complete', 'in_progress', 'in_progress'],
      ['complete', 'in_progress', 'completed'],
      ['verify', 'completed', 'verified'],
      ['cancel', 'requested', 'cancelled'],
      ['cancel', 'approved', 'cancelled'],
      ['cancel', 'in_progress', 'cancelled'],
    ]);
    await queryRunner.query(TRIGGERS);
    await installView(queryRunner, 'rework_order_lot_flows', 1);
    await queryRunner.query(DOCUMENT_TYPES);
    await queryRunner.query(GRANTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ORDERS = /* sql */ `
select erp.create_number_series('rework_order', 'RW');

create table erp.rework_orders (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('rework_order'),
  company_id uuid not null,
  warehouse_id uuid not null,
  department_id uuid,
  product_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  from_location_id uuid not null,
  output_location_id uuid not null,
  reject_location_id uuid not null,
  manufacturing_order_id uuid,
  inspection_id uuid,
  work_centre_id uuid,
  planned_labour_minutes integer not null default 0,
  planned_machine_minutes integer not null default 0,
  reason text not null,
  state text not null default 'requested',
  good_quantity bigint not null default 0,
  scrapped_quantity bigint not null default 0,
  rejected_quantity bigint not null default 0,
  returned_quantity bigint not null default 0,
  approved_by uuid,
  approved_at timestamptz(3),
  started_at timestamptz(3),
  completed_at timestamptz(3),
  verified_by uuid,
  verified_at timestamptz(3),
  verification_inspection_id uuid,
  cancelled_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_rework_orders primary key (id),
  constraint uq_rework_orders_number unique (number),
  constraint fk_rework_orders_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_rework_orders_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_rework_orders_department_id foreign key (department_id) references erp.departments (id),
  constraint fk_rework_orders_product_id foreign key (product_id) references erp.products (id),
  constraint fk_rework_orders_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_rework_orders_from_location_id foreign key (from_location_id) references erp.locations (id),
  constraint fk_rework_orders_output_location_id foreign key (output_location_id) references erp.locations (id),
  constraint fk_rework_orders_reject_location_id foreign key (reject_location_id) references erp.locations (id),
  constraint fk_rework_orders_manufacturing_order_id foreign key (manufacturing_order_id) references erp.manufacturing_orders (id),
  constraint fk_rework_orders_inspection_id foreign key (inspection_id) references erp.inspections (id),
  constraint fk_rework_orders_verification_inspection_id foreign key (verification_inspection_id) references erp.inspections (id),
  constraint fk_rework_orders_work_centre_id foreign key (work_centre_id) references erp.work_centres (id),
  constraint fk_rework_orders_approved_by foreign key (approved_by) references erp.users (id),
  constraint fk_rework_orders_verified_by foreign key (verified_by) references erp.users (id),
  constraint fk_rework_orders_created_by foreign key (created_by) references erp.users (id),
  constraint ck_rework_orders_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_rework_orders_minutes check (planned_labour_minutes between 0 and 10000000 and planned_machine_minutes between 0 and 10000000
    and (work_centre_id is not null or planned_labour_minutes + planned_machine_minutes = 0)),
  constraint ck_rework_orders_reason check (char_length(reason) between 1 and 2000),
  constraint ck_rework_orders_state check (state in ('requested', 'approved', 'in_progress', 'completed', 'verified', 'cancelled')),
  constraint ck_rework_orders_counts check (good_quantity >= 0 and scrapped_quantity >= 0 and rejected_quantity >= 0 and returned_quantity >= 0
    and good_quantity + scrapped_quantity + rejected_quantity + returned_quantity <= quantity),
  constraint ck_rework_orders_outcome check (case
    when started_at is null then good_quantity + scrapped_quantity + rejected_quantity + returned_quantity = 0 and state in ('requested', 'approved', 'cancelled')
    when state = 'in_progress' then returned_quantity = 0 and good_quantity + scrapped_quantity + rejected_quantity < quantity
    when state in ('completed', 'verified') then returned_quantity = 0 and good_quantity + scrapped_quantity + rejected_quantity = quantity
    else state = 'cancelled' and good_quantity + scrapped_quantity + rejected_quantity + returned_quantity = quantity end)
);
create index ix_rework_orders_company_id on erp.rework_orders (company_id);
create index ix_rework_orders_warehouse_id on erp.rework_orders (warehouse_id);
create index ix_rework_orders_department_id on erp.rework_orders (department_id, state);
create index ix_rework_orders_product_id on erp.rework_orders (product_id);
create index ix_rework_orders_lot_id on erp.rework_orders (lot_id);
create index ix_rework_orders_from_location_id on erp.rework_orders (from_location_id);
create index ix_rework_orders_output_location_id on erp.rework_orders (output_location_id);
create index ix_rework_orders_reject_location_id on erp.rework_orders (reject_location_id);
create index ix_rework_orders_manufacturing_order_id on erp.rework_orders (manufacturing_order_id);
create index ix_rework_orders_inspection_id on erp.rework_orders (inspection_id);
create index ix_rework_orders_verification_inspection_id on erp.rework_orders (verification_inspection_id);
create index ix_rework_orders_work_centre_id on erp.rework_orders (work_centre_id);
create index ix_rework_orders_approved_by on erp.rework_orders (approved_by);
create index ix_rework_orders_verified_by on erp.rework_orders (verified_by);
create index ix_rework_orders_created_by on erp.rework_orders (created_by);
create index ix_rework_orders_created_at on erp.rework_orders (created_at, id);
comment on column erp.rework_orders.returned_quantity is 'Pieces that a cancellation put back where they were taken.';
`;

const PARTS = /* sql */ `
create table erp.rework_order_materials (
  id uuid not null default erp.uuid_v7(),
  rework_order_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  quantity bigint not null,
  issued_quantity bigint not null default 0,
  constraint pk_rework_order_materials primary key (id),
  constraint uq_rework_order_materials_line unique (rework_order_id, line_no),
  constraint uq_rework_order_materials_product unique (rework_order_id, product_id),
  constraint fk_rework_order_materials_rework_order_id foreign key (rework_order_id) references erp.rework_orders (id),
  constraint fk_rework_order_materials_product_id foreign key (product_id) references erp.products (id),
  constraint ck_rework_order_materials_quantity check (quantity between 1 and 9007199254740991 and issued_quantity between 0 and quantity)
);
create index ix_rework_order_materials_product_id on erp.rework_order_materials (product_id);

create table erp.rework_reports (
  id uuid not null default erp.uuid_v7(),
  rework_order_id uuid not null,
  report_no integer not null,
  good_quantity bigint not null,
  scrapped_quantity bigint not null,
  rejected_quantity bigint not null,
  scrapped_reason_id uuid,
  rejected_reason_id uuid,
  labour_minutes integer not null,
  machine_minutes integer not null,
  conversion_cost numeric(15,2) not null default 0,
  notes text,
  movement_id uuid,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_rework_reports primary key (id),
  constraint uq_rework_reports_report_no unique (rework_order_id, report_no),
  constraint fk_rework_reports_rework_order_id foreign key (rework_order_id) references erp.rework_orders (id),
  constraint fk_rework_reports_scrapped_reason_id foreign key (scrapped_reason_id) references erp.production_reason_codes (id),
  constraint fk_rework_reports_rejected_reason_id foreign key (rejected_reason_id) references erp.production_reason_codes (id),
  constraint fk_rework_reports_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_rework_reports_created_by foreign key (created_by) references erp.users (id),
  constraint ck_rework_reports_counts check (good_quantity >= 0 and scrapped_quantity >= 0 and rejected_quantity >= 0
    and good_quantity + scrapped_quantity + rejected_quantity between 1 and 9007199254740991),
  constraint ck_rework_reports_reasons check ((scrapped_quantity > 0) = (scrapped_reason_id is not null) and (rejected_quantity > 0) = (rejected_reason_id is not null)),
  constraint ck_rework_reports_minutes check (labour_minutes between 0 and 10000000 and machine_minutes between 0 and 10000000),
  constraint ck_rework_reports_conversion_cost check (conversion_cost between 0 and 9999999999999.99),
  constraint ck_rework_reports_movement check ((movement_id is not null) = (good_quantity + rejected_quantity > 0)),
  constraint ck_rework_reports_notes check (char_length(notes) <= 2000)
);
create index ix_rework_reports_scrapped_reason_id on erp.rework_reports (scrapped_reason_id);
create index ix_rework_reports_rejected_reason_id on erp.rework_reports (rejected_reason_id);
create index ix_rework_reports_movement_id on erp.rework_reports (movement_id);
create index ix_rework_reports_created_by on erp.rework_reports (created_by);
comment on column erp.rework_reports.conversion_cost is 'What the minutes cost at the rates of the work centre on that day: in progress with the report.';
comment on column erp.rework_reports.movement_id is 'The movement that received good and rejected pieces; scrap leaves nothing to receive.';
`;

/** What was asked for is what is reworked: only what comes of it is written later. */
const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.rework_orders');
create trigger trg_rework_orders_transition before update of state on erp.rework_orders
  for each row execute function erp.fn_check_transition('rework_order');
revoke update, delete on erp.rework_orders, erp.rework_order_materials, erp.rework_reports from erp_app;
grant update (state, good_quantity, scrapped_quantity, rejected_quantity, returned_quantity, approved_by, approved_at, started_at, completed_at, verified_by,
  verified_at, verification_inspection_id, cancelled_at, version) on erp.rework_orders to erp_app;
grant update (issued_quantity) on erp.rework_order_materials to erp_app;
`;

/** Added to whatever the list holds by now, so that no other document loses its place in it. */
const DOCUMENT_TYPES = /* sql */ `
do $$
declare
  rule text;
begin
  select pg_get_constraintdef(oid) into rule from pg_constraint
   where conname = 'ck_document_line_units_document_type' and conrelid = 'erp.document_line_units'::regclass;
  execute 'alter table erp.document_line_units drop constraint ck_document_line_units_document_type, add constraint ck_document_line_units_document_type '
    || replace(rule, 'ARRAY[', $list$ARRAY['rework_order'::text, 'rework_report'::text, $list$);
end
$$;
`;

/** Quality asks for rework and verifies it; the floor asks for it and tells what came of it. */
const GRANTS = /* sql */ `
insert into erp.role_permissions (role_id, pattern)
select r.id, 'ppic.rework_orders.' || g.action
  from (values ('quality', 'create'), ('quality', 'verify'), ('quality', 'cancel'), ('production_supervisor', 'create'), ('operator', 'create'),
               ('operator', 'complete')) g (code, action)
  join erp.roles r on r.code = g.code and r.is_system
on conflict do nothing;
`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r
 where r.id = p.role_id and r.is_system and p.pattern in ('ppic.rework_orders.create', 'ppic.rework_orders.verify', 'ppic.rework_orders.cancel', 'ppic.rework_orders.complete');
delete from erp.document_line_units where document_type in ('rework_order', 'rework_report');
do $$
declare
  rule text;
begin
  select pg_get_constraintdef(oid) into rule from pg_constraint
   where conname = 'ck_document_line_units_document_type' and conrelid = 'erp.document_line_units'::regclass;
  execute 'alter table erp.document_line_units drop constraint ck_document_line_units_document_type, add constraint ck_document_line_units_document_type '
    || replace(rule, $list$'rework_order'::text, 'rework_report'::text, $list$, '');
end
$$;
drop view erp.rework_order_lot_flows;
delete from erp.state_transitions where machine = 'rework_order';
drop table erp.rework_reports, erp.rework_order_materials, erp.rework_orders;
delete from erp.number_series where series = 'rework_order';
drop sequence erp.number_rework_order;
`;
