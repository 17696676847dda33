import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** Sales orders: what a customer has ordered, at what price, for when, and what came of it. */
export class SalesOrders1770100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ORDERS);
    await queryRunner.query(LINES);
    await installTransitions(queryRunner, 'sales_order', [
      ['confirm', 'draft', 'confirmed'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'confirmed', 'cancelled'],
      ['close', 'partially_shipped', 'closed'],
      ['close', 'shipped', 'closed'],
      ['partially_ship', 'confirmed', 'partially_shipped'],
      ['partially_ship', 'partially_shipped', 'partially_shipped'],
      ['ship', 'confirmed', 'shipped'],
      ['ship', 'partially_shipped', 'shipped'],
      ['unship', 'partially_shipped', 'confirmed'],
      ['unship', 'partially_shipped', 'partially_shipped'],
      ['unship', 'shipped', 'confirmed'],
      ['unship', 'shipped', 'partially_shipped'],
      ['take_back', 'shipped', 'partially_shipped'],
      ['take_back', 'partially_shipped', 'partially_shipped'],
      ['take_back', 'shipped', 'shipped'],
      ['take_back', 'closed', 'closed'],
    ]);
    await queryRunner.query(TRIGGERS);
    await installView(queryRunner, 'sales_order_progress', 1);
    await queryRunner.query('revoke insert, update, delete on erp.sales_order_progress from erp_app');
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const ORDERS = /* sql */ `
select erp.create_number_series('sales_order', 'SO');

create table erp.sales_orders (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('sales_order'),
  company_id uuid not null,
  customer_id uuid not null,
  warehouse_id uuid not null,
  currency_code text not null,
  rate numeric(19,6) not null,
  state text not null default 'draft',
  ordered_on date not null default current_date,
  customer_reference text,
  payment_terms_id uuid,
  payment_terms_days integer not null default 0,
  ship_to_name text,
  ship_to_address text,
  delivery_terms text,
  notes text,
  freight_amount numeric(15,2) not null default 0,
  freight_invoiced_amount numeric(15,2) not null default 0,
  net_amount numeric(15,2) not null default 0,
  tax_amount numeric(15,2) not null default 0,
  total_amount numeric(15,2) not null default 0,
  confirmed_by uuid,
  confirmed_at timestamptz(3),
  end_reason text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_sales_orders primary key (id),
  constraint uq_sales_orders_number unique (number),
  constraint fk_sales_orders_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_sales_orders_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_sales_orders_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_sales_orders_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_sales_orders_payment_terms_id foreign key (payment_terms_id) references erp.payment_terms (id),
  constraint fk_sales_orders_confirmed_by foreign key (confirmed_by) references erp.users (id),
  constraint fk_sales_orders_created_by foreign key (created_by) references erp.users (id),
  constraint ck_sales_orders_state check (state in ('draft', 'confirmed', 'partially_shipped', 'shipped', 'closed', 'cancelled')),
  constraint ck_sales_orders_rate check (rate between 0.000001 and 9999999999999.999999),
  constraint ck_sales_orders_payment_terms_days check (payment_terms_days between 0 and 3650),
  constraint ck_sales_orders_texts check (char_length(customer_reference) <= 200 and char_length(ship_to_name) <= 200 and char_length(ship_to_address) <= 2000
    and char_length(delivery_terms) <= 200 and char_length(notes) <= 2000 and char_length(end_reason) between 1 and 2000),
  constraint ck_sales_orders_freight_amount check (freight_amount between 0 and 9999999999999.99 and freight_invoiced_amount between 0 and 9999999999999.99
    and freight_invoiced_amount <= freight_amount),
  constraint ck_sales_orders_net_amount check (net_amount between 0 and 9999999999999.99),
  constraint ck_sales_orders_tax_amount check (tax_amount between 0 and 9999999999999.99),
  constraint ck_sales_orders_total_amount check (total_amount between 0 and 9999999999999.99 and total_amount = net_amount + tax_amount + freight_amount),
  constraint ck_sales_orders_confirmed check (confirmed_at is not null or state in ('draft', 'cancelled'))
);
create index ix_sales_orders_company_id on erp.sales_orders (company_id, state);
create index ix_sales_orders_customer_id on erp.sales_orders (customer_id, company_id, state);
create index ix_sales_orders_warehouse_id on erp.sales_orders (warehouse_id);
create index ix_sales_orders_currency_code on erp.sales_orders (currency_code);
create index ix_sales_orders_payment_terms_id on erp.sales_orders (payment_terms_id);
create index ix_sales_orders_confirmed_by on erp.sales_orders (confirmed_by);
create index ix_sales_orders_created_by on erp.sales_orders (created_by);
create index ix_sales_orders_created_at on erp.sales_orders (created_at, id);
create index ix_sales_orders_ordered_on on erp.sales_orders (ordered_on, id);
comment on column erp.sales_orders.rate is 'How many of the company''s currency one of the order''s is, on the day of the order.';
comment on column erp.sales_orders.freight_amount is 'What the customer pays for the transport, in the currency of the order and without tax; part of the total.';
comment on column erp.sales_orders.freight_invoiced_amount is 'How much of it is on posted invoices.';
`;

