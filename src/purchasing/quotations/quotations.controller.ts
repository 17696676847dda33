import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { QUOTATIONS } from './quotations.permissions.js';
import {
  QuotationComparisonDto,
  QuotationListQuery,
  QuotationRequestDto,
  QuotationRequestHeadDto,
  QuotationRequestInput,
} from './quotations.dto.js';
import { QuotationsService } from './quotations.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Quotations')
@Controller('purchasing/quotation-requests')
export class QuotationsController {
  constructor(private readonly requests: QuotationsService) {}

  @Get()
  @Route({
    summary: 'List requests for quotation',
    permission: QUOTATIONS.read,
    returns: page(QuotationRequestHeadDto),
  })
  list(@Query() query: QuotationListQuery): Promise<Page<QuotationRequestHeadDto>> {
    return this.requests.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a request for quotation to several suppliers',
    permission: QUOTATIONS.create,
    returns: QuotationRequestDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  create(@Body() body: QuotationRequestInput): Promise<QuotationRequestDto> {
    return this.requests.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a request for quotation with all replies',
    permission: QUOTATIONS.read,
    returns: QuotationRequestDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<QuotationRequestDto> {
    return this.requests.get(id);
  }

  @Get(':id/comparison')
  @Route({
    summary: 'Compare the replies side by side',
    description:
      'What all of each line would cost, with minimum and multiple, in the currency of the company at the rates of today: the cheapest first. What lacks a conversion or a rate comes last and carries no made-up figure.',
    permission: QUOTATIONS.read,
    returns: QuotationComparisonDto,
    errors: [NOT_FOUND],
  })
  compare(@IdParam() id: string): Promise<QuotationComparisonDto> {
    return this.requests.compare(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a request for quotation now',
    permission: QUOTATIONS.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.requests.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a request for quotation',
    permission: QUOTATIONS.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.requests.historyOf(id);
  }
}
