import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installTransitions } from './support/install.js';

/** Lots and serial numbers, and the layers of cost behind stock that is not valued at its average. */
export class LotsAndCosting1765000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(LOTS);
    await queryRunner.query(LAYERS);
    for (const name of NEW_FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(TRIGGERS);
    await queryRunner.query('drop function erp.stock_posting_lines');
    for (const name of CHANGED_FUNCTIONS) await installFunction(queryRunner, name, 2);
    await installTransitions(queryRunner, 'lot', [
      ['hold', 'available', 'on_hold'],
      ['release', 'on_hold', 'available'],
    ]);
    await queryRunner.query(RIGHTS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.stock_posting_lines');
    for (const name of CHANGED_FUNCTIONS) await installFunction(queryRunner, name, 1);
    await queryRunner.query(DOWN);
  }
}

const NEW_FUNCTIONS = [
  'is_lot_usable',
  'returnable_line',
  'pick_lots',
  'take_stock_layers',
  'restore_stock_layers',
  'put_stock_layer',
  'open_stock_layers',
  'refuse_stock_value',
  'spread_stock_value',
  'refuse_blocked_lots',
  'refuse_serial_twice',
  'change_costing',
  'fn_update_stock_layer',
  'fn_guard_product_costing',
  'check_stock_layers',
  'lot_steps',
  'lot_uses',
  'lot_genealogy',
];

const CHANGED_FUNCTIONS = [
  'stock_posting_lines',
  'refuse_stock_posting',
  'work_in_progress',
  'lock_stock_sources',
  'insert_stock_value_adjustments',
  'post_plain_movement',
  'post_any_movement',
  'post_stock_movement',
  'release_stock_reservations',
  'check_stock_integrity',
];

const LOTS = /* sql */ `
create table erp.lots (
  id uuid not null default erp.uuid_v7(),
  product_id uuid not null,
  code text not null,
  state text not null default 'available',
  supplier_id uuid,
  supplier_lot text,
  manufactured_on date,
  expires_on date,
  attributes jsonb not null default '{}',
  external_id text,
  version integer not null default 1,
  created_by uuid default erp.current_actor(),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_lots primary key (id),
  constraint uq_lots_product_id_code unique (product_id, code),
  constraint fk_lots_product_id foreign key (product_id) references erp.products (id),
  constraint fk_lots_supplier_id foreign key (supplier_id) references erp.suppliers (id),
  constraint fk_lots_created_by foreign key (created_by) references erp.users (id),
  constraint ck_lots_code check (code = btrim(code) and char_length(code) between 1 and 64),
  constraint ck_lots_state check (state in ('available', 'on_hold')),
  constraint ck_lots_supplier_lot check (char_length(supplier_lot) between 1 and 64),
  constraint ck_lots_expires_on check (expires_on >= manufactured_on),
  constraint ck_lots_attributes check (jsonb_typeof(attributes) = 'object')
);
create unique index uq_lots_external_id on erp.lots (external_id);
create index ix_lots_supplier_id on erp.lots (supplier_id);
create index ix_lots_created_by on erp.lots (created_by);
create index ix_lots_code on erp.lots (code, id);
create index ix_lots_created_at on erp.lots (created_at, id);
create index ix_lots_expires_on on erp.lots (expires_on, id);
create index ix_lots_supplier_lot on erp.lots (supplier_lot) where supplier_lot is not null;
create index ix_lots_attributes on erp.lots using gin (attributes jsonb_path_ops);
comment on table erp.lots is 'A lot, or a serial number where the product is tracked by serial: then never more than one piece of it is in stock.';

create type erp.lot_step as (lot_id uuid, other_lot_id uuid, other_product_id uuid, via text, source_type text, source_id uuid, quantity bigint,
  other_quantity bigint);

alter table erp.products add column pick_strategy text not null default 'fefo',
  add constraint ck_products_pick_strategy check (pick_strategy in ('fefo', 'fifo', 'lifo'));
comment on column erp.products.pick_strategy is 'Which lot goes first: the one that expires first, the oldest or the newest.';
alter table erp.locations add column pick_strategy text,
  add constraint ck_locations_pick_strategy check (pick_strategy in ('fefo', 'fifo', 'lifo'));
comment on column erp.locations.pick_strategy is 'Which lot goes first when picking within this location, whatever the product says.';

alter table erp.stock_balances
  add constraint fk_stock_balances_lot_id foreign key (lot_id) references erp.lots (id);
create index ix_stock_balances_lot_id on erp.stock_balances (lot_id) where lot_id is not null;
alter table erp.stock_reservations
  add constraint fk_stock_reservations_lot_id foreign key (lot_id) references erp.lots (id);
create index ix_stock_reservations_lot_id on erp.stock_reservations (lot_id) where lot_id is not null;

alter table erp.stock_ledgers add column returns_line_id uuid;
comment on column erp.stock_ledgers.returns_line_id is 'The ledger line whose pieces come back, or go back to where they came from.';
create index ix_stock_ledgers_lot_id on erp.stock_ledgers (lot_id, id) where lot_id is not null;
create index ix_stock_ledgers_returns_line_id on erp.stock_ledgers (returns_line_id) where returns_line_id is not null;
`;

