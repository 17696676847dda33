import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { LOT_ERRORS, NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { KANBAN } from '../kanban.permissions.js';
import { LoopCardDto, LoopCardReasonInput, OrderLoopCardInput, ReceiveLoopCardInput } from './loop-cards.dto.js';
import { LoopCardsService } from './loop-cards.service.js';
import { LoopReceipts } from './loop-receipts.service.js';
import { LoopScans } from './loop-scans.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { LOOP_NOT_ACTIVE, LOOP_DOCUMENT_OPEN, LOOP_CARD_RECEIVED_IN_PART, SIGNAL_BLOCKED } = KANBAN_ERRORS;
const { PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, SERIAL_IN_STOCK } = WAREHOUSE_ERRORS;
const step = { returns: LoopCardDto, status: 200, versioned: true, action: true } as const;
const errors = [NOT_FOUND, INVALID_STATE];
const stock = [PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, SERIAL_IN_STOCK, LOT_ERRORS.LOT_DIFFERS, ...NO_ROOM];

/** Every event of the machine of a card, one route each. */
@ApiTags('Kanban')
@Controller('ppic/kanban/loop-cards')
export class LoopCardActionsController {
  constructor(
    private readonly cards: LoopCardsService,
    private readonly scans: LoopScans,
    private readonly receipts: LoopReceipts,
  ) {}

  @Post(':id/signal')
  @Route({
    summary: 'Signal that a card is empty',
    description:
      'Makes what fills it: a request card, a manufacturing order or a requisition; where that cannot be made now, the signal stays open and says why. ' +
      'Scanned again, the card is answered as it is. A card that is marked to leave goes out.',
    permission: KANBAN.loops.signal,
    ...step,
    errors: [...errors, LOOP_NOT_ACTIVE],
  })
  signal(@IdParam() id: string): Promise<LoopCardDto> {
    return this.scans.signal(id);
  }

  @Post(':id/order')
  @Route({
    summary: 'Order what fills a card',
    description: 'By hand from the supplier, under a reference; otherwise its document is tried once more.',
    permission: KANBAN.loops.order,
    ...step,
    errors: [...errors, VALIDATION_FAILED, SIGNAL_BLOCKED],
  })
  order(@IdParam() id: string, @Body() body: OrderLoopCardInput): Promise<LoopCardDto> {
    return this.receipts.order(id, body);
  }

  @Post(':id/receive')
  @Route({
    summary: 'Receive what a card waits for',
    description:
      'A document is asked whether it has come. What was ordered by hand is received into the place, in parts if need be.',
    permission: KANBAN.loops.receive,
    ...step,
    errors: [...errors, VALIDATION_FAILED, LOOP_DOCUMENT_OPEN, ...stock],
  })
  receive(@IdParam() id: string, @Body() body: ReceiveLoopCardInput): Promise<LoopCardDto> {
    return this.receipts.receive(id, body);
  }

  @Post(':id/reopen')
  @Route({
    summary: 'Say that what was ordered came to nothing',
    permission: KANBAN.loops.order,
    ...step,
    errors: [...errors, LOOP_DOCUMENT_OPEN, LOOP_CARD_RECEIVED_IN_PART],
  })
  reopen(@IdParam() id: string, @Body() { reason }: LoopCardReasonInput): Promise<LoopCardDto> {
    return this.cards.reopen(id, reason);
  }

  @Post(':id/recall')
  @Route({
    summary: 'Call a card back that is full after all',
    permission: KANBAN.loops.signal,
    ...step,
    errors: [...errors, LOOP_DOCUMENT_OPEN, LOOP_CARD_RECEIVED_IN_PART],
  })
  recall(@IdParam() id: string, @Body() { reason }: LoopCardReasonInput): Promise<LoopCardDto> {
    return this.cards.recall(id, reason);
  }

  @Post(':id/remove')
  @Route({ summary: 'Take a card out of circulation', permission: KANBAN.loops.plan, ...step, errors })
  remove(@IdParam() id: string, @Body() { reason }: LoopCardReasonInput): Promise<LoopCardDto> {
    return this.cards.remove(id, reason);
  }

  @Post(':id/restore')
  @Route({
    summary: 'Put a card back into circulation, full',
    permission: KANBAN.loops.plan,
    ...step,
    errors: [...errors, VALIDATION_FAILED, LOOP_NOT_ACTIVE],
  })
  restore(@IdParam() id: string, @Body() { reason }: LoopCardReasonInput): Promise<LoopCardDto> {
    return this.cards.restore(id, reason);
  }
}
