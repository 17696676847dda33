import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Stock at any moment: snapshots of the first moment of each month, and the ledger since. */
export class StockOverTime1765000500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const FUNCTIONS = ['take_stock_snapshots', 'stock_as_of', 'stock_value_as_of', 'check_stock_snapshots'];

const UP = /* sql */ `
create table erp.stock_snapshots (
  month date not null,
  taken_at timestamptz(3) not null default clock_timestamp(),
  constraint pk_stock_snapshots primary key (month),
  constraint ck_stock_snapshots_month check (extract(day from month) = 1)
);
comment on table erp.stock_snapshots is 'Months at whose first moment (UTC) all stock was summed up. What was recorded before it can no longer change.';

create table erp.stock_snapshot_quantities (
  id uuid not null default erp.uuid_v7(),
  month date not null,
  product_id uuid not null,
  location_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  constraint pk_stock_snapshot_quantities primary key (id),
  constraint uq_stock_snapshot_quantities_place unique nulls not distinct (month, product_id, location_id, lot_id),
  constraint ck_stock_snapshot_quantities_quantity check (quantity between 1 and 9007199254740991)
);

create table erp.stock_snapshot_values (
  id uuid not null default erp.uuid_v7(),
  month date not null,
  product_id uuid not null,
  area_id uuid not null,
  quantity bigint not null,
  value numeric(15,2) not null,
  constraint pk_stock_snapshot_values primary key (id),
  constraint uq_stock_snapshot_values_area unique (month, product_id, area_id),
  constraint ck_stock_snapshot_values_quantity check (quantity between 0 and 9007199254740991),
  constraint ck_stock_snapshot_values_value check (value between 0 and 9999999999999.99)
);

create index ix_stock_movements_late on erp.stock_movements (effective_at) where effective_at < recorded_at;
create index ix_stock_value_adjustments_recorded_at on erp.stock_value_adjustments (recorded_at);
create index ix_stock_value_adjustments_late on erp.stock_value_adjustments (effective_at) where effective_at < recorded_at;
revoke insert, update, delete, truncate on erp.stock_snapshots, erp.stock_snapshot_quantities, erp.stock_snapshot_values from erp_app;
`;

const DOWN = /* sql */ `
drop function erp.check_stock_snapshots, erp.stock_value_as_of, erp.stock_as_of, erp.take_stock_snapshots;
drop index erp.ix_stock_value_adjustments_late, erp.ix_stock_value_adjustments_recorded_at, erp.ix_stock_movements_late;
drop table erp.stock_snapshot_values, erp.stock_snapshot_quantities, erp.stock_snapshots;
`;
