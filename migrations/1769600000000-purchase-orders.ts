import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** Purchase orders: their lines and the requests behind them, who approves them, what changed of them, and how far deliveries may be off. */
export class PurchaseOrders1769600000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(RULES);
    await queryRunner.query(ORDERS);
    await queryRunner.query(LINES);
    await queryRunner.query(VERSIONS);
    await installTransitions(queryRunner, 'purchase_order', [
      ['submit', 'draft', 'submitted'],
      ['withdraw', 'submitted', 'draft'],
      ['reject', 'submitted', 'draft'],
      ['approve', 'submitted', 'submitted'],
      ['approve', 'submitted', 'approved'],
      ['send', 'approved', 'sent'],
      ['confirm', 'sent', 'sent'],
      ['confirm', 'sent', 'confirmed'],
      ['short_close', 'partially_received', 'partially_received'],
      ['short_close', 'partially_received', 'received'],
      ['close', 'received', 'closed'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'submitted', 'cancelled'],
      ['cancel', 'approved', 'cancelled'],
      ['cancel', 'sent', 'cancelled'],
      ['cancel', 'confirmed', 'cancelled'],
      ['receive', 'sent', 'partially_received'],
      ['receive', 'sent', 'received'],
      ['receive', 'confirmed', 'partially_received'],
      ['receive', 'confirmed', 'received'],
      ['receive', 'partially_received', 'partially_received'],
      ['receive', 'partially_received', 'received'],
      ['receive', 'received', 'received'],
      ['receive', 'received', 'partially_received'],
      ['take_back', 'partially_received', 'partially_received'],
      ['take_back', 'received', 'received'],
      ['take_back', 'received', 'partially_received'],
      ['change', 'approved', 'approved'],
      ['change', 'sent', 'sent'],
      ['change', 'confirmed', 'confirmed'],
      ['change', 'partially_received', 'partially_received'],
      ['unconfirm', 'confirmed', 'sent'],
      ['agree', 'sent', 'confirmed'],
      ['settle', 'partially_received', 'received'],
      ['resend', 'sent', 'sent'],
      ['resend', 'confirmed', 'confirmed'],
      ['resend', 'partially_received', 'partially_received'],
      ['reconfirm', 'sent', 'sent'],
      ['reconfirm', 'confirmed', 'confirmed'],
      ['reconfirm', 'partially_received', 'partially_received'],
    ]);
    await installTransitions(queryRunner, 'purchase_order_change', [
      ['approve', 'pending', 'pending'],
      ['approve', 'pending', 'applied'],
      ['reject', 'pending', 'rejected'],
      ['withdraw', 'pending', 'withdrawn'],
    ]);
    await queryRunner.query(TRIGGERS);
    await installView(queryRunner, 'purchase_order_progress', 1);
    await queryRunner.query('revoke insert, update, delete on erp.purchase_order_progress from erp_app');
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const RULES = /* sql */ `
create table erp.purchase_approval_tiers (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  name text not null,
  from_amount numeric(15,2) not null,
  role_id uuid,
  user_id uuid,
  permission text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_purchase_approval_tiers primary key (id),
  constraint fk_purchase_approval_tiers_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_approval_tiers_role_id foreign key (role_id) references erp.roles (id),
  constraint fk_purchase_approval_tiers_user_id foreign key (user_id) references erp.users (id),
  constraint fk_purchase_approval_tiers_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_approval_tiers_name check (char_length(name) between 1 and 200),
  constraint ck_purchase_approval_tiers_from_amount check (from_amount between 0 and 9999999999999.99),
  constraint ck_purchase_approval_tiers_permission check (permission ~ '^[a-z][a-z_]*\\.[a-z][a-z_]*\\.[a-z][a-z_]*$'),
  constraint ck_purchase_approval_tiers_approver check (num_nonnulls(role_id, user_id, permission) = 1)
);
create unique index uq_purchase_approval_tiers_amount on erp.purchase_approval_tiers (company_id, from_amount) where is_active;
create index ix_purchase_approval_tiers_company_id on erp.purchase_approval_tiers (company_id, from_amount, id);
create index ix_purchase_approval_tiers_role_id on erp.purchase_approval_tiers (role_id);
create index ix_purchase_approval_tiers_user_id on erp.purchase_approval_tiers (user_id);
create index ix_purchase_approval_tiers_created_by on erp.purchase_approval_tiers (created_by);
comment on table erp.purchase_approval_tiers is 'Who has to approve orders from which amount on, in the currency of the company. An order needs every tier that its amount reaches.';

create table erp.purchase_tolerances (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  supplier_id uuid,
  category_id uuid,
  over_percent numeric(7,4) not null default 0,
  under_percent numeric(7,4) not null default 0,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_purchase_tolerances primary key (id),
  constraint fk_purchase_tolerances_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_tolerances_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_purchase_tolerances_category_id foreign key (category_id) references erp.product_categories (id),
  constraint ck_purchase_tolerances_over_percent check (over_percent between 0 and 999),
  constraint ck_purchase_tolerances_under_percent check (under_percent between 0 and 100)
);
create unique index uq_purchase_tolerances_subject on erp.purchase_tolerances (company_id, supplier_id, category_id) nulls not distinct where is_active;
create index ix_purchase_tolerances_created_at on erp.purchase_tolerances (created_at, id);
create index ix_purchase_tolerances_supplier_id on erp.purchase_tolerances (supplier_id);
create index ix_purchase_tolerances_category_id on erp.purchase_tolerances (category_id);
comment on table erp.purchase_tolerances is 'By how much deliveries may be off: of a supplier, of a category with what is below it, of both, or of everything.';
`;

