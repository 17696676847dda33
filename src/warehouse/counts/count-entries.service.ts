import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, invalid } from '../../kernel/errors/index.js';
import { CountLinesRepository } from './count-lines.repository.js';
import type { EntryFault } from './count-lines.repository.js';
import type { CountDifferenceDto, CountEntriesInput, CountEntriesResultDto, CountLineDto } from './counts.dto.js';
import { CountsRepository } from './counts.repository.js';
import { CountsService } from './counts.service.js';
import { StockCount } from './stock-count.entity.js';

const MESSAGES: Readonly<Record<string, string>> = {
  INVALID_QUANTITY: 'A quantity is a whole number from 0 to 9007199254740991.',
  REFERENCE_NOT_FOUND: 'There is no such line, product, place or lot in this count.',
  LOT_REQUIRED: 'The product is tracked by lot or serial number: name the lot.',
  LOT_NOT_TRACKED: 'The product is not tracked by lot.',
  LINE_AGREED: 'This line agrees; only the others are counted again.',
  COUNTED_BY_SAME_PERSON: 'You have counted this line already; somebody else counts it again.',
  DUPLICATE: 'The same product, place and lot are named above.',
};

/** What people find. They do not see what the books say unless they may. */
@Injectable()
export class CountEntriesService {
  constructor(
    private readonly db: Database,
    private readonly counts: CountsService,
    private readonly places: CountsRepository,
    private readonly repository: CountLinesRepository,
  ) {}

  async lines(countId: string, query: ListParameters): Promise<Page<CountLineDto>> {
    await this.counts.get(countId);
    return this.repository.lines(countId, query);
  }

  async differences(countId: string, query: ListParameters): Promise<Page<CountDifferenceDto>> {
    await this.counts.get(countId);
    return this.repository.differences(countId, query);
  }

  /**
   * Takes entries, thousands at once, in one statement.
   * @throws VALIDATION_FAILED with every fault unless partial; INVALID_STATE
   */
  enter(countId: string, { entries, mode = 'atomic' }: CountEntriesInput): Promise<CountEntriesResultDto> {
    return this.db.transaction(async () => {
      await this.counts.get(countId);
      // The row is held, so that nobody finishes the count while entries are on their way; the version is not bumped by them.
      const count = await this.db.lock(StockCount, countId);
      if (count.state !== 'counting')
        throw KERNEL_ERRORS.INVALID_STATE(`The count is ${count.state}`, {
          state: count.state,
          event: 'enter',
          allowed_from: ['counting'],
        });
      const place = await this.places.place(count.location_id);
      const faults = await this.repository.enter(countId, place!.path, entries, mode === 'partial');
      if (faults.length > 0 && mode === 'atomic')
        throw invalid(
          faults.map(({ entry, field, code }) => ({
            pointer: `/entries/${entry - 1}/${field}`,
            code,
            message: MESSAGES[code] ?? code,
          })),
        );
      return { taken: entries.length - faults.length, refused: faults.map(refusal) };
    });
  }
}

function refusal({ entry, field, code }: EntryFault): CountEntriesResultDto['refused'][number] {
  return { index: entry - 1, field, code, message: MESSAGES[code] ?? code };
}
