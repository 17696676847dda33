import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { refuse } from '../../kernel/errors/index.js';
import { StockPosting, VirtualSides, warehouseLimit } from '../../warehouse/index.js';
import { BoardLimits } from '../boards/board-limits.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { CardSteps } from './card-steps.js';
import { arrivalMovements, arrivals, shipment } from './card-transport.js';
import type { ReceiveCardInput, RequestCardDto, ShipCardInput } from './cards.dto.js';
import { CardsRepository } from './cards.repository.js';
import { RequestCardShipment } from './request-card.entity.js';

/** What a card does to stock: out of its place into transit, out of transit to where it is needed. */
@Injectable()
export class CardTransportService {
  constructor(
    private readonly db: Database,
    private readonly cards: CardsRepository,
    private readonly limits: BoardLimits,
    private readonly posting: StockPosting,
    private readonly sides: VirtualSides,
    private readonly steps: CardSteps,
  ) {}

  /**
   * Ships what is left of a card, or a part of it, any number of times.
   * @throws INVALID_STATE, CARD_QUANTITY_EXCEEDED, WIP_LIMIT_REACHED, INSUFFICIENT_STOCK, CARD_PLACE_MISSING
   */
  ship(id: string, { quantity: asked, reason = null }: ShipCardInput): Promise<RequestCardDto> {
    return this.steps.step(id, 'ship', reason, async (card) => {
      const left = card.quantity - card.shipped_quantity;
      const quantity = asked ?? left;
      if (quantity > left || left === 0)
        throw KANBAN_ERRORS.CARD_QUANTITY_EXCEEDED(`${left} pieces are left to ship`, { left });
      if (card.state === 'approved') await this.limits.enter(card.department_id, 'in_progress');
      const transit = await this.cards.transitOf(card.company_id);
      if (transit === null) throw KANBAN_ERRORS.CARD_PLACE_MISSING();
      const [movement] = await this.posting.post([shipment(card, quantity, transit, reason)], [], warehouseLimit());
      await this.db.insertMany(
        RequestCardShipment,
        movement!.lines.map((line) => ({
          card_id: card.id,
          movement_id: movement!.id,
          lot_id: line.lot_id,
          transit_location_id: transit,
          shipped_quantity: line.quantity,
        })),
      );
      return { columns: { shipped_quantity: card.shipped_quantity + quantity } };
    });
  }

  /**
   * Receives what is on its way, or a part of it; the last piece completes the card.
   * @throws INVALID_STATE, CARD_QUANTITY_EXCEEDED, VALIDATION_FAILED when something is lost without a reason
   */
  receive(
    id: string,
    { quantity: asked, lost_quantity = 0, reason = null }: ReceiveCardInput,
  ): Promise<RequestCardDto> {
    return this.steps.step(id, 'receive', reason, async (card) => {
      const shipments = await this.cards.inTransit(card.id);
      const left = shipments.reduce((sum, each) => sum + each.left, 0);
      const quantity = asked ?? Math.max(left - lost_quantity, 0);
      refuse([
        ...(lost_quantity > 0 && !reason
          ? [{ pointer: '/reason', code: 'REQUIRED', message: 'Say why something is lost' }]
          : []),
        ...(asked === 0 && lost_quantity === 0
          ? [{ pointer: '/quantity', code: 'REQUIRED', message: 'Receive or lose at least one piece' }]
          : []),
      ]);
      if (quantity + lost_quantity > left || left === 0)
        throw KANBAN_ERRORS.CARD_QUANTITY_EXCEEDED(`${left} pieces are on their way`, { left });
      const arrived = arrivals(shipments, quantity, lost_quantity);
      const side = await this.sides.of(card.company_id, 'adjustment');
      await this.posting.post(arrivalMovements(card, arrived, side, reason), [], warehouseLimit());
      await this.cards.settle(arrived);
      const received_quantity = card.received_quantity + quantity;
      const lost = card.lost_quantity + lost_quantity;
      return { columns: { received_quantity, lost_quantity: lost }, in_part: received_quantity + lost < card.quantity };
    });
  }

  /** Ends a card with less than was requested. @throws CARD_IN_TRANSIT while something of it is on its way */
  shortClose(id: string, reason: string): Promise<RequestCardDto> {
    return this.steps.step(id, 'short_close', reason, ({ shipped_quantity, received_quantity, lost_quantity }) => {
      if (shipped_quantity > received_quantity + lost_quantity) throw KANBAN_ERRORS.CARD_IN_TRANSIT();
      return Promise.resolve({});
    });
  }
}
