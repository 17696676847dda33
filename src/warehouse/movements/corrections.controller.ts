import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, Route } from '../../kernel/http/index.js';
import type { NamedMovement } from '../stock/movement-draft.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import { OUTGOING_ERRORS, POSTED } from './movement-routes.js';
import { ReturnInput, ReversalInput } from './movements.dto.js';
import { MovementsService } from './movements.service.js';

const { MOVEMENT_ALREADY_REVERSED, MOVEMENT_HAS_RETURNS, MOVEMENT_OF_DOCUMENT, SERIAL_IN_STOCK } = WAREHOUSE_ERRORS;

/** What goes the other way: nothing that was posted is changed. */
@ApiTags('Warehouse')
@Controller('warehouse')
export class CorrectionsController {
  constructor(private readonly movements: MovementsService) {}

  @Post('returns')
  @Route({
    summary: 'Take stock back, or send it back',
    description:
      'Each line names the ledger line that it returns: pieces that were issued come back, pieces that were received go back, at their share of ' +
      'what that line was worth. What stock is short of in value is a variance.',
    permission: WAREHOUSE.stock.return,
    ...POSTED,
    errors: [...OUTGOING_ERRORS, SERIAL_IN_STOCK],
  })
  return(@Body() body: ReturnInput): Promise<NamedMovement> {
    return this.movements.return(body);
  }

  @Post('movements/:id/reverse')
  @Route({
    summary: 'Reverse a stock movement',
    description:
      'Posts every line the other way round, at its original value as far as value remains; the rest becomes a variance. ' +
      'A movement is reversed once. What a manufacturing order moved is reversed at the order.',
    permission: WAREHOUSE.stock.reverse,
    ...POSTED,
    errors: [
      ...OUTGOING_ERRORS,
      MOVEMENT_ALREADY_REVERSED,
      WAREHOUSE_ERRORS.ARCHIVED,
      MOVEMENT_HAS_RETURNS,
      MOVEMENT_OF_DOCUMENT,
      SERIAL_IN_STOCK,
    ],
  })
  reverse(@IdParam() id: string, @Body() body: ReversalInput): Promise<NamedMovement> {
    return this.movements.reverse(id, body);
  }
}
