import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** Quotations: what a customer was offered, in which version, and what became of it. */
export class SalesQuotations1770100300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(QUOTATIONS);
    await queryRunner.query(LINES);
    await installTransitions(queryRunner, 'sales_quotation', [
      ['send', 'draft', 'sent'],
      ['revise', 'sent', 'draft'],
      ['win', 'sent', 'won'],
      ['lose', 'sent', 'lost'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'sent', 'cancelled'],
    ]);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const QUOTATIONS = /* sql */ `
select erp.create_number_series('sales_quotation', 'SQ');

create table erp.sales_quotations (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('sales_quotation'),
  company_id uuid not null,
  customer_id uuid not null,
  currency_code text not null,
  state text not null default 'draft',
  revision integer not null default 1,
  quoted_on date not null default current_date,
  valid_until date not null,
  customer_reference text,
  payment_terms_id uuid,
  payment_terms_days integer not null default 0,
  delivery_terms text,
  notes text,
  freight_amount numeric(15,2) not null default 0,
  net_amount numeric(15,2) not null default 0,
  tax_amount numeric(15,2) not null default 0,
  total_amount numeric(15,2) not null default 0,
  sent_at timestamptz(3),
  end_reason text,
  order_id uuid,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_sales_quotations primary key (id),
  constraint uq_sales_quotations_number unique (number),
  constraint uq_sales_quotations_order_id unique (order_id),
  constraint fk_sales_quotations_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_sales_quotations_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_sales_quotations_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_sales_quotations_payment_terms_id foreign key (payment_terms_id) references erp.payment_terms (id),
  constraint fk_sales_quotations_order_id foreign key (order_id) references erp.sales_orders (id),
  constraint fk_sales_quotations_created_by foreign key (created_by) references erp.users (id),
  constraint ck_sales_quotations_state check (state in ('draft', 'sent', 'won', 'lost', 'cancelled')),
  constraint ck_sales_quotations_revision check (revision >= 1),
  constraint ck_sales_quotations_valid_until check (valid_until >= quoted_on),
  constraint ck_sales_quotations_payment_terms_days check (payment_terms_days between 0 and 3650),
  constraint ck_sales_quotations_texts check (char_length(customer_reference) <= 200 and char_length(delivery_terms) <= 200 and char_length(notes) <= 2000
    and char_length(end_reason) between 1 and 2000),
  constraint ck_sales_quotations_freight_amount check (freight_amount between 0 and 9999999999999.99),
  constraint ck_sales_quotations_net_amount check (net_amount between 0 and 9999999999999.99),
  constraint ck_sales_quotations_tax_amount check (tax_amount between 0 and 9999999999999.99),
  constraint ck_sales_quotations_total_amount check (total_amount between 0 and 9999999999999.99 and total_amount = net_amount + tax_amount + freight_amount),
  constraint ck_sales_quotations_won check ((state = 'won') = (order_id is not null)),
  constraint ck_sales_quotations_lost check (state <> 'lost' or end_reason is not null)
);
create index ix_sales_quotations_company_id on erp.sales_quotations (company_id, state);
create index ix_sales_quotations_customer_id on erp.sales_quotations (customer_id, state);
create index ix_sales_quotations_currency_code on erp.sales_quotations (currency_code);
create index ix_sales_quotations_payment_terms_id on erp.sales_quotations (payment_terms_id);
create index ix_sales_quotations_created_by on erp.sales_quotations (created_by);
create index ix_sales_quotations_created_at on erp.sales_quotations (created_at, id);
create index ix_sales_quotations_valid_until on erp.sales_quotations (valid_until, id);
comment on column erp.sales_quotations.revision is 'Which version it is; each that was sent is kept in sales_quotation_versions.';
comment on column erp.sales_quotations.valid_until is 'The last day; one that was sent and is past it has expired, and cannot be won.';
`;

