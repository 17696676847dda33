import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** The genealogy of several lots in one question, and as fast in the tenth call of a session as in the first. */
export class LotGenealogy1765000060000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.lot_genealogy');
    await installFunction(queryRunner, 'lot_steps', 2);
    await installFunction(queryRunner, 'lot_genealogy', 2);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.lot_genealogy');
    await installFunction(queryRunner, 'lot_steps', 1);
    await installFunction(queryRunner, 'lot_genealogy', 1);
  }
}