const ORDERS = /* sql */ `
select erp.create_number_series('purchase_order', 'PO');

create table erp.purchase_orders (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('purchase_order'),
  company_id uuid not null,
  supplier_id uuid not null,
  warehouse_id uuid not null,
  currency_code text not null,
  state text not null default 'draft',
  revision integer not null default 1,
  sent_revision integer,
  approval_round integer not null default 1,
  ordered_on date not null default current_date,
  supplier_reference text,
  payment_terms_days integer not null default 0,
  delivery_terms text,
  notes text,
  net_amount numeric(15,2) not null default 0,
  tax_amount numeric(15,2) not null default 0,
  total_amount numeric(15,2) not null default 0,
  company_amount numeric(15,2),
  approved_amount numeric(15,2),
  submitted_by uuid,
  submitted_at timestamptz(3),
  approved_at timestamptz(3),
  sent_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_purchase_orders primary key (id),
  constraint uq_purchase_orders_number unique (number),
  constraint fk_purchase_orders_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_orders_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_purchase_orders_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_purchase_orders_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_purchase_orders_submitted_by foreign key (submitted_by) references erp.users (id),
  constraint fk_purchase_orders_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_orders_state check (state in ('draft', 'submitted', 'approved', 'sent', 'confirmed', 'partially_received', 'received', 'closed', 'cancelled')),
  constraint ck_purchase_orders_revision check (revision >= 1 and approval_round >= 1 and sent_revision between 1 and revision),
  constraint ck_purchase_orders_payment_terms_days check (payment_terms_days between 0 and 3650),
  constraint ck_purchase_orders_texts check (char_length(supplier_reference) <= 200 and char_length(delivery_terms) <= 200 and char_length(notes) <= 2000),
  constraint ck_purchase_orders_net_amount check (net_amount between 0 and 9999999999999.99),
  constraint ck_purchase_orders_tax_amount check (tax_amount between 0 and 9999999999999.99),
  constraint ck_purchase_orders_total_amount check (total_amount between 0 and 9999999999999.99 and total_amount = net_amount + tax_amount),
  constraint ck_purchase_orders_company_amount check (company_amount between 0 and 9999999999999.99),
  constraint ck_purchase_orders_approved_amount check (approved_amount between 0 and 9999999999999.99),
  constraint ck_purchase_orders_approved check (approved_amount is not null and approved_at is not null or state in ('draft', 'submitted', 'cancelled'))
);
create index ix_purchase_orders_company_id on erp.purchase_orders (company_id, state);
create index ix_purchase_orders_supplier_id on erp.purchase_orders (supplier_id, state);
create index ix_purchase_orders_warehouse_id on erp.purchase_orders (warehouse_id);
create index ix_purchase_orders_currency_code on erp.purchase_orders (currency_code);
create index ix_purchase_orders_submitted_by on erp.purchase_orders (submitted_by);
create index ix_purchase_orders_created_by on erp.purchase_orders (created_by);
create index ix_purchase_orders_created_at on erp.purchase_orders (created_at, id);
create index ix_purchase_orders_ordered_on on erp.purchase_orders (ordered_on, id);
comment on column erp.purchase_orders.company_amount is 'The total in the currency of the company, at the rate of the day it was submitted; what tiers are held against.';
comment on column erp.purchase_orders.approved_amount is 'The largest company amount that was approved of it.';
comment on column erp.purchase_orders.sent_revision is 'Which revision the supplier has.';
`;

