import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Components at subcontractors: their places, what was sent there and came back, and orders that are made outside as a whole. */
export class Subcontracting1767140000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ORDERS);
    await queryRunner.query(PLACES);
    await queryRunner.query(DISPATCHES);
    await queryRunner.query(RIGHTS);
    await queryRunner.query(GRANTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ORDERS = /* sql */ `
alter table erp.manufacturing_orders
  add column subcontractor_id uuid,
  add column subcontract_price numeric(19,6),
  add constraint fk_manufacturing_orders_subcontractor_id foreign key (subcontractor_id) references erp.suppliers (id),
  add constraint ck_manufacturing_orders_subcontractor_id check (subcontractor_id is null or routing_id is null),
  add constraint ck_manufacturing_orders_subcontract_price check (subcontract_price between 0 and 9999999999999.999999
    and (subcontract_price is null or subcontractor_id is not null));
create index ix_manufacturing_orders_subcontractor_id on erp.manufacturing_orders (subcontractor_id);
comment on column erp.manufacturing_orders.subcontractor_id is 'Who makes the whole product, by a bill of type subcontract and without a routing.';
comment on column erp.manufacturing_orders.subcontract_price is 'For a good piece, in the currency of the company; null: by the price list of the supplier on the day of the release.';

alter table erp.work_orders
  alter column operation_id drop not null,
  add constraint ck_work_orders_operation_id check (operation_id is not null or kind = 'subcontract');
comment on column erp.work_orders.operation_id is 'null: the whole order, made by a subcontractor.';
`;

const PLACES = /* sql */ `
create table erp.subcontractor_locations (
  company_id uuid not null,
  supplier_id uuid not null,
  location_id uuid not null,
  created_at timestamptz(3) not null default now(),
  constraint pk_subcontractor_locations primary key (company_id, supplier_id),
  constraint uq_subcontractor_locations_location_id unique (location_id),
  constraint fk_subcontractor_locations_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_subcontractor_locations_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_subcontractor_locations_location_id foreign key (location_id) references erp.locations (id)
);
create index ix_subcontractor_locations_supplier_id on erp.subcontractor_locations (supplier_id);
comment on table erp.subcontractor_locations is 'Where our stock lies at a supplier: one place for each company, which stands in no warehouse.';
`;

const DISPATCHES = /* sql */ `
select erp.create_number_series('subcontract_dispatch', 'SD');

create table erp.subcontract_dispatches (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('subcontract_dispatch'),
  kind text not null,
  work_order_id uuid not null,
  supplier_id uuid not null,
  location_id uuid not null,
  movement_id uuid not null,
  is_automatic boolean not null default false,
  notes text,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_subcontract_dispatches primary key (id),
  constraint uq_subcontract_dispatches_number unique (number),
  constraint uq_subcontract_dispatches_movement_id_location_id unique (movement_id, location_id),
  constraint fk_subcontract_dispatches_work_order_id foreign key (work_order_id) references erp.work_orders (id),
  constraint fk_subcontract_dispatches_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_subcontract_dispatches_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_subcontract_dispatches_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_subcontract_dispatches_created_by foreign key (created_by) references erp.users (id),
  constraint ck_subcontract_dispatches_kind check (kind in ('dispatch', 'return')),
  constraint ck_subcontract_dispatches_automatic check (kind = 'return' or not is_automatic),
  constraint ck_subcontract_dispatches_notes check (char_length(notes) <= 2000)
);
create index ix_subcontract_dispatches_work_order_id on erp.subcontract_dispatches (work_order_id);
create index ix_subcontract_dispatches_supplier_id on erp.subcontract_dispatches (supplier_id);
create index ix_subcontract_dispatches_location_id on erp.subcontract_dispatches (location_id);
create index ix_subcontract_dispatches_created_by on erp.subcontract_dispatches (created_by);
create index ix_subcontract_dispatches_created_at on erp.subcontract_dispatches (created_at, id);
comment on table erp.subcontract_dispatches is 'Components that went to a subcontractor for a work order, or came back unused: the note that goes with them.';
comment on column erp.subcontract_dispatches.is_automatic is 'Came back in the books with the end of its order.';

create table erp.subcontract_dispatch_lines (
  dispatch_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  from_location_id uuid not null,
  to_location_id uuid not null,
  constraint pk_subcontract_dispatch_lines primary key (dispatch_id, line_no),
  constraint fk_subcontract_dispatch_lines_dispatch_id foreign key (dispatch_id) references erp.subcontract_dispatches (id),
  constraint fk_subcontract_dispatch_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_subcontract_dispatch_lines_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_subcontract_dispatch_lines_from_location_id foreign key (from_location_id) references erp.locations (id),
  constraint fk_subcontract_dispatch_lines_to_location_id foreign key (to_location_id) references erp.locations (id),
  constraint ck_subcontract_dispatch_lines_quantity check (quantity between 1 and 9007199254740991)
);
create index ix_subcontract_dispatch_lines_product_id on erp.subcontract_dispatch_lines (product_id);
create index ix_subcontract_dispatch_lines_lot_id on erp.subcontract_dispatch_lines (lot_id);
create index ix_subcontract_dispatch_lines_from_location_id on erp.subcontract_dispatch_lines (from_location_id);
create index ix_subcontract_dispatch_lines_to_location_id on erp.subcontract_dispatch_lines (to_location_id);
`;

/** What left or came back is never rewritten: the opposite is another note. */
const RIGHTS = /* sql */ `
revoke update, delete on erp.subcontractor_locations, erp.subcontract_dispatches, erp.subcontract_dispatch_lines from erp_app;
`;

/** The warehouse packs what goes out and takes back what comes; a supervisor sees to it that it goes. */
const GRANTS = /* sql */ `
insert into erp.role_permissions (role_id, pattern)
select r.id, 'ppic.subcontracting.' || g.action
  from (values ('production_supervisor', 'dispatch'), ('production_supervisor', 'return'), ('ppic_admin', 'dispatch'), ('ppic_admin', 'return'),
               ('warehouse_manager', 'dispatch'), ('warehouse_manager', 'return'), ('warehouse', 'dispatch'), ('warehouse', 'return')) g (code, action)
  join erp.roles r on r.code = g.code and r.is_system
on conflict do nothing;
`;

/** Stock that lies at a subcontractor stays where it is: its location is an ordinary one. */
const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r
 where r.id = p.role_id and r.is_system and p.pattern in ('ppic.subcontracting.dispatch', 'ppic.subcontracting.return');
drop table erp.subcontract_dispatch_lines, erp.subcontract_dispatches, erp.subcontractor_locations;
delete from erp.number_series where series = 'subcontract_dispatch';
drop sequence erp.number_subcontract_dispatch;
alter table erp.work_orders drop constraint ck_work_orders_operation_id, alter column operation_id set not null;
alter table erp.manufacturing_orders drop column subcontractor_id, drop column subcontract_price;
`;
