import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** Invoices to customers: which order lines, freight and deposits each is for; and how customers are reminded of what they owe. */
export class SalesInvoices1770200100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(INVOICES);
    await queryRunner.query(DUNNING);
    await installTransitions(queryRunner, 'sales_invoice', [
      ['post', 'draft', 'posted'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'posted', 'cancelled'],
    ]);
    await installView(queryRunner, 'sales_order_open_value', 2);
    await queryRunner.query(RIGHTS);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'sales_order_open_value', 1);
    await queryRunner.query(DOWN);
  }
}

const INVOICES = /* sql */ `
create table erp.sales_invoices (
  id uuid not null default erp.uuid_v7(),
  invoice_id uuid not null,
  company_id uuid not null,
  customer_id uuid not null,
  kind text not null,
  state text not null default 'draft',
  return_id uuid,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_sales_invoices primary key (id),
  constraint uq_sales_invoices_invoice_id unique (invoice_id),
  constraint fk_sales_invoices_invoice_id foreign key (invoice_id) references erp.invoices (id),
  constraint fk_sales_invoices_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_sales_invoices_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_sales_invoices_return_id foreign key (return_id) references erp.sales_returns (id),
  constraint fk_sales_invoices_created_by foreign key (created_by) references erp.users (id),
  constraint ck_sales_invoices_kind check (kind in ('invoice', 'deposit', 'credit_note') and (return_id is null or kind = 'credit_note')),
  constraint ck_sales_invoices_state check (state in ('draft', 'posted', 'cancelled'))
);
create index ix_sales_invoices_company_id on erp.sales_invoices (company_id, state);
create index ix_sales_invoices_customer_id on erp.sales_invoices (customer_id);
create index ix_sales_invoices_return_id on erp.sales_invoices (return_id);
create index ix_sales_invoices_created_by on erp.sales_invoices (created_by);
create index ix_sales_invoices_created_at on erp.sales_invoices (created_at, id);
comment on table erp.sales_invoices is 'What an invoice or credit note to a customer is for. What it says is in erp.invoices.';

create table erp.sales_invoice_lines (
  invoice_line_id uuid not null,
  sales_invoice_id uuid not null,
  order_line_id uuid not null,
  delivery_line_id uuid,
  quantity bigint not null,
  constraint pk_sales_invoice_lines primary key (invoice_line_id),
  constraint fk_sales_invoice_lines_invoice_line_id foreign key (invoice_line_id) references erp.invoice_lines (id),
  constraint fk_sales_invoice_lines_sales_invoice_id foreign key (sales_invoice_id) references erp.sales_invoices (id),
  constraint fk_sales_invoice_lines_order_line_id foreign key (order_line_id) references erp.sales_order_lines (id),
  constraint fk_sales_invoice_lines_delivery_line_id foreign key (delivery_line_id) references erp.sales_delivery_lines (id),
  constraint ck_sales_invoice_lines_quantity check (quantity between 0 and 9007199254740991)
);
create index ix_sales_invoice_lines_sales_invoice_id on erp.sales_invoice_lines (sales_invoice_id);
create index ix_sales_invoice_lines_order_line_id on erp.sales_invoice_lines (order_line_id);
create index ix_sales_invoice_lines_delivery_line_id on erp.sales_invoice_lines (delivery_line_id);
comment on table erp.sales_invoice_lines is 'Which order line, and of which delivery, a line of an invoice is for. Append-only.';
comment on column erp.sales_invoice_lines.quantity is 'Pieces of the stock unit; none on a credit note of an amount alone.';

create table erp.sales_invoice_charges (
  invoice_line_id uuid not null,
  sales_invoice_id uuid not null,
  order_id uuid not null,
  kind text not null,
  deducts_id uuid,
  amount numeric(15,2) not null,
  constraint pk_sales_invoice_charges primary key (invoice_line_id),
  constraint fk_sales_invoice_charges_invoice_line_id foreign key (invoice_line_id) references erp.invoice_lines (id),
  constraint fk_sales_invoice_charges_sales_invoice_id foreign key (sales_invoice_id) references erp.sales_invoices (id),
  constraint fk_sales_invoice_charges_order_id foreign key (order_id) references erp.sales_orders (id),
  constraint fk_sales_invoice_charges_deducts_id foreign key (deducts_id) references erp.sales_invoice_charges (invoice_line_id),
  constraint ck_sales_invoice_charges_kind check (kind in ('freight', 'deposit', 'deduction') and (kind = 'deduction') = (deducts_id is not null)),
  constraint ck_sales_invoice_charges_amount check (amount between 0.01 and 9999999999999.99)
);
create index ix_sales_invoice_charges_sales_invoice_id on erp.sales_invoice_charges (sales_invoice_id);
create index ix_sales_invoice_charges_order_id on erp.sales_invoice_charges (order_id);
create index ix_sales_invoice_charges_deducts_id on erp.sales_invoice_charges (deducts_id);
comment on table erp.sales_invoice_charges is 'Lines of invoices for whole orders: freight, what is paid in advance, and its deduction from what is invoiced later. Append-only.';
comment on column erp.sales_invoice_charges.amount is 'Without tax, in the currency of the order; of a deduction what is taken off.';
`;

