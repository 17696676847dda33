import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

/** Invoices of suppliers against orders and receipts: what each line is for, what it differs in, and what is received and not invoiced. */
export class PurchaseInvoices1769700000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TOLERANCES);
    await queryRunner.query(INVOICES);
    await installTransitions(queryRunner, 'purchase_invoice', [
      ['match', 'registered', 'matched'],
      ['match', 'held', 'matched'],
      ['hold', 'registered', 'held'],
      ['release', 'held', 'released'],
      ['cancel', 'matched', 'cancelled'],
      ['cancel', 'held', 'cancelled'],
      ['cancel', 'released', 'cancelled'],
    ]);
    await installFunction(queryRunner, 'received_not_invoiced', 1);
    await installView(queryRunner, 'purchase_line_invoicing', 1);
    await queryRunner.query('drop view erp.purchase_received_not_invoiced');
    await installView(queryRunner, 'purchase_received_not_invoiced', 2);
    await queryRunner.query(RIGHTS);
    await queryRunner.query(
      `insert into erp.role_permissions (role_id, pattern) select r.id, $1 from erp.roles r where r.code = 'accountant' and r.is_system on conflict do nothing`,
      [ACCOUNTANTS],
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop view erp.purchase_received_not_invoiced, erp.purchase_line_invoicing');
    await installView(queryRunner, 'purchase_received_not_invoiced', 1);
    await queryRunner.query('revoke insert, update, delete on erp.purchase_received_not_invoiced from erp_app');
    await queryRunner.query(DOWN);
    await queryRunner.query(
      `delete from erp.role_permissions p using erp.roles r where r.id = p.role_id and r.code = 'accountant' and r.is_system and p.pattern = $1`,
      [ACCOUNTANTS],
    );
  }
}

/** Who buys does not enter what is to be paid for it. */
const ACCOUNTANTS = 'purchasing.invoices.*';

const TOLERANCES = /* sql */ `
alter table erp.purchase_tolerances
  add column price_percent numeric(7,4) not null default 0,
  add column price_amount numeric(15,2) not null default 0,
  add column invoice_percent numeric(7,4) not null default 0,
  add constraint ck_purchase_tolerances_price_percent check (price_percent between 0 and 999),
  add constraint ck_purchase_tolerances_price_amount check (price_amount between 0 and 9999999999999.99),
  add constraint ck_purchase_tolerances_invoice_percent check (invoice_percent between 0 and 999);
comment on column erp.purchase_tolerances.price_percent is 'How much more than ordered an invoiced line may cost; the larger of this and price_amount, which is in the currency of the order.';
comment on column erp.purchase_tolerances.invoice_percent is 'How many more pieces than came may be invoiced, of those that are ordered.';
`;