const LINES = /* sql */ `
create table erp.purchase_order_lines (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  description text,
  supplier_sku text,
  unit_id uuid not null,
  unit_quantity numeric(19,6) not null,
  quantity bigint not null,
  unit_price numeric(19,6) not null,
  list_price numeric(19,6),
  discount_percent numeric(7,4) not null default 0,
  tax_code text,
  tax_percent numeric(7,4) not null default 0,
  net_amount numeric(15,2) not null,
  tax_amount numeric(15,2) not null,
  needed_on date,
  promised_on date,
  confirmed_on date,
  confirmed_quantity bigint,
  confirmed_at timestamptz(3),
  least_quantity bigint not null,
  most_quantity bigint not null,
  received_quantity bigint not null default 0,
  rejected_quantity bigint not null default 0,
  returned_quantity bigint not null default 0,
  reopened_quantity bigint not null default 0,
  is_closed_short boolean not null default false,
  open_quantity bigint generated always as (case when is_closed_short then 0 else greatest(quantity + reopened_quantity - received_quantity, 0) end) stored,
  is_complete boolean generated always as (is_closed_short or received_quantity - reopened_quantity >= least_quantity) stored,
  constraint pk_purchase_order_lines primary key (id),
  constraint uq_purchase_order_lines_order_id_line_no unique (order_id, line_no),
  constraint fk_purchase_order_lines_order_id foreign key (order_id) references erp.purchase_orders (id) on delete cascade,
  constraint fk_purchase_order_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_purchase_order_lines_unit_id foreign key (unit_id) references erp.units (id),
  constraint ck_purchase_order_lines_line_no check (line_no >= 1),
  constraint ck_purchase_order_lines_texts check (char_length(description) <= 2000 and char_length(supplier_sku) <= 64 and char_length(tax_code) <= 32),
  constraint ck_purchase_order_lines_unit_quantity check (unit_quantity between 0.000001 and 9999999999999.999999),
  constraint ck_purchase_order_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_purchase_order_lines_unit_price check (unit_price between 0 and 9999999999999.999999),
  constraint ck_purchase_order_lines_list_price check (list_price between 0 and 9999999999999.999999),
  constraint ck_purchase_order_lines_discount_percent check (discount_percent between 0 and 100),
  constraint ck_purchase_order_lines_tax_percent check (tax_percent between 0 and 100),
  constraint ck_purchase_order_lines_net_amount check (net_amount between 0 and 9999999999999.99
    and net_amount = round(unit_quantity * unit_price * (100 - discount_percent) * 0.01, 2)),
  constraint ck_purchase_order_lines_tax_amount check (tax_amount between 0 and 9999999999999.99 and tax_amount = round(net_amount * tax_percent * 0.01, 2)),
  constraint ck_purchase_order_lines_confirmed_quantity check (confirmed_quantity between 0 and 9007199254740991 and (confirmed_quantity is null) = (confirmed_at is null)),
  constraint ck_purchase_order_lines_tolerance check (least_quantity between 1 and quantity and most_quantity between quantity and 9007199254740991),
  constraint ck_purchase_order_lines_counts check (0 <= reopened_quantity and reopened_quantity <= returned_quantity and returned_quantity <= received_quantity
    and 0 <= rejected_quantity and rejected_quantity <= received_quantity),
  constraint ck_purchase_order_lines_received check (received_quantity - reopened_quantity <= most_quantity)
);
create index ix_purchase_order_lines_product_id on erp.purchase_order_lines (product_id);
create index ix_purchase_order_lines_unit_id on erp.purchase_order_lines (unit_id);
create index ix_purchase_order_lines_due on erp.purchase_order_lines ((coalesce(confirmed_on, promised_on, needed_on, date '9999-12-31')), id) where not is_complete;
comment on column erp.purchase_order_lines.unit_quantity is 'In the unit of the order, which the price is for; quantity is the same in the stock unit.';
comment on column erp.purchase_order_lines.list_price is 'What the price list of the supplier said on the day, for the unit of the order.';
comment on column erp.purchase_order_lines.least_quantity is 'From so many on the line counts as delivered (under-delivery tolerated); most_quantity: no more is taken.';
comment on column erp.purchase_order_lines.received_quantity is 'All that came, also what went back later; reopened_quantity: of what went back, what the supplier still owes.';

create table erp.purchase_order_line_requests (
  order_line_id uuid not null,
  requisition_line_id uuid not null,
  quantity bigint not null,
  told_ordered bigint not null default 0,
  told_confirmed bigint not null default 0,
  told_shipped bigint not null default 0,
  told_received bigint not null default 0,
  told_put_away bigint not null default 0,
  constraint pk_purchase_order_line_requests primary key (order_line_id, requisition_line_id),
  constraint fk_purchase_order_line_requests_order_line_id foreign key (order_line_id) references erp.purchase_order_lines (id) on delete cascade,
  constraint fk_purchase_order_line_requests_requisition_line_id foreign key (requisition_line_id) references erp.requisition_lines (id),
  constraint ck_purchase_order_line_requests_quantity check (quantity between 0 and 9007199254740991),
  constraint ck_purchase_order_line_requests_told check (least(told_ordered, told_confirmed, told_shipped, told_received, told_put_away) >= 0)
);
create index ix_purchase_order_line_requests_requisition_line_id on erp.purchase_order_line_requests (requisition_line_id);
comment on table erp.purchase_order_line_requests is 'Which lines of requisitions an order line is for, and how many pieces of it; what comes goes to them in the order of their ids.';
comment on column erp.purchase_order_line_requests.told_ordered is 'What the line of the requisition was told of each stage; it is told the difference when that changes.';
`;

