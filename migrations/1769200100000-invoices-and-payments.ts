import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

const FUNCTIONS = ['fn_guard_invoice', 'fn_guard_invoice_line', 'fn_guard_payment', 'fn_apply_allocation'];

/** One engine for the invoices of suppliers and customers and what is paid of them: taxes, terms, invoices, credit notes, payments, allocations. */
export class InvoicesAndPayments1769200100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TAXES_AND_TERMS);
    await queryRunner.query(INVOICES);
    await queryRunner.query(PAYMENTS);
    await installTransitions(queryRunner, 'invoice', [
      ['post', 'draft', 'posted'],
      ['cancel', 'draft', 'cancelled'],
      ['cancel', 'posted', 'cancelled'],
    ]);
    await installTransitions(queryRunner, 'payment', [
      ['post', 'draft', 'posted'],
      ['cancel', 'draft', 'cancelled'],
      ['reverse', 'posted', 'reversed'],
    ]);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TAXES_AND_TERMS = /* sql */ `
create table erp.tax_codes (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  code text not null,
  name text not null,
  input_account_id uuid,
  output_account_id uuid,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_tax_codes primary key (id),
  constraint fk_tax_codes_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_tax_codes_input_account_id foreign key (company_id, input_account_id) references erp.accounts (company_id, id),
  constraint fk_tax_codes_output_account_id foreign key (company_id, output_account_id) references erp.accounts (company_id, id),
  constraint ck_tax_codes_code check (code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$'),
  constraint ck_tax_codes_name check (char_length(name) between 1 and 200)
);
create unique index uq_tax_codes_code on erp.tax_codes (company_id, lower(code));
create index ix_tax_codes_input_account_id on erp.tax_codes (company_id, input_account_id);
create index ix_tax_codes_output_account_id on erp.tax_codes (company_id, output_account_id);
create index ix_tax_codes_sort on erp.tax_codes (code, id);
comment on column erp.tax_codes.input_account_id is 'Where the tax of suppliers is claimed; the account in the role input_tax when null.';
comment on column erp.tax_codes.output_account_id is 'Where the tax of customers is owed; the account in the role output_tax when null.';
select erp.add_updated_at_trigger('erp.tax_codes');
select erp.add_audit_trigger('erp.tax_codes');

create table erp.tax_rates (
  id uuid not null default erp.uuid_v7(),
  tax_code_id uuid not null,
  valid_from date not null,
  rate numeric(7,4) not null,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_tax_rates primary key (id),
  constraint uq_tax_rates_tax_code_id_valid_from unique (tax_code_id, valid_from),
  constraint fk_tax_rates_tax_code_id foreign key (tax_code_id) references erp.tax_codes (id),
  constraint ck_tax_rates_rate check (rate between 0 and 100)
);
create index ix_tax_rates_valid_from on erp.tax_rates (valid_from, id);
comment on table erp.tax_rates is 'Percent of a tax code from a day on, until the next.';
select erp.add_updated_at_trigger('erp.tax_rates');
select erp.add_audit_trigger('erp.tax_rates');

create table erp.payment_terms (
  id uuid not null default erp.uuid_v7(),
  code text not null,
  name text not null,
  net_days integer not null default 0,
  end_of_month boolean not null default false,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_payment_terms primary key (id),
  constraint ck_payment_terms_code check (code ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$'),
  constraint ck_payment_terms_name check (char_length(name) between 1 and 200),
  constraint ck_payment_terms_net_days check (net_days between 0 and 3650)
);
create unique index uq_payment_terms_code on erp.payment_terms (lower(code));
create index ix_payment_terms_sort on erp.payment_terms (code, id);
select erp.add_updated_at_trigger('erp.payment_terms');
select erp.add_audit_trigger('erp.payment_terms');
`;

