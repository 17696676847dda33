import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { Invariant } from '../../kernel/database/index.js';

/** Holds the ledger against everything that is kept beside it. Reads only; the time it takes grows with the ledger. */
@Injectable()
export class LedgerIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<Invariant[]> {
    return this.db.query<Invariant>(
      `select name, description as rule, checked, violations, sample as samples from erp.check_stock_integrity()
       union all select name, description, checked, violations, sample from erp.check_stock_snapshots()
       union all select name, description, checked, violations, sample from erp.check_location_limits()
       union all select name, description, checked, violations, sample from erp.check_stock_closings()`,
    );
  }
}
