import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far a company lets the material of an order be off what it needs. */
export class ConsumptionTolerance1767121000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const UP = /* sql */ `
alter table erp.ppic_settings
  add column over_consumption_percent numeric(7,4),
  add column under_consumption_percent numeric(7,4),
  add constraint ck_ppic_settings_over_consumption_percent check (over_consumption_percent between 0 and 1000),
  add constraint ck_ppic_settings_under_consumption_percent check (under_consumption_percent between 0 and 100);
comment on column erp.ppic_settings.over_consumption_percent is 'How much of a component may be issued by hand beyond what the order requires, in percent; null: any quantity.';
comment on column erp.ppic_settings.under_consumption_percent is 'By how much what was issued by hand may stay below what the pieces need when the order is completed, in percent; null: any quantity.';
`;

const DOWN = /* sql */ `
alter table erp.ppic_settings drop column over_consumption_percent, drop column under_consumption_percent;
`;
