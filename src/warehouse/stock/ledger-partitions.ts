import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { JobRegistry, MonthsAhead } from '../../kernel/jobs/index.js';

/** Sees to it that a posting always finds its month. */
@Injectable()
export class LedgerPartitions extends MonthsAhead {
  constructor(
    registry: JobRegistry,
    private readonly db: Database,
  ) {
    super(registry, 'the stock ledger', { name: 'stock-ledger-partitions', schedule: '10 */6 * * *' });
  }

  protected async make(monthsAhead: number): Promise<number> {
    const { made } = await this.db.one<{ made: number }>('select erp.ensure_stock_ledger_partitions($1) as made', [
      monthsAhead,
    ]);
    return made;
  }
}
