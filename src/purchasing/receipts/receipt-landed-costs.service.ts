import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { invalid } from '../../kernel/errors/index.js';
import { LandedCostsService } from '../../warehouse/index.js';
import type { LandedCostDto } from '../../warehouse/index.js';
import type { ReceiptLandedCostInput } from './receipts.dto.js';
import { GoodsReceiptsRepository } from './receipts.repository.js';

/** Freight, duty and the like that came with a receipt. */
@Injectable()
export class ReceiptLandedCosts {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptsRepository,
    private readonly costs: LandedCostsService,
  ) {}

  /** Spreads an amount over the lines that were taken into stock. @throws NOT_FOUND, VALIDATION_FAILED and as LandedCostsService.post */
  post(receiptId: string, { weights = [], reference, ...input }: ReceiptLandedCostInput): Promise<LandedCostDto> {
    return this.db.transaction(async () => {
      const { company_id, number } = await this.receipts.get(receiptId);
      const lines = (await this.receipts.linesOf(receiptId)).filter((line) => line.ledger_line_id && !line.is_rejected);
      if (lines.length === 0)
        throw invalid([
          { pointer: '/amount', code: 'NOT_ALLOWED', message: 'Nothing of the receipt was taken into stock' },
        ]);
      const weightOf = new Map(weights.map(({ line_no, weight }) => [line_no, weight]));
      return this.costs.post({
        ...input,
        company_id,
        reference: reference ?? number,
        lines: lines.map(({ ledger_line_id, line_no }) => ({
          line_id: ledger_line_id!,
          weight: weightOf.get(line_no) ?? null,
        })),
      });
    });
  }
}
