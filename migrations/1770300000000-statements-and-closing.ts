import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

/** Where accounts stand on the statements, and the closing of fiscal years, which carries their result forward. */
export class StatementsAndClosing1770300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CLASSES);
    await queryRunner.query(YEARS);
    await installTransitions(queryRunner, 'fiscal_year', [
      ['close', 'open', 'closed'],
      ['reopen', 'closed', 'open'],
    ]);
    await installFunction(queryRunner, 'fn_classify_account', 1);
    await installFunction(queryRunner, 'fn_guard_fiscal_year', 1);
    await installFunction(queryRunner, 'fn_guard_journal_entry', 2);
    await installFunction(queryRunner, 'fn_guard_accounting_period', 2);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'fn_guard_journal_entry', 1);
    await installFunction(queryRunner, 'fn_guard_accounting_period', 1);
    await queryRunner.query(DOWN);
  }
}

/**
 * Accounts that are there get the line that their type has, and what stands for the till, the bank and other roles of the house its own; accounts of the
 * default chart are known by number and name. Of other assets, liabilities and equity nobody has said yet what they are of the cash flow. None of this is
 * a change that somebody made, so that neither audit nor version tell of it. A line that is not given is filled in by the trigger; the CHECK, not the column, sees that
 * there is one, so that a file or an insert may leave it empty.
 */
const CLASSES = /* sql */ `
alter table erp.accounts add column statement_line text, add column cash_flow text;
alter table erp.accounts disable trigger user;
update erp.accounts a set
  statement_line = case when a.type = 'asset' then case when (a.number, a.name) in (('1700', 'Machines and buildings'), ('1710', 'Accumulated depreciation')) then 'non_current_assets'
        else 'current_assets' end
    when a.type = 'liability' then case when (a.number, a.name) = ('2500', 'Loans') then 'non_current_liabilities' else 'current_liabilities' end
    when a.type = 'equity' then 'equity'
    when r.roles && '{exchange_gain,exchange_loss,rounding}' or (a.number, a.name) = ('4900', 'Other income') then 'other'
    when a.type = 'income' or r.roles && '{sales_discounts}' then 'revenue'
    when r.roles && '{cogs,price_variance,usage_variance,time_variance,yield_variance,cost_variance,scrap,inventory_adjustment,freight,landed_cost,labour_absorbed,overhead_absorbed}'
      then 'cost_of_sales' else 'operating_expenses' end,
  cash_flow = case when a.type in ('income', 'expense') or a.is_header then null
    when r.roles && '{cash,bank}' then 'cash'
    when a.control is not null or r.roles && '{grni,landed_cost,inventory_raw,inventory_wip,inventory_finished,input_tax,output_tax,labour_absorbed,overhead_absorbed}' then 'operating'
    when r.roles && '{opening_balance,retained_earnings}' then 'financing'
    when (a.number, a.name) in (('1500', 'Prepaid expenses'), ('1710', 'Accumulated depreciation'), ('2300', 'Wages payable')) then 'operating'
    when (a.number, a.name) = ('1700', 'Machines and buildings') then 'investing'
    when (a.number, a.name) in (('2500', 'Loans'), ('3100', 'Share capital')) then 'financing' end
  from (select a.id, coalesce(array_agg(r.role) filter (where r.role is not null), '{}') as roles
          from erp.accounts a left join erp.account_roles r on r.account_id = a.id group by a.id) r
 where r.id = a.id;
alter table erp.accounts enable trigger user;
alter table erp.accounts
  add constraint ck_accounts_statement_line check (statement_line is not null and case type when 'asset' then statement_line in ('current_assets', 'non_current_assets')
    when 'liability' then statement_line in ('current_liabilities', 'non_current_liabilities') when 'equity' then statement_line = 'equity'
    else statement_line in ('revenue', 'cost_of_sales', 'operating_expenses', 'other', 'income_tax') end),
  add constraint ck_accounts_cash_flow check (cash_flow is null or (cash_flow in ('cash', 'operating', 'investing', 'financing') and type in ('asset', 'liability', 'equity')
    and (cash_flow <> 'cash' or (type <> 'equity' and control is null))));
comment on column erp.accounts.statement_line is 'The line of the balance sheet or income statement that it is part of.';
comment on column erp.accounts.cash_flow is 'What its movements are in the cash flow; cash is what the cash flow explains. Null: nobody has said.';
`;

const YEARS = /* sql */ `
alter table erp.fiscal_years add column state text not null default 'open', add column closing_entry_id uuid, add column reason text,
  add column version integer not null default 1, add column updated_at timestamptz(3) not null default now(),
  add constraint fk_fiscal_years_closing_entry_id foreign key (closing_entry_id) references erp.journal_entries (id),
  add constraint ck_fiscal_years_state check (state in ('open', 'closed')),
  add constraint ck_fiscal_years_closing_entry_id check (state = 'closed' or closing_entry_id is null),
  add constraint ck_fiscal_years_reason check (char_length(reason) <= 2000);
create index ix_fiscal_years_closing_entry_id on erp.fiscal_years (closing_entry_id);
comment on column erp.fiscal_years.closing_entry_id is 'What carried its result forward; null also where there was nothing to carry.';
alter table erp.fiscal_years disable trigger user;
update erp.fiscal_years set updated_at = created_at;
alter table erp.fiscal_years enable trigger user;
select erp.add_updated_at_trigger('erp.fiscal_years');
grant update (state, closing_entry_id, reason, version, updated_at) on erp.fiscal_years to erp_app;
`;

const TRIGGERS = /* sql */ `
create trigger trg_accounts_classify before insert or update of type, control, statement_line, cash_flow on erp.accounts for each row execute function erp.fn_classify_account();
create trigger trg_fiscal_years_guard before update of state on erp.fiscal_years for each row execute function erp.fn_guard_fiscal_year();
create trigger trg_fiscal_years_transition before update of state on erp.fiscal_years for each row execute function erp.fn_check_transition('fiscal_year');
`;

const DOWN = /* sql */ `
revoke update (state, closing_entry_id, reason, version, updated_at) on erp.fiscal_years from erp_app;
drop trigger trg_fiscal_years_transition on erp.fiscal_years;
drop trigger trg_fiscal_years_guard on erp.fiscal_years;
drop trigger trg_fiscal_years_updated_at on erp.fiscal_years;
drop trigger trg_accounts_classify on erp.accounts;
drop function erp.fn_guard_fiscal_year, erp.fn_classify_account;
alter table erp.fiscal_years drop column state, drop column closing_entry_id, drop column reason, drop column version, drop column updated_at;
alter table erp.accounts drop column statement_line, drop column cash_flow;
delete from erp.state_transitions where machine = 'fiscal_year';
`;
