import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installView } from './support/install.js';

const VIEWS = [
  'report_stock_on_hand',
  'report_stock_valuation',
  'report_low_stock',
  'report_movement_card',
  'report_production_output',
  'report_production_lateness',
  'report_users',
  'report_user_activity',
] as const;

const VIEW_LIST = VIEWS.map((name) => `erp.${name}`).join(', ');

/** The views that reports read. Reporting owns no tables. */
export class Reporting1764000700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const name of VIEWS) await installView(queryRunner, name, 1);
    await queryRunner.query(`revoke insert, update, delete on ${VIEW_LIST} from erp_app`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`drop view ${VIEW_LIST}`);
  }
}
