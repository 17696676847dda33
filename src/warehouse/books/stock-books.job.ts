import { Injectable } from '@nestjs/common';
import { JobRegistry, ScheduledJob } from '../../kernel/jobs/index.js';
import { StockBooks } from './stock-books.service.js';

/** Posts what stock and production did to the books of every company that has a chart, every five minutes. */
@Injectable()
export class StockBooksJob extends ScheduledJob {
  constructor(
    registry: JobRegistry,
    private readonly books: StockBooks,
  ) {
    super(registry, {
      name: 'stock-books',
      title: 'Posts what stock and production did to the books.',
      schedule: '*/5 * * * *',
      kind: 'repeatable',
    });
  }

  /** One company that cannot be posted does not hold up the others, and is told of. */
  async work(): Promise<{ movements: number; entries: number; waiting: Record<string, string> }> {
    const waiting: Record<string, string> = {};
    let [movements, entries] = [0, 0];
    for (const company of await this.books.companies())
      try {
        const posted = await this.books.postAnew(company);
        movements += posted.movements;
        entries += posted.entries;
      } catch (error) {
        waiting[company] = (error as Error).message;
      }
    return { movements, entries, waiting };
  }
}
