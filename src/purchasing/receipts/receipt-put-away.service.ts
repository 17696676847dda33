import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { PutAwayService } from '../../warehouse/index.js';
import type { PutAwayDto } from '../../warehouse/index.js';
import { OrderSteps } from '../orders/order-steps.js';
import { OrderWritingRepository } from '../orders/order-writing.repository.js';
import { RECEIPT_ERRORS } from './receipt.errors.js';
import type { ReceiptPutAwayInput, ReceiptPutAwayLineInput } from './receipts.dto.js';
import { GoodsReceiptsRepository } from './receipts.repository.js';
import type { ReceivedLine } from './receipts.repository.js';

/** Puts away what came, by the rules of the warehouse, so that requisitions know that it lies there. */
@Injectable()
export class ReceiptPutAway {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptsRepository,
    private readonly warehouse: PutAwayService,
    private readonly orders: OrderWritingRepository,
    private readonly steps: OrderSteps,
  ) {}

  /**
   * All that waits of a receipt, or the lines given, in one transfer.
   * @throws NOT_FOUND, VALIDATION_FAILED, PUT_AWAY_EXCEEDS_RECEIPT with every such line, and as PutAwayService.putAway
   */
  putAway(receiptId: string, { lines }: ReceiptPutAwayInput): Promise<PutAwayDto> {
    return this.db.transaction(async () => {
      const { number, delivery_note } = await this.receipts.get(receiptId);
      const orderIds = [...new Set((await this.receipts.linesOf(receiptId)).map(({ order_id }) => order_id))];
      await this.orders.lock(orderIds);
      const known = await this.receipts.linesOf(receiptId);
      const wanted =
        lines ?? known.filter(({ waiting_quantity }) => waiting_quantity > 0).map(({ line_no }) => ({ line_no }));
      refuse(faultsOf(wanted, known));
      const moves = wanted.map((line: ReceiptPutAwayLineInput) => {
        const found = known.find(({ line_no }) => line_no === line.line_no)!;
        return { ...line, found, quantity: line.quantity ?? found.waiting_quantity };
      });
      const excess = moves
        .filter(({ quantity, found }) => quantity > found.waiting_quantity || quantity < 1)
        .map(({ line_no, quantity, found }) => ({ line_no, quantity, left: found.waiting_quantity }));
      if (excess.length > 0 || moves.length === 0)
        throw RECEIPT_ERRORS.PUT_AWAY_EXCEEDS_RECEIPT(undefined, { lines: excess });
      const done = await this.warehouse.putAway(
        {
          reference: delivery_note ?? number,
          lines: moves.map(({ found, quantity, to_location_id = null, reason = null }) => ({
            product_id: found.product_id,
            lot_id: found.lot_id,
            from_location_id: found.location_id!,
            quantity,
            to_location_id,
            reason,
          })),
        },
        { is_told: false },
      );
      await this.receipts.putAway(moves.map(({ found, quantity }) => ({ id: found.id, quantity })));
      await this.steps.tell(orderIds);
      return done;
    });
  }
}

function faultsOf(wanted: readonly { line_no: number }[], known: readonly ReceivedLine[]): FieldError[] {
  return wanted.flatMap(({ line_no }, n): FieldError[] => {
    const pointer = `/lines/${n}/line_no`;
    if (!known.some((line) => line.line_no === line_no && !line.is_rejected && line.location_id !== null))
      return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line that was taken' }];
    return wanted.findIndex((line) => line.line_no === line_no) < n
      ? [{ pointer, code: 'DUPLICATE', message: 'is named twice' }]
      : [];
  });
}
