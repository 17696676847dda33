import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** A posting costs its lines, not their square; whether goods are awaited is answered with it, in the same round trip. */
export class PostingOfManyLines1768000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await installFunction(queryRunner, 'post_plain_movement', 5);
    await installFunction(queryRunner, 'goods_are_awaited', 1);
    await queryRunner.query('revoke all on function erp.goods_are_awaited() from public');
    await queryRunner.query('grant execute on function erp.goods_are_awaited() to erp_app');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.goods_are_awaited()');
    await installFunction(queryRunner, 'post_plain_movement', 4);
  }
}