const INVOICES = /* sql */ `
create table erp.purchase_invoices (
  id uuid not null default erp.uuid_v7(),
  invoice_id uuid not null,
  company_id uuid not null,
  state text not null default 'registered',
  hold_reason text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_purchase_invoices primary key (id),
  constraint uq_purchase_invoices_invoice_id unique (invoice_id),
  constraint fk_purchase_invoices_invoice_id foreign key (invoice_id) references erp.invoices (id),
  constraint fk_purchase_invoices_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_purchase_invoices_created_by foreign key (created_by) references erp.users (id),
  constraint ck_purchase_invoices_state check (state in ('registered', 'matched', 'held', 'released', 'cancelled')),
  constraint ck_purchase_invoices_hold_reason check (char_length(hold_reason) <= 2000)
);
create index ix_purchase_invoices_company_id on erp.purchase_invoices (company_id, state);
create index ix_purchase_invoices_created_by on erp.purchase_invoices (created_by);
create index ix_purchase_invoices_created_at on erp.purchase_invoices (created_at, id);
comment on table erp.purchase_invoices is 'What became of the three-way match of an invoice: order, receipt, invoice. What it says is in erp.invoices.';
comment on column erp.purchase_invoices.hold_reason is 'What the match found: by this the hold of the match is told from one by hand.';

create table erp.purchase_invoice_lines (
  invoice_line_id uuid not null,
  purchase_invoice_id uuid not null,
  order_line_id uuid not null,
  quantity bigint not null,
  ordered_amount numeric(15,2) not null,
  price_variance numeric(15,2) not null,
  quantity_variance bigint not null,
  constraint pk_purchase_invoice_lines primary key (invoice_line_id),
  constraint uq_purchase_invoice_lines_order_line_id unique (purchase_invoice_id, order_line_id),
  constraint fk_purchase_invoice_lines_invoice_line_id foreign key (invoice_line_id) references erp.invoice_lines (id),
  constraint fk_purchase_invoice_lines_purchase_invoice_id foreign key (purchase_invoice_id) references erp.purchase_invoices (id),
  constraint fk_purchase_invoice_lines_order_line_id foreign key (order_line_id) references erp.purchase_order_lines (id),
  constraint ck_purchase_invoice_lines_quantity check (quantity between 0 and 9007199254740991),
  constraint ck_purchase_invoice_lines_ordered_amount check (ordered_amount between 0 and 9999999999999.99),
  constraint ck_purchase_invoice_lines_price_variance check (price_variance between -9999999999999.99 and 9999999999999.99),
  constraint ck_purchase_invoice_lines_quantity_variance check (quantity_variance between 0 and quantity)
);
create index ix_purchase_invoice_lines_order_line_id on erp.purchase_invoice_lines (order_line_id);
comment on table erp.purchase_invoice_lines is 'Which order line a line of an invoice is for, how many pieces, and what it differed in when it was entered. Append-only.';
comment on column erp.purchase_invoice_lines.ordered_amount is 'What the order says for as many pieces, in its currency.';
comment on column erp.purchase_invoice_lines.quantity_variance is 'How many more pieces than had come and were not invoiced.';

create table erp.purchase_price_variances (
  order_line_id uuid not null,
  variance_value numeric(15,2) not null,
  constraint pk_purchase_price_variances primary key (order_line_id),
  constraint fk_purchase_price_variances_order_line_id foreign key (order_line_id) references erp.purchase_order_lines (id),
  constraint ck_purchase_price_variances_variance_value check (variance_value between -9999999999999.99 and 9999999999999.99)
);
comment on table erp.purchase_price_variances is 'How much difference between invoices and receipts of an order line is posted, in the currency of the company; what purchase_line_invoicing says.';
`;

const RIGHTS = /* sql */ `
select erp.add_updated_at_trigger('erp.purchase_invoices');
select erp.add_audit_trigger('erp.purchase_invoices');
create trigger trg_purchase_invoices_transition before update of state on erp.purchase_invoices
  for each row execute function erp.fn_check_transition('purchase_invoice');
revoke delete on erp.purchase_invoices from erp_app;
create trigger trg_purchase_invoice_lines_append_only before update or delete on erp.purchase_invoice_lines for each row execute function erp.fn_refuse_change();
create trigger trg_purchase_invoice_lines_no_truncate before truncate on erp.purchase_invoice_lines for each statement execute function erp.fn_refuse_change();
revoke update, delete on erp.purchase_invoice_lines from erp_app;
select erp.exempt_from_audit('erp.purchase_invoice_lines', 'Append-only, written with the invoice that they belong to.');
revoke delete on erp.purchase_price_variances from erp_app;
select erp.exempt_from_audit('erp.purchase_price_variances', 'A sum of journal entries, which never change.');
revoke insert, update, delete on erp.purchase_received_not_invoiced, erp.purchase_line_invoicing from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'purchase_invoice';
delete from erp.audit_exemptions where table_name in ('purchase_invoice_lines', 'purchase_price_variances');
drop table erp.purchase_price_variances, erp.purchase_invoice_lines, erp.purchase_invoices;
drop function erp.received_not_invoiced;
alter table erp.purchase_tolerances drop column price_percent, drop column price_amount, drop column invoice_percent;
`;
