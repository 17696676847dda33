import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { MAX_LIMIT } from '../../kernel/http/index.js';
import { defaultCompanyId, requirePermission } from '../../kernel/security/index.js';
import { REORDERING, ReorderingService } from '../../warehouse/index.js';
import type { ReorderSuggestionDto } from '../../warehouse/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import type { RequisitionDto, RequisitionLineInput, SuggestedRequisitionInput } from './requisitions.dto.js';
import { RequisitionsRepository } from './requisitions.repository.js';
import { RequisitionsService } from './requisitions.service.js';

/** Drafts of what the warehouse says should be ordered now. */
@Injectable()
export class SuggestedRequisitions {
  constructor(
    private readonly db: Database,
    private readonly reordering: ReorderingService,
    private readonly requisitions: RequisitionsRepository,
    private readonly drafts: RequisitionsService,
  ) {}

  /**
   * Drafts one requisition of what should be bought for a warehouse, less what is asked for already and on no order: two who call it ask for nothing
   * twice. At most as many lines as a requisition has; call it again for the rest.
   * @throws NOTHING_SUGGESTED; NOT_FOUND, FORBIDDEN, and what drafting throws
   */
  make({ warehouse_id, company_id, product_ids, ...words }: SuggestedRequisitionInput): Promise<RequisitionDto> {
    requirePermission(REORDERING.read);
    return this.db.transaction(async () => {
      const company = company_id ?? defaultCompanyId();
      await this.requisitions.lockSuggestions(warehouse_id);
      const wanted = (await this.suggestions(company, warehouse_id)).filter(
        ({ product_id }) => product_ids === undefined || product_ids.includes(product_id),
      );
      const asked = await this.requisitions.askedFor(
        warehouse_id,
        wanted.map(({ product_id }) => product_id),
      );
      const lines = wanted
        .map((each) => lineOf(each, each.suggested_quantity - (asked.get(each.product_id) ?? 0)))
        .filter(({ quantity }) => quantity! > 0)
        .slice(0, MAX_LIMIT);
      if (lines.length === 0) throw PURCHASING_ERRORS.NOTHING_SUGGESTED();
      return this.drafts.create({ ...words, company_id: company, warehouse_id, lines });
    });
  }

  private async suggestions(company_id: string, warehouse_id: string): Promise<ReorderSuggestionDto[]> {
    const all: ReorderSuggestionDto[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { company_id, warehouse_id, limit: MAX_LIMIT, ...(cursor && { cursor }) };
      const page = await this.reordering.suggestions(query);
      all.push(...page.data.filter(({ source }) => source === 'buy'));
      cursor = page.next_cursor;
    } while (cursor && all.length < MAX_LIMIT);
    if (all.some(({ suggested_quantity }) => !Number.isSafeInteger(suggested_quantity)))
      throw KERNEL_ERRORS.VALUE_OUT_OF_RANGE();
    return all;
  }
}

/** A line for what is suggested: needed when stock falls short, but not before today. */
function lineOf(
  { product_id, needed_on, order_on, supplier }: ReorderSuggestionDto,
  quantity: number,
): RequisitionLineInput {
  return {
    product_id,
    quantity,
    needed_by: needed_on === null || needed_on < order_on ? null : needed_on,
    suggested_supplier_id: supplier?.supplier_id ?? null,
  };
}
