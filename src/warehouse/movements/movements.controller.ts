import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import type { NamedMovement } from '../stock/movement-draft.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import {
  AdjustmentInput,
  IssueInput,
  MovementDetailDto,
  MovementHeadDto,
  MovementListQuery,
  ReceiptInput,
  TransferInput,
} from './movements.dto.js';
import { INCOMING_ERRORS, OUTGOING_ERRORS, POSTED, SHORT } from './movement-routes.js';
import { MovementsService } from './movements.service.js';

@ApiTags('Warehouse')
@Controller('warehouse')
export class MovementsController {
  constructor(private readonly movements: MovementsService) {}

  @Post('receipts')
  @Route({ summary: 'Receive stock', permission: WAREHOUSE.stock.receive, ...POSTED, errors: INCOMING_ERRORS })
  receive(@Body() body: ReceiptInput): Promise<NamedMovement> {
    return this.movements.receive(body);
  }

  @Post('issues')
  @Route({
    summary: 'Issue stock',
    description: SHORT,
    permission: WAREHOUSE.stock.issue,
    ...POSTED,
    errors: [...OUTGOING_ERRORS, WAREHOUSE_ERRORS.LOT_ON_HOLD, WAREHOUSE_ERRORS.LOT_EXPIRED],
  })
  issue(@Body() body: IssueInput): Promise<NamedMovement> {
    return this.movements.issue(body);
  }

  @Post('transfers')
  @Route({
    summary: 'Move stock between locations',
    description: SHORT,
    permission: WAREHOUSE.stock.transfer,
    ...POSTED,
    errors: OUTGOING_ERRORS,
  })
  transfer(@Body() body: TransferInput): Promise<NamedMovement> {
    return this.movements.transfer(body);
  }

  @Post('adjustments')
  @Route({
    summary: 'Correct stock with a reason',
    description: 'Each line says by how much there is more or less than was known.',
    permission: WAREHOUSE.stock.adjust,
    ...POSTED,
    errors: [...INCOMING_ERRORS, WAREHOUSE_ERRORS.INSUFFICIENT_STOCK],
  })
  adjust(@Body() body: AdjustmentInput): Promise<NamedMovement> {
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
    errors: [KERNEL_ERRORS.NOT_FOUND, WAREHOUSE_ERRORS.ARCHIVED],
  })
  get(@IdParam() id: string): Promise<MovementDetailDto> {
    return this.movements.get(id);
  }
}
