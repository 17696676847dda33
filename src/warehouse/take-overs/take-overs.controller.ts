import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { NO_ROOM } from '../locations/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import {
  ReverseTakeOverInput,
  TakeOverDto,
  TakeOverHeadDto,
  TakeOverInput,
  TakeOverListQuery,
} from './take-overs.dto.js';
import { TAKE_OVER_PERMISSIONS } from './take-overs.permissions.js';
import { TakeOversService } from './take-overs.service.js';

const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, INVALID_STATE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, MOVEMENT_HAS_RETURNS } = WAREHOUSE_ERRORS;
const moving = [
  NOT_FOUND,
  VALIDATION_FAILED,
  INSUFFICIENT_STOCK,
  PERIOD_CLOSED,
  STOCK_FROZEN,
  STOCK_OVERFLOW,
  ...NO_ROOM,
];

@ApiTags('Warehouse')
@Controller('warehouse/take-overs')
export class TakeOversController {
  constructor(private readonly takeOvers: TakeOversService) {}

  @Get()
  @Route({ summary: 'List take-overs', permission: TAKE_OVER_PERMISSIONS.read, returns: page(TakeOverHeadDto) })
  list(@Query() query: TakeOverListQuery): Promise<Page<TakeOverHeadDto>> {
    return this.takeOvers.page(query);
  }

  @Post()
  @Route({
    summary: 'Take consigned stock over',
    description:
      'Pieces that lie here and belong to a supplier become ours, at the price given: they leave his stock and enter ours in one posting. ' +
      'Until then they have no value and are used for nothing.',
    permission: TAKE_OVER_PERMISSIONS.create,
    returns: TakeOverDto,
    status: 201,
    action: true,
    errors: [...moving, VALUE_OUT_OF_RANGE],
  })
  take(@Body() body: TakeOverInput): Promise<TakeOverDto> {
    return this.takeOvers.take(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a take-over with its lines',
    permission: TAKE_OVER_PERMISSIONS.read,
    returns: TakeOverDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<TakeOverDto> {
    return this.takeOvers.get(id);
  }

  @Post(':id/reverse')
  @Route({
    summary: 'Give what was taken over back',
    description: 'All of it, to where it lay, at the value it came in with as far as that much is left.',
    permission: TAKE_OVER_PERMISSIONS.reverse,
    returns: TakeOverDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [...moving, INVALID_STATE, MOVEMENT_HAS_RETURNS],
  })
  reverse(@IdParam() id: string, @Body() { reason }: ReverseTakeOverInput): Promise<TakeOverDto> {
    return this.takeOvers.reverse(id, reason);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a take-over now',
    permission: TAKE_OVER_PERMISSIONS.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.takeOvers.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a take-over',
    permission: TAKE_OVER_PERMISSIONS.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.takeOvers.historyOf(id);
  }
}
