import type { MigrationInterface, QueryRunner } from 'typeorm';
import { installFunction } from './support/install.js';

/** Functions that know of archived months from now on, with the version before. */
const CHANGED = [
  ['stock_as_of', 3, 2],
  ['stock_value_as_of', 3, 2],
  ['check_stock_integrity', 3, 2],
  ['check_stock_snapshots', 2, 1],
  ['check_stock_closings', 2, 1],
  ['check_seals', 2, 1],
] as const;

/** Months of the stock ledger and of the audit that were taken out into files, and what answers for them. */
export class PartitionArchives1768300100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    for (const name of NEW) await installFunction(queryRunner, name, 1);
    for (const [name, version] of CHANGED) await installFunction(queryRunner, name, version);
    await queryRunner.query(RIGHTS);
  }

  /** A database that has archived months cannot go back: the functions before would miss them. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(NOTHING_ARCHIVED);
    for (const [name, , before] of CHANGED) await installFunction(queryRunner, name, before);
    await queryRunner.query(DOWN);
  }
}

const NEW = ['archived_through', 'stock_opening_digest', 'stock_archive_kept', 'month_is_sealed'] as const;

const TABLES = /* sql */ `
create table erp.partition_archives (
  id uuid not null default erp.uuid_v7(),
  table_name text not null,
  partition_name text not null,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null,
  state text not null,
  file text not null,
  rows bigint not null,
  kept_rows bigint not null default 0,
  content_sha256 text not null,
  file_sha256 text not null,
  size_bytes bigint not null,
  last_id uuid,
  opening_rows bigint,
  opening_quantity numeric,
  opening_value numeric,
  opening_digest text,
  archived_by text not null,
  created_at timestamptz(3) not null default clock_timestamp(),
  archived_at timestamptz(3),
  restored_by text,
  restored_at timestamptz(3),
  constraint pk_partition_archives primary key (id),
  constraint ck_partition_archives_table_name check (table_name in ('audit_logs', 'stock_ledgers')),
  constraint ck_partition_archives_state check (state in ('dumped', 'archived', 'restored')),
  constraint ck_partition_archives_span check (from_at < to_at),
  constraint ck_partition_archives_rows check (rows >= kept_rows and kept_rows >= 0 and size_bytes >= 0),
  constraint ck_partition_archives_opening_quantity check (opening_quantity between 0 and 1e30),
  constraint ck_partition_archives_opening_value check (opening_value between 0 and 1e30),
  constraint ck_partition_archives_sha256 check (content_sha256 ~ '^[0-9a-f]{64}$' and file_sha256 ~ '^[0-9a-f]{64}$'),
  constraint ck_partition_archives_archived_at check ((archived_at is null) = (state = 'dumped')),
  constraint ck_partition_archives_restored_at check ((restored_at is null) = (state <> 'restored'))
);
comment on table erp.partition_archives is 'Months that were taken out into files. Those of one table follow each other without a gap, the oldest first.';
comment on column erp.partition_archives.state is 'dumped: the file is whole and the month still here; archived: the month is in the file; restored: it is here again.';
comment on column erp.partition_archives.kept_rows is 'Rows that stayed here as well, since documents and lots still read them.';
comment on column erp.partition_archives.opening_digest is 'Of the snapshot of stock at to_at, from which all later stock is reckoned.';
create unique index uq_partition_archives_month on erp.partition_archives (table_name, from_at) where state <> 'restored';
select erp.add_audit_trigger('erp.partition_archives');
`;

const RIGHTS = /* sql */ `
revoke insert, update, delete on erp.partition_archives from erp_app;
grant execute on function erp.archived_through(text) to erp_app;
revoke execute on function erp.stock_archive_kept(timestamptz, timestamptz) from erp_app;
`;

const NOTHING_ARCHIVED = /* sql */ `
do $$
begin
  if exists (select from erp.partition_archives where state = 'archived') then
    raise exception 'Months are archived; bring them back first (pabrik partitions restore), or restore a backup';
  end if;
end
$$;
`;

const DOWN = /* sql */ `
drop function erp.month_is_sealed, erp.stock_archive_kept, erp.stock_opening_digest, erp.archived_through;
drop table erp.partition_archives;
`;
