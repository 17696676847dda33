import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** What leaves for customers: picked, packed, shipped; and what comes back of it. */
export class SalesDeliveries1770200000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DELIVERIES);
    await queryRunner.query(RETURNS);
    await installTransitions(queryRunner, 'sales_delivery', [
      ['pick', 'draft', 'picked'],
      ['pick', 'picked', 'picked'],
      ['pack', 'picked', 'packed'],
      ['ship', 'draft', 'shipped'],
      ['ship', 'picked', 'shipped'],
      ['ship', 'packed', 'shipped'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'picked', 'cancelled'],
      ['cancel', 'packed', 'cancelled'],
    ]);
    await installTransitions(queryRunner, 'sales_return', [
      ['receive', 'authorised', 'received'],
      ['cancel', 'authorised', 'cancelled'],
    ]);
    await queryRunner.query(RIGHTS);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const DELIVERIES = /* sql */ `
select erp.create_number_series('sales_delivery', 'DN');

create table erp.sales_deliveries (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('sales_delivery'),
  company_id uuid not null,
  customer_id uuid not null,
  warehouse_id uuid not null,
  state text not null default 'draft',
  ship_to_name text,
  ship_to_address text,
  planned_on date,
  carrier text,
  tracking_number text,
  notes text,
  movement_id uuid,
  shipped_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_sales_deliveries primary key (id),
  constraint uq_sales_deliveries_number unique (number),
  constraint uq_sales_deliveries_movement_id unique (movement_id),
  constraint fk_sales_deliveries_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_sales_deliveries_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_sales_deliveries_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_sales_deliveries_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_sales_deliveries_created_by foreign key (created_by) references erp.users (id),
  constraint ck_sales_deliveries_state check (state in ('draft', 'picked', 'packed', 'shipped', 'cancelled')),
  constraint ck_sales_deliveries_shipped check ((state = 'shipped') = (shipped_at is not null) and (movement_id is null or state = 'shipped')),
  constraint ck_sales_deliveries_texts check (char_length(ship_to_name) <= 200 and char_length(ship_to_address) <= 2000 and char_length(carrier) <= 200
    and char_length(tracking_number) <= 200 and char_length(notes) <= 2000)
);
create index ix_sales_deliveries_company_id on erp.sales_deliveries (company_id, state);
create index ix_sales_deliveries_customer_id on erp.sales_deliveries (customer_id);
create index ix_sales_deliveries_warehouse_id on erp.sales_deliveries (warehouse_id);
create index ix_sales_deliveries_created_by on erp.sales_deliveries (created_by);
create index ix_sales_deliveries_created_at on erp.sales_deliveries (created_at, id);
comment on table erp.sales_deliveries is 'Goods of one or several orders that leave one warehouse for one place of one customer together.';
comment on column erp.sales_deliveries.movement_id is 'The movement of stock; null before it is shipped, and where only services are delivered.';

create table erp.sales_delivery_lines (
  id uuid not null default erp.uuid_v7(),
  delivery_id uuid not null,
  line_no integer not null,
  order_line_id uuid not null,
  product_id uuid not null,
  quantity bigint not null,
  returned_quantity bigint not null default 0,
  constraint pk_sales_delivery_lines primary key (id),
  constraint uq_sales_delivery_lines_line_no unique (delivery_id, line_no),
  constraint uq_sales_delivery_lines_order_line_id unique (delivery_id, order_line_id),
  constraint fk_sales_delivery_lines_delivery_id foreign key (delivery_id) references erp.sales_deliveries (id),
  constraint fk_sales_delivery_lines_order_line_id foreign key (order_line_id) references erp.sales_order_lines (id),
  constraint fk_sales_delivery_lines_product_id foreign key (product_id) references erp.products (id),
  constraint ck_sales_delivery_lines_line_no check (line_no >= 1),
  constraint ck_sales_delivery_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_sales_delivery_lines_returned_quantity check (returned_quantity between 0 and quantity)
);
create index ix_sales_delivery_lines_order_line_id on erp.sales_delivery_lines (order_line_id);
create index ix_sales_delivery_lines_product_id on erp.sales_delivery_lines (product_id);
comment on column erp.sales_delivery_lines.returned_quantity is 'What came back of it, in pieces of the stock unit, as quantity is.';

create table erp.sales_delivery_picks (
  id uuid not null default erp.uuid_v7(),
  delivery_line_id uuid not null,
  location_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  ledger_line_id uuid,
  value numeric(15,2),
  returned_quantity bigint not null default 0,
  constraint pk_sales_delivery_picks primary key (id),
  constraint uq_sales_delivery_picks_ledger_line_id unique (ledger_line_id),
  constraint fk_sales_delivery_picks_delivery_line_id foreign key (delivery_line_id) references erp.sales_delivery_lines (id),
  constraint fk_sales_delivery_picks_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_sales_delivery_picks_lot_id foreign key (lot_id) references erp.lots (id),
  constraint ck_sales_delivery_picks_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_sales_delivery_picks_posted check ((ledger_line_id is null) = (value is null)),
  constraint ck_sales_delivery_picks_value check (value between 0 and 9999999999999.99),
  constraint ck_sales_delivery_picks_returned_quantity check (returned_quantity between 0 and quantity and (ledger_line_id is not null or returned_quantity = 0))
);
create index ix_sales_delivery_picks_delivery_line_id on erp.sales_delivery_picks (delivery_line_id);
create index ix_sales_delivery_picks_location_id on erp.sales_delivery_picks (location_id);
create index ix_sales_delivery_picks_lot_id on erp.sales_delivery_picks (lot_id);
comment on table erp.sales_delivery_picks is 'From which bin and lot a line is taken; once shipped, ledger line by ledger line with what it was worth.';

create table erp.sales_delivery_packages (
  delivery_id uuid not null,
  package_no integer not null,
  kind text,
  weight numeric(19,6),
  tracking_number text,
  constraint pk_sales_delivery_packages primary key (delivery_id, package_no),
  constraint fk_sales_delivery_packages_delivery_id foreign key (delivery_id) references erp.sales_deliveries (id),
  constraint ck_sales_delivery_packages_package_no check (package_no >= 1),
  constraint ck_sales_delivery_packages_weight check (weight between 0 and 9999999999999.999999),
  constraint ck_sales_delivery_packages_texts check (char_length(kind) <= 64 and char_length(tracking_number) <= 200)
);
comment on column erp.sales_delivery_packages.weight is 'In kilograms.';
`;

