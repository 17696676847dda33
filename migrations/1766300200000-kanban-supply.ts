import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installView } from './support/install.js';

/** What request cards have on its way is known to whoever asks what will be there. */
export class KanbanSupply1766300200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'kanban_supply_demand', 1);
    await installView(queryRunner, 'stock_outlook', 2);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await installView(queryRunner, 'stock_outlook', 1);
    await queryRunner.query('drop view erp.kanban_supply_demand');
  }
}
