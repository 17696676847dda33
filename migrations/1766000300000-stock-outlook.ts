import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

const VIEWS = [
  'warehouse_supply_demand',
  'ppic_supply_demand',
  'stock_outlook',
  'reorder_positions',
  'stock_alert_conditions',
] as const;

const VIEW_LIST = VIEWS.map((name) => `erp.${name}`).join(', ');

/** What is to come and to go, so that stock can be promised at a date and ordered in time; and alerts of what is amiss with it. */
export class StockOutlook1766000300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    for (const name of VIEWS) await installView(queryRunner, name, 1);
    await queryRunner.query(`revoke insert, update, delete on ${VIEW_LIST} from erp_app`);
    await installFunction(queryRunner, 'refresh_stock_alerts', 1);
    await installTransitions(queryRunner, 'stock_alert', [
      ['acknowledge', 'open', 'acknowledged'],
      ['acknowledge', 'acknowledged', 'acknowledged'],
      ['reopen', 'acknowledged', 'open'],
      ['clear', 'open', 'cleared'],
      ['clear', 'acknowledged', 'cleared'],
    ]);
    await queryRunner.query(GRANT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(REVOKE);
    await queryRunner.query('drop function erp.refresh_stock_alerts');
    await queryRunner.query(`drop view ${VIEW_LIST}`);
    await queryRunner.query(DOWN);
  }
}

const TABLES = /* sql */ `
create table erp.stock_alert_settings (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  expiring_days integer not null default 30,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_alert_settings primary key (id),
  constraint uq_stock_alert_settings_company_id unique (company_id),
  constraint fk_stock_alert_settings_company_id foreign key (company_id) references erp.companies (id),
  constraint ck_stock_alert_settings_expiring_days check (expiring_days between 0 and 3650)
);
select erp.add_updated_at_trigger('erp.stock_alert_settings');

create table erp.stock_alerts (
  id uuid not null default erp.uuid_v7(),
  kind text not null,
  company_id uuid not null,
  warehouse_id uuid,
  product_id uuid not null,
  lot_id uuid,
  state text not null default 'open',
  raised_quantity bigint not null,
  quantity bigint not null,
  threshold bigint,
  raised_at timestamptz(3) not null default now(),
  acknowledged_at timestamptz(3),
  acknowledged_by uuid,
  acknowledged_quantity bigint,
  acknowledged_until date,
  note text,
  cleared_at timestamptz(3),
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_alerts primary key (id),
  constraint fk_stock_alerts_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_alerts_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_stock_alerts_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_alerts_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_stock_alerts_acknowledged_by foreign key (acknowledged_by) references erp.users (id),
  constraint ck_stock_alerts_kind check (kind in ('low_stock', 'below_minimum', 'expiring', 'expired')),
  constraint ck_stock_alerts_lot check ((kind in ('expiring', 'expired')) = (lot_id is not null)),
  constraint ck_stock_alerts_state check (state in ('open', 'acknowledged', 'cleared')),
  constraint ck_stock_alerts_cleared check ((state = 'cleared') = (cleared_at is not null)),
  constraint ck_stock_alerts_acknowledged check (state <> 'acknowledged'
    or (acknowledged_at is not null and acknowledged_by is not null and acknowledged_quantity is not null)),
  constraint ck_stock_alerts_note check (char_length(note) <= 2000)
);
comment on column erp.stock_alerts.quantity is 'What the condition stood at when it was last looked at: available pieces, or pieces of the lot on hand.';
comment on column erp.stock_alerts.threshold is 'The level that available pieces are below; none for a lot.';
create unique index uq_stock_alerts_condition on erp.stock_alerts (kind, company_id, warehouse_id, product_id, lot_id) nulls not distinct
  where state <> 'cleared';
create index ix_stock_alerts_company_id on erp.stock_alerts (company_id);
create index ix_stock_alerts_warehouse_id on erp.stock_alerts (warehouse_id);
create index ix_stock_alerts_product_id on erp.stock_alerts (product_id);
create index ix_stock_alerts_lot_id on erp.stock_alerts (lot_id);
create index ix_stock_alerts_acknowledged_by on erp.stock_alerts (acknowledged_by);
create index ix_stock_alerts_raised_at on erp.stock_alerts (raised_at, id);
select erp.add_updated_at_trigger('erp.stock_alerts');
create trigger trg_stock_alerts_transition before update of state on erp.stock_alerts
  for each row execute function erp.fn_check_transition('stock_alert');
revoke delete on erp.stock_alerts from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'stock_alert';
drop table erp.stock_alerts, erp.stock_alert_settings;
`;

/** Who sees stock sees its alerts; those who act on them may say so. What was adapted in a running factory stays so. */
const GRANTS = /* sql */ `(values
    ('warehouse', 'warehouse.alerts.acknowledge'), ('quality', 'warehouse.alerts.acknowledge'), ('ppic_admin', 'warehouse.alerts.acknowledge'),
    ('ppic_manager', 'warehouse.alerts.*'), ('purchasing', 'warehouse.alerts.acknowledge'), ('purchasing_manager', 'warehouse.alerts.*')
  ) g (code, pattern)`;

const GRANT = /* sql */ `insert into erp.role_permissions (role_id, pattern)
  select r.id, g.pattern from erp.roles r join ${GRANTS} on g.code = r.code where r.is_system on conflict do nothing`;

const REVOKE = /* sql */ `delete from erp.role_permissions p using erp.roles r, ${GRANTS}
  where r.id = p.role_id and r.is_system and r.code = g.code and p.pattern = g.pattern`;
