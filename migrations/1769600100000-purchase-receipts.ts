import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** What comes of purchase orders: shipments on their way, receipts, and what goes back. */
export class PurchaseReceipts1769600100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(SHIPMENTS);
    await queryRunner.query(RECEIPTS);
    await queryRunner.query(RETURNS);
    await installTransitions(queryRunner, 'purchase_shipment', [
      ['ship', 'planned', 'shipped'],
      ['customs', 'shipped', 'customs'],
      ['customs', 'in_transit', 'customs'],
      ['transit', 'shipped', 'in_transit'],
      ['transit', 'customs', 'in_transit'],
      ['deliver', 'shipped', 'delivered'],
      ['deliver', 'customs', 'delivered'],
      ['deliver', 'in_transit', 'delivered'],
      ['cancel', 'planned', 'cancelled'],
    ]);
    await queryRunner.query(RIGHTS);
    await installView(queryRunner, 'purchase_request_progress', 1);
    await installView(queryRunner, 'purchase_received_not_invoiced', 1);
    await queryRunner.query(
      'revoke insert, update, delete on erp.purchase_request_progress, erp.purchase_received_not_invoiced from erp_app',
    );
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const SHIPMENTS = /* sql */ `
select erp.create_number_series('purchase_shipment', 'SH');

create table erp.purchase_shipments (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('purchase_shipment'),
  company_id uuid not null,
  warehouse_id uuid not null,
  state text not null default 'planned',
  carrier text,
  tracking_number text,
  expected_on date,
  notes text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_purchase_shipments primary key (id),
  constraint uq_purchase_shipments_number unique (number),
  constraint fk_purchase_shipments_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_shipments_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_purchase_shipments_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_shipments_state check (state in ('planned', 'shipped', 'customs', 'in_transit', 'delivered', 'cancelled')),
  constraint ck_purchase_shipments_texts check (char_length(carrier) <= 200 and char_length(tracking_number) <= 200 and char_length(notes) <= 2000)
);
create index ix_purchase_shipments_company_id on erp.purchase_shipments (company_id, state);
create index ix_purchase_shipments_warehouse_id on erp.purchase_shipments (warehouse_id);
create index ix_purchase_shipments_created_by on erp.purchase_shipments (created_by);
create index ix_purchase_shipments_created_at on erp.purchase_shipments (created_at, id);
create index ix_purchase_shipments_expected_on on erp.purchase_shipments ((coalesce(expected_on, date '9999-12-31')), id);
comment on table erp.purchase_shipments is 'Goods of one or several orders on their way to a warehouse.';

create table erp.purchase_shipment_lines (
  shipment_id uuid not null,
  order_line_id uuid not null,
  line_no integer not null,
  quantity bigint not null,
  received_quantity bigint not null default 0,
  constraint pk_purchase_shipment_lines primary key (shipment_id, order_line_id),
  constraint uq_purchase_shipment_lines_line_no unique (shipment_id, line_no),
  constraint fk_purchase_shipment_lines_shipment_id foreign key (shipment_id) references erp.purchase_shipments (id),
  constraint fk_purchase_shipment_lines_order_line_id foreign key (order_line_id) references erp.purchase_order_lines (id),
  constraint ck_purchase_shipment_lines_line_no check (line_no >= 1),
  constraint ck_purchase_shipment_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_purchase_shipment_lines_received_quantity check (received_quantity between 0 and 9007199254740991)
);
create index ix_purchase_shipment_lines_order_line_id on erp.purchase_shipment_lines (order_line_id);

create table erp.purchase_shipment_milestones (
  id uuid not null default erp.uuid_v7(),
  shipment_id uuid not null,
  kind text not null,
  happened_on date not null,
  remarks text,
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default clock_timestamp(),
  constraint pk_purchase_shipment_milestones primary key (id),
  constraint fk_purchase_shipment_milestones_shipment_id foreign key (shipment_id) references erp.purchase_shipments (id),
  constraint fk_purchase_shipment_milestones_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_shipment_milestones_kind check (kind in ('shipped', 'customs', 'in_transit', 'delivered')),
  constraint ck_purchase_shipment_milestones_remarks check (char_length(remarks) <= 2000)
);
create index ix_purchase_shipment_milestones_shipment_id on erp.purchase_shipment_milestones (shipment_id, id);
create index ix_purchase_shipment_milestones_created_by on erp.purchase_shipment_milestones (created_by);
comment on table erp.purchase_shipment_milestones is 'Where a shipment was, when, and what is to be said of it. Append-only.';
`;

