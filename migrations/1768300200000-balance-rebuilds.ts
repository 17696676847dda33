import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Balances and values of stock that are made anew from the ledger, and what was changed by that. */
export class BalanceRebuilds1768300200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await installFunction(queryRunner, 'stock_balance_differences', 1);
    await installFunction(queryRunner, 'rebuild_stock_balances', 1);
    await queryRunner.query(
      'revoke insert, update, delete on erp.balance_rebuilds, erp.balance_rebuild_changes from erp_app',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'drop function erp.rebuild_stock_balances, erp.stock_balance_differences; drop table erp.balance_rebuild_changes; drop table erp.balance_rebuilds',
    );
  }
}

const append = (table: string): string => /* sql */ `
create trigger trg_${table}_append_only before update or delete on erp.${table} for each row execute function erp.fn_refuse_change();
create trigger trg_${table}_no_truncate before truncate on erp.${table} for each statement execute function erp.fn_refuse_change();
select erp.exempt_from_audit('erp.${table}', 'Append-only: its rows carry who, when and for which request themselves.');`;

const UP = /* sql */ `
create table erp.balance_rebuilds (
  id uuid not null default erp.uuid_v7(),
  product_id uuid,
  reason text not null,
  changed integer not null,
  created_by uuid not null,
  request_id text not null,
  created_at timestamptz(3) not null default clock_timestamp(),
  constraint pk_balance_rebuilds primary key (id),
  constraint fk_balance_rebuilds_product_id foreign key (product_id) references erp.products (id),
  constraint fk_balance_rebuilds_created_by foreign key (created_by) references erp.users (id),
  constraint ck_balance_rebuilds_reason check (char_length(reason) between 1 and 2000),
  constraint ck_balance_rebuilds_changed check (changed >= 0)
);
comment on column erp.balance_rebuilds.product_id is 'Of one product only; null: of all.';
create index ix_balance_rebuilds_product_id on erp.balance_rebuilds (product_id);
create index ix_balance_rebuilds_created_by on erp.balance_rebuilds (created_by);

create table erp.balance_rebuild_changes (
  rebuild_id uuid not null,
  place integer not null,
  kind text not null,
  product_id uuid not null,
  location_id uuid,
  lot_id uuid,
  area_id uuid,
  quantity_before bigint not null,
  quantity_after bigint not null,
  reserved_before bigint,
  reserved_after bigint,
  value_before numeric(15,2),
  value_after numeric(15,2),
  constraint pk_balance_rebuild_changes primary key (rebuild_id, place),
  constraint fk_balance_rebuild_changes_rebuild_id foreign key (rebuild_id) references erp.balance_rebuilds (id),
  constraint ck_balance_rebuild_changes_value_before check (value_before between -9999999999999.99 and 9999999999999.99),
  constraint ck_balance_rebuild_changes_value_after check (value_after between -9999999999999.99 and 9999999999999.99),
  constraint ck_balance_rebuild_changes_kind check (kind in ('balance', 'valuation')),
  constraint ck_balance_rebuild_changes_place check ((kind = 'balance') = (location_id is not null) and (kind = 'valuation') = (area_id is not null))
);
comment on table erp.balance_rebuild_changes is 'Without foreign keys to goods and places, so that it tells also of rows that should never have been.';
${append('balance_rebuilds')}
${append('balance_rebuild_changes')}
`;
