import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

const NEW = [
  'location_overflows',
  'refuse_full_locations',
  'fn_guard_location_limits',
  'fn_guard_product_space',
  'check_location_limits',
] as const;

/** Bins with limits, rules for what is put into them, and rules for when they are filled up again. */
export class Bins1766000100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(LIMITS);
    for (const name of NEW) await installFunction(queryRunner, name, 1);
    await installFunction(queryRunner, 'fn_update_stock_balance', 2);
    await queryRunner.query(GUARDS);
    await queryRunner.query(PUT_AWAY);
    await queryRunner.query(REPLENISHMENT);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table erp.replenishment_rules, erp.put_away_overrides, erp.put_away_rules');
    await installFunction(queryRunner, 'fn_update_stock_balance', 1);
    await queryRunner.query(DOWN);
  }
}

const LIMITS = /* sql */ `
alter table erp.products
  add column space_units integer not null default 1,
  add constraint ck_products_space_units check (space_units between 1 and 1000000);
comment on column erp.products.space_units is 'How many units of space a piece takes in a location with a capacity.';

alter table erp.locations
  add column capacity bigint,
  add column one_product_only boolean not null default false,
  add column is_receiving boolean not null default false,
  add column is_limited boolean not null generated always as (capacity is not null or one_product_only) stored,
  add constraint ck_locations_capacity check (capacity between 1 and 9007199254740991),
  add constraint ck_locations_bin check (not erp.is_virtual_location(type) or (capacity is null and not one_product_only and not is_receiving));
create index ix_locations_is_limited on erp.locations (id) where is_limited;
create index ix_locations_is_receiving on erp.locations (id) where is_receiving;
comment on column erp.locations.capacity is 'Units of space for what lies at this very location; none: as much as comes.';
comment on column erp.locations.is_receiving is 'What lies here waits to be put away.';
`;

const GUARDS = /* sql */ `
create trigger trg_locations_limits after update of capacity, one_product_only on erp.locations
  for each row when (new.capacity < old.capacity or (new.capacity is not null and old.capacity is null) or (new.one_product_only and not old.one_product_only))
  execute function erp.fn_guard_location_limits();
create trigger trg_products_space before update of space_units on erp.products
  for each row when (new.space_units > old.space_units) execute function erp.fn_guard_product_space();
`;

