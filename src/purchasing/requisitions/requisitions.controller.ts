import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING } from '../purchasing.permissions.js';
import { RequisitionTransitions } from './requisition-transitions.js';
import {
  RequisitionDto,
  RequisitionHeadDto,
  RequisitionInput,
  RequisitionListQuery,
  RequisitionPatch,
  SuggestedRequisitionInput,
} from './requisitions.dto.js';
import { RequisitionsService } from './requisitions.service.js';
import { SuggestedRequisitions } from './suggested-requisitions.js';

const MAY = PURCHASING.requisitions;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Requisitions')
@Controller('purchasing/requisitions')
export class RequisitionsController {
  constructor(
    private readonly requisitions: RequisitionsService,
    private readonly steps: RequisitionTransitions,
    private readonly suggested: SuggestedRequisitions,
  ) {}

  @Get()
  @Route({ summary: 'List requisitions', permission: MAY.read, returns: page(RequisitionHeadDto) })
  list(@Query() query: RequisitionListQuery): Promise<Page<RequisitionHeadDto>> {
    return this.requisitions.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a requisition',
    description:
      'What is needed, by when, what for and who bears it, line by line. What is urgent has a day and a reason. All faults of all lines are told at once.',
    permission: MAY.create,
    returns: RequisitionDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  create(@Body() body: RequisitionInput): Promise<RequisitionDto> {
    return this.requisitions.create(body);
  }

  @Post('from-suggestions')
  @Route({
    summary: 'Draft a requisition of what should be ordered now',
    description:
      'What the warehouse suggests to buy because it has fallen to its level, less what is asked for already and on no order. Needs `warehouse.reordering.read` too.',
    permission: MAY.create,
    returns: RequisitionDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, PURCHASING_ERRORS.NOTHING_SUGGESTED, KERNEL_ERRORS.VALUE_OUT_OF_RANGE],
  })
  suggest(@Body() body: SuggestedRequisitionInput): Promise<RequisitionDto> {
    return this.suggested.make(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a requisition with its lines',
    permission: MAY.read,
    returns: RequisitionDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<RequisitionDto> {
    return this.requisitions.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change a draft of a requisition',
    description: 'Lines that are given take the place of all lines there are.',
    permission: MAY.update,
    returns: RequisitionDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, PURCHASING_ERRORS.REQUISITION_OF_ANOTHER],
  })
  change(@IdParam() id: string, @Body() body: RequisitionPatch): Promise<RequisitionDto> {
    return this.requisitions.change(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a requisition now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.steps.of(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a requisition',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.requisitions.historyOf(id);
  }
}