const LINES = /* sql */ `
create table erp.sales_quotation_lines (
  id uuid not null default erp.uuid_v7(),
  quotation_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
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
  constraint pk_sales_quotation_lines primary key (id),
  constraint uq_sales_quotation_lines_quotation_id_line_no unique (quotation_id, line_no),
  constraint fk_sales_quotation_lines_quotation_id foreign key (quotation_id) references erp.sales_quotations (id) on delete cascade,
  constraint fk_sales_quotation_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_sales_quotation_lines_unit_id foreign key (unit_id) references erp.units (id),
  constraint ck_sales_quotation_lines_line_no check (line_no >= 1),
  constraint ck_sales_quotation_lines_texts check (char_length(description) <= 2000 and char_length(tax_code) <= 32),
  constraint ck_sales_quotation_lines_unit_quantity check (unit_quantity between 0.000001 and 9999999999999.999999),
  constraint ck_sales_quotation_lines_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_sales_quotation_lines_unit_price check (unit_price between 0 and 9999999999999.999999),
  constraint ck_sales_quotation_lines_list_price check (list_price between 0 and 9999999999999.999999),
  constraint ck_sales_quotation_lines_price_source check (price_source in ('given', 'customer', 'general', 'product')),
  constraint ck_sales_quotation_lines_discount_percent check (discount_percent between 0 and 100),
  constraint ck_sales_quotation_lines_tax_percent check (tax_percent between 0 and 100),
  constraint ck_sales_quotation_lines_net_amount check (net_amount between 0 and 9999999999999.99
    and net_amount = round(unit_quantity * unit_price * (100 - discount_percent) * 0.01, 2)),
  constraint ck_sales_quotation_lines_tax_amount check (tax_amount between 0 and 9999999999999.99 and tax_amount = round(net_amount * tax_percent * 0.01, 2))
);
create index ix_sales_quotation_lines_product_id on erp.sales_quotation_lines (product_id);
create index ix_sales_quotation_lines_unit_id on erp.sales_quotation_lines (unit_id);

create table erp.sales_quotation_versions (
  id uuid not null default erp.uuid_v7(),
  quotation_id uuid not null,
  revision integer not null,
  valid_until date not null,
  total_amount numeric(15,2) not null,
  document jsonb not null,
  sent_by uuid not null default erp.current_actor(),
  sent_at timestamptz(3) not null default now(),
  constraint pk_sales_quotation_versions primary key (id),
  constraint uq_sales_quotation_versions_revision unique (quotation_id, revision),
  constraint fk_sales_quotation_versions_quotation_id foreign key (quotation_id) references erp.sales_quotations (id),
  constraint fk_sales_quotation_versions_sent_by foreign key (sent_by) references erp.users (id),
  constraint ck_sales_quotation_versions_revision check (revision >= 1),
  constraint ck_sales_quotation_versions_total_amount check (total_amount between 0 and 9999999999999.99),
  constraint ck_sales_quotation_versions_document check (jsonb_typeof(document) = 'object')
);
create index ix_sales_quotation_versions_sent_by on erp.sales_quotation_versions (sent_by);
comment on table erp.sales_quotation_versions is 'Quotations as customers got them: head and lines of each version that was sent.';
`;

const AUDITED = ['sales_quotations', 'sales_quotation_lines', 'sales_quotation_versions'];

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.sales_quotations');
${AUDITED.map((table) => `select erp.add_audit_trigger('erp.${table}');`).join('\n')}
create trigger trg_sales_quotations_transition before update of state on erp.sales_quotations
  for each row execute function erp.fn_check_transition('sales_quotation');
revoke delete on erp.sales_quotations from erp_app;
revoke update, delete on erp.sales_quotation_versions from erp_app;
`;

/** What the seeded roles have beyond reading, creating, updating and cancelling. */
const GRANTS = /* sql */ `(values
    ('sales', 'sales.quotations.send'), ('sales', 'sales.quotations.decide')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
delete from erp.state_transitions where machine = 'sales_quotation';
drop table erp.sales_quotation_versions, erp.sales_quotation_lines, erp.sales_quotations;
delete from erp.number_series where series = 'sales_quotation';
drop sequence erp.number_sales_quotation;
`;
