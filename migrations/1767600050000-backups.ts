import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the database knows of its backups; they themselves and their manifests lie in BACKUP_DIR. */
export class Backups1767600050000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(UP);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table erp.backups');
  }
}

const UP = /* sql */ `
create table erp.backups (
  name text not null,
  kind text not null,
  series text not null,
  made_at timestamptz(3) not null,
  duration_ms bigint not null,
  size_bytes bigint not null,
  sha256 text not null,
  version text not null,
  server_version text not null,
  verified_at timestamptz(3),
  verified_ok boolean,
  fault text,
  constraint pk_backups primary key (name),
  constraint ck_backups_kind check (kind in ('full', 'schema', 'data', 'physical')),
  constraint ck_backups_series check (series in ('manual', 'daily', 'weekly')),
  constraint ck_backups_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint ck_backups_size_bytes check (size_bytes >= 0),
  constraint ck_backups_duration_ms check (duration_ms >= 0),
  constraint ck_backups_verified check ((verified_at is null) = (verified_ok is null))
);
select erp.add_audit_trigger('erp.backups');
`;
