import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/errors/index.js';
import type { TraceDto } from './performance.dto.js';
import { TraceRepository } from './trace.repository.js';

/** The chain from a request to the stock that came of it, from whichever end. */
@Injectable()
export class PurchaseTrace {
  constructor(private readonly rows: TraceRepository) {}

  /** @param document id or number @throws NOT_FOUND also outside the caller's companies and warehouses */
  async of(document: string): Promise<TraceDto> {
    const found = await this.rows.find(document);
    if (!found) throw notFound('Document', document);
    const chain = await this.rows.chain(found.kind, found.id);
    return { document: chain.find(({ id }) => id === found.id)!, chain };
  }
}
