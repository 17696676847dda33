import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, ListQuery, Route, page } from '../../kernel/http/index.js';
import { LOT_ERRORS, NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { OrderReasonInput } from '../orders/order-actions.dto.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { WorkOrderEntryDto, WorkOrderEntryInput } from './entries.dto.js';
import { EntriesService } from './entries.service.js';

const MAY = PPIC.work_orders;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, SERIAL_IN_STOCK } = WAREHOUSE_ERRORS;
const POSTING = {
  returns: WorkOrderEntryDto,
  versioned: true,
  action: true,
  errors: [
    NOT_FOUND,
    VALIDATION_FAILED,
    INVALID_STATE,
    VALUE_OUT_OF_RANGE,
    INSUFFICIENT_STOCK,
    PERIOD_CLOSED,
    STOCK_FROZEN,
    STOCK_OVERFLOW,
    SERIAL_IN_STOCK,
    ...NO_ROOM,
  ],
} as const;

/** What shifts tell of work orders. */
@Controller('ppic/work-orders/:id/entries')
export class EntriesController {
  constructor(private readonly entries: EntriesService) {}

  @Get()
  @Route({
    summary: 'List what shifts made at a work order',
    permission: MAY.read,
    returns: page(WorkOrderEntryDto),
    status: 200,
    errors: [NOT_FOUND],
  })
  list(@IdParam() id: string, @Query() query: ListQuery): Promise<Page<WorkOrderEntryDto>> {
    return this.entries.page(id, query);
  }

  @Post()
  @Route({
    ...POSTING,
    summary: 'Tell what a shift made at a work order',
    description:
      'Any number of times while it is in progress. Consumes the components of the operation, puts the cost of the time into work in progress, and ' +
      'the good pieces of the last operation into stock, in one posting. Before the last, good pieces go on by themselves within a department, or wait to be handed over.',
    permission: MAY.report,
    status: 201,
    errors: [
      ...POSTING.errors,
      LOT_ERRORS.LOT_DIFFERS,
      PPIC_ERRORS.INPUT_EXCEEDED,
      PPIC_ERRORS.REWORK_EXCEEDED,
      PPIC_ERRORS.OVER_PRODUCTION,
    ],
  })
  report(@IdParam() id: string, @Body() body: WorkOrderEntryInput): Promise<WorkOrderEntryDto> {
    return this.entries.report(id, body);
  }

  @Post(':entry_id/reverse')
  @Route({
    ...POSTING,
    summary: 'Reverse what was told of a work order',
    description:
      'Posts the counter-movement at the original value and takes the pieces back from the next operation, as far as they have not gone on.',
    permission: MAY.reverse,
    status: 200,
    errors: [
      ...POSTING.errors,
      PPIC_ERRORS.ENTRY_ALREADY_REVERSED,
      PPIC_ERRORS.POSTED_WITH_ORDER,
      PPIC_ERRORS.PIECES_GONE_ON,
      PPIC_ERRORS.MATERIAL_DEBT_SETTLED,
    ],
  })
  reverse(
    @IdParam() id: string,
    @IdParam('entry_id') entryId: string,
    @Body() { reason }: OrderReasonInput,
  ): Promise<WorkOrderEntryDto> {
    return this.entries.reverse(id, entryId, reason);
  }
}
