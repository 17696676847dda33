import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import type { FieldError } from '../../kernel/errors/index.js';
import { LotIntake, StockPosting, VirtualSides, warehouseLimit } from '../../warehouse/index.js';
import type { MovementDraft } from '../../warehouse/index.js';
import { KanbanLoop, LoopSignal } from './kanban-loop.entity.js';
import { LoopCardSteps } from './loop-card-steps.js';
import type { LoopCardDto, LoopSignalDto, OrderLoopCardInput, ReceiveLoopCardInput } from './loop-cards.dto.js';
import { SIGNAL_SOURCE } from './loops-limits.js';
import { LoopOrders } from './loop-orders.service.js';

/** What fills a card is here: as its document says, or received by hand into the place. */
@Injectable()
export class LoopReceipts {
  constructor(
    private readonly db: Database,
    private readonly steps: LoopCardSteps,
    private readonly orders: LoopOrders,
    private readonly lots: LotIntake,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
  ) {}

  /** Says that a supplier's container is ordered by hand, or has the document made again. @throws SIGNAL_BLOCKED, VALIDATION_FAILED */
  order(id: string, input: OrderLoopCardInput): Promise<LoopCardDto> {
    return this.steps.step(id, 'order', input.reference, (card) => this.orders.order(card, input));
  }

  /**
   * Receives what a card waits for. A document says itself whether it has come; what was ordered by hand is posted as a receipt from the supplier, in parts
   * if need be.
   * @throws LOOP_DOCUMENT_OPEN, VALIDATION_FAILED, and what a posting throws
   */
  receive(id: string, input: ReceiveLoopCardInput): Promise<LoopCardDto> {
    return this.steps.step(id, 'receive', input.reference, async ({ signal, number }) => {
      if (signal!.document_id !== null) {
        refuse(fieldsGiven(input));
        const { delivered } = await this.orders.arrived(signal!);
        await this.db.update<LoopSignal>(LoopSignal, signal!.id, { received_at: 'now', received_quantity: delivered });
        return {};
      }
      const left = signal!.quantity - signal!.received_quantity;
      const quantity = input.quantity ?? Math.max(left, 0);
      const isLast = input.is_last ?? false;
      refuse(
        quantity === 0 && !(isLast && signal!.received_quantity > 0)
          ? [{ pointer: '/quantity', code: 'REQUIRED', message: 'Receive a piece, or say that the last has come' }]
          : [],
      );
      if (quantity > 0) await this.post(signal!, number, quantity, input);
      const received_quantity = signal!.received_quantity + quantity;
      if (!Number.isSafeInteger(received_quantity))
        refuse([{ pointer: '/quantity', code: 'TOO_LARGE', message: 'More than can be counted' }]);
      const in_part = quantity < left && !isLast;
      await this.db.update<LoopSignal>(LoopSignal, signal!.id, {
        received_quantity,
        ...(!in_part && { received_at: 'now' }),
      });
      return { in_part };
    });
  }

  private async post(
    signal: LoopSignalDto,
    cardNumber: string,
    quantity: number,
    { lot = null, unit_cost = null, reference }: ReceiveLoopCardInput,
  ): Promise<void> {
    const { to_location_id } = await this.db.get(KanbanLoop, signal.loop_id);
    const side = await this.sides.of(signal.company_id, 'supplier');
    const lines = await this.lots.resolve([{ product_id: signal.product_id, quantity, lot }]);
    const draft: MovementDraft = {
      type: 'receipt',
      company_id: signal.company_id,
      source_type: SIGNAL_SOURCE,
      source_id: signal.id,
      reference: reference ?? signal.reference ?? cardNumber,
      pointer: '',
      lines: lines.map(({ product_id, lot_id = null }: { product_id: string; lot_id?: string | null }) => ({
        product_id,
        lot_id,
        quantity,
        unit_cost,
        from_location_id: side,
        to_location_id,
      })),
    };
    await this.posting.post([draft], [], warehouseLimit());
  }
}

/** What has no meaning where a document has brought it. */
function fieldsGiven(input: ReceiveLoopCardInput): FieldError[] {
  return (['quantity', 'is_last', 'unit_cost', 'lot'] as const).flatMap((field) =>
    input[field] == null
      ? []
      : [{ pointer: `/${field}`, code: 'NOT_ALLOWED', message: 'The document of the card says what has come' }],
  );
}
