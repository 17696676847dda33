import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { TransferOrderDto, TransferOrderHeadDto, TransferOrderInput, TransferOrderListQuery } from './transfers.dto.js';
import { TRANSFER_ERRORS } from './transfers.errors.js';
import { TRANSFER_PERMISSIONS } from './transfers.permissions.js';
import { TransfersService } from './transfers.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Transfers')
@Controller('warehouse/transfer-orders')
export class TransfersController {
  constructor(private readonly transfers: TransfersService) {}

  @Get()
  @Route({
    summary: 'List transfers in two steps',
    permission: TRANSFER_PERMISSIONS.read,
    returns: page(TransferOrderHeadDto),
  })
  list(@Query() query: TransferOrderListQuery): Promise<Page<TransferOrderHeadDto>> {
    return this.transfers.page(query);
  }

  @Post()
  @Route({
    summary: 'Plan a transfer in two steps',
    description:
      'Out of one warehouse, through transit, to a place in the same or another. Nothing moves before the dispatch.',
    permission: TRANSFER_PERMISSIONS.create,
    returns: TransferOrderDto,
    status: 201,
    errors: [NOT_FOUND, VALIDATION_FAILED, TRANSFER_ERRORS.TRANSIT_MISSING],
  })
  create(@Body() body: TransferOrderInput): Promise<TransferOrderDto> {
    return this.transfers.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a transfer',
    permission: TRANSFER_PERMISSIONS.read,
    returns: TransferOrderDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<TransferOrderDto> {
    return this.transfers.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a transfer now',
    permission: TRANSFER_PERMISSIONS.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.transfers.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a transfer',
    permission: TRANSFER_PERMISSIONS.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.transfers.historyOf(id);
  }
}
