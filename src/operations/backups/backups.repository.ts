import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { BackupManifest } from './backup-manifest.js';

/** A backup as the database knows it; times as on the wire. */
export interface BackupRow {
  readonly name: string;
  readonly kind: string;
  readonly series: string;
  readonly made_at: string;
  readonly duration_ms: number;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly version: string;
  readonly server_version: string;
  readonly verified_at: string | null;
  readonly verified_ok: boolean | null;
  readonly fault: string | null;
}

/** What the database knows of its backups, so that every server can tell, also those that do not see the folder. */
@Injectable()
export class BackupsRepository {
  constructor(private readonly db: Database) {}

  list(): Promise<BackupRow[]> {
    return this.db.query<BackupRow>(
      `select name, kind, series, made_at, duration_ms, size_bytes, sha256, version, server_version, verified_at, verified_ok, fault
         from erp.backups order by made_at desc, name`,
    );
  }

  /** Makes the rows say what lies in the folder. */
  async mirror(backups: readonly BackupManifest[]): Promise<void> {
    const rows = backups.map(({ verification, ...backup }) => ({
      ...backup,
      verified_at: verification?.at ?? null,
      verified_ok: verification?.ok ?? null,
      fault: verification?.fault ?? null,
    }));
    await this.db.transaction(() =>
      this.db.query(
        `with given as materialized (
           select * from jsonb_to_recordset($1::jsonb) as g (name text, kind text, series text, made_at timestamptz, duration_ms bigint, size_bytes bigint,
             sha256 text, version text, server_version text, verified_at timestamptz, verified_ok boolean, fault text)
         ), gone as (
           delete from erp.backups b where not exists (select from given g where g.name = b.name))
         insert into erp.backups (name, kind, series, made_at, duration_ms, size_bytes, sha256, version, server_version, verified_at, verified_ok, fault)
         select name, kind, series, made_at, duration_ms, size_bytes, sha256, version, server_version, verified_at, verified_ok, fault from given
         on conflict (name) do update set verified_at = excluded.verified_at, verified_ok = excluded.verified_ok, fault = excluded.fault`,
        [JSON.stringify(rows)],
      ),
    );
  }
}
