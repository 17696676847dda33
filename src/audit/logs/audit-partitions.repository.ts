import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

@Injectable()
export class AuditPartitionsRepository {
  constructor(private readonly db: Database) {}

  /** Makes the months of the audit that are missing, up to so many ahead. @returns how many were made */
  async ensure(monthsAhead: number): Promise<number> {
    const { made } = await this.db.one<{ made: number }>('select erp.ensure_audit_partitions($1) as made', [
      monthsAhead,
    ]);
    return made;
  }
}