const LINES = /* sql */ `
create table erp.sales_order_lines (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  warehouse_id uuid not null,
  description text,
  unit_id uuid not null,
  unit_quantity numeric(19,6) not null,
  quantity bigint not null,
  unit_price numeric(19,6) not null,
  list_price numeric(19,6),
  price_source text not null default 'given',
  price_id uuid,
  discount_percent numeric(7,4) not null default 0,
  tax_code text,
  tax_percent numeric(7,4) not null default 0,
  net_amount numeric(15,2) not null,
  tax_amount numeric(15,2) not null,
  requested_on date,
  promised_on date,
  supply text not null default 'stock',
  reserve_on date,
  shipped_quantity bigint not null default 0,
  returned_quantity bigint not null default 0,
  reopened_quantity bigint not null default 0,
  invoiced_quantity bigint not null default 0,
  cancelled_quantity bigint not null default 0,
  open_quantity bigint generated always as (quantity + reopened_quantity - shipped_quantity - cancelled_quantity) stored,
  constraint pk_sales_order_lines primary key (id),
  constraint uq_sales_order_lines_order_id_line_no unique (order_id, line_no),
  constraint fk_sales_order_lines_order_id foreign key (order_id) references erp.sales_orders (id) on delete cascade,
  constraint fk_sales_order_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_sales_order_lines_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_sales_order_lines_unit_id foreign key (unit_id) references erp.units (id),
  constraint ck_sales_order_lines_line_no check (line_no >= 1),
  constraint ck_sales_order_lines_texts check (char_length(description) <= 2000 and char_length(tax_code) <= 32),
  constraint ck_sales_order_lines_unit_quantity check (unit_quantity between 0.000001 and 9999999999999.999999),
  constraint ck_sales_order_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_sales_order_lines_unit_price check (unit_price between 0 and 9999999999999.999999),
  constraint ck_sales_order_lines_list_price check (list_price between 0 and 9999999999999.999999),
  constraint ck_sales_order_lines_price_source check (price_source in ('given', 'customer', 'general', 'product', 'quotation')),
  constraint ck_sales_order_lines_discount_percent check (discount_percent between 0 and 100),
  constraint ck_sales_order_lines_tax_percent check (tax_percent between 0 and 100),
  constraint ck_sales_order_lines_net_amount check (net_amount between 0 and 9999999999999.99
    and net_amount = round(unit_quantity * unit_price * (100 - discount_percent) * 0.01, 2)),
  constraint ck_sales_order_lines_tax_amount check (tax_amount between 0 and 9999999999999.99 and tax_amount = round(net_amount * tax_percent * 0.01, 2)),
  constraint ck_sales_order_lines_supply check (supply in ('stock', 'make', 'buy') and (reserve_on is null or supply = 'stock')),
  constraint ck_sales_order_lines_counts check (0 <= reopened_quantity and reopened_quantity <= returned_quantity and returned_quantity <= shipped_quantity
    and 0 <= cancelled_quantity and 0 <= invoiced_quantity and invoiced_quantity <= quantity),
  constraint ck_sales_order_lines_shipped check (shipped_quantity - reopened_quantity + cancelled_quantity <= quantity)
);
create index ix_sales_order_lines_product_id on erp.sales_order_lines (product_id);
create index ix_sales_order_lines_warehouse_id on erp.sales_order_lines (warehouse_id);
create index ix_sales_order_lines_unit_id on erp.sales_order_lines (unit_id);
create index ix_sales_order_lines_open on erp.sales_order_lines (product_id, warehouse_id) where open_quantity > 0;
comment on column erp.sales_order_lines.warehouse_id is 'Where it ships from; that of the order unless the line says otherwise.';
comment on column erp.sales_order_lines.unit_quantity is 'In the unit of the order, which the price is for; quantity is the same in the stock unit, as all counts below.';
comment on column erp.sales_order_lines.list_price is 'What the price list said on the day, for the unit of the order; price_source says which list the price is of.';
comment on column erp.sales_order_lines.supply is 'stock: taken from stock; make: a manufacturing order is made for it; buy: it is bought for it.';
comment on column erp.sales_order_lines.reserve_on is 'Stock is held from this day on; null: from the confirmation.';
comment on column erp.sales_order_lines.shipped_quantity is 'All that left, also what came back; reopened_quantity: of what came back, what the customer is still owed.';
comment on column erp.sales_order_lines.invoiced_quantity is 'What is on posted invoices; drafts do not count.';
comment on column erp.sales_order_lines.cancelled_quantity is 'What nobody waits for any more: closed short or cancelled.';
`;

const AUDITED = ['sales_orders', 'sales_order_lines'];

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.sales_orders');
${AUDITED.map((table) => `select erp.add_audit_trigger('erp.${table}');`).join('\n')}
create trigger trg_sales_orders_transition before update of state on erp.sales_orders
  for each row execute function erp.fn_check_transition('sales_order');
revoke delete on erp.sales_orders from erp_app;
`;

/** What the seeded roles have beyond reading, creating, updating, confirming and cancelling. */
const GRANTS = /* sql */ `(values
    ('sales', 'sales.orders.close')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
drop view erp.sales_order_progress;
delete from erp.state_transitions where machine = 'sales_order';
drop table erp.sales_order_lines, erp.sales_orders;
delete from erp.number_series where series = 'sales_order';
drop sequence erp.number_sales_order;
`;