const RECEIPTS = /* sql */ `
select erp.create_number_series('purchase_receipt', 'GR');

create table erp.purchase_receipts (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('purchase_receipt'),
  company_id uuid not null,
  warehouse_id uuid not null,
  shipment_id uuid,
  movement_id uuid,
  delivery_note text,
  notes text,
  received_at timestamptz(3) not null default now(),
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_purchase_receipts primary key (id),
  constraint uq_purchase_receipts_number unique (number),
  constraint uq_purchase_receipts_movement_id unique (movement_id),
  constraint fk_purchase_receipts_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_receipts_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_purchase_receipts_shipment_id foreign key (shipment_id) references erp.purchase_shipments (id),
  constraint fk_purchase_receipts_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_purchase_receipts_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_receipts_texts check (char_length(delivery_note) <= 200 and char_length(notes) <= 2000)
);
create index ix_purchase_receipts_company_id on erp.purchase_receipts (company_id);
create index ix_purchase_receipts_warehouse_id on erp.purchase_receipts (warehouse_id);
create index ix_purchase_receipts_shipment_id on erp.purchase_receipts (shipment_id);
create index ix_purchase_receipts_created_by on erp.purchase_receipts (created_by);
create index ix_purchase_receipts_received_at on erp.purchase_receipts (received_at, id);
comment on column erp.purchase_receipts.movement_id is 'The movement of stock; null where only services came.';

create table erp.purchase_receipt_lines (
  id uuid not null default erp.uuid_v7(),
  receipt_id uuid not null,
  line_no integer not null,
  order_line_id uuid not null,
  ledger_line_id uuid,
  product_id uuid not null,
  lot_id uuid,
  location_id uuid,
  quantity bigint not null,
  is_rejected boolean not null default false,
  rejection_reason text,
  amount numeric(15,2) not null,
  value numeric(15,2) not null,
  returned_quantity bigint not null default 0,
  returned_amount numeric(15,2) not null default 0,
  returned_value numeric(15,2) not null default 0,
  put_away_quantity bigint not null default 0,
  constraint pk_purchase_receipt_lines primary key (id),
  constraint uq_purchase_receipt_lines_line_no unique (receipt_id, line_no),
  constraint uq_purchase_receipt_lines_ledger_line_id unique (ledger_line_id),
  constraint fk_purchase_receipt_lines_receipt_id foreign key (receipt_id) references erp.purchase_receipts (id),
  constraint fk_purchase_receipt_lines_order_line_id foreign key (order_line_id) references erp.purchase_order_lines (id),
  constraint fk_purchase_receipt_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_purchase_receipt_lines_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_purchase_receipt_lines_location_id foreign key (location_id) references erp.locations (id),
  constraint ck_purchase_receipt_lines_line_no check (line_no >= 1),
  constraint ck_purchase_receipt_lines_stock check ((ledger_line_id is null) = (location_id is null)),
  constraint ck_purchase_receipt_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_purchase_receipt_lines_rejection_reason check (char_length(rejection_reason) between 1 and 2000 and (is_rejected or rejection_reason is null)),
  constraint ck_purchase_receipt_lines_amount check (amount between 0 and 9999999999999.99),
  constraint ck_purchase_receipt_lines_value check (value between 0 and 9999999999999.99),
  constraint ck_purchase_receipt_lines_returned_quantity check (returned_quantity between 0 and quantity),
  constraint ck_purchase_receipt_lines_returned_amount check (returned_amount between 0 and 9999999999999.99 and returned_amount <= amount),
  constraint ck_purchase_receipt_lines_returned_value check (returned_value between 0 and 9999999999999.99 and returned_value <= value),
  constraint ck_purchase_receipt_lines_put_away_quantity check (put_away_quantity between 0 and quantity)
);
create index ix_purchase_receipt_lines_order_line_id on erp.purchase_receipt_lines (order_line_id);
create index ix_purchase_receipt_lines_product_id on erp.purchase_receipt_lines (product_id);
create index ix_purchase_receipt_lines_lot_id on erp.purchase_receipt_lines (lot_id);
create index ix_purchase_receipt_lines_location_id on erp.purchase_receipt_lines (location_id);
comment on table erp.purchase_receipt_lines is 'What came of an order line, ledger line by ledger line: lot by lot, and apart what was not taken.';
comment on column erp.purchase_receipt_lines.amount is 'In the currency of the order; value is what the ledger took it in at, in that of the company.';
comment on column erp.purchase_receipt_lines.put_away_quantity is 'Pieces that do not lie in the receiving place any more, but where they belong.';
`;

