import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { LotReasonInput } from './lot-conversions.dto.js';
import { LotDto, LotInput, LotListQuery, LotPatch, LotStockDto } from './lots.dto.js';
import { LOT_PERMISSIONS } from './lots.permissions.js';
import { LotsService } from './lots.service.js';

const { NOT_FOUND, DUPLICATE, REFERENCE_NOT_FOUND, VALIDATION_FAILED, INVALID_VALUE, INVALID_STATE } = KERNEL_ERRORS;
const move = {
  returns: LotDto,
  status: 200,
  versioned: true,
  action: true,
  errors: [NOT_FOUND, INVALID_STATE],
} as const;

@ApiTags('Lots')
@Controller('warehouse/lots')
export class LotsController {
  constructor(private readonly lots: LotsService) {}

  @Get()
  @Route({ summary: 'List lots and serial numbers', permission: LOT_PERMISSIONS.read, returns: page(LotDto) })
  list(@Query() query: LotListQuery): Promise<Page<LotDto>> {
    return this.lots.page(query);
  }

  @Post()
  @Route({
    summary: 'Add a lot or a serial number',
    description: 'Ahead of its stock. A receipt may also name lots that are not there yet.',
    permission: LOT_PERMISSIONS.create,
    returns: LotDto,
    status: 201,
    errors: [DUPLICATE, REFERENCE_NOT_FOUND, VALIDATION_FAILED, INVALID_VALUE],
  })
  create(@Body() body: LotInput): Promise<LotDto> {
    return this.lots.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a lot',
    permission: LOT_PERMISSIONS.read,
    returns: LotDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<LotDto> {
    return this.lots.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change what is known of a lot',
    permission: LOT_PERMISSIONS.update,
    returns: LotDto,
    status: 200,
    versioned: true,
    errors: [NOT_FOUND, REFERENCE_NOT_FOUND, VALIDATION_FAILED, INVALID_VALUE],
  })
  change(@IdParam() id: string, @Body() body: LotPatch): Promise<LotDto> {
    return this.lots.change(id, body);
  }

  @Get(':id/stock')
  @Route({
    summary: 'Where a lot lies',
    description: 'In the companies and warehouses of the caller, by location code.',
    permission: LOT_PERMISSIONS.read,
    returns: [LotStockDto],
    errors: [NOT_FOUND],
  })
  stock(@IdParam() id: string): Promise<LotStockDto[]> {
    return this.lots.stock(id);
  }

  @Post(':id/hold')
  @Route({
    summary: 'Put a lot on hold',
    description:
      'It is neither issued nor used up, wherever it lies, until it is released. It can be moved, returned and scrapped.',
    permission: LOT_PERMISSIONS.hold,
    ...move,
  })
  hold(@IdParam() id: string, @Body() { reason }: LotReasonInput): Promise<LotDto> {
    return this.lots.move(id, 'hold', reason);
  }

  @Post(':id/release')
  @Route({ summary: 'Release a lot from hold', permission: LOT_PERMISSIONS.release, ...move })
  release(@IdParam() id: string, @Body() { reason }: LotReasonInput): Promise<LotDto> {
    return this.lots.move(id, 'release', reason);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a lot now',
    permission: LOT_PERMISSIONS.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.lots.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'When a lot was held and released, and why',
    permission: LOT_PERMISSIONS.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.lots.historyOf(id);
  }
}
