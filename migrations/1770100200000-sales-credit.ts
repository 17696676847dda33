import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions, installView } from './support/install.js';

/** Credit of customers: limits by company, when it is looked at, and who let an order pass all the same. */
export class SalesCredit1770100200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(TRIGGERS);
    await installView(queryRunner, 'open_partner_items', 1);
    await installView(queryRunner, 'sales_order_open_value', 1);
    await queryRunner.query(
      'revoke insert, update, delete on erp.open_partner_items, erp.sales_order_open_value from erp_app',
    );
    await installTransitions(queryRunner, 'sales_order', [
      ['override_credit', 'draft', 'draft'],
      ['override_credit', 'confirmed', 'confirmed'],
      ['override_credit', 'partially_shipped', 'partially_shipped'],
      ['override_credit', 'shipped', 'shipped'],
    ]);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
create table erp.sales_settings (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  hold_at_confirmation boolean not null default true,
  hold_at_shipping boolean not null default false,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_sales_settings primary key (id),
  constraint uq_sales_settings_company_id unique (company_id),
  constraint fk_sales_settings_company_id foreign key (company_id) references erp.companies (id)
);
comment on table erp.sales_settings is 'When the credit of customers is looked at; a company without a row has the defaults.';

create table erp.sales_credit_accounts (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  customer_id uuid not null,
  credit_limit numeric(15,2),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_sales_credit_accounts primary key (id),
  constraint uq_sales_credit_accounts_customer unique (company_id, customer_id),
  constraint fk_sales_credit_accounts_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_sales_credit_accounts_customer_id foreign key (customer_id) references erp.customers (id),
  constraint ck_sales_credit_accounts_credit_limit check (credit_limit between 0 and 9999999999999.99)
);
create index ix_sales_credit_accounts_customer_id on erp.sales_credit_accounts (customer_id);
comment on table erp.sales_credit_accounts is 'A customer''s credit with a company. Whoever adds to the exposure locks the row first, so that it never passes the limit.';
comment on column erp.sales_credit_accounts.credit_limit is 'In the currency of the company; null: the limit that the customer has with everybody.';

create table erp.sales_credit_overrides (
  id uuid not null default erp.uuid_v7(),
  order_id uuid not null,
  stage text not null,
  amount numeric(15,2) not null,
  exposure numeric(18,2) not null,
  credit_limit numeric(15,2),
  reason text not null,
  overridden_by uuid not null default erp.current_actor(),
  overridden_at timestamptz(3) not null default now(),
  constraint pk_sales_credit_overrides primary key (id),
  constraint fk_sales_credit_overrides_order_id foreign key (order_id) references erp.sales_orders (id),
  constraint fk_sales_credit_overrides_overridden_by foreign key (overridden_by) references erp.users (id),
  constraint ck_sales_credit_overrides_stage check (stage in ('confirmation', 'shipping')),
  constraint ck_sales_credit_overrides_amount check (amount between 0 and 9999999999999.99),
  constraint ck_sales_credit_overrides_exposure check (exposure between -9999999999999999.99 and 9999999999999999.99),
  constraint ck_sales_credit_overrides_credit_limit check (credit_limit between 0 and 9999999999999.99),
  constraint ck_sales_credit_overrides_reason check (char_length(reason) between 1 and 2000)
);
create index ix_sales_credit_overrides_order_id on erp.sales_credit_overrides (order_id, stage);
create index ix_sales_credit_overrides_overridden_by on erp.sales_credit_overrides (overridden_by);
comment on table erp.sales_credit_overrides is 'Who let an order pass though its customer''s credit does not cover it, up to which amount, and why.';
`;

const AUDITED = ['sales_settings', 'sales_credit_accounts', 'sales_credit_overrides'];

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.sales_settings');
select erp.add_updated_at_trigger('erp.sales_credit_accounts');
${AUDITED.map((table) => `select erp.add_audit_trigger('erp.${table}');`).join('\n')}
revoke delete on erp.sales_settings, erp.sales_credit_accounts from erp_app;
revoke update, delete on erp.sales_credit_overrides from erp_app;
`;

/** Who may let orders pass: not the sellers, but who answers for the money. */
const GRANTS = /* sql */ `(values
    ('accountant', 'sales.credit.override'), ('accountant', 'sales.credit.administer')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const DOWN = /* sql */ `
delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern;
delete from erp.state_transitions where machine = 'sales_order' and event = 'override_credit';
drop view erp.sales_order_open_value, erp.open_partner_items;
drop table erp.sales_credit_overrides, erp.sales_credit_accounts, erp.sales_settings;
`;
