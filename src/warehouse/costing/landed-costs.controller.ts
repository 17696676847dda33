import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { CancelInput, LandedCostDto, LandedCostHeadDto, LandedCostInput, LandedCostListQuery } from './costing.dto.js';
import { COSTING_PERMISSIONS } from './costing.permissions.js';
import { LandedCostsService } from './landed-costs.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Costing')
@Controller('warehouse/landed-costs')
export class LandedCostsController {
  constructor(private readonly costs: LandedCostsService) {}

  @Get()
  @Route({ summary: 'List landed costs', permission: COSTING_PERMISSIONS.read_value, returns: page(LandedCostHeadDto) })
  list(@Query() query: LandedCostListQuery): Promise<Page<LandedCostHeadDto>> {
    return this.costs.page(query);
  }

  @Post()
  @Route({
    summary: 'Spread a landed cost over receipts',
    description:
      'Freight, duty, or what an invoice differs by, shared out by value, pieces or weight, to the cent. What is still on hand of each ' +
      'receipt takes its share of it, the rest is a variance. `dry_run` shows it without posting.',
    permission: COSTING_PERMISSIONS.land,
    returns: LandedCostDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, WAREHOUSE_ERRORS.PERIOD_CLOSED, WAREHOUSE_ERRORS.STOCK_OVERFLOW],
  })
  post(@Body() body: LandedCostInput): Promise<LandedCostDto> {
    return this.costs.post(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a landed cost',
    permission: COSTING_PERMISSIONS.read_value,
    returns: LandedCostDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<LandedCostDto> {
    return this.costs.get(id);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Take a landed cost back',
    description: 'From what is still on hand; the rest is a variance again.',
    permission: COSTING_PERMISSIONS.cancel,
    returns: LandedCostDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, INVALID_STATE, WAREHOUSE_ERRORS.PERIOD_CLOSED],
  })
  cancel(@IdParam() id: string, @Body() { reason }: CancelInput): Promise<LandedCostDto> {
    return this.costs.cancel(id, reason);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a landed cost now',
    permission: COSTING_PERMISSIONS.read_value,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.costs.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a landed cost',
    permission: COSTING_PERMISSIONS.read_value,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.costs.historyOf(id);
  }
}
