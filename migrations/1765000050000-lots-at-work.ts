import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installView } from './support/install.js';

/** Lots in production: what an order took and made by lot, and only lots that may be used count as free. */
export class LotsAtWork1765000050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'manufacturing_order_lot_flows', 1);
    for (const name of CHANGED_VIEWS) await installView(queryRunner, name, 2);
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index erp.ix_lots_expires_first');
    for (const name of CHANGED_VIEWS) await installView(queryRunner, name, 1);
    await queryRunner.query('drop view erp.manufacturing_order_lot_flows');
  }
}

const CHANGED_VIEWS = ['manufacturing_order_flows', 'manufacturing_order_material', 'report_low_stock'];

/** Lots without an expiry come last in a list by expiry. */
const UP = /* sql */ `
create index ix_lots_expires_first on erp.lots ((coalesce(expires_on, date '9999-12-31')), id);
`;