const RETURNS = /* sql */ `
select erp.create_number_series('purchase_return', 'RS');

create table erp.purchase_returns (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('purchase_return'),
  company_id uuid not null,
  supplier_id uuid not null,
  warehouse_id uuid not null,
  movement_id uuid,
  reason text not null,
  reference text,
  returned_at timestamptz(3) not null default now(),
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_purchase_returns primary key (id),
  constraint uq_purchase_returns_number unique (number),
  constraint uq_purchase_returns_movement_id unique (movement_id),
  constraint fk_purchase_returns_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_returns_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_purchase_returns_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_purchase_returns_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_purchase_returns_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_returns_reason check (char_length(reason) between 1 and 2000),
  constraint ck_purchase_returns_reference check (char_length(reference) <= 200)
);
create index ix_purchase_returns_company_id on erp.purchase_returns (company_id);
create index ix_purchase_returns_supplier_id on erp.purchase_returns (supplier_id);
create index ix_purchase_returns_warehouse_id on erp.purchase_returns (warehouse_id);
create index ix_purchase_returns_created_by on erp.purchase_returns (created_by);
create index ix_purchase_returns_returned_at on erp.purchase_returns (returned_at, id);
comment on table erp.purchase_returns is 'What goes back to a supplier, at what it came in at. Append-only.';

create table erp.purchase_return_lines (
  return_id uuid not null,
  line_no integer not null,
  receipt_line_id uuid not null,
  ledger_line_id uuid,
  quantity bigint not null,
  is_reopened boolean not null,
  amount numeric(15,2) not null,
  value numeric(15,2) not null,
  constraint pk_purchase_return_lines primary key (return_id, line_no),
  constraint uq_purchase_return_lines_ledger_line_id unique (ledger_line_id),
  constraint fk_purchase_return_lines_return_id foreign key (return_id) references erp.purchase_returns (id),
  constraint fk_purchase_return_lines_receipt_line_id foreign key (receipt_line_id) references erp.purchase_receipt_lines (id),
  constraint ck_purchase_return_lines_line_no check (line_no >= 1),
  constraint ck_purchase_return_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_purchase_return_lines_amount check (amount between 0 and 9999999999999.99),
  constraint ck_purchase_return_lines_value check (value between 0 and 9999999999999.99)
);
create index ix_purchase_return_lines_receipt_line_id on erp.purchase_return_lines (receipt_line_id);
comment on column erp.purchase_return_lines.is_reopened is 'The supplier owes it again; otherwise it is not wanted any more.';
`;

const append = (table: string, reason: string): string => /* sql */ `
create trigger trg_${table}_append_only before update or delete on erp.${table} for each row execute function erp.fn_refuse_change();
create trigger trg_${table}_no_truncate before truncate on erp.${table} for each statement execute function erp.fn_refuse_change();
revoke update, delete on erp.${table} from erp_app;
select erp.exempt_from_audit('erp.${table}', '${reason}');`;

const SAYS_ITSELF = 'Append-only: its rows say themselves who made them and when.';
const RIGHTS = /* sql */ `
select erp.add_updated_at_trigger('erp.purchase_shipments');
select erp.add_audit_trigger('erp.purchase_shipments');
select erp.add_audit_trigger('erp.purchase_shipment_lines');
select erp.add_audit_trigger('erp.purchase_receipt_lines');
create trigger trg_purchase_shipments_transition before update of state on erp.purchase_shipments
  for each row execute function erp.fn_check_transition('purchase_shipment');
revoke delete on erp.purchase_shipments from erp_app;
${append('purchase_shipment_milestones', SAYS_ITSELF)}
${append('purchase_receipts', SAYS_ITSELF)}
${append('purchase_returns', SAYS_ITSELF)}
${append('purchase_return_lines', 'Append-only, written with the return that they belong to.')}
revoke update, delete on erp.purchase_receipt_lines from erp_app;
grant update (returned_quantity, returned_amount, returned_value, put_away_quantity) on erp.purchase_receipt_lines to erp_app;
`;

/** Who receives sends back and follows deliveries too. */
const GRANTS = /* sql */ `(values
    ('warehouse', 'purchasing.orders.read'), ('warehouse', 'purchasing.receipts.read'), ('warehouse', 'purchasing.shipments.read'),
    ('warehouse', 'purchasing.returns.read'), ('warehouse', 'purchasing.returns.create'), ('warehouse', 'purchasing.receipts.put_away'),
    ('warehouse', 'purchasing.shipments.track'), ('warehouse_manager', 'purchasing.returns.create'), ('warehouse_manager', 'purchasing.receipts.put_away'),
    ('warehouse_manager', 'purchasing.shipments.track'), ('purchasing', 'purchasing.shipments.track')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
drop view erp.purchase_received_not_invoiced, erp.purchase_request_progress;
delete from erp.state_transitions where machine = 'purchase_shipment';
delete from erp.audit_exemptions where table_name in ('purchase_shipment_milestones', 'purchase_receipts', 'purchase_returns', 'purchase_return_lines');
drop table erp.purchase_return_lines, erp.purchase_returns, erp.purchase_receipt_lines, erp.purchase_receipts, erp.purchase_shipment_milestones,
  erp.purchase_shipment_lines, erp.purchase_shipments;
delete from erp.number_series where series in ('purchase_shipment', 'purchase_receipt', 'purchase_return');
drop sequence erp.number_purchase_shipment, erp.number_purchase_receipt, erp.number_purchase_return;
`;
