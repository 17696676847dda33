import { Injectable } from '@nestjs/common';
import { currentActor } from '../../kernel/security/index.js';
import type { ClosingDto, ClosingRecordDto } from './closing.dto.js';
import { CLOSING_ITEMS } from './closing-limits.js';
import type { ClosingItemCode } from './closing-limits.js';
import { ClosingRepository } from './closing.repository.js';
import { PeriodsService } from './periods.service.js';

const TITLES: Record<ClosingItemCode, string> = {
  EARLIER_PERIOD_OPEN: 'Earlier months that have to be closed hard first',
  TRANSFERS_IN_TRANSIT: 'Transfer orders dispatched by the end of the month and still in transit',
  TRANSFERS_NOT_DISPATCHED: 'Drafts of transfer orders expected by the end of the month',
  COUNTS_NOT_POSTED: 'Counts begun by the end of the month and not posted',
  WORK_IN_PROGRESS: 'Sources with value in progress at the end of the month',
  NEGATIVE_STOCK:
    'Products and places below zero at the end of the month, since what entered was told later than what left',
  STOCK_WITHOUT_VALUE: 'Products with pieces and no value at the end of the month, or with value and no pieces',
};

/** Only the order of the months is enforced: the rest is for the judgement of who closes. */
const BLOCKING: ReadonlySet<ClosingItemCode> = new Set(['EARLIER_PERIOD_OPEN']);

/** What an accountant looks at before a month is closed, and the figures that it is closed with. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly closing: ClosingRepository,
    private readonly periods: PeriodsService,
  ) {}

  /** Figures as of the last moment of the month: of the ledger, or frozen once the month is closed hard. @throws NOT_FOUND */
  async checklist(id: string): Promise<ClosingDto> {
    await this.periods.get(id);
    const { warehouse_ids } = currentActor();
    const figures = await this.closing.figures(id, warehouse_ids);
    const found = new Map((await this.closing.items(id, warehouse_ids)).map((item) => [item.code, item]));
    const items = CLOSING_ITEMS.map((code) => {
      const { count = 0, samples = [] } = found.get(code) ?? {};
      return { code, title: TITLES[code], blocks: BLOCKING.has(code), count, samples };
    });
    return { period_id: id, ...figures, items };
  }

  /** The hard closings of a month, those that were opened again included, the last one first. @throws NOT_FOUND */
  async closings(id: string): Promise<ClosingRecordDto[]> {
    await this.periods.get(id);
    return this.closing.closings(id, currentActor().warehouse_ids);
  }
}
