import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { ReworkLifecycle } from './rework-lifecycle.service.js';
import { ReworkListQuery, ReworkOrderDto, ReworkOrderHeadDto, ReworkOrderInput } from './rework.dto.js';
import { ReworkService } from './rework.service.js';

const MAY = PPIC.rework_orders;
const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@Controller('ppic/rework-orders')
export class ReworkOrdersController {
  constructor(
    private readonly reworks: ReworkService,
    private readonly lifecycle: ReworkLifecycle,
  ) {}

  @Get()
  @Route({ summary: 'List rework orders', permission: MAY.read, returns: page(ReworkOrderHeadDto), status: 200 })
  list(@Query() query: ReworkListQuery): Promise<Page<ReworkOrderHeadDto>> {
    return this.reworks.page(query);
  }

  @Post()
  @Route({
    summary: 'Ask for rework',
    description:
      'Of rejected pieces of one product and lot that lie on hold, with the material that it takes beside. Nothing moves before the start.',
    permission: MAY.create,
    returns: ReworkOrderDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, PPIC_ERRORS.REWORK_LIMIT_EXCEEDED],
  })
  create(@Body() body: ReworkOrderInput): Promise<ReworkOrderDto> {
    return this.reworks.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a rework order',
    description: 'With its material, what was told of its pieces, and where its value lies.',
    permission: MAY.read,
    returns: ReworkOrderDto,
    status: 200,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<ReworkOrderDto> {
    return this.reworks.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What can be done with a rework order now',
    permission: MAY.read,
    returns: [TransitionDto],
    status: 200,
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.lifecycle.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a rework order',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    status: 200,
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.reworks.historyOf(id);
  }
}
