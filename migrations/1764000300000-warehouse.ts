import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions, installView } from './support/install.js';

/** Locations, the append-only stock ledger, its balances and valuations, reservations and stock periods. */
export class Warehouse1764000300000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const name of EARLY_FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(LOCATIONS);
    await queryRunner.query(MOVEMENTS);
    await queryRunner.query(STOCK);
    for (const name of FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
    for (const name of VIEWS) await installView(queryRunner, name, 1);
    for (const name of LATE_FUNCTIONS) await installFunction(queryRunner, name, 1);
    await installTransitions(queryRunner, 'stock_period', [
      ['close', 'open', 'closed'],
      ['reopen', 'closed', 'open'],
    ]);
    await queryRunner.query(RIGHTS);
    await queryRunner.query(SEED);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

/** Needed by the tables themselves. */
const EARLY_FUNCTIONS = ['is_virtual_location'];

const FUNCTIONS = [
  'fn_place_location',
  'fn_replace_location_subtree',
  'create_company_locations',
  'fn_create_company_locations',
  'fn_guard_valuation_scope',
  'fn_guard_product_basis',
  'fn_guard_stock_period',
  'fn_update_stock_balance',
  'fn_update_stock_reserved',
  'fn_apply_stock_value_adjustment',
  'ensure_stock_ledger_partitions',
  'moving_average_value',
  'work_in_progress',
  'stock_posting_lines',
  'refuse_stock_posting',
  'stock_shortages',
  'refuse_stock_shortage',
  'seed_stock_rows',
  'lock_stock_sources',
  'insert_stock_value_adjustments',
  'post_plain_movement',
  'post_any_movement',
  'post_stock_movement',
  'reserve_stock',
  'release_stock_reservations',
];

const VIEWS = ['stock_ledger_legs'];

/** Stand on the views. */
const LATE_FUNCTIONS = ['check_stock_integrity'];

const LOCATIONS = /* sql */ `
create table erp.locations (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  warehouse_id uuid,
  parent_id uuid,
  code text not null,
  name text not null,
  type text not null,
  path text collate "C" not null,
  valuation_area_id uuid,
  is_virtual boolean not null generated always as (erp.is_virtual_location(type)) stored,
  is_available boolean not null,
  is_active boolean not null default true,
  external_id text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_locations primary key (id),
  constraint uq_locations_company_id_code unique (company_id, code),
  constraint uq_locations_path unique (path),
  constraint fk_locations_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_locations_warehouse_id foreign key (warehouse_id) references erp.locations (id),
  constraint fk_locations_parent_id foreign key (parent_id) references erp.locations (id),
  constraint fk_locations_created_by foreign key (created_by) references erp.users (id),
  constraint ck_locations_code check (code = btrim(code) and char_length(code) between 1 and 64),
  constraint ck_locations_name check (char_length(name) between 1 and 200),
  constraint ck_locations_type check (type in ('warehouse', 'zone', 'rack', 'shelf', 'bin', 'production_floor', 'transit',
    'subcontractor', 'quarantine', 'scrap', 'supplier', 'customer', 'production', 'adjustment', 'conversion')),
  constraint ck_locations_valuation_area check ((valuation_area_id is null) = erp.is_virtual_location(type))
);
create unique index uq_locations_company_id_virtual_type on erp.locations (company_id, type) where is_virtual;
create unique index uq_locations_company_id_external_id on erp.locations (company_id, external_id) where external_id is not null;
create index ix_locations_parent_id on erp.locations (parent_id);
create index ix_locations_warehouse_id on erp.locations (warehouse_id);
create index ix_locations_created_by on erp.locations (created_by);
comment on column erp.locations.path is 'The ids from the root to this location, each followed by a slash: a subtree is one range of it.';
comment on column erp.locations.valuation_area_id is 'Whose average cost stock here shares: the company, or the warehouse where the company values by warehouse.';
comment on column erp.locations.is_available is 'Whether stock here can be promised: false in and below quarantine, scrap and transit, and on the virtual sides.';

alter table erp.user_warehouses
  add constraint fk_user_warehouses_warehouse_id foreign key (warehouse_id) references erp.locations (id);
`;

const MOVEMENTS = /* sql */ `
create sequence erp.stock_movement_numbers;

create table erp.stock_movements (
  id uuid not null default erp.uuid_v7(),
  number text not null default 'SM-' || lpad(nextval('erp.stock_movement_numbers')::text, 9, '0'),
  company_id uuid not null,
  type text not null,
  source_type text not null,
  source_id uuid not null,
  reference text,
  reason text,
  reverses_id uuid,
  effective_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  created_by uuid not null,
  request_id text not null,
  constraint pk_stock_movements primary key (id),
  constraint fk_stock_movements_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_movements_reverses_id foreign key (reverses_id) references erp.stock_movements (id),
  constraint fk_stock_movements_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_movements_type check (type in ('receipt', 'issue', 'transfer', 'production_consumption', 'production_output',
    'return', 'adjustment', 'conversion', 'reversal')),
  constraint ck_stock_movements_source_type check (source_type ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint ck_stock_movements_reversal check ((type = 'reversal') = (reverses_id is not null)),
  constraint ck_stock_movements_effective_at check (effective_at <= recorded_at),
  constraint ck_stock_movements_reason check (char_length(reason) <= 2000),
  constraint ck_stock_movements_reference check (char_length(reference) <= 200)
);
create unique index uq_stock_movements_reverses_id on erp.stock_movements (reverses_id) where reverses_id is not null;
create index ix_stock_movements_source_id on erp.stock_movements (source_id);

create table erp.stock_ledgers (
  id uuid not null default erp.uuid_v7(),
  recorded_at timestamptz(3) not null,
  movement_id uuid not null,
  line_no integer not null,
  product_id uuid not null,
  lot_id uuid,
  quantity bigint not null,
  from_location_id uuid not null,
  to_location_id uuid not null,
  from_area_id uuid,
  to_area_id uuid,
  value numeric(15,2) not null,
  constraint pk_stock_ledgers primary key (id, recorded_at),
  constraint ck_stock_ledgers_line_no check (line_no >= 1),
  constraint ck_stock_ledgers_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_stock_ledgers_sides check (from_location_id <> to_location_id),
  constraint ck_stock_ledgers_areas check (from_area_id is not null or to_area_id is not null),
  constraint ck_stock_ledgers_value check (value between 0 and 9999999999999.99)
) partition by range (recorded_at);
comment on column erp.stock_ledgers.from_area_id is 'The valuation area left; null where the line comes from a virtual side, which keeps neither balance nor value.';
comment on column erp.stock_ledgers.to_area_id is 'The valuation area entered; null where the line goes to a virtual side.';
create index ix_stock_ledgers_movement_id on erp.stock_ledgers (movement_id);
create index ix_stock_ledgers_product_id on erp.stock_ledgers (product_id, id);

create table erp.stock_value_adjustments (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  type text not null,
  movement_id uuid,
  product_id uuid,
  area_id uuid,
  value numeric(15,2) not null default 0,
  wip_source_id uuid,
  wip_value numeric(15,2) not null default 0,
  counter_value numeric(15,2) not null default 0,
  variance_value numeric(15,2) not null generated always as (-(value + wip_value + counter_value)) stored,
  source_type text not null,
  source_id uuid not null,
  reason text,
  effective_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  created_by uuid not null,
  request_id text not null,
  constraint pk_stock_value_adjustments primary key (id),
  constraint fk_stock_value_adjustments_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_value_adjustments_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_stock_value_adjustments_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_value_adjustments_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_value_adjustments_type check (type in ('revaluation', 'landed_cost', 'method_change', 'production_true_up', 'reversal_variance')),
  constraint ck_stock_value_adjustments_source_type check (source_type ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint ck_stock_value_adjustments_stock check (value = 0 or (product_id is not null and area_id is not null)),
  constraint ck_stock_value_adjustments_wip check (wip_value = 0 or wip_source_id is not null),
  constraint ck_stock_value_adjustments_value check (value between -9999999999999.99 and 9999999999999.99),
  constraint ck_stock_value_adjustments_wip_value check (wip_value between -9999999999999.99 and 9999999999999.99),
  constraint ck_stock_value_adjustments_counter_value check (counter_value between -9999999999999.99 and 9999999999999.99),
  constraint ck_stock_value_adjustments_effective_at check (effective_at <= recorded_at)
);
create index ix_stock_value_adjustments_product_id on erp.stock_value_adjustments (product_id, area_id);
create index ix_stock_value_adjustments_movement_id on erp.stock_value_adjustments (movement_id);
create index ix_stock_value_adjustments_wip_source_id on erp.stock_value_adjustments (wip_source_id);
create index ix_stock_value_adjustments_company_id on erp.stock_value_adjustments (company_id, id);
comment on table erp.stock_value_adjustments is 'Value that moves without quantity. Each row sums to zero over its four sides: stock, work in progress, counterpart and variance.';
`;

const STOCK = /* sql */ `
create table erp.stock_balances (
  id uuid not null default erp.uuid_v7(),
  product_id uuid not null,
  location_id uuid not null,
  lot_id uuid,
  on_hand bigint not null default 0,
  reserved bigint not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_balances primary key (id),
  constraint uq_stock_balances_product_id_location_id_lot_id unique nulls not distinct (product_id, location_id, lot_id),
  constraint fk_stock_balances_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_balances_location_id foreign key (location_id) references erp.locations (id),
  constraint ck_stock_balances_on_hand check (on_hand between 0 and 9007199254740991),
  constraint ck_stock_balances_reserved check (0 <= reserved and reserved <= on_hand)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
create index ix_stock_balances_location_id on erp.stock_balances (location_id, product_id);

create table erp.stock_valuations (
  id uuid not null default erp.uuid_v7(),
  product_id uuid not null,
  area_id uuid not null,
  quantity bigint not null default 0,
  value numeric(15,2) not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_valuations primary key (id),
  constraint uq_stock_valuations_product_id_area_id unique (product_id, area_id),
  constraint fk_stock_valuations_product_id foreign key (product_id) references erp.products (id),
  constraint ck_stock_valuations_quantity check (quantity between 0 and 9007199254740991),
  constraint ck_stock_valuations_value check (value between 0 and 9999999999999.99),
  constraint ck_stock_valuations_nothing_has_no_value check (quantity > 0 or value = 0)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
create index ix_stock_valuations_area_id on erp.stock_valuations (area_id, product_id);

create table erp.stock_reservations (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  product_id uuid not null,
  location_id uuid not null,
  lot_id uuid,
  kind text not null default 'hard',
  quantity bigint not null,
  consumed_quantity bigint not null default 0,
  released_quantity bigint not null default 0,
  open_quantity bigint not null generated always as (quantity - consumed_quantity - released_quantity) stored,
  source_type text not null,
  source_id uuid not null,
  source_line_id uuid,
  created_by uuid not null,
  request_id text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_reservations primary key (id),
  constraint fk_stock_reservations_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_reservations_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_reservations_location_id foreign key (location_id) references erp.locations (id),
  constraint fk_stock_reservations_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_reservations_kind check (kind in ('hard')),
  constraint ck_stock_reservations_source_type check (source_type ~ '^[a-z][a-z0-9_]{0,62}$'),
  constraint ck_stock_reservations_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_stock_reservations_consumed_quantity check (consumed_quantity >= 0),
  constraint ck_stock_reservations_released_quantity check (released_quantity >= 0),
  constraint ck_stock_reservations_open_quantity check (quantity - consumed_quantity - released_quantity >= 0)
);
create index ix_stock_reservations_source_id on erp.stock_reservations (source_id);
create index ix_stock_reservations_open on erp.stock_reservations (product_id, location_id) where open_quantity > 0;
create index ix_stock_reservations_product_id on erp.stock_reservations (product_id);
create index ix_stock_reservations_location_id on erp.stock_reservations (location_id);
create index ix_stock_reservations_company_id on erp.stock_reservations (company_id, id);
create index ix_stock_reservations_created_by on erp.stock_reservations (created_by);

create table erp.stock_periods (
  id uuid not null default erp.uuid_v7(),
  company_id uuid not null,
  month date not null,
  state text not null,
  reason text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_periods primary key (id),
  constraint uq_stock_periods_company_id_month unique (company_id, month),
  constraint fk_stock_periods_company_id foreign key (company_id) references erp.companies (id),
  constraint fk_stock_periods_created_by foreign key (created_by) references erp.users (id),
  constraint ck_stock_periods_month check (extract(day from month) = 1),
  constraint ck_stock_periods_state check (state in ('open', 'closed')),
  constraint ck_stock_periods_reason check (char_length(reason) <= 2000)
);
create index ix_stock_periods_created_by on erp.stock_periods (created_by);
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.locations');
select erp.add_updated_at_trigger('erp.stock_balances');
select erp.add_updated_at_trigger('erp.stock_valuations');
select erp.add_updated_at_trigger('erp.stock_reservations');
select erp.add_updated_at_trigger('erp.stock_periods');

create trigger trg_locations_place before insert or update on erp.locations
  for each row execute function erp.fn_place_location();
create trigger trg_locations_subtree after update of parent_id, path, type on erp.locations
  for each row when (old.path <> new.path or old.is_available <> new.is_available) execute function erp.fn_replace_location_subtree();
create trigger trg_companies_locations after insert on erp.companies
  for each row execute function erp.fn_create_company_locations();
create trigger trg_companies_valuation_scope after update of valuation_scope on erp.companies
  for each row when (old.valuation_scope <> new.valuation_scope) execute function erp.fn_guard_valuation_scope();

create trigger trg_products_basis before update of unit_id, type, tracking on erp.products
  for each row when (old.unit_id <> new.unit_id or old.type <> new.type or old.tracking <> new.tracking)
  execute function erp.fn_guard_product_basis();

create trigger trg_stock_movements_append_only before update or delete on erp.stock_movements
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_movements_no_truncate before truncate on erp.stock_movements
  for each statement execute function erp.fn_refuse_change();
create trigger trg_stock_ledgers_append_only before update or delete on erp.stock_ledgers
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_ledgers_no_truncate before truncate on erp.stock_ledgers
  for each statement execute function erp.fn_refuse_change();
create trigger trg_stock_value_adjustments_append_only before update or delete on erp.stock_value_adjustments
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_value_adjustments_no_truncate before truncate on erp.stock_value_adjustments
  for each statement execute function erp.fn_refuse_change();

create trigger trg_update_stock_balance after insert on erp.stock_ledgers
  referencing new table as new_rows for each statement execute function erp.fn_update_stock_balance();
create trigger trg_apply_stock_value_adjustment after insert on erp.stock_value_adjustments
  referencing new table as new_rows for each statement execute function erp.fn_apply_stock_value_adjustment();
create trigger trg_insert_stock_reserved after insert on erp.stock_reservations
  referencing new table as new_rows for each statement execute function erp.fn_update_stock_reserved();
create trigger trg_update_stock_reserved after update on erp.stock_reservations
  referencing old table as old_rows new table as new_rows for each statement execute function erp.fn_update_stock_reserved();
create trigger trg_delete_stock_reserved after delete on erp.stock_reservations
  referencing old table as old_rows for each statement execute function erp.fn_update_stock_reserved();
create trigger trg_stock_periods_transition before update of state on erp.stock_periods
  for each row execute function erp.fn_check_transition('stock_period');
create trigger trg_stock_periods_guard before insert or update or delete on erp.stock_periods
  for each row execute function erp.fn_guard_stock_period();

select erp.ensure_stock_ledger_partitions(3);
`;

const RIGHTS = /* sql */ `
revoke insert, update, delete, truncate on erp.stock_movements, erp.stock_ledgers, erp.stock_value_adjustments,
  erp.stock_balances, erp.stock_valuations, erp.stock_reservations from erp_app;
revoke delete on erp.stock_periods from erp_app;
revoke all on sequence erp.stock_movement_numbers from erp_app;
revoke execute on function erp.create_company_locations(uuid) from erp_app;
revoke execute on function erp.seed_stock_rows(uuid[], uuid[], uuid[], uuid[]) from erp_app;
revoke execute on function erp.post_plain_movement(jsonb), erp.post_any_movement(jsonb) from erp_app;
revoke execute on function erp.insert_stock_value_adjustments(jsonb, timestamptz) from erp_app;
`;

const SEED = /* sql */ `
select erp.create_company_locations(id) from erp.companies order by code;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'stock_period';
drop function erp.check_stock_integrity, erp.release_stock_reservations, erp.reserve_stock, erp.post_stock_movement, erp.post_any_movement, erp.post_plain_movement,
  erp.insert_stock_value_adjustments, erp.lock_stock_sources, erp.seed_stock_rows, erp.refuse_stock_shortage, erp.stock_shortages,
  erp.refuse_stock_posting, erp.stock_posting_lines, erp.work_in_progress, erp.moving_average_value, erp.ensure_stock_ledger_partitions;
drop view erp.stock_ledger_legs;
drop table erp.stock_periods, erp.stock_reservations, erp.stock_valuations, erp.stock_balances, erp.stock_value_adjustments,
  erp.stock_ledgers, erp.stock_movements;
drop sequence erp.stock_movement_numbers;
alter table erp.user_warehouses drop constraint fk_user_warehouses_warehouse_id;
drop trigger trg_products_basis on erp.products;
drop trigger trg_companies_locations on erp.companies;
drop trigger trg_companies_valuation_scope on erp.companies;
drop table erp.locations;
drop function erp.fn_apply_stock_value_adjustment, erp.fn_update_stock_reserved, erp.fn_update_stock_balance, erp.fn_guard_stock_period,
  erp.fn_guard_product_basis, erp.fn_guard_valuation_scope, erp.fn_create_company_locations, erp.create_company_locations, erp.fn_replace_location_subtree,
  erp.fn_place_location, erp.is_virtual_location;
`;