const INVOICES = /* sql */ `
select erp.create_legal_series('payable_invoice', 'BILL');
select erp.create_legal_series('payable_credit_note', 'SCN');
select erp.create_legal_series('receivable_invoice', 'INV');
select erp.create_legal_series('receivable_credit_note', 'CN');

create table erp.invoices (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  side text not null,
  kind text not null,
  number text,
  supplier_id uuid,
  customer_id uuid,
  external_number text,
  invoice_date date not null,
  entry_date date not null,
  due_date date not null,
  payment_terms_id uuid,
  currency_code text not null,
  rate numeric(19,6) not null,
  net_amount numeric(15,2) not null default 0,
  tax_amount numeric(15,2) not null default 0,
  total_amount numeric(15,2) not null default 0,
  base_total numeric(15,2) not null default 0,
  allocated_amount numeric(15,2) not null default 0,
  allocated_base numeric(15,2) not null default 0,
  state text not null default 'draft',
  is_held boolean not null default false,
  hold_reason text,
  held_by uuid,
  held_at timestamptz(3),
  release_reason text,
  released_by uuid,
  released_at timestamptz(3),
  corrects_id uuid,
  source_kind text,
  source_id uuid,
  memo text,
  control_account_id uuid,
  entry_id uuid,
  reversal_entry_id uuid,
  open_amount numeric(15,2) not null generated always as (case when state = 'posted' then total_amount - allocated_amount else 0 end) stored,
  open_base numeric(15,2) not null generated always as (case when state = 'posted' then base_total - allocated_base else 0 end) stored,
  status text not null generated always as (case when state <> 'posted' then state when allocated_amount = total_amount then 'paid'
    when allocated_amount > 0 then 'partially_paid' else 'posted' end) stored,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_invoices primary key (id),
  constraint uq_invoices_company_id_number unique (company_id, number),
  constraint fk_invoices_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_invoices_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_invoices_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_invoices_payment_terms_id foreign key (payment_terms_id) references erp.payment_terms (id),
  constraint fk_invoices_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_invoices_held_by foreign key (held_by) references erp.users (id),
  constraint fk_invoices_released_by foreign key (released_by) references erp.users (id),
  constraint fk_invoices_corrects_id foreign key (corrects_id) references erp.invoices (id),
  constraint fk_invoices_control_account_id foreign key (control_account_id) references erp.accounts (id),
  constraint fk_invoices_entry_id foreign key (entry_id) references erp.journal_entries (id),
  constraint fk_invoices_reversal_entry_id foreign key (reversal_entry_id) references erp.journal_entries (id),
  constraint fk_invoices_created_by foreign key (created_by) references erp.users (id),
  constraint ck_invoices_side check (side in ('payable', 'receivable') and (side = 'payable') = (supplier_id is not null) and (side = 'receivable') = (customer_id is not null)),
  constraint ck_invoices_kind check (kind in ('invoice', 'credit_note') and (corrects_id is null or kind = 'credit_note')),
  constraint ck_invoices_external_number check (char_length(external_number) between 1 and 64),
  constraint ck_invoices_rate check (rate > 0 and rate <= 9999999999999.999999),
  constraint ck_invoices_totals check (total_amount = net_amount + tax_amount and total_amount between 0 and 9999999999999.99 and base_total between 0 and 9999999999999.99
    and net_amount between -9999999999999.99 and 9999999999999.99 and tax_amount between -9999999999999.99 and 9999999999999.99),
  constraint ck_invoices_allocated check (allocated_amount between 0 and 9999999999999.99 and allocated_base between 0 and 9999999999999.99
    and allocated_amount <= total_amount and allocated_base <= base_total
    and (allocated_amount < total_amount or allocated_base = base_total) and (state = 'posted' or allocated_amount = 0)),
  constraint ck_invoices_state check (state in ('draft', 'posted', 'cancelled')),
  constraint ck_invoices_posted check (case state when 'posted' then num_nulls(number, control_account_id, entry_id) = 0 and reversal_entry_id is null
    when 'draft' then num_nonnulls(number, entry_id, reversal_entry_id) = 0 else num_nonnulls(number, entry_id, reversal_entry_id) in (0, 3) end),
  constraint ck_invoices_hold check (not is_held or num_nulls(hold_reason, held_at) = 0),
  constraint ck_invoices_reasons check (char_length(hold_reason) between 1 and 2000 and char_length(release_reason) between 1 and 2000),
  constraint ck_invoices_source check (source_kind ~ '^[a-z][a-z0-9_]{0,62}$' and (source_kind is null) = (source_id is null)),
  constraint ck_invoices_memo check (char_length(memo) <= 2000)
);
create unique index uq_invoices_external_number on erp.invoices (company_id, supplier_id, kind, lower(external_number))
  where side = 'payable' and state <> 'cancelled' and external_number is not null;
create index ix_invoices_supplier_id on erp.invoices (supplier_id, state);
create index ix_invoices_customer_id on erp.invoices (customer_id, state);
create index ix_invoices_payment_terms_id on erp.invoices (payment_terms_id);
create index ix_invoices_currency_code on erp.invoices (currency_code);
create index ix_invoices_held_by on erp.invoices (held_by);
create index ix_invoices_released_by on erp.invoices (released_by);
create index ix_invoices_corrects_id on erp.invoices (corrects_id);
create index ix_invoices_control_account_id on erp.invoices (control_account_id);
create index ix_invoices_entry_id on erp.invoices (entry_id);
create index ix_invoices_reversal_entry_id on erp.invoices (reversal_entry_id);
create index ix_invoices_created_by on erp.invoices (created_by);
create index ix_invoices_source_id on erp.invoices (source_id);
create index ix_invoices_created_at on erp.invoices (created_at, id);
create index ix_invoices_invoice_date on erp.invoices (invoice_date, id);
create index ix_invoices_due_date on erp.invoices (due_date, id);
comment on column erp.invoices.entry_date is 'The day that it is posted for.';
comment on column erp.invoices.status is 'The state, with what is paid of it. Overdue is derived from due_date.';
comment on column erp.invoices.source_kind is 'The document that it is for: a word of the module above, opaque here.';
comment on column erp.invoices.base_total is 'In the company''s currency, at the rate: the sum of its lines and taxes, each rounded.';

create table erp.invoice_lines (
  id uuid not null default erp.uuid_v7(),
  invoice_id uuid not null,
  line_no integer not null,
  account_id uuid not null,
  description text,
  quantity numeric(19,6) not null,
  unit_id uuid,
  unit_price numeric(19,6) not null,
  discount_percent numeric(7,4) not null default 0,
  net_amount numeric(15,2) not null,
  tax_code_id uuid,
  tax_rate numeric(7,4),
  tax_account_id uuid,
  tax_amount numeric(15,2) not null default 0,
  base_net numeric(15,2) not null,
  base_tax numeric(15,2) not null default 0,
  department_id uuid,
  source_line_id uuid,
  constraint pk_invoice_lines primary key (id),
  constraint uq_invoice_lines_invoice_id_line_no unique (invoice_id, line_no),
  constraint fk_invoice_lines_invoice_id foreign key (invoice_id) references erp.invoices (id),
  constraint fk_invoice_lines_account_id foreign key (account_id) references erp.accounts (id),
  constraint fk_invoice_lines_unit_id foreign key (unit_id) references erp.units (id),
  constraint fk_invoice_lines_tax_code_id foreign key (tax_code_id) references erp.tax_codes (id),
  constraint fk_invoice_lines_tax_account_id foreign key (tax_account_id) references erp.accounts (id),
  constraint fk_invoice_lines_department_id foreign key (department_id) references erp.departments (id),
  constraint ck_invoice_lines_line_no check (line_no >= 1),
  constraint ck_invoice_lines_description check (char_length(description) <= 500),
  constraint ck_invoice_lines_quantity check (quantity > 0 and quantity <= 9999999999999.999999),
  constraint ck_invoice_lines_unit_price check (unit_price between 0 and 9999999999999.999999),
  constraint ck_invoice_lines_discount_percent check (discount_percent between 0 and 100),
  constraint ck_invoice_lines_amounts check (net_amount between -9999999999999.99 and 9999999999999.99 and tax_amount between -9999999999999.99 and 9999999999999.99
    and base_net between -9999999999999.99 and 9999999999999.99 and base_tax between -9999999999999.99 and 9999999999999.99),
  constraint ck_invoice_lines_tax check ((tax_code_id is null) = (tax_rate is null) and (tax_code_id is null) = (tax_account_id is null) and tax_rate between 0 and 100
    and (tax_code_id is not null or (tax_amount = 0 and base_tax = 0)))
);
create index ix_invoice_lines_account_id on erp.invoice_lines (account_id);
create index ix_invoice_lines_unit_id on erp.invoice_lines (unit_id);
create index ix_invoice_lines_tax_code_id on erp.invoice_lines (tax_code_id);
create index ix_invoice_lines_tax_account_id on erp.invoice_lines (tax_account_id);
create index ix_invoice_lines_department_id on erp.invoice_lines (department_id);
create index ix_invoice_lines_source_line_id on erp.invoice_lines (source_line_id) where source_line_id is not null;
`;

