import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Database } from '../../kernel/database/index.js';
import { OwnerConnection } from '../maintenance/owner-connection.js';
import { MONTHLY_PARTITIONS } from './monthly-partitions.js';

/** A month of a table that is kept by months. */
export interface PartitionRow {
  readonly table_name: string;
  readonly name: string;
  /** First day of the month, UTC. */
  readonly month: string;
  /** As the planner knows it; null before the first analyze. */
  readonly estimated_rows: number | null;
  readonly size_bytes: number;
}

const PARTITIONS = `
  select p.table_name, p.partition_name as name, to_char(p.from_at at time zone 'UTC', 'YYYY-MM-DD') as month,
         case when p.reltuples < 0 then null else p.reltuples::bigint end as estimated_rows, pg_total_relation_size(p.oid) as size_bytes
    from (${MONTHLY_PARTITIONS}) p order by 1, 3, 2`;

@Injectable()
export class PartitionsRepository {
  constructor(
    private readonly db: Database,
    private readonly owner: OwnerConnection,
  ) {}

  list(): Promise<PartitionRow[]> {
    return this.db.query<PartitionRow>(PARTITIONS);
  }

  /** Brings the planner's figures of tables up to date. */
  analyze(names: readonly string[]): Promise<void> {
    return this.owner.run(async (client) => {
      for (const name of names) {
        const text = `analyze erp.${pg.escapeIdentifier(name)}`;
        await client.query(text);
      }
    });
  }
}