const RETURNS = /* sql */ `
select erp.create_number_series('sales_return', 'RMA');

create table erp.sales_returns (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('sales_return'),
  company_id uuid not null,
  customer_id uuid not null,
  warehouse_id uuid not null,
  state text not null default 'authorised',
  reason text not null,
  reference text,
  movement_id uuid,
  received_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_sales_returns primary key (id),
  constraint uq_sales_returns_number unique (number),
  constraint uq_sales_returns_movement_id unique (movement_id),
  constraint fk_sales_returns_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_sales_returns_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_sales_returns_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_sales_returns_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_sales_returns_created_by foreign key (created_by) references erp.users (id),
  constraint ck_sales_returns_state check (state in ('authorised', 'received', 'cancelled')),
  constraint ck_sales_returns_received check ((state = 'received') = (received_at is not null) and (movement_id is null or state = 'received')),
  constraint ck_sales_returns_texts check (char_length(reason) between 1 and 2000 and char_length(reference) <= 200)
);
create index ix_sales_returns_company_id on erp.sales_returns (company_id, state);
create index ix_sales_returns_customer_id on erp.sales_returns (customer_id);
create index ix_sales_returns_warehouse_id on erp.sales_returns (warehouse_id);
create index ix_sales_returns_created_by on erp.sales_returns (created_by);
create index ix_sales_returns_created_at on erp.sales_returns (created_at, id);
comment on table erp.sales_returns is 'What a customer may send back, and what came of it.';

create table erp.sales_return_lines (
  id uuid not null default erp.uuid_v7(),
  return_id uuid not null,
  line_no integer not null,
  delivery_line_id uuid not null,
  quantity bigint not null,
  outcome text not null,
  goods text not null,
  lot_id uuid,
  to_location_id uuid,
  constraint pk_sales_return_lines primary key (id),
  constraint uq_sales_return_lines_line_no unique (return_id, line_no),
  constraint fk_sales_return_lines_return_id foreign key (return_id) references erp.sales_returns (id),
  constraint fk_sales_return_lines_delivery_line_id foreign key (delivery_line_id) references erp.sales_delivery_lines (id),
  constraint fk_sales_return_lines_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_sales_return_lines_to_location_id foreign key (to_location_id) references erp.locations (id),
  constraint ck_sales_return_lines_line_no check (line_no >= 1),
  constraint ck_sales_return_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_sales_return_lines_outcome check (outcome in ('restock', 'quarantine', 'scrap', 'replace', 'credit')),
  constraint ck_sales_return_lines_goods check (goods in ('restock', 'quarantine', 'scrap') and (outcome in ('replace', 'credit') or goods = outcome))
);
create index ix_sales_return_lines_delivery_line_id on erp.sales_return_lines (delivery_line_id);
create index ix_sales_return_lines_lot_id on erp.sales_return_lines (lot_id);
create index ix_sales_return_lines_to_location_id on erp.sales_return_lines (to_location_id);
comment on column erp.sales_return_lines.outcome is 'What comes of it: taken into stock, put aside, thrown away; the customer gets others (replace) or need not pay for them (credit).';
comment on column erp.sales_return_lines.goods is 'What becomes of the goods themselves.';

create table erp.sales_return_pieces (
  return_line_id uuid not null,
  pick_id uuid not null,
  ledger_line_id uuid not null,
  quantity bigint not null,
  value numeric(15,2) not null,
  constraint pk_sales_return_pieces primary key (return_line_id, pick_id),
  constraint fk_sales_return_pieces_return_line_id foreign key (return_line_id) references erp.sales_return_lines (id),
  constraint fk_sales_return_pieces_pick_id foreign key (pick_id) references erp.sales_delivery_picks (id),
  constraint ck_sales_return_pieces_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_sales_return_pieces_value check (value between 0 and 9999999999999.99)
);
create index ix_sales_return_pieces_ledger_line_id on erp.sales_return_pieces (ledger_line_id);
create index ix_sales_return_pieces_pick_id on erp.sales_return_pieces (pick_id);
comment on table erp.sales_return_pieces is 'By which ledger line pieces came back, at what they left for; several lines of a return may share one. Append-only.';
`;