const PAYMENTS = /* sql */ `
select erp.create_legal_series('payable_payment', 'PAY');
select erp.create_legal_series('receivable_payment', 'RCT');

create table erp.payments (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  side text not null,
  number text,
  supplier_id uuid,
  customer_id uuid,
  method text not null,
  account_id uuid not null,
  payment_date date not null,
  currency_code text not null,
  rate numeric(19,6) not null,
  amount numeric(15,2) not null,
  base_amount numeric(15,2) not null,
  allocated_amount numeric(15,2) not null default 0,
  allocated_base numeric(15,2) not null default 0,
  reference text,
  memo text,
  state text not null default 'draft',
  control_account_id uuid,
  entry_id uuid,
  reversal_entry_id uuid,
  open_amount numeric(15,2) not null generated always as (case when state = 'posted' then amount - allocated_amount else 0 end) stored,
  open_base numeric(15,2) not null generated always as (case when state = 'posted' then base_amount - allocated_base else 0 end) stored,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_payments primary key (id),
  constraint uq_payments_company_id_number unique (company_id, number),
  constraint fk_payments_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_payments_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_payments_customer_id foreign key (customer_id) references erp.customers (id),
  constraint fk_payments_account_id foreign key (company_id, account_id) references erp.accounts (company_id, id),
  constraint fk_payments_currency_code foreign key (currency_code) references erp.currencies (code),
  constraint fk_payments_control_account_id foreign key (control_account_id) references erp.accounts (id),
  constraint fk_payments_entry_id foreign key (entry_id) references erp.journal_entries (id),
  constraint fk_payments_reversal_entry_id foreign key (reversal_entry_id) references erp.journal_entries (id),
  constraint fk_payments_created_by foreign key (created_by) references erp.users (id),
  constraint ck_payments_side check (side in ('payable', 'receivable') and (side = 'payable') = (supplier_id is not null) and (side = 'receivable') = (customer_id is not null)),
  constraint ck_payments_method check (method in ('transfer', 'cheque', 'cash')),
  constraint ck_payments_rate check (rate > 0 and rate <= 9999999999999.999999),
  constraint ck_payments_amount check (amount > 0 and amount <= 9999999999999.99 and base_amount > 0 and base_amount <= 9999999999999.99),
  constraint ck_payments_allocated check (allocated_amount between 0 and 9999999999999.99 and allocated_base between 0 and 9999999999999.99
    and allocated_amount <= amount and allocated_base <= base_amount
    and (allocated_amount < amount or allocated_base = base_amount) and (state = 'posted' or allocated_amount = 0)),
  constraint ck_payments_reference check (char_length(reference) between 1 and 64),
  constraint ck_payments_memo check (char_length(memo) <= 2000),
  constraint ck_payments_state check (state in ('draft', 'posted', 'reversed', 'cancelled')),
  constraint ck_payments_posted check (case state when 'posted' then num_nulls(number, control_account_id, entry_id) = 0 and reversal_entry_id is null
    when 'reversed' then num_nulls(number, control_account_id, entry_id, reversal_entry_id) = 0 else num_nonnulls(number, entry_id, reversal_entry_id) = 0 end)
);
create index ix_payments_supplier_id on erp.payments (supplier_id, state);
create index ix_payments_customer_id on erp.payments (customer_id, state);
create index ix_payments_account_id on erp.payments (company_id, account_id);
create index ix_payments_currency_code on erp.payments (currency_code);
create index ix_payments_control_account_id on erp.payments (control_account_id);
create index ix_payments_entry_id on erp.payments (entry_id);
create index ix_payments_reversal_entry_id on erp.payments (reversal_entry_id);
create index ix_payments_created_by on erp.payments (created_by);
create index ix_payments_created_at on erp.payments (created_at, id);
create index ix_payments_payment_date on erp.payments (payment_date, id);
comment on column erp.payments.account_id is 'The bank or cash account that it leaves or comes to.';

create table erp.payment_allocations (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  invoice_id uuid not null,
  payment_id uuid,
  credit_note_id uuid,
  amount numeric(15,2) not null,
  invoice_base numeric(15,2) not null,
  source_base numeric(15,2) not null,
  allocated_on date not null,
  entry_id uuid,
  undone_on date,
  undo_entry_id uuid,
  undone_by uuid,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_payment_allocations primary key (id),
  constraint fk_payment_allocations_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_payment_allocations_invoice_id foreign key (invoice_id) references erp.invoices (id),
  constraint fk_payment_allocations_payment_id foreign key (payment_id) references erp.payments (id),
  constraint fk_payment_allocations_credit_note_id foreign key (credit_note_id) references erp.invoices (id),
  constraint fk_payment_allocations_entry_id foreign key (entry_id) references erp.journal_entries (id),
  constraint fk_payment_allocations_undo_entry_id foreign key (undo_entry_id) references erp.journal_entries (id),
  constraint fk_payment_allocations_undone_by foreign key (undone_by) references erp.users (id),
  constraint fk_payment_allocations_created_by foreign key (created_by) references erp.users (id),
  constraint ck_payment_allocations_source check (num_nonnulls(payment_id, credit_note_id) = 1),
  constraint ck_payment_allocations_amounts check (amount > 0 and amount <= 9999999999999.99 and invoice_base between 0 and 9999999999999.99
    and source_base between 0 and 9999999999999.99 and (invoice_base = source_base or entry_id is not null)),
  constraint ck_payment_allocations_undone check (undone_on >= allocated_on and (undone_on is not null or num_nonnulls(undo_entry_id, undone_by) = 0))
);
create index ix_payment_allocations_company_id on erp.payment_allocations (company_id);
create index ix_payment_allocations_invoice_id on erp.payment_allocations (invoice_id);
create index ix_payment_allocations_payment_id on erp.payment_allocations (payment_id);
create index ix_payment_allocations_credit_note_id on erp.payment_allocations (credit_note_id);
create index ix_payment_allocations_entry_id on erp.payment_allocations (entry_id);
create index ix_payment_allocations_undo_entry_id on erp.payment_allocations (undo_entry_id);
create index ix_payment_allocations_undone_by on erp.payment_allocations (undone_by);
create index ix_payment_allocations_created_by on erp.payment_allocations (created_by);
comment on table erp.payment_allocations is 'What a payment or credit note pays of an invoice. One that is taken back stays, with the day.';
comment on column erp.payment_allocations.invoice_base is 'The amount at the rate of the invoice; of the last piece what is left of it.';
comment on column erp.payment_allocations.source_base is 'The amount at the rate of the payment or credit note; the difference is posted by entry_id.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.invoices');
select erp.add_updated_at_trigger('erp.payments');
select erp.add_audit_trigger('erp.invoices');
select erp.add_audit_trigger('erp.invoice_lines');
select erp.add_audit_trigger('erp.payments');
select erp.add_audit_trigger('erp.payment_allocations');
create trigger trg_invoices_guard before insert or update on erp.invoices for each row execute function erp.fn_guard_invoice();
create trigger trg_invoices_transition before update of state on erp.invoices for each row execute function erp.fn_check_transition('invoice');
create trigger trg_invoice_lines_guard before insert or update or delete on erp.invoice_lines for each row execute function erp.fn_guard_invoice_line();
create trigger trg_payments_guard before insert or update on erp.payments for each row execute function erp.fn_guard_payment();
create trigger trg_payments_transition before update of state on erp.payments for each row execute function erp.fn_check_transition('payment');
create trigger trg_payment_allocations_apply after insert or update on erp.payment_allocations for each row execute function erp.fn_apply_allocation();
revoke delete on erp.invoices, erp.payments from erp_app;
revoke update, delete on erp.payment_allocations from erp_app;
grant update (undone_on, undo_entry_id, undone_by) on erp.payment_allocations to erp_app;
`;

const DOWN = /* sql */ `
drop table erp.payment_allocations, erp.payments, erp.invoice_lines, erp.invoices, erp.payment_terms, erp.tax_rates, erp.tax_codes;
delete from erp.legal_numbers where series <> 'journal_entry';
delete from erp.number_series where mode = 'gapless' and series <> 'journal_entry';
delete from erp.state_transitions where machine in ('invoice', 'payment');
drop function erp.fn_apply_allocation, erp.fn_guard_payment, erp.fn_guard_invoice_line, erp.fn_guard_invoice;
`;
