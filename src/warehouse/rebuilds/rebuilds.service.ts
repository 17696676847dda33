import { Injectable } from '@nestjs/common';
import { invalid, notFound } from '../../kernel/errors/index.js';
import type { Page } from '../../kernel/database/index.js';
import type { RebuildDto, RebuildHeadDto, RebuildInput, RebuildListQuery } from './rebuilds.dto.js';
import { RebuildsRepository } from './rebuilds.repository.js';

/** Puts right what somebody changed behind the ledger's back: balances and values become again what the ledger says. */
@Injectable()
export class RebuildsService {
  constructor(private readonly rebuilds: RebuildsRepository) {}

  /**
   * In the caller's transaction: rolled back, it only shows what is off. Postings wait meanwhile.
   * @throws VALIDATION_FAILED for a product that is not there; STOCK_FROZEN where a count holds a balance still that would change
   */
  async rebuild({ product_id, reason }: RebuildInput): Promise<RebuildDto> {
    if (product_id !== undefined && !(await this.rebuilds.productIsThere(product_id)))
      throw invalid([{ pointer: '/product_id', code: 'REFERENCE_NOT_FOUND', message: 'There is no such product' }]);
    return this.get(await this.rebuilds.rebuild(product_id ?? null, reason));
  }

  page(query: RebuildListQuery): Promise<Page<RebuildHeadDto>> {
    return this.rebuilds.page(query);
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<RebuildDto> {
    const head = await this.rebuilds.find(id);
    if (!head) throw notFound('Rebuild of balances', id);
    return { ...head, changes: await this.rebuilds.changes(id) };
  }
}
