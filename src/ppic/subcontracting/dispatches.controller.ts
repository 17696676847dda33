import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, ListQuery, Route, page } from '../../kernel/http/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import {
  SubcontractDispatchDto,
  SubcontractDispatchInput,
  SubcontractDispatchListQuery,
  SubcontractReturnInput,
  SubcontractStockDto,
  SubcontractStockQuery,
} from './dispatches.dto.js';
import { DispatchesService } from './dispatches.service.js';

const MAY = PPIC.subcontracting;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW } = WAREHOUSE_ERRORS;
const MOVING = {
  returns: SubcontractDispatchDto,
  status: 201,
  versioned: true,
  action: true,
  errors: [
    NOT_FOUND,
    VALIDATION_FAILED,
    INSUFFICIENT_STOCK,
    PERIOD_CLOSED,
    STOCK_FROZEN,
    STOCK_OVERFLOW,
    PPIC_ERRORS.NOT_SUBCONTRACTED,
    ...NO_ROOM,
  ],
} as const;

/** Components at subcontractors. */
@Controller('ppic')
export class DispatchesController {
  constructor(private readonly dispatches: DispatchesService) {}

  @Get('subcontracting/dispatches')
  @Route({
    summary: 'List what went to subcontractors and came back',
    permission: MAY.read,
    returns: page(SubcontractDispatchDto),
    status: 200,
  })
  list(@Query() query: SubcontractDispatchListQuery): Promise<Page<SubcontractDispatchDto>> {
    return this.dispatches.page(query);
  }

  @Get('subcontracting/stock')
  @Route({
    summary: 'List what lies at subcontractors',
    description: 'By supplier, product and order, with its value and how long the oldest of it has been there.',
    permission: MAY.read,
    returns: page(SubcontractStockDto),
    status: 200,
  })
  stock(@Query() query: SubcontractStockQuery): Promise<Page<SubcontractStockDto>> {
    return this.dispatches.stock(query);
  }

  @Get('work-orders/:id/dispatches')
  @Route({
    summary: 'List what went to the subcontractor of a work order and came back',
    permission: MAY.read,
    returns: page(SubcontractDispatchDto),
    status: 200,
    errors: [NOT_FOUND],
  })
  listOf(@IdParam() id: string, @Query() query: ListQuery): Promise<Page<SubcontractDispatchDto>> {
    return this.dispatches.pageOf(id, query);
  }

  @Post('work-orders/:id/dispatches')
  @Route({
    ...MOVING,
    summary: 'Send components to the subcontractor of a work order',
    description:
      'All that the operation still needs there, or the lines given. What the order holds in its warehouse goes first; at the subcontractor it is held for the order.',
    permission: MAY.dispatch,
    errors: [...MOVING.errors, INVALID_STATE, PPIC_ERRORS.NOTHING_TO_DISPATCH, PPIC_ERRORS.DISPATCH_EXCEEDED],
  })
  send(@IdParam() id: string, @Body() body: SubcontractDispatchInput): Promise<SubcontractDispatchDto> {
    return this.dispatches.send(id, body);
  }

  @Post('work-orders/:id/dispatches/return')
  @Route({
    ...MOVING,
    summary: 'Take unused components back from the subcontractor of a work order',
    description:
      'All that lies there for the order and is not for other operations with the same subcontractor, or the lines given; to where it was sent from.',
    permission: MAY.return,
    errors: [...MOVING.errors, PPIC_ERRORS.RETURN_EXCEEDED],
  })
  fetch(@IdParam() id: string, @Body() body: SubcontractReturnInput): Promise<SubcontractDispatchDto> {
    return this.dispatches.fetch(id, body);
  }
}
