import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { BLANKET_PERMISSIONS as MAY } from './blanket-order.permissions.js';
import {
  BlanketListQuery,
  BlanketOrderDto,
  BlanketOrderHeadDto,
  BlanketOrderInput,
  BlanketOrderPatch,
} from './blankets.dto.js';
import { BlanketOrders } from './blankets.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Blanket orders')
@Controller('purchasing/blanket-orders')
export class BlanketOrdersController {
  constructor(private readonly blankets: BlanketOrders) {}

  @Get()
  @Route({ summary: 'List blanket orders', permission: MAY.read, returns: page(BlanketOrderHeadDto) })
  list(@Query() query: BlanketListQuery): Promise<Page<BlanketOrderHeadDto>> {
    return this.blankets.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a blanket order',
    description:
      'Quantities and prices that are agreed with a supplier for a time. Nothing is owed until it is called off.',
    permission: MAY.create,
    returns: BlanketOrderDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  create(@Body() body: BlanketOrderInput): Promise<BlanketOrderDto> {
    return this.blankets.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a blanket order with what is called off',
    permission: MAY.read,
    returns: BlanketOrderDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<BlanketOrderDto> {
    return this.blankets.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change a blanket order that is still a draft',
    permission: MAY.update,
    returns: BlanketOrderDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: BlanketOrderPatch): Promise<BlanketOrderDto> {
    return this.blankets.change(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a blanket order now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.blankets.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a blanket order',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.blankets.historyOf(id);
  }
}
