import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** One rule of the stock ledger, and whether it holds. */
export interface LedgerInvariant {
  name: string;
  /** The rule in a sentence. */
  rule: string;
  /** How many things were looked at. */
  checked: number;
  violations: number;
  /** The first few violations, as found. */
  samples: Record<string, unknown>[];
}

/** Holds the ledger against everything that is kept beside it. Reads only; the time it takes grows with the ledger. */
@Injectable()
export class LedgerIntegrity {
  constructor(private readonly db: Database) {}

  check(): Promise<LedgerInvariant[]> {
    return this.db.query<LedgerInvariant>(
      `select name, description as rule, checked, violations, sample as samples from erp.check_stock_integrity()
       union all select name, description, checked, violations, sample from erp.check_stock_snapshots()
       union all select name, description, checked, violations, sample from erp.check_location_limits()
       union all select name, description, checked, violations, sample from erp.check_stock_closings()`,
    );
  }
}
