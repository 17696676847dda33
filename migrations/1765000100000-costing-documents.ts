import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installTransitions } from './support/install.js';

/** Landed costs and differences of invoices, spread over the receipts that they belong to. */
export class CostingDocuments1765000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await installTransitions(queryRunner, 'landed_cost', [['cancel', 'posted', 'cancelled']]);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
select erp.create_number_series('landed_cost', 'LC');

create table erp.landed_costs (
  id uuid not null default erp.uuid_v7(),
  number text not null default erp.next_number('landed_cost'),
  company_id uuid not null,
  kind text not null,
  basis text not null,
  amount numeric(15,2) not null,
  stock_value numeric(15,2) not null default 0,
  variance_value numeric(15,2) not null default 0,
  reference text,
  reason text,
  state text not null default 'posted',
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_landed_costs primary key (id),
  constraint uq_landed_costs_number unique (number),
  constraint fk_landed_costs_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_landed_costs_created_by foreign key (created_by) references erp.users (id),
  constraint ck_landed_costs_kind check (kind in ('landed_cost', 'price_difference')),
  constraint ck_landed_costs_basis check (basis in ('value', 'quantity', 'weight')),
  constraint ck_landed_costs_amount check (amount <> 0 and (amount > 0 or kind = 'price_difference') and amount between -9999999999999.99 and 9999999999999.99),
  constraint ck_landed_costs_stock_value check (stock_value between -9999999999999.99 and 9999999999999.99),
  constraint ck_landed_costs_variance_value check (variance_value between -9999999999999.99 and 9999999999999.99),
  constraint ck_landed_costs_state check (state in ('posted', 'cancelled')),
  constraint ck_landed_costs_reference check (char_length(reference) <= 200),
  constraint ck_landed_costs_reason check (char_length(reason) <= 2000)
);
create index ix_landed_costs_company_id on erp.landed_costs (company_id, created_at, id);
create index ix_landed_costs_created_at on erp.landed_costs (created_at, id);
create index ix_landed_costs_created_by on erp.landed_costs (created_by);
comment on column erp.landed_costs.stock_value is 'What stock gained when it was posted; the rest of the amount was a variance.';

create table erp.landed_cost_lines (
  id uuid not null default erp.uuid_v7(),
  landed_cost_id uuid not null,
  line_no integer not null,
  ledger_line_id uuid not null,
  movement_id uuid not null,
  product_id uuid not null,
  area_id uuid not null,
  weight numeric(19,6) not null,
  amount numeric(15,2) not null,
  stock_value numeric(15,2) not null,
  constraint pk_landed_cost_lines primary key (id),
  constraint uq_landed_cost_lines_landed_cost_id_line_no unique (landed_cost_id, line_no),
  constraint fk_landed_cost_lines_landed_cost_id foreign key (landed_cost_id) references erp.landed_costs (id),
  constraint fk_landed_cost_lines_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_landed_cost_lines_product_id foreign key (product_id) references erp.products (id),
  constraint ck_landed_cost_lines_amount check (amount between -9999999999999.99 and 9999999999999.99),
  constraint ck_landed_cost_lines_stock_value check (stock_value between -9999999999999.99 and 9999999999999.99),
  constraint ck_landed_cost_lines_weight check (weight >= 0 and weight < 'Infinity' and weight <> 'NaN')
);
create index ix_landed_cost_lines_movement_id on erp.landed_cost_lines (movement_id);
create index ix_landed_cost_lines_product_id on erp.landed_cost_lines (product_id);
comment on column erp.landed_cost_lines.weight is 'What its share of the amount is in proportion to: value, pieces or weight, as the basis says.';

select erp.add_updated_at_trigger('erp.landed_costs');
create trigger trg_landed_costs_transition before update of state on erp.landed_costs
  for each row execute function erp.fn_check_transition('landed_cost');
revoke delete on erp.landed_costs from erp_app;
revoke update, delete on erp.landed_cost_lines from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'landed_cost';
drop table erp.landed_cost_lines, erp.landed_costs;
delete from erp.number_series where series = 'landed_cost';
drop sequence erp.number_landed_cost;
`;
