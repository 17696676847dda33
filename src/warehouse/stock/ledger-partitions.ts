import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** Months of the ledger are made this far ahead. */
const MONTHS_AHEAD = 3;
const EVERY_MS = 6 * 3600 * 1000;

/** Sees to it that a posting always finds its month, at start and on a server that then runs for a year. */
@Injectable()
export class LedgerPartitions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LedgerPartitions.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: Database) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.attempt();
    this.timer = setInterval(() => void this.attempt(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns how many months were made */
  async ensure(): Promise<number> {
    const { made } = await this.db.one<{ made: number }>('select erp.ensure_stock_ledger_partitions($1) as made', [
      MONTHS_AHEAD,
    ]);
    return made;
  }

  /** A database that is away or not migrated yet must not keep the server from starting: its readiness says so already. */
  private async attempt(): Promise<void> {
    try {
      await this.ensure();
    } catch (error) {
      this.logger.warn(`The months of the stock ledger could not be made ahead: ${(error as Error).message}`);
    }
  }
}
