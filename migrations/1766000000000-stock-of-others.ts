import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

const CHANGED = [
  ['fn_place_location', 2],
  ['returnable_line', 2],
  ['spread_stock_value', 2],
  ['stock_posting_lines', 3],
  ['post_plain_movement', 3],
  ['insert_stock_value_adjustments', 3],
  ['change_costing', 2],
  ['refuse_stock_posting', 3],
  ['check_stock_layers', 2],
] as const;

/** Places whose stock belongs to a supplier or a customer: an area of its own, without value. */
export class StockOfOthers1766000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    for (const [name, version] of CHANGED) await installFunction(queryRunner, name, version);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DROP_RETURNABLE_LINE);
    for (const [name, version] of CHANGED) await installFunction(queryRunner, name, version - 1);
    await queryRunner.query(DOWN);
  }
}

/** Its answer gains a column, which a replacement cannot do. */
const DROP_RETURNABLE_LINE = /* sql */ `drop function erp.returnable_line(uuid, numeric);`;

const UP = /* sql */ `
alter table erp.locations
  add column owner_supplier_id uuid,
  add column owner_customer_id uuid,
  add column is_owned boolean not null generated always as (owner_supplier_id is not null or owner_customer_id is not null) stored,
  add constraint fk_locations_owner_supplier_id foreign key (owner_supplier_id) references erp.suppliers (id),
  add constraint fk_locations_owner_customer_id foreign key (owner_customer_id) references erp.customers (id),
  add constraint ck_locations_owner check (num_nonnulls(owner_supplier_id, owner_customer_id) = 0
    or (num_nonnulls(owner_supplier_id, owner_customer_id) = 1 and not erp.is_virtual_location(type)));
create index ix_locations_owner_supplier_id on erp.locations (owner_supplier_id) where owner_supplier_id is not null;
create index ix_locations_owner_customer_id on erp.locations (owner_customer_id) where owner_customer_id is not null;
comment on column erp.locations.is_owned is 'Whether what lies there belongs to somebody else: it has no value here, and nobody picks it by chance.';
${DROP_RETURNABLE_LINE}
`;

/** Stock of others would become our own: that is not undone by itself. */
const DOWN = /* sql */ `
do $$ begin
  if exists (select from erp.stock_balances b join erp.locations l on l.id = b.location_id where l.is_owned) then
    raise exception 'There is stock of others: it cannot be told apart without the column that goes.';
  end if;
end $$;
update erp.locations l set code = l.code where l.is_owned;
alter table erp.locations
  drop constraint ck_locations_owner,
  drop column is_owned,
  drop column owner_supplier_id,
  drop column owner_customer_id;
`;
