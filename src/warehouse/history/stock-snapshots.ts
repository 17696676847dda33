import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';

/**
 * Sums stock up at the first moment of each month, so that a question about the past reads one month of the ledger at most. Answers are
 * right without it too, only slower.
 */
@Injectable()
export class StockSnapshots extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly db: Database,
  ) {
    super(registry, {
      name: 'stock-snapshots',
      title: 'Sums stock up at the first moment of each month.',
      schedule: '5 * * * *',
      at_first: true,
    });
  }

  /** @returns how many months were summed up */
  async take(): Promise<number> {
    return (await this.db.one<{ taken: number }>('select erp.take_stock_snapshots() as taken')).taken;
  }

  async work(): Promise<{ taken: number }> {
    return { taken: await this.take() };
  }
}
