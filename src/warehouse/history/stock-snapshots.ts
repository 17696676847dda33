import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

const EVERY_MS = 3600 * 1000;

/** Sums stock up at the first moment of each month, so that a question about the past reads one month of the ledger at most. */
@Injectable()
export class StockSnapshots implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StockSnapshots.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly db: Database) {}

  onApplicationBootstrap(): void {
    void this.attempt();
    this.timer = setInterval(() => void this.attempt(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** @returns how many months were summed up */
  async take(): Promise<number> {
    return (await this.db.one<{ taken: number }>('select erp.take_stock_snapshots() as taken')).taken;
  }

  /** Answers are right without snapshots too, only slower: a database that is away is asked again an hour later. */
  private async attempt(): Promise<void> {
    try {
      await this.take();
    } catch (error) {
      this.logger.warn(`Stock could not be summed up: ${(error as Error).message}`);
    }
  }
}