const DUNNING = /* sql */ `
create table erp.dunning_levels (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  level integer not null,
  name text not null,
  days_overdue integer not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_dunning_levels primary key (id),
  constraint uq_dunning_levels_level unique (company_id, level),
  constraint fk_dunning_levels_company_id foreign key (company_id) references erp.companies (id),
  constraint ck_dunning_levels_level check (level between 1 and 9),
  constraint ck_dunning_levels_name check (char_length(name) between 1 and 200),
  constraint ck_dunning_levels_days_overdue check (days_overdue between 1 and 3650)
);
comment on table erp.dunning_levels is 'From how many days after the due date a customer is reminded, and how firmly.';

create table erp.dunning_notices (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  customer_id uuid not null,
  invoice_id uuid not null,
  level integer not null,
  sent_on date not null,
  currency_code text not null,
  open_amount numeric(15,2) not null,
  days_overdue integer not null,
  created_by uuid not null default erp.current_actor(),
  created_at timestamptz(3) not null default clock_timestamp(),
  constraint pk_dunning_notices primary key (id),
  constraint uq_dunning_notices_invoice_id unique (invoice_id, level),
  constraint fk_dunning_notices_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_dunning_notices_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_dunning_notices_invoice_id foreign key (invoice_id) references erp.invoices (id),
  constraint fk_dunning_notices_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_dunning_notices_created_by foreign key (created_by) references erp.users (id),
  constraint ck_dunning_notices_level check (level between 1 and 9),
  constraint ck_dunning_notices_open_amount check (open_amount between 0.01 and 9999999999999.99),
  constraint ck_dunning_notices_days_overdue check (days_overdue >= 1)
);
create index ix_dunning_notices_company_id on erp.dunning_notices (company_id, sent_on, id);
create index ix_dunning_notices_customer_id on erp.dunning_notices (customer_id);
create index ix_dunning_notices_currency_code on erp.dunning_notices (currency_code);
create index ix_dunning_notices_created_by on erp.dunning_notices (created_by);
comment on table erp.dunning_notices is 'That a customer was reminded of an invoice, at which level and what was open of it then. Append-only.';
`;

const append = (table: string, reason: string): string => /* sql */ `
create trigger trg_${table}_append_only before update or delete on erp.${table} for each row execute function erp.fn_refuse_change();
create trigger trg_${table}_no_truncate before truncate on erp.${table} for each statement execute function erp.fn_refuse_change();
revoke update, delete on erp.${table} from erp_app;
select erp.exempt_from_audit('erp.${table}', '${reason}');`;

const RIGHTS = /* sql */ `
select erp.add_updated_at_trigger('erp.sales_invoices');
select erp.add_audit_trigger('erp.sales_invoices');
select erp.add_updated_at_trigger('erp.dunning_levels');
select erp.add_audit_trigger('erp.dunning_levels');
create trigger trg_sales_invoices_transition before update of state on erp.sales_invoices
  for each row execute function erp.fn_check_transition('sales_invoice');
revoke delete on erp.sales_invoices from erp_app;
${append('sales_invoice_lines', 'Append-only, written with the invoice that they belong to.')}
${append('sales_invoice_charges', 'Append-only, written with the invoice that they belong to.')}
${append('dunning_notices', 'Append-only: its rows say themselves who made them and when.')}
`;

/** Who sells drafts invoices; who keeps the books posts them and reminds. */
const GRANTS = /* sql */ `(values
    ('accountant', 'sales.invoices.*'), ('accountant', 'sales.dunning.*'), ('accountant', 'sales.statements.*')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
delete from erp.state_transitions where machine = 'sales_invoice';
delete from erp.audit_exemptions where table_name in ('sales_invoice_lines', 'sales_invoice_charges', 'dunning_notices');
drop table erp.dunning_notices, erp.dunning_levels, erp.sales_invoice_charges, erp.sales_invoice_lines, erp.sales_invoices;
`;