const LAYERS = /* sql */ `
create table erp.stock_layers (
  id uuid not null default erp.uuid_v7(),
  product_id uuid not null,
  area_id uuid not null,
  lot_id uuid,
  line_id uuid,
  source_id uuid,
  received_at timestamptz(3) not null,
  place bigint not null generated always as identity,
  quantity bigint not null default 0,
  value numeric(15,2) not null default 0,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_stock_layers primary key (id),
  constraint fk_stock_layers_product_id foreign key (product_id) references erp.products (id),
  constraint fk_stock_layers_lot_id foreign key (lot_id) references erp.lots (id),
  constraint ck_stock_layers_quantity check (quantity between 0 and 9007199254740991),
  constraint ck_stock_layers_value check (value between 0 and 9999999999999.99),
  constraint ck_stock_layers_nothing_has_no_value check (quantity > 0 or value = 0)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
create unique index uq_stock_layers_product_id_area_id_lot_id on erp.stock_layers (product_id, area_id, lot_id) where lot_id is not null;
create index ix_stock_layers_open on erp.stock_layers (product_id, area_id, received_at, place);
create index ix_stock_layers_lot_id on erp.stock_layers (lot_id) where lot_id is not null;
create index ix_stock_layers_line_id on erp.stock_layers (line_id) where line_id is not null;
create index ix_stock_layers_source_id on erp.stock_layers (source_id) where source_id is not null;
comment on table erp.stock_layers is 'What is left of each receipt (first in, first out) or of each lot (specific cost), and what that is worth.';
comment on column erp.stock_layers.lot_id is 'The lot whose own cost this is, where the product is valued by lot; null where it is first in, first out.';
comment on column erp.stock_layers.line_id is 'The ledger line that brought it in; it goes along when stock moves between valuation areas.';
comment on column erp.stock_layers.source_id is 'The document that it came from, such as the manufacturing order that made it.';
comment on column erp.stock_layers.received_at is 'Its place in the queue; it goes along when stock moves between valuation areas.';

create table erp.stock_layer_entries (
  id uuid not null default erp.uuid_v7(),
  place bigint not null generated always as identity,
  layer_id uuid not null,
  line_id uuid,
  adjustment_id uuid,
  quantity bigint not null,
  value numeric(15,2) not null,
  recorded_at timestamptz(3) not null,
  constraint pk_stock_layer_entries primary key (id),
  constraint fk_stock_layer_entries_layer_id foreign key (layer_id) references erp.stock_layers (id),
  constraint fk_stock_layer_entries_adjustment_id foreign key (adjustment_id) references erp.stock_value_adjustments (id),
  constraint ck_stock_layer_entries_cause check ((line_id is null) <> (adjustment_id is null)),
  constraint ck_stock_layer_entries_quantity check (quantity between -9007199254740991 and 9007199254740991),
  constraint ck_stock_layer_entries_value check (value between -9999999999999.99 and 9999999999999.99)
);
create index ix_stock_layer_entries_layer_id on erp.stock_layer_entries (layer_id);
create index ix_stock_layer_entries_line_id on erp.stock_layer_entries (line_id) where line_id is not null;
create index ix_stock_layer_entries_adjustment_id on erp.stock_layer_entries (adjustment_id) where adjustment_id is not null;
alter table erp.stock_value_adjustments drop constraint ck_stock_value_adjustments_type,
  add constraint ck_stock_value_adjustments_type check (type in ('revaluation', 'landed_cost', 'price_difference', 'method_change', 'production_true_up',
    'reversal_variance', 'standard_variance'));
comment on table erp.stock_layer_entries is 'Every change of a layer: signed pieces and value, by a ledger line or by a value adjustment. Append-only.';
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.lots');
select erp.add_updated_at_trigger('erp.stock_layers');
create trigger trg_lots_transition before update of state on erp.lots
  for each row execute function erp.fn_check_transition('lot');
create trigger trg_products_costing before update of costing_method, standard_cost on erp.products
  for each row when (old.costing_method <> new.costing_method or (new.costing_method = 'standard' and old.standard_cost <> new.standard_cost))
  execute function erp.fn_guard_product_costing();
create trigger trg_update_stock_layer after insert on erp.stock_layer_entries
  referencing new table as new_rows for each statement execute function erp.fn_update_stock_layer();
create trigger trg_stock_layer_entries_append_only before update or delete on erp.stock_layer_entries
  for each row execute function erp.fn_refuse_change();
create trigger trg_stock_layer_entries_no_truncate before truncate on erp.stock_layer_entries
  for each statement execute function erp.fn_refuse_change();
`;

