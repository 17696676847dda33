import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Stock and production in the books: rules that say on which account value goes, what was booked of it, and inventory accounts that only stock writes. */
export class StockBooks1770000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CONTROL);
    await installFunction(queryRunner, 'fn_guard_journal_line', 2);
    await queryRunner.query(TABLES);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query(HOUSE_RULES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DROP);
    await installFunction(queryRunner, 'fn_guard_journal_line', 1);
    await queryRunner.query(CONTROL_BACK);
  }
}

const FUNCTIONS = [
  'book_day',
  'stock_account_rule',
  'stock_value_legs',
  'stock_not_booked',
  'book_stock',
  'fn_guard_stock_account_rule',
] as const;

/** What an account is for is fixed once it was written on: here the house says more of it than there was to say before. */
const CONTROL = /* sql */ `
alter table erp.accounts drop constraint ck_accounts_control,
  add constraint ck_accounts_control check (control is null or control in ('payable', 'receivable', 'inventory') and not is_header);
alter table erp.accounts disable trigger trg_accounts_guard;
update erp.accounts a set control = 'inventory'
  from erp.account_roles r
 where r.account_id = a.id and r.role in ('inventory_raw', 'inventory_wip', 'inventory_finished') and a.control is null and not a.is_header;
alter table erp.accounts enable trigger trg_accounts_guard;
`;

const CONTROL_BACK = /* sql */ `
alter table erp.accounts disable trigger trg_accounts_guard;
update erp.accounts set control = null where control = 'inventory';
alter table erp.accounts enable trigger trg_accounts_guard;
alter table erp.accounts drop constraint ck_accounts_control,
  add constraint ck_accounts_control check (control is null or control in ('payable', 'receivable') and not is_header);
`;

