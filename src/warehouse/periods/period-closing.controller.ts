import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { ClosingDto, ClosingRecordDto } from './closing.dto.js';
import { ClosingService } from './closing.service.js';
import { LateFactDto, LateFactListQuery, LateProductDto } from './late-facts.dto.js';
import { LateFactsService } from './late-facts.service.js';
import { PERIOD_PERMISSIONS } from './periods.permissions.js';

const { NOT_FOUND } = KERNEL_ERRORS;

/** What is looked at before a month is closed, and after. */
@ApiTags('Warehouse')
@Controller('warehouse')
export class PeriodClosingController {
  constructor(
    private readonly closing: ClosingService,
    private readonly late: LateFactsService,
  ) {}

  @Get('periods/:id/checklist')
  @Route({
    summary: 'What closing a stock period would miss, and its figures',
    description:
      'Quantity and value as of the last moment of the month, by valuation area: of the ledger until the month is closed hard, frozen from then on. ' +
      'Beside it what is still open: transfers, counts, work in progress, stock that looks odd.',
    permission: PERIOD_PERMISSIONS.read_value,
    returns: ClosingDto,
    errors: [NOT_FOUND],
  })
  checklist(@IdParam() id: string): Promise<ClosingDto> {
    return this.closing.checklist(id);
  }

  @Get('periods/:id/closings')
  @Route({
    summary: 'Each time a stock period was closed hard, with its figures',
    description: 'The last one first. Those of a closing that was opened again stay, to be held against the next.',
    permission: PERIOD_PERMISSIONS.read_value,
    returns: [ClosingRecordDto],
    errors: [NOT_FOUND],
  })
  closings(@IdParam() id: string): Promise<ClosingRecordDto[]> {
    return this.closing.closings(id);
  }

  @Get('periods/:id/late-facts')
  @Route({
    summary: 'What came late for a stock period, by product',
    description:
      'The sum of what was told after the month was closed; the facts themselves are listed at `/warehouse/late-facts`.',
    permission: PERIOD_PERMISSIONS.read_value,
    returns: [LateProductDto],
    errors: [NOT_FOUND],
  })
  ofPeriod(@IdParam() id: string): Promise<LateProductDto[]> {
    return this.late.ofPeriod(id);
  }

  @Get('late-facts')
  @Route({
    summary: 'List late facts',
    description:
      'What happened in a month that was closed by then: lines of movements and value adjustments, each with what it belongs to and where it was posted. ' +
      'Newest first.',
    permission: PERIOD_PERMISSIONS.read_value,
    returns: page(LateFactDto),
  })
  list(@Query() query: LateFactListQuery): Promise<Page<LateFactDto>> {
    return this.late.page(query);
  }
}