const RIGHTS = /* sql */ `
revoke insert, update, delete, truncate on erp.stock_layers, erp.stock_layer_entries from erp_app;
revoke delete on erp.lots from erp_app;
revoke execute on function erp.pick_lots(jsonb), erp.take_stock_layers(uuid, uuid, uuid, uuid, bigint, numeric, uuid, timestamptz),
  erp.put_stock_layer(uuid, uuid, uuid, uuid, bigint, numeric, uuid, uuid, timestamptz),
  erp.restore_stock_layers(uuid, uuid[], bigint, bigint, uuid, uuid, timestamptz),
  erp.open_stock_layers(uuid, uuid, boolean, bigint, numeric, uuid, timestamptz) from erp_app;
`;

const DOWN = /* sql */ `
delete from erp.state_transitions where machine = 'lot';
drop trigger trg_products_costing on erp.products;
drop table erp.stock_layer_entries, erp.stock_layers;
drop function erp.is_lot_usable, erp.returnable_line, erp.pick_lots, erp.take_stock_layers, erp.restore_stock_layers, erp.put_stock_layer, erp.open_stock_layers,
  erp.spread_stock_value, erp.refuse_stock_value, erp.refuse_blocked_lots, erp.refuse_serial_twice, erp.change_costing, erp.fn_update_stock_layer,
  erp.fn_guard_product_costing, erp.check_stock_layers, erp.lot_genealogy, erp.lot_steps, erp.lot_uses;
drop type erp.lot_step;
alter table erp.stock_value_adjustments drop constraint ck_stock_value_adjustments_type,
  add constraint ck_stock_value_adjustments_type check (type in ('revaluation', 'landed_cost', 'method_change', 'production_true_up', 'reversal_variance'));
alter table erp.stock_ledgers drop column returns_line_id;
drop index erp.ix_stock_ledgers_lot_id;
drop index erp.ix_stock_reservations_lot_id;
alter table erp.stock_reservations drop constraint fk_stock_reservations_lot_id;
drop index erp.ix_stock_balances_lot_id;
alter table erp.stock_balances drop constraint fk_stock_balances_lot_id;
alter table erp.locations drop column pick_strategy;
alter table erp.products drop column pick_strategy;
drop table erp.lots;
`;