const TABLES = /* sql */ `
create table erp.stock_account_rules (
  id uuid not null default erp.uuid_v7(),
  company_id uuid,
  leg text not null,
  location_type text,
  source_type text,
  adjustment_type text,
  product_type text,
  category_id uuid,
  product_id uuid,
  role text,
  account_id uuid,
  is_active boolean not null default true,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_account_rules primary key (id),
  constraint fk_stock_account_rules_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_account_rules_category_id foreign key (category_id) references erp.product_categories (id),
  constraint fk_stock_account_rules_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_account_rules_account_id foreign key (company_id, account_id) references erp.accounts (company_id, id),
  constraint fk_stock_account_rules_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_account_rules_leg check (leg in ('inventory', 'work_in_progress', 'counterpart', 'variance')),
  constraint ck_stock_account_rules_location_type check (location_type in ('supplier', 'customer', 'production', 'adjustment', 'conversion')),
  constraint ck_stock_account_rules_source_type check (source_type ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint ck_stock_account_rules_adjustment_type check (adjustment_type in ('revaluation', 'landed_cost', 'price_difference', 'method_change',
    'production_true_up', 'reversal_variance', 'standard_variance', 'conversion_cost')),
  constraint ck_stock_account_rules_product_type check (product_type in ('material', 'part', 'wip', 'finished_good', 'service')),
  constraint ck_stock_account_rules_role check (role ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint ck_stock_account_rules_target check (num_nonnulls(role, account_id) = 1 and (account_id is null or company_id is not null)),
  constraint ck_stock_account_rules_product check (num_nonnulls(product_type, category_id, product_id) <= 1),
  constraint ck_stock_account_rules_inventory check (leg <> 'inventory' or num_nonnulls(location_type, source_type, adjustment_type) = 0)
);
create unique index uq_stock_account_rules_conditions on erp.stock_account_rules
  (company_id, leg, location_type, source_type, adjustment_type, product_type, category_id, product_id) nulls not distinct;
create index ix_stock_account_rules_category_id on erp.stock_account_rules (category_id) where category_id is not null;
create index ix_stock_account_rules_product_id on erp.stock_account_rules (product_id) where product_id is not null;
create index ix_stock_account_rules_account_id on erp.stock_account_rules (company_id, account_id);
create index ix_stock_account_rules_created_by on erp.stock_account_rules (created_by);
create index ix_stock_account_rules_created_at on erp.stock_account_rules (created_at, id);
comment on table erp.stock_account_rules is 'On which account a leg of stock''s value goes; without a company those of the house. See erp.stock_account_rule.';
comment on column erp.stock_account_rules.location_type is 'Of the virtual side that value comes from or goes to.';

create table erp.stock_books (
  company_id uuid not null,
  booked_through uuid not null default '00000000-0000-0000-0000-000000000000',
  candidate_id uuid,
  candidate_xmax xid8,
  booked_at timestamptz(3),
  constraint pk_stock_books primary key (company_id),
  constraint fk_stock_books_company_id foreign key (company_id) references erp.companies (id),
  constraint ck_stock_books_candidate check ((candidate_id is null) = (candidate_xmax is null))
);
comment on table erp.stock_books is 'Up to where what stock did is in the books of a company.';
comment on column erp.stock_books.booked_through is 'Every movement and adjustment whose id is not above this is booked.';
comment on column erp.stock_books.candidate_id is 'The same, once every transaction before candidate_xmax has ended.';

create table erp.stock_booked_rows (
  id uuid not null,
  company_id uuid not null,
  constraint pk_stock_booked_rows primary key (id),
  constraint fk_stock_booked_rows_company_id foreign key (company_id) references erp.companies (id)
);
create index ix_stock_booked_rows_company_id on erp.stock_booked_rows (company_id, id);
comment on table erp.stock_booked_rows is 'Movements and value adjustments above the mark of stock_books that are booked; gone once the mark has passed them.';

create table erp.stock_book_runs (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  movements integer not null,
  adjustments integer not null,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_stock_book_runs primary key (id),
  constraint fk_stock_book_runs_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_book_runs_created_by foreign key (created_by) references erp.users (id)
);
create index ix_stock_book_runs_company_id on erp.stock_book_runs (company_id, id);
create index ix_stock_book_runs_created_by on erp.stock_book_runs (created_by);
create index ix_stock_book_runs_created_at on erp.stock_book_runs (created_at, id);
comment on table erp.stock_book_runs is 'What was taken into the books at once; source of its journal entries, one for each day.';

create table erp.stock_book_lines (
  id uuid not null default erp.uuid_v7(),
  run_id uuid not null,
  company_id uuid not null,
  booked_on date not null,
  product_id uuid,
  account_id uuid,
  role text,
  leg text not null,
  source_type text not null,
  adjustment_type text,
  amount numeric(18,2) not null,
  constraint pk_stock_book_lines primary key (id),
  constraint fk_stock_book_lines_run_id foreign key (run_id) references erp.stock_book_runs (id) deferrable initially deferred,
  constraint fk_stock_book_lines_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_book_lines_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_book_lines_account_id foreign key (company_id, account_id) references erp.accounts (company_id, id),
  constraint ck_stock_book_lines_amount check (amount between -9999999999999999.99 and 9999999999999999.99),
  constraint ck_stock_book_lines_leg check (leg in ('inventory', 'work_in_progress', 'counterpart', 'variance'))
);
create index ix_stock_book_lines_run_id on erp.stock_book_lines (run_id);
create index ix_stock_book_lines_company_id on erp.stock_book_lines (company_id, id);
create index ix_stock_book_lines_booked_on on erp.stock_book_lines (booked_on, id);
create index ix_stock_book_lines_product_id on erp.stock_book_lines (product_id, id);
create index ix_stock_book_lines_account_id on erp.stock_book_lines (company_id, account_id, booked_on);
comment on table erp.stock_book_lines is 'The entries of a run by product, kind of document and leg; debit above zero.';
comment on column erp.stock_book_lines.account_id is 'A run in which a line finds no account fails as a whole.';

create table erp.stock_account_balances (
  company_id uuid not null,
  product_id uuid not null,
  account_id uuid not null,
  value numeric(18,2) not null,
  constraint pk_stock_account_balances primary key (company_id, product_id, account_id),
  constraint fk_stock_account_balances_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_account_balances_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_account_balances_account_id foreign key (company_id, account_id) references erp.accounts (company_id, id),
  constraint ck_stock_account_balances_value check (value between -9999999999999999.99 and 9999999999999999.99)
);
create index ix_stock_account_balances_product_id on erp.stock_account_balances (product_id);
create index ix_stock_account_balances_account_id on erp.stock_account_balances (company_id, account_id);
comment on table erp.stock_account_balances is 'What of the stock of a product is booked on an account.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.stock_account_rules');
select erp.add_audit_trigger('erp.stock_account_rules');
create trigger trg_stock_account_rules_guard before insert or update or delete on erp.stock_account_rules for each row execute function erp.fn_guard_stock_account_rule();
create trigger trg_stock_book_runs_append_only before update or delete on erp.stock_book_runs for each row execute function erp.fn_refuse_change();
create trigger trg_stock_book_runs_no_truncate before truncate on erp.stock_book_runs for each statement execute function erp.fn_refuse_change();
create trigger trg_stock_book_lines_append_only before update or delete on erp.stock_book_lines for each row execute function erp.fn_refuse_change();
create trigger trg_stock_book_lines_no_truncate before truncate on erp.stock_book_lines for each statement execute function erp.fn_refuse_change();
select erp.exempt_from_audit('erp.stock_books', 'Up to where stock is booked; written by book_stock alone.');
select erp.exempt_from_audit('erp.stock_booked_rows', 'Which rows of the ledger are booked; written by book_stock alone.');
select erp.exempt_from_audit('erp.stock_book_runs', 'Append-only, with its actor.');
select erp.exempt_from_audit('erp.stock_book_lines', 'Append-only, of a run that has its actor.');
select erp.exempt_from_audit('erp.stock_account_balances', 'The sum of the lines of runs; written by book_stock alone.');
revoke insert, update, delete on erp.stock_books, erp.stock_booked_rows, erp.stock_book_runs, erp.stock_book_lines, erp.stock_account_balances from erp_app;
`;

