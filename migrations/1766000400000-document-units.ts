import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Documents that are no movements keep the words in which they gave their quantities. */
export class DocumentUnits1766000400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLE);
    await installFunction(queryRunner, 'units_said', 1);
    await installFunction(queryRunner, 'enter_stock_count', 2);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'enter_stock_count', 1);
    await queryRunner.query('drop function erp.units_said; drop table erp.document_line_units;');
  }
}

const TABLE = /* sql */ `
create table erp.document_line_units (
  document_type text not null,
  document_id uuid not null,
  line_no integer not null,
  field text not null,
  product_id uuid not null,
  unit_id uuid not null,
  unit_quantity numeric(19,6) not null,
  quantity bigint not null,
  factor_numerator numeric not null,
  factor_denominator numeric not null,
  constraint pk_document_line_units primary key (document_type, document_id, line_no, field),
  constraint fk_document_line_units_product_id foreign key (product_id) references erp.products (id),
  constraint fk_document_line_units_unit_id foreign key (unit_id) references erp.units (id),
  constraint ck_document_line_units_document_type check (document_type in ('transfer_order', 'stock_count_entry', 'manufacturing_order', 'production_posting')),
  constraint ck_document_line_units_line_no check (line_no > 0),
  constraint ck_document_line_units_unit_quantity check (unit_quantity > 0 and unit_quantity < 'Infinity' and unit_quantity <> 'NaN'),
  constraint ck_document_line_units_quantity check (quantity between 1 and 9007199254740991),
  constraint ck_document_line_units_factor check (factor_numerator > 0 and factor_denominator > 0 and trunc(factor_numerator) = factor_numerator
    and trunc(factor_denominator) = factor_denominator and factor_numerator < 'Infinity' and factor_denominator < 'Infinity')
);
create index ix_document_line_units_product_id on erp.document_line_units (product_id);
create index ix_document_line_units_unit_id on erp.document_line_units (unit_id);
comment on table erp.document_line_units is
  'What a document that is no movement said of a quantity in a unit of its own; its rows keep pieces. One unit was factor_numerator / factor_denominator stock units then.';
comment on column erp.document_line_units.field is 'Which quantity of the line: quantity, planned_quantity, good_quantity.';
revoke update on erp.document_line_units from erp_app;
`;
