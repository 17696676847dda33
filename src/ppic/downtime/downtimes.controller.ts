import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { DOWNTIME_ERRORS } from './downtime.errors.js';
import { PPIC } from '../ppic.permissions.js';
import {
  DowntimeDto,
  DowntimeEndInput,
  DowntimeInput,
  DowntimeListQuery,
  DowntimeCorrectionInput,
  DowntimeWithdrawInput,
} from './downtimes.dto.js';
import { DowntimesService } from './downtimes.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { DOWNTIME_OVERLAPS, DOWNTIME_TOO_OLD } = DOWNTIME_ERRORS;
const step = { returns: DowntimeDto, status: 200, versioned: true, action: true } as const;

@Controller('ppic/downtimes')
export class DowntimesController {
  constructor(private readonly downtimes: DowntimesService) {}

  @Get()
  @Route({
    summary: 'List when work centres stood still',
    permission: PPIC.downtimes.read,
    returns: page(DowntimeDto),
    errors: [KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER],
  })
  list(@Query() query: DowntimeListQuery): Promise<Page<DowntimeDto>> {
    return this.downtimes.page(query);
  }

  @Post()
  @Route({
    summary: 'Tell that a work centre stands still, or that it did',
    description:
      'From now or a time on; with an end, what is over already. Up to seven days back, never in the future, and no two at once for one place.',
    permission: PPIC.downtimes.report,
    returns: DowntimeDto,
    status: 201,
    action: true,
    errors: [VALIDATION_FAILED, DOWNTIME_OVERLAPS],
  })
  tell(@Body() body: DowntimeInput): Promise<DowntimeDto> {
    return this.downtimes.tell(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a downtime',
    permission: PPIC.downtimes.read,
    returns: DowntimeDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<DowntimeDto> {
    return this.downtimes.get(id);
  }

  @Post(':id/correct')
  @Route({
    summary: 'Correct a downtime that was told wrongly',
    description: 'Up to seven days after the day on which it began; its history says what it was before.',
    permission: PPIC.downtimes.correct,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED, DOWNTIME_OVERLAPS, DOWNTIME_TOO_OLD],
  })
  correct(@IdParam() id: string, @Body() body: DowntimeCorrectionInput): Promise<DowntimeDto> {
    return this.downtimes.correct(id, body);
  }

  @Post(':id/end')
  @Route({
    summary: 'Tell that it works again',
    permission: PPIC.downtimes.report,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED],
  })
  end(@IdParam() id: string, @Body() body: DowntimeEndInput): Promise<DowntimeDto> {
    return this.downtimes.end(id, body);
  }

  @Post(':id/withdraw')
  @Route({
    summary: 'Withdraw a downtime that never was',
    permission: PPIC.downtimes.withdraw,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, DOWNTIME_TOO_OLD],
  })
  withdraw(@IdParam() id: string, @Body() { reason }: DowntimeWithdrawInput): Promise<DowntimeDto> {
    return this.downtimes.withdraw(id, reason);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a downtime now',
    permission: PPIC.downtimes.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.downtimes.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was told of a downtime, and corrected',
    permission: PPIC.downtimes.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.downtimes.historyOf(id);
  }
}
