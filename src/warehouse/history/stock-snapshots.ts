import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { PeriodicWork } from '../../kernel/periodic/index.js';

const EVERY_MS = 3600 * 1000;

/**
 * Sums stock up at the first moment of each month, so that a question about the past reads one month of the ledger at most. Answers are
 * right without it too, only slower.
 */
@Injectable()
export class StockSnapshots extends PeriodicWork {
  constructor(private readonly db: Database) {
    super(EVERY_MS, 'Stock could not be summed up');
  }

  override onApplicationBootstrap(): void {
    void this.attempt();
    void super.onApplicationBootstrap();
  }

  /** @returns how many months were summed up */
  async take(): Promise<number> {
    return (await this.db.one<{ taken: number }>('select erp.take_stock_snapshots() as taken')).taken;
  }

  protected work(): Promise<number> {
    return this.take();
  }
}