const VERSIONS = /* sql */ `
create table erp.purchase_order_changes (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  revision integer not null,
  state text not null default 'pending',
  reason text not null,
  changes jsonb not null,
  wanted jsonb not null,
  total_before numeric(15,2) not null,
  total_after numeric(15,2) not null,
  company_amount numeric(15,2) not null,
  decided_by uuid,
  decided_at timestamptz(3),
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_purchase_order_changes primary key (id),
  constraint fk_purchase_order_changes_order_id foreign key (order_id) references erp.purchase_orders (id),
  constraint fk_purchase_order_changes_decided_by foreign key (decided_by) references erp.users (id),
  constraint fk_purchase_order_changes_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_order_changes_revision check (revision >= 2),
  constraint ck_purchase_order_changes_state check (state in ('pending', 'applied', 'rejected', 'withdrawn')),
  constraint ck_purchase_order_changes_reason check (char_length(reason) between 1 and 2000),
  constraint ck_purchase_order_changes_changes check (jsonb_typeof(changes) = 'array'),
  constraint ck_purchase_order_changes_total_before check (total_before between 0 and 9999999999999.99),
  constraint ck_purchase_order_changes_total_after check (total_after between 0 and 9999999999999.99),
  constraint ck_purchase_order_changes_company_amount check (company_amount between 0 and 9999999999999.99)
);
create unique index uq_purchase_order_changes_one_pending on erp.purchase_order_changes (order_id) where state = 'pending';
create unique index uq_purchase_order_changes_revision on erp.purchase_order_changes (order_id, revision) where state = 'applied';
create index ix_purchase_order_changes_order_id on erp.purchase_order_changes (order_id, revision);
create index ix_purchase_order_changes_decided_by on erp.purchase_order_changes (decided_by);
create index ix_purchase_order_changes_created_by on erp.purchase_order_changes (created_by);
create index ix_purchase_order_changes_created_at on erp.purchase_order_changes (created_at, id);
comment on table erp.purchase_order_changes is 'Revisions of orders after their approval, each with what it changes and who agreed to it.';

create table erp.purchase_order_approvals (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  revision integer not null,
  round integer not null default 1,
  tier_id uuid,
  amount numeric(15,2) not null,
  notes text,
  approved_by uuid not null default erp.current_actor(),
  approved_at timestamptz(3) not null default now(),
  constraint pk_purchase_order_approvals primary key (id),
  constraint fk_purchase_order_approvals_order_id foreign key (order_id) references erp.purchase_orders (id),
  constraint fk_purchase_order_approvals_tier_id foreign key (tier_id) references erp.purchase_approval_tiers (id),
  constraint fk_purchase_order_approvals_approved_by foreign key (approved_by) references erp.users (id),
  constraint uq_purchase_order_approvals_tier unique nulls not distinct (order_id, revision, round, tier_id),
  constraint uq_purchase_order_approvals_person unique (order_id, revision, round, approved_by),
  constraint ck_purchase_order_approvals_round check (round >= 1),
  constraint ck_purchase_order_approvals_amount check (amount between 0 and 9999999999999.99),
  constraint ck_purchase_order_approvals_notes check (char_length(notes) <= 2000)
);
create index ix_purchase_order_approvals_tier_id on erp.purchase_order_approvals (tier_id);
create index ix_purchase_order_approvals_approved_by on erp.purchase_order_approvals (approved_by);
comment on column erp.purchase_order_approvals.round is 'Which submission of the revision it was for: what was approved before an order went back to its buyer does not count again.';
`;

