import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import type { PostedMovement } from '../stock/movement-draft.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import {
  AdjustmentInput,
  IssueInput,
  MovementDetailDto,
  MovementDto,
  MovementHeadDto,
  MovementListQuery,
  ReceiptInput,
  ReversalInput,
  TransferInput,
} from './movements.dto.js';
import { MovementsService } from './movements.service.js';

const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_OVERFLOW, MOVEMENT_ALREADY_REVERSED, MOVEMENT_OF_DOCUMENT } =
  WAREHOUSE_ERRORS;
/** A document of 1,000 lines with everything that a line can say: more names than a body may have by default. */
const BODY_LIMIT = 1024 * 1024;
const posted = { returns: MovementDto, status: 201, action: true, body_limit: BODY_LIMIT } as const;
const incoming = [NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, PERIOD_CLOSED, STOCK_OVERFLOW];
const outgoing = [...incoming, INSUFFICIENT_STOCK];
const SHORT = 'Either every line is posted or none; a shortage lists every short product and location.';

@ApiTags('Warehouse')
@Controller('warehouse')
export class MovementsController {
  constructor(private readonly movements: MovementsService) {}

  @Post('receipts')
  @Route({ summary: 'Receive stock', permission: WAREHOUSE.stock.receive, ...posted, errors: incoming })
  receive(@Body() body: ReceiptInput): Promise<PostedMovement> {
    return this.movements.receive(body);
  }

  @Post('issues')
  @Route({ summary: 'Issue stock', description: SHORT, permission: WAREHOUSE.stock.issue, ...posted, errors: outgoing })
  issue(@Body() body: IssueInput): Promise<PostedMovement> {
    return this.movements.issue(body);
  }

  @Post('transfers')
  @Route({
    summary: 'Move stock between locations',
    description: SHORT,
    permission: WAREHOUSE.stock.transfer,
    ...posted,
    errors: outgoing,
  })
  transfer(@Body() body: TransferInput): Promise<PostedMovement> {
    return this.movements.transfer(body);
  }

  @Post('adjustments')
  @Route({
    summary: 'Correct stock with a reason',
    description: 'Each line says by how much there is more or less than was known.',
    permission: WAREHOUSE.stock.adjust,
    ...posted,
    errors: outgoing,
  })
  adjust(@Body() body: AdjustmentInput): Promise<PostedMovement> {
    return this.movements.adjust(body);
  }

  @Get('movements')
  @Route({ summary: 'List stock movements', permission: WAREHOUSE.stock.read, returns: page(MovementHeadDto) })
  list(@Query() query: MovementListQuery): Promise<Page<MovementHeadDto>> {
    return this.movements.page(query);
  }

  @Get('movements/:id')
  @Route({
    summary: 'Show a stock movement with its lines',
    permission: WAREHOUSE.stock.read,
    returns: MovementDetailDto,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<MovementDetailDto> {
    return this.movements.get(id);
  }

  @Post('movements/:id/reverse')
  @Route({
    summary: 'Reverse a stock movement',
    description:
      'Posts every line the other way round, at its original value as far as value remains; the rest becomes a variance. ' +
      'A movement is reversed once. What a manufacturing order moved is reversed at the order.',
    permission: WAREHOUSE.stock.reverse,
    ...posted,
    errors: [...outgoing, MOVEMENT_ALREADY_REVERSED, MOVEMENT_OF_DOCUMENT],
  })
  reverse(@IdParam() id: string, @Body() body: ReversalInput): Promise<PostedMovement> {
    return this.movements.reverse(id, body);
  }
}
