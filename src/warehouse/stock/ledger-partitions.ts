import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { PeriodicWork } from '../../kernel/periodic/index.js';

/** Months of the ledger are made this far ahead. */
const MONTHS_AHEAD = 3;
const EVERY_MS = 6 * 3600 * 1000;

/** Sees to it that a posting always finds its month, at start and on a server that then runs for a year. */
@Injectable()
export class LedgerPartitions extends PeriodicWork {
  constructor(private readonly db: Database) {
    super(EVERY_MS, 'The months of the stock ledger could not be made ahead');
  }

  override async onApplicationBootstrap(): Promise<void> {
    await this.attempt();
    void super.onApplicationBootstrap();
  }

  /** @returns how many months were made */
  async ensure(): Promise<number> {
    const { made } = await this.db.one<{ made: number }>('select erp.ensure_stock_ledger_partitions($1) as made', [
      MONTHS_AHEAD,
    ]);
    return made;
  }

  protected work(): Promise<number> {
    return this.ensure();
  }
}