/** Where value goes in a factory that says nothing else. Work that variances of standard cost pass through on their way in is nothing of its own. */
const HOUSE_RULES = /* sql */ `
insert into erp.stock_account_rules (leg, product_type, location_type, source_type, adjustment_type, role) values
  ('inventory', null, null, null, null, 'inventory_raw'),
  ('inventory', 'wip', null, null, null, 'inventory_finished'),
  ('inventory', 'finished_good', null, null, null, 'inventory_finished'),
  ('work_in_progress', null, null, null, null, 'inventory_wip'),
  ('counterpart', null, null, null, null, 'cost_variance'),
  ('counterpart', null, 'supplier', null, null, 'grni'),
  ('counterpart', null, 'customer', null, null, 'cogs'),
  ('counterpart', null, 'customer', 'requisition', null, 'purchase_expense'),
  ('counterpart', null, 'customer', 'material_request', null, 'purchase_expense'),
  ('counterpart', null, 'adjustment', null, null, 'inventory_adjustment'),
  ('counterpart', null, 'adjustment', 'opening_stock', null, 'opening_balance'),
  ('counterpart', null, 'conversion', null, null, 'cost_variance'),
  ('counterpart', null, null, null, 'landed_cost', 'landed_cost'),
  ('counterpart', null, null, null, 'price_difference', 'price_variance'),
  ('counterpart', null, null, null, 'conversion_cost', 'labour_absorbed'),
  ('counterpart', null, null, 'purchase_receipt', 'standard_variance', 'price_variance'),
  ('counterpart', null, null, 'purchase_return', 'standard_variance', 'price_variance'),
  ('counterpart', null, null, 'purchase_receipt', 'reversal_variance', 'price_variance'),
  ('counterpart', null, null, 'purchase_return', 'reversal_variance', 'price_variance'),
  ('variance', null, null, null, null, 'cost_variance'),
  ('variance', null, null, null, 'landed_cost', 'cogs'),
  ('variance', null, null, null, 'price_difference', 'price_variance'),
  ('variance', null, 'supplier', null, 'standard_variance', 'price_variance'),
  ('variance', null, 'supplier', null, 'reversal_variance', 'price_variance'),
  ('variance', null, null, null, 'revaluation', 'inventory_adjustment'),
  ('variance', null, null, null, 'method_change', 'inventory_adjustment');
`;

const DROP = /* sql */ `
delete from erp.audit_exemptions where table_name in
  ('stock_books', 'stock_booked_rows', 'stock_book_runs', 'stock_book_lines', 'stock_account_balances');
drop function erp.book_stock, erp.stock_not_booked, erp.stock_value_legs, erp.stock_account_rule, erp.book_day;
drop table erp.stock_account_balances, erp.stock_book_lines, erp.stock_book_runs, erp.stock_booked_rows, erp.stock_books, erp.stock_account_rules;
drop function erp.fn_guard_stock_account_rule;
`;
