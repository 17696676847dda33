import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** How long rows of a table are kept. Tables without a rule are kept for ever. */
export interface RetentionRule {
  readonly table_name: string;
  /** The job that applies it. */
  readonly job: string;
  readonly keep_days: number;
  readonly rule: string;
}

@Injectable()
export class RetentionRepository {
  constructor(private readonly db: Database) {}

  rules(): Promise<RetentionRule[]> {
    return this.db.query<RetentionRule>(
      'select table_name, job, keep_days, rule from erp.retention_rules order by table_name',
    );
  }

  /** How many rows are past their time. */
  async count(table: string): Promise<number> {
    return (await this.db.one<{ rows: number }>('select erp.apply_retention($1, false) as rows', [table])).rows;
  }

  /** Removes a batch in a transaction of its own. @returns how many rows */
  async removeSome(table: string, batch: number): Promise<number> {
    const { rows } = await this.db.transaction(() =>
      this.db.one<{ rows: number }>('select erp.apply_retention($1, true, $2) as rows', [table, batch]),
    );
    return rows;
  }
}
