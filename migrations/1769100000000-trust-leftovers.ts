import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** A login asks the database one question less; rules of retention for what had none. */
export class TrustLeftovers1769100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.auth_begin_login(text, text)');
    await installFunction(queryRunner, 'auth_begin_login', 2);
    await queryRunner.query(RULES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop function erp.auth_begin_login(text, text)');
    await installFunction(queryRunner, 'auth_begin_login', 1);
    await queryRunner.query(
      `delete from erp.retention_rules where table_name in ('mfa_challenges', 'user_mfa', 'integrity_runs')`,
    );
  }
}

const RULES = /* sql */ `
insert into erp.retention_rules (table_name, job, keep_days, condition, rule) values
  ('mfa_challenges', 'expired-sessions', 1, 'expires_at < $1', 'Second steps of logins that nobody took'),
  ('user_mfa', 'expired-sessions', 7, 'confirmed_at is null and updated_at < $1', 'Second factors that were set up and never put in force'),
  ('integrity_runs', 'retention', 400, 'finished_at < $1', 'What earlier runs of the check found, with their results');
`;
