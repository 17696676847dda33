import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Barcodes of packs, how units round, and the words in which a document gave its quantities. */
export class ScanningAndUnits1765000400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UNITS);
    await queryRunner.query(BARCODES);
    await queryRunner.query(NUMBERS);
    await installFunction(queryRunner, 'fn_keep_own_barcode', 1);
    await queryRunner.query(TRIGGERS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UNITS = /* sql */ `
alter table erp.units
  add column rounding text not null default 'exact',
  add column rounding_increment bigint not null default 1,
  add constraint ck_units_rounding check (rounding in ('exact', 'up', 'down', 'half_even')),
  add constraint ck_units_rounding_increment check (rounding_increment between 1 and 1000000000);
comment on column erp.units.rounding is 'What happens to a quantity that is no whole multiple of the increment after its conversion into this unit; exact: it is refused.';

create table erp.movement_line_units (
  movement_id uuid not null,
  line_no integer not null,
  first_line_no integer not null,
  last_line_no integer not null,
  product_id uuid not null,
  unit_id uuid not null,
  unit_quantity numeric(19,6) not null,
  unit_cost numeric(19,6),
  quantity bigint not null,
  factor_numerator numeric not null,
  factor_denominator numeric not null,
  constraint pk_movement_line_units primary key (movement_id, line_no),
  constraint fk_movement_line_units_movement_id foreign key (movement_id) references erp.stock_movements (id),
  constraint fk_movement_line_units_product_id foreign key (product_id) references erp.products (id),
  constraint fk_movement_line_units_unit_id foreign key (unit_id) references erp.units (id),
  constraint ck_movement_line_units_line_no check (line_no > 0 and first_line_no > 0 and last_line_no >= first_line_no),
  constraint ck_movement_line_units_unit_quantity check (unit_quantity > 0 and unit_quantity < 'Infinity' and unit_quantity <> 'NaN'),
  constraint ck_movement_line_units_unit_cost check (unit_cost >= 0 and unit_cost < 'Infinity' and unit_cost <> 'NaN'),
  constraint ck_movement_line_units_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_movement_line_units_factor check (factor_numerator > 0 and factor_denominator > 0 and trunc(factor_numerator) = factor_numerator
    and trunc(factor_denominator) = factor_denominator and factor_numerator < 'Infinity' and factor_denominator < 'Infinity')
);
create index ix_movement_line_units_product_id on erp.movement_line_units (product_id);
create index ix_movement_line_units_unit_id on erp.movement_line_units (unit_id);
comment on table erp.movement_line_units is
  'What a line of a document said in a unit of its own; the ledger keeps pieces. One unit was factor_numerator / factor_denominator stock units then.';
comment on column erp.movement_line_units.line_no is 'Place of the line in the document; first_line_no to last_line_no are the ledger lines that it became.';
`;

const BARCODES = /* sql */ `
create table erp.product_barcodes (
  id uuid not null default erp.uuid_v7(),
  product_id uuid not null,
  barcode text not null,
  gtin14 text not null generated always as (case when barcode ~ '^([0-9]{8}|[0-9]{12,14})$' then lpad(barcode, 14, '0') else barcode end) stored,
  unit_id uuid,
  quantity bigint not null default 1,
  is_own boolean not null default false,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  constraint pk_product_barcodes primary key (id),
  constraint uq_product_barcodes_gtin14 unique (gtin14),
  constraint fk_product_barcodes_product_id foreign key (product_id) references erp.products (id) on delete cascade,
  constraint fk_product_barcodes_unit_id foreign key (unit_id) references erp.units (id),
  constraint ck_product_barcodes_barcode check (char_length(barcode) between 1 and 64),
  constraint ck_product_barcodes_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_product_barcodes_is_own check (not is_own or (unit_id is null and quantity = 1))
);
create index ix_product_barcodes_product_id on erp.product_barcodes (product_id, barcode);
create index ix_product_barcodes_unit_id on erp.product_barcodes (unit_id);
create index ix_product_barcodes_barcode on erp.product_barcodes (barcode, id);
create unique index uq_product_barcodes_own on erp.product_barcodes (product_id) where is_own;
comment on table erp.product_barcodes is 'Every barcode of a product: its own, and those of its packs. A pack holds quantity of unit_id (null: the stock unit).';
comment on column erp.product_barcodes.gtin14 is 'GTIN-8, 12, 13 and 14 are one number written in four ways: filled up to fourteen digits. Any other barcode stands as it is.';

-- Two products that carried one number in two ways: the older keeps it.
insert into erp.product_barcodes (product_id, barcode, is_own)
select id, barcode, true from erp.products where barcode is not null order by created_at, id
on conflict do nothing;
`;

/** Numbers rise with the place of their rows, so a range index finds one and costs a posting next to nothing. */
const NUMBERS = /* sql */ `
create index ix_stock_movements_number on erp.stock_movements using brin (number) with (pages_per_range = 16, autosummarize = on);
`;

const TRIGGERS = /* sql */ `
select erp.add_updated_at_trigger('erp.product_barcodes');
create trigger trg_products_own_barcode_insert after insert on erp.products
  for each row when (new.barcode is not null) execute function erp.fn_keep_own_barcode();
create trigger trg_products_own_barcode_update after update of barcode on erp.products
  for each row when (old.barcode is distinct from new.barcode) execute function erp.fn_keep_own_barcode();
create trigger trg_movement_line_units_append_only before update or delete on erp.movement_line_units
  for each row execute function erp.fn_refuse_change();
create trigger trg_movement_line_units_no_truncate before truncate on erp.movement_line_units
  for each statement execute function erp.fn_refuse_change();
revoke update, delete on erp.movement_line_units from erp_app;
`;

const DOWN = /* sql */ `
drop trigger trg_products_own_barcode_insert on erp.products;
drop trigger trg_products_own_barcode_update on erp.products;
drop index erp.ix_stock_movements_number;
drop table erp.product_barcodes, erp.movement_line_units;
drop function erp.fn_keep_own_barcode;
alter table erp.units drop column rounding, drop column rounding_increment;
`;
