import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Stock of the past by effective time: late facts are sought by their movements, no longer in the whole ledger. */
export class LateFactsOfThePast1766000600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'stock_as_of', 2);
    await installFunction(queryRunner, 'stock_value_as_of', 2);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'stock_value_as_of', 1);
    await installFunction(queryRunner, 'stock_as_of', 1);
  }
}
