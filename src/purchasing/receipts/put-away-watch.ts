import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PutAwayService } from '../../warehouse/index.js';
import type { PutAwayPieces } from '../../warehouse/index.js';
import { OrderSteps } from '../orders/order-steps.js';
import { receiptLinesOf } from './put-away-pieces.js';
import { GoodsReceiptsRepository } from './receipts.repository.js';

/** Follows what storekeepers put away without naming a receipt, so that whoever asked for it learns that it lies there. */
@Injectable()
export class PutAwayWatch implements OnModuleInit {
  constructor(
    private readonly warehouse: PutAwayService,
    private readonly receipts: GoodsReceiptsRepository,
    private readonly steps: OrderSteps,
  ) {}

  onModuleInit(): void {
    this.warehouse.watch((pieces) => this.heard(pieces));
  }

  /** Orders are locked first, as whoever receives or sends back does. */
  private async heard(pieces: readonly PutAwayPieces[]): Promise<void> {
    const orderIds = [...new Set((await this.receipts.waitingFor(pieces)).map(({ order_id }) => order_id))];
    if (orderIds.length === 0) return;
    await this.steps.takeTurns(orderIds);
    const lines = receiptLinesOf(pieces, await this.receipts.waitingFor(pieces));
    await this.receipts.putAway(lines);
    await this.steps.tell([...new Set(lines.map(({ order_id }) => order_id))]);
  }
}
