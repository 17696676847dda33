import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { JournalPosting, SubLedgers } from '../../accounting/index.js';
import type { SubLedger } from '../../accounting/index.js';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { assertInScope, defaultCompanyId } from '../../kernel/security/index.js';
import type { PostedStockDto, StockBookLineDto, StockBooksDto } from './stock-books.dto.js';
import { StockBooksRepository } from './stock-books.repository.js';

/** Kind of source of the entries that stock posts; the guard of inventory accounts knows it. */
export const STOCK_BOOKS_SOURCE = 'stock_books';
/** Movements that one transaction takes, so that a long past is posted in pieces. */
const AT_ONCE = 20_000;

/** What was posted. */
export interface StockPosted {
  readonly movements: number;
  readonly adjustments: number;
  readonly entries: number;
}

/**
 * Posts what stock and production did to the journal, after the fact and exactly once: a movement takes no lock of the books and no legal
 * number, and whoever reads the journal finds it there. See README, "Why not in the same transaction".
 */
@Injectable()
export class StockBooks implements SubLedger, OnModuleInit {
  readonly title = 'stock';

  constructor(
    private readonly db: Database,
    private readonly rows: StockBooksRepository,
    private readonly journal: JournalPosting,
    private readonly subLedgers: SubLedgers,
  ) {}

  onModuleInit(): void {
    this.subLedgers.add(this);
  }

  /** @throws ACCOUNT_ROLE_MISSING, ACCOUNT_NOT_POSTABLE, FISCAL_YEAR_MISSING: nothing of the piece is posted then */
  async bringUpToDate(companyId: string): Promise<StockPosted> {
    return (await this.rows.isBehind(companyId)) ? this.post(companyId, false) : NOTHING;
  }

  /** The same, and moves the value of products to the account that a rule says now. */
  postAnew(companyId: string): Promise<StockPosted> {
    return this.post(companyId, true);
  }

  companies(): Promise<string[]> {
    return this.rows.companies();
  }

  standing(companyId = defaultCompanyId()): Promise<StockBooksDto> {
    assertInScope({ company_id: companyId }, 'Company');
    return this.rows.standing(companyId);
  }

  async postNow(companyId = defaultCompanyId()): Promise<PostedStockDto> {
    assertInScope({ company_id: companyId }, 'Company');
    const posted = await this.postAnew(companyId);
    return { ...(await this.rows.standing(companyId)), ...posted };
  }

  lines(query: ListParameters): Promise<Page<StockBookLineDto>> {
    return this.rows.lines(query);
  }

  private async post(companyId: string, anew: boolean): Promise<StockPosted> {
    const sum = { movements: 0, adjustments: 0, entries: 0 };
    for (let more = true; more;) {
      const piece = await this.db.transaction(async () => {
        const booked = await this.rows.book(companyId, AT_ONCE, anew);
        await this.journal.post(
          booked.entries.map(({ booked_on, lines }) => ({
            ...{ company_id: companyId, entry_date: booked_on, journal: 'stock', memo: 'Stock and production' },
            ...{ source_kind: STOCK_BOOKS_SOURCE, source_id: booked.run_id, lines },
          })),
        );
        return booked;
      });
      sum.movements += piece.movements;
      sum.adjustments += piece.adjustments;
      sum.entries += piece.entries.length;
      more = piece.more;
    }
    return sum;
  }
}

const NOTHING: StockPosted = { movements: 0, adjustments: 0, entries: 0 };
