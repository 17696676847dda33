import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { KANBAN } from '../kanban.permissions.js';
import { CardTransportService } from './card-transport.service.js';
import { CardNoteInput, ReceiveCardInput, RequestCardDto, ShipCardInput, ShortCloseCardInput } from './cards.dto.js';
import { CardsService } from './cards.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { WIP_LIMIT_REACHED, CARD_QUANTITY_EXCEEDED, CARD_IN_TRANSIT, CARD_PLACE_MISSING } = KANBAN_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW } = WAREHOUSE_ERRORS;
const step = { returns: RequestCardDto, status: 200, versioned: true, action: true } as const;
const moving = [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED, CARD_QUANTITY_EXCEEDED, INSUFFICIENT_STOCK];
const stock = [PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, ...NO_ROOM];

/** Every event of the machine, one route each. */
@ApiTags('Kanban')
@Controller('ppic/kanban/cards')
export class CardActionsController {
  constructor(
    private readonly cards: CardsService,
    private readonly transport: CardTransportService,
  ) {}

  @Post(':id/approve')
  @Route({
    summary: 'Approve a request card',
    permission: KANBAN.cards.approve,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, WIP_LIMIT_REACHED],
  })
  approve(@IdParam() id: string, @Body() { reason }: CardNoteInput): Promise<RequestCardDto> {
    return this.cards.approve(id, reason);
  }

  @Post(':id/reject')
  @Route({
    summary: 'Reject a request card',
    permission: KANBAN.cards.approve,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  reject(@IdParam() id: string, @Body() { reason }: CardNoteInput): Promise<RequestCardDto> {
    return this.cards.reject(id, reason);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Take a request back',
    permission: KANBAN.cards.create,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() { reason }: CardNoteInput): Promise<RequestCardDto> {
    return this.cards.cancel(id, reason);
  }

  @Post(':id/ship')
  @Route({
    summary: 'Ship what a card requests',
    description:
      'Pieces leave the place that supplies and are in transit: lots as the product or the place says. In parts, if need be.',
    permission: KANBAN.cards.ship,
    ...step,
    errors: [...moving, ...stock, WIP_LIMIT_REACHED, CARD_PLACE_MISSING],
  })
  ship(@IdParam() id: string, @Body() body: ShipCardInput): Promise<RequestCardDto> {
    return this.transport.ship(id, body);
  }

  @Post(':id/receive')
  @Route({
    summary: 'Receive what was shipped for a card',
    description:
      'A part of it keeps the card in progress; the last piece completes it. What is lost leaves the books, with a reason.',
    permission: KANBAN.cards.receive,
    ...step,
    errors: [...moving, ...stock],
  })
  receive(@IdParam() id: string, @Body() body: ReceiveCardInput): Promise<RequestCardDto> {
    return this.transport.receive(id, body);
  }

  @Post(':id/short-close')
  @Route({
    summary: 'End a card with less than was requested',
    permission: KANBAN.cards.receive,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, CARD_IN_TRANSIT],
  })
  shortClose(@IdParam() id: string, @Body() { reason }: ShortCloseCardInput): Promise<RequestCardDto> {
    return this.transport.shortClose(id, reason);
  }
}
