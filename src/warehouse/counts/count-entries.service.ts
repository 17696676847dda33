import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, invalid } from '../../kernel/errors/index.js';
import { LineUnits, documentUnits } from '../line-units/index.js';
import type { SaidQuantity } from '../line-units/index.js';
import { CountLinesRepository } from './count-lines.repository.js';
import type { CountedPlace } from './count-lines.repository.js';
import { entryKey, findings } from './counted-entries.js';
import type { EntryInPieces, Finding } from './counted-entries.js';
import type {
  CountDifferenceDto,
  CountEntriesInput,
  CountEntriesResultDto,
  CountEntryInput,
  CountLineDto,
  RefusedEntryDto,
} from './counts.dto.js';
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
    private readonly units: LineUnits,
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
      const lines = await this.repository.places(
        countId,
        entries.flatMap(({ line_id }) => line_id ?? []),
      );
      const { counted, said, faults } = await this.inPieces(entries, lines);
      const found = findings(counted, lines);
      const refused =
        found.length > 0 ? await this.repository.enter(countId, place!.path, found, mode === 'partial') : [];
      for (const { entry, field, code } of refused)
        for (const index of found[entry - 1]!.entries)
          faults.push({ index, field, code, message: MESSAGES[code] ?? code });
      faults.sort((a, b) => a.index - b.index);
      if (faults.length > 0 && mode === 'atomic')
        throw invalid(
          faults.map(({ index, field, code, message }) => ({ pointer: `/entries/${index}/${field}`, code, message })),
        );
      const wrong = new Set(faults.map(({ index }) => index));
      const taken = said.filter(({ line_no }) => !wrong.has(line_no - 1));
      await this.keepWords(countId, found, taken);
      return {
        taken: entries.length - wrong.size,
        refused: faults,
        ...(taken.length > 0 && { units: documentUnits(taken) }),
      };
    });
  }

  /** Every entry in pieces, or what is wrong with how it counts. */
  private async inPieces(
    entries: readonly CountEntryInput[],
    known: ReadonlyMap<string, CountedPlace>,
  ): Promise<{ counted: EntryInPieces[]; said: SaidQuantity[]; faults: RefusedEntryDto[] }> {
    // What names no line and no product that is there is refused by the count itself, whatever its quantity.
    const list = entries.map((entry, index) => {
      const product_id = known.get(entry.line_id ?? '')?.product_id ?? (entry.line_id ? null : entry.product_id);
      const line = { ...entry, product_id: product_id ?? '', at: `/entries/${index}`, sum_of: entryKey(entry, known) };
      return product_id ? line : { product_id: '', quantity: 0, at: line.at };
    });
    const { lines, said, faults } = await this.units.count(list);
    const units = new Map(said.map(({ line_no, unit_id }) => [line_no - 1, unit_id]));
    const refused = faults.map(({ pointer, code, message }): RefusedEntryDto => {
      const [, , index, field] = pointer.split('/') as [string, string, string, string];
      return { index: Number(index), field, code, message };
    });
    const wrong = new Set(refused.map(({ index }) => index));
    const counted = entries.flatMap((entry, index): EntryInPieces[] =>
      wrong.has(index) ? [] : [{ index, entry, quantity: lines[index]!.quantity, unit_id: units.get(index) ?? null }],
    );
    return { counted, said, faults: refused };
  }

  private async keepWords(countId: string, found: readonly Finding[], said: readonly SaidQuantity[]): Promise<void> {
    if (said.length === 0) return;
    const keys = new Map(found.flatMap(({ entries, key }) => entries.map((index) => [index, key] as const)));
    const made = await this.repository.entriesMade(countId, [
      ...new Set(said.map((each) => keys.get(each.line_no - 1)!)),
    ]);
    await this.units.keepOfMany(
      'stock_count_entry',
      said.map((each) => ({ ...each, document_id: made.get(keys.get(each.line_no - 1)!)! })),
    );
  }
}
