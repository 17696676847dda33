import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Reservations give back pieces, where only whole ones could be given back. */
export class PartialRelease1771007000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'release_stock_reservations', 3);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'release_stock_reservations', 2);
  }
}
