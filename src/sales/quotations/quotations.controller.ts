import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { QUOTATION_PERMISSIONS as MAY } from './quotation.permissions.js';
import {
  QuotationDto,
  QuotationHeadDto,
  QuotationInput,
  SalesQuotationListQuery,
  QuotationPatch,
  QuotationVersionDto,
} from './quotations.dto.js';
import { QuotationsService } from './quotations.service.js';

const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, INVALID_STATE } = KERNEL_ERRORS;
const drafting = [NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE];

@ApiTags('Sales quotations')
@Controller('sales/quotations')
export class SalesQuotationsController {
  constructor(private readonly quotations: QuotationsService) {}

  @Get()
  @Route({ summary: 'List sales quotations', permission: MAY.read, returns: page(QuotationHeadDto), errors: [] })
  list(@Query() query: SalesQuotationListQuery): Promise<Page<QuotationHeadDto>> {
    return this.quotations.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a sales quotation',
    description: 'Prices, taxes and amounts as those of orders.',
    permission: MAY.create,
    returns: QuotationDto,
    status: 201,
    action: true,
    errors: [...drafting, SALES_ERRORS.CUSTOMER_INACTIVE],
  })
  create(@Body() body: QuotationInput): Promise<QuotationDto> {
    return this.quotations.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a sales quotation',
    permission: MAY.read,
    returns: QuotationDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<QuotationDto> {
    return this.quotations.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change the draft of a sales quotation',
    permission: MAY.update,
    returns: QuotationDto,
    versioned: true,
    errors: [...drafting, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: QuotationPatch): Promise<QuotationDto> {
    return this.quotations.change(id, body);
  }

  @Get(':id/versions')
  @Route({
    summary: 'Show the versions of a quotation that were sent',
    permission: MAY.read,
    returns: [QuotationVersionDto],
    errors: [NOT_FOUND],
  })
  versions(@IdParam() id: string): Promise<QuotationVersionDto[]> {
    return this.quotations.versions(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a sales quotation now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.quotations.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a sales quotation',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.quotations.historyOf(id);
  }
}
