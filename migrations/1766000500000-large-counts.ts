import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Counts of thousands of lines: judging them no longer looks at every valuation and entry for every line. */
export class LargeCounts1766000500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'judge_stock_count', 2);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'judge_stock_count', 1);
  }
}
