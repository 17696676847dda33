import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { RECEIPT_ERRORS } from '../receipts/receipt.errors.js';
import type { GoodsReceiptDto, GoodsReceiptInput, WholeReceiptInput } from '../receipts/receipts.dto.js';
import { GoodsReceiptsRepository } from '../receipts/receipts.repository.js';
import { Receiving } from '../receipts/receiving.service.js';
import { refuse } from '../../kernel/errors/index.js';
import { PurchaseShipment } from './shipment.entity.js';
import { ShipmentsRepository } from './shipments.repository.js';
import { ShipmentsService } from './shipments.service.js';

/** Receiving by shipment: goods of all its orders in one receipt. */
@Injectable()
export class ShipmentReceipts {
  constructor(
    private readonly db: Database,
    private readonly shipments: ShipmentsRepository,
    private readonly service: ShipmentsService,
    private readonly receiving: Receiving,
    private readonly receipts: GoodsReceiptsRepository,
  ) {}

  /**
   * All of it that has not come, or the lines given. A shipment that nobody has called delivered is that with its first receipt.
   * @throws NOT_FOUND, INVALID_STATE, NOTHING_TO_RECEIVE, VALIDATION_FAILED and as Receiving.receive
   */
  receive(
    id: string,
    input: Omit<GoodsReceiptInput, 'lines'> & { lines?: GoodsReceiptInput['lines'] },
  ): Promise<GoodsReceiptDto> {
    return this.db.transaction(async () => {
      await this.shipments.get(id);
      const { state } = await this.db.lock(PurchaseShipment, id);
      if (state === 'planned' || state === 'cancelled')
        throw KERNEL_ERRORS.INVALID_STATE(`Nothing comes of a shipment that is ${state}`, { state, event: 'receive' });
      const known = await this.shipments.lines(id);
      const open = known.filter(({ quantity, received_quantity }) => received_quantity < quantity);
      const lines =
        input.lines ??
        open.map(({ order_line_id, quantity, received_quantity }) => ({
          order_line_id,
          quantity: quantity - received_quantity,
        }));
      if (lines.length === 0) throw RECEIPT_ERRORS.NOTHING_TO_RECEIVE();
      refuse(
        lines.flatMap(({ order_line_id }, n) =>
          known.some((line) => line.order_line_id === order_line_id)
            ? []
            : [
                {
                  pointer: `/lines/${n}/order_line_id`,
                  code: 'REFERENCE_NOT_FOUND',
                  message: 'The shipment has no such line',
                },
              ],
        ),
      );
      if (state !== 'delivered') await this.service.step(id, 'deliver', { remarks: input.notes ?? null });
      return this.receipts.get(
        await this.receiving.receive({ ...(input as WholeReceiptInput), lines, shipment_id: id }),
      );
    });
  }
}
