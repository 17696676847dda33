import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction, installView } from './support/install.js';

/** Payments the other way: to a customer or from a supplier, which refund credit notes. */
export class Refunds1770300100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
    await installFunction(queryRunner, 'fn_apply_allocation', 2);
    await installView(queryRunner, 'open_partner_items', 2);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'open_partner_items', 1);
    await installFunction(queryRunner, 'fn_apply_allocation', 1);
    await queryRunner.query('alter table erp.payments drop column is_refund');
  }
}

const UP = /* sql */ `
alter table erp.payments add column is_refund boolean not null default false;
comment on column erp.payments.is_refund is 'The other way: to a customer or from a supplier, for credit notes.';
`;