const PUT_AWAY = /* sql */ `
create table erp.put_away_rules (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  warehouse_id uuid not null,
  priority integer not null,
  product_id uuid,
  category_id uuid,
  tracking text,
  strategy text not null,
  location_id uuid not null,
  notes text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_put_away_rules primary key (id),
  constraint fk_put_away_rules_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_put_away_rules_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_put_away_rules_product_id foreign key (product_id) references erp.products (id),
  constraint fk_put_away_rules_category_id foreign key (category_id) references erp.product_categories (id),
  constraint fk_put_away_rules_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_put_away_rules_created_by foreign key (created_by) references erp.users (id),
  constraint ck_put_away_rules_priority check (priority between 1 and 9999),
  constraint ck_put_away_rules_for check (num_nonnulls(product_id, category_id, tracking) <= 1),
  constraint ck_put_away_rules_tracking check (tracking in ('none', 'lot', 'serial')),
  constraint ck_put_away_rules_strategy check (strategy in ('fixed_bin', 'same_product', 'empty_bin', 'zone')),
  constraint ck_put_away_rules_notes check (char_length(notes) <= 2000)
);
create index ix_put_away_rules_warehouse_id on erp.put_away_rules (warehouse_id);
create index ix_put_away_rules_company_id on erp.put_away_rules (company_id);
create index ix_put_away_rules_product_id on erp.put_away_rules (product_id);
create index ix_put_away_rules_category_id on erp.put_away_rules (category_id);
create index ix_put_away_rules_location_id on erp.put_away_rules (location_id);
create index ix_put_away_rules_created_by on erp.put_away_rules (created_by);
create index ix_put_away_rules_priority on erp.put_away_rules (priority, id);
select erp.add_updated_at_trigger('erp.put_away_rules');

create table erp.put_away_overrides (
  id uuid not null default erp.uuid_v7(),
  movement_id uuid not null,
  product_id uuid not null,
  lot_id uuid,
  from_location_id uuid not null,
  to_location_id uuid not null,
  proposed_location_id uuid not null,
  rule_id uuid not null,
  quantity bigint not null,
  reason text,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  constraint pk_put_away_overrides primary key (id),
  constraint fk_put_away_overrides_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_put_away_overrides_product_id foreign key (product_id) references erp.products (id),
  constraint fk_put_away_overrides_lot_id foreign key (lot_id) references erp.lots (id),
  constraint fk_put_away_overrides_from_location_id foreign key (from_location_id) references erp.locations (id),
  constraint fk_put_away_overrides_to_location_id foreign key (to_location_id) references erp.locations (id),
  constraint fk_put_away_overrides_proposed_location_id foreign key (proposed_location_id) references erp.locations (id),
  constraint fk_put_away_overrides_rule_id foreign key (rule_id) references erp.put_away_rules (id),
  constraint fk_put_away_overrides_created_by foreign key (created_by) references erp.users (id),
  constraint ck_put_away_overrides_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_put_away_overrides_reason check (char_length(reason) <= 2000)
);
create index ix_put_away_overrides_movement_id on erp.put_away_overrides (movement_id);
create index ix_put_away_overrides_product_id on erp.put_away_overrides (product_id);
create index ix_put_away_overrides_lot_id on erp.put_away_overrides (lot_id);
create index ix_put_away_overrides_from_location_id on erp.put_away_overrides (from_location_id);
create index ix_put_away_overrides_to_location_id on erp.put_away_overrides (to_location_id);
create index ix_put_away_overrides_proposed_location_id on erp.put_away_overrides (proposed_location_id);
create index ix_put_away_overrides_rule_id on erp.put_away_overrides (rule_id);
create index ix_put_away_overrides_created_by on erp.put_away_overrides (created_by);
revoke update, delete on erp.put_away_overrides from erp_app;
comment on table erp.put_away_overrides is 'Where a storekeeper put pieces that the rules would have put elsewhere.';
`;

const REPLENISHMENT = /* sql */ `
create table erp.replenishment_rules (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  warehouse_id uuid not null,
  location_id uuid not null,
  product_id uuid not null,
  minimum bigint not null,
  maximum bigint not null,
  multiple bigint not null default 1,
  source_location_id uuid,
  is_active boolean not null default true,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_replenishment_rules primary key (id),
  constraint uq_replenishment_rules_location_id_product_id unique (location_id, product_id),
  constraint fk_replenishment_rules_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_replenishment_rules_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_replenishment_rules_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_replenishment_rules_product_id foreign key (product_id) references erp.products (id),
  constraint fk_replenishment_rules_source_location_id foreign key (source_location_id) references erp.locations (id),
  constraint fk_replenishment_rules_created_by foreign key (created_by) references erp.users (id),
  constraint ck_replenishment_rules_minimum check (minimum between 1 and 9007199254740991),
  constraint ck_replenishment_rules_maximum check (maximum between minimum and 9007199254740991),
  constraint ck_replenishment_rules_multiple check (multiple between 1 and maximum - minimum + 1)
);
create index ix_replenishment_rules_company_id on erp.replenishment_rules (company_id);
create index ix_replenishment_rules_warehouse_id on erp.replenishment_rules (warehouse_id);
create index ix_replenishment_rules_product_id on erp.replenishment_rules (product_id);
create index ix_replenishment_rules_source_location_id on erp.replenishment_rules (source_location_id);
create index ix_replenishment_rules_created_by on erp.replenishment_rules (created_by);
comment on constraint ck_replenishment_rules_multiple on erp.replenishment_rules is 'From one piece below the minimum a whole multiple still fits below the maximum.';
select erp.add_updated_at_trigger('erp.replenishment_rules');
`;

const DOWN = /* sql */ `
drop trigger trg_products_space on erp.products;
drop trigger trg_locations_limits on erp.locations;
drop function erp.check_location_limits, erp.fn_guard_product_space, erp.fn_guard_location_limits, erp.refuse_full_locations, erp.location_overflows;
alter table erp.locations drop constraint ck_locations_bin, drop column is_limited, drop column is_receiving, drop column one_product_only, drop column capacity;
alter table erp.products drop column space_units;
`;
