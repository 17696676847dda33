import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import type { SealBatchDto, SealBatchesQuery, SealHeadDto } from './seals.dto.js';

/** What is sealed, each with a chain of its rows. */
export type SealStream = 'audit_logs' | 'stock_ledgers';

const BATCHES = defineList({
  select: `b.id, b.stream, b.from_id, b.to_id, b.row_count, encode(b.previous_digest, 'hex') as previous_digest, encode(b.digest, 'hex') as digest,
    b.sealed_at`,
  from: 'erp.seal_batches b',
  id: 'b.id',
  sorts: { id: 'b.id' },
  default_sort: '-id',
  filters: { stream: 'b.stream = ?' },
});

@Injectable()
export class SealsRepository {
  constructor(private readonly db: Database) {}

  /** Seals the next rows of a stream that are final. @returns how many; null when another server is at it */
  async seal(stream: SealStream, limit: number, marginMs: number): Promise<number | null> {
    const { sealed } = await this.db.one<{ sealed: number | null }>('select erp.seal_rows($1, $2, $3) as sealed', [
      stream,
      limit,
      marginMs,
    ]);
    return sealed;
  }

  head(): Promise<SealHeadDto> {
    return this.db.one<SealHeadDto>('select * from erp.seal_head()');
  }

  page(query: SealBatchesQuery): Promise<Page<SealBatchDto>> {
    return this.db.page<SealBatchDto>(BATCHES, query);
  }
}