const AUDITED = [
  'sales_deliveries',
  'sales_delivery_lines',
  'sales_delivery_picks',
  'sales_delivery_packages',
  'sales_returns',
  'sales_return_lines',
];

const RIGHTS = /* sql */ `
select erp.add_updated_at_trigger('erp.sales_deliveries');
select erp.add_updated_at_trigger('erp.sales_returns');
${AUDITED.map((table) => `select erp.add_audit_trigger('erp.${table}');`).join('\n')}
create trigger trg_sales_deliveries_transition before update of state on erp.sales_deliveries
  for each row execute function erp.fn_check_transition('sales_delivery');
create trigger trg_sales_returns_transition before update of state on erp.sales_returns
  for each row execute function erp.fn_check_transition('sales_return');
revoke delete on erp.sales_deliveries, erp.sales_returns from erp_app;
revoke update, delete on erp.sales_delivery_lines, erp.sales_return_lines from erp_app;
grant update (returned_quantity) on erp.sales_delivery_lines to erp_app;
create trigger trg_sales_return_pieces_append_only before update or delete on erp.sales_return_pieces for each row execute function erp.fn_refuse_change();
create trigger trg_sales_return_pieces_no_truncate before truncate on erp.sales_return_pieces for each statement execute function erp.fn_refuse_change();
revoke update, delete on erp.sales_return_pieces from erp_app;
select erp.exempt_from_audit('erp.sales_return_pieces', 'Append-only, written with the return that they belong to.');
`;

/** Who keeps the stores picks, packs and takes back; who sells says what is to be delivered and may come back. */
const GRANTS = /* sql */ `(values
    ('warehouse', 'sales.deliveries.*'), ('warehouse', 'sales.returns.read'), ('warehouse', 'sales.returns.receive'), ('warehouse', 'sales.orders.read'),
    ('warehouse_manager', 'sales.deliveries.*'), ('warehouse_manager', 'sales.returns.*')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
delete from erp.state_transitions where machine in ('sales_delivery', 'sales_return');
delete from erp.audit_exemptions where table_name = 'sales_return_pieces';
drop table erp.sales_return_pieces, erp.sales_return_lines, erp.sales_returns, erp.sales_delivery_packages, erp.sales_delivery_picks, erp.sales_delivery_lines,
  erp.sales_deliveries;
delete from erp.number_series where series in ('sales_delivery', 'sales_return');
drop sequence erp.number_sales_delivery, erp.number_sales_return;
`;
