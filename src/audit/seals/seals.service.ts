import { Injectable } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import type { SealBatchDto, SealBatchesQuery, SealHeadDto } from './seals.dto.js';
import { SealsRepository } from './seals.repository.js';
import type { SealStream } from './seals.repository.js';

const STREAMS: readonly SealStream[] = ['audit_logs', 'stock_ledgers'];
/** Rows in a batch at most: sealing a long past is many short transactions. */
const BATCH_ROWS = 10_000;
/** So long before its first write a transaction may have made an id; what is younger waits. */
const MARGIN_MS = 5_000;

/** The chain of batches that shows what was changed, removed or put in behind the server's back. */
@Injectable()
export class SealsService {
  constructor(private readonly seals: SealsRepository) {}

  /**
   * Seals everything that is final by now, unless another server is at it.
   * @param marginMs how old a row has to be
   * @returns how many rows were sealed; null when another server was at one of the streams, so that this one cannot say that all are
   */
  async seal(marginMs = MARGIN_MS): Promise<number | null> {
    let total = 0;
    let elsewhere = false;
    for (const stream of STREAMS) {
      let sealed: number | null;
      do {
        sealed = await this.seals.seal(stream, BATCH_ROWS, marginMs);
        elsewhere ||= sealed === null;
        total += sealed ?? 0;
      } while (sealed === BATCH_ROWS);
    }
    return elsewhere ? null : total;
  }

  head(): Promise<SealHeadDto> {
    return this.seals.head();
  }

  list(query: SealBatchesQuery): Promise<Page<SealBatchDto>> {
    return this.seals.page(query);
  }
}