const AUDITED = [
  'purchase_approval_tiers',
  'purchase_tolerances',
  'purchase_orders',
  'purchase_order_lines',
  'purchase_order_line_requests',
  'purchase_order_changes',
  'purchase_order_approvals',
];

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.purchase_approval_tiers');
select erp.add_updated_at_trigger('erp.purchase_tolerances');
select erp.add_updated_at_trigger('erp.purchase_orders');
select erp.add_updated_at_trigger('erp.purchase_order_changes');
${AUDITED.map((table) => `select erp.add_audit_trigger('erp.${table}');`).join('\n')}
create trigger trg_purchase_orders_transition before update of state on erp.purchase_orders
  for each row execute function erp.fn_check_transition('purchase_order');
create trigger trg_purchase_order_changes_transition before update of state on erp.purchase_order_changes
  for each row execute function erp.fn_check_transition('purchase_order_change');
revoke delete on erp.purchase_orders, erp.purchase_order_changes from erp_app;
revoke update, delete on erp.purchase_order_approvals from erp_app;
`;

/** What the seeded roles have beyond reading, creating, submitting and sending. */
const GRANTS = /* sql */ `(values
    ('purchasing', 'purchasing.orders.confirm'), ('purchasing', 'purchasing.orders.change'), ('purchasing', 'purchasing.orders.cancel'),
    ('purchasing', 'purchasing.orders.close')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
drop view erp.purchase_order_progress;
delete from erp.state_transitions where machine in ('purchase_order', 'purchase_order_change');
drop table erp.purchase_order_approvals, erp.purchase_order_changes, erp.purchase_order_line_requests, erp.purchase_order_lines, erp.purchase_orders,
  erp.purchase_tolerances, erp.purchase_approval_tiers;
delete from erp.number_series where series = 'purchase_order';
drop sequence erp.number_purchase_order;
`;
