import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { ClosePeriodInput, PeriodDto, ReopenPeriodInput } from './periods.dto.js';
import { PERIOD_ERRORS } from './periods.errors.js';
import { PERIOD_PERMISSIONS } from './periods.permissions.js';
import { PeriodsService } from './periods.service.js';

const { NOT_FOUND, INVALID_STATE, FORBIDDEN } = KERNEL_ERRORS;
const { EARLIER_PERIOD_OPEN, LATER_PERIOD_CLOSED, PERIOD_NOT_STARTED } = PERIOD_ERRORS;
const move = { returns: PeriodDto, status: 200, versioned: true, action: true } as const;

/** How a month closes and opens again. Each waits for the postings that are under way. */
@ApiTags('Warehouse')
@Controller('warehouse/periods')
export class PeriodActionsController {
  constructor(private readonly periods: PeriodsService) {}

  @Post(':id/soft-close')
  @Route({
    summary: 'Close a stock period softly',
    description: 'From then on only who may post in a softly closed period can make something effective in that month.',
    permission: PERIOD_PERMISSIONS.soft_close,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, PERIOD_NOT_STARTED],
  })
  softClose(@IdParam() id: string, @Body() { reason }: ClosePeriodInput): Promise<PeriodDto> {
    return this.periods.move(id, 'soft_close', reason);
  }

  @Post(':id/close')
  @Route({
    summary: 'Close a stock period hard',
    description:
      'From then on nothing may become effective in that month or before, and the quantity and value at its end are frozen. Months close in their order.',
    permission: PERIOD_PERMISSIONS.close,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, PERIOD_NOT_STARTED, EARLIER_PERIOD_OPEN],
  })
  close(@IdParam() id: string, @Body() { reason }: ClosePeriodInput): Promise<PeriodDto> {
    return this.periods.move(id, 'close', reason);
  }

  @Post(':id/reopen')
  @Route({
    summary: 'Open a softly closed stock period again',
    description:
      'For who may do that too it also opens one that is closed hard, as it did before there were two ways to close.',
    permission: PERIOD_PERMISSIONS.reopen,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, LATER_PERIOD_CLOSED, FORBIDDEN],
  })
  reopen(@IdParam() id: string, @Body() { reason }: ReopenPeriodInput): Promise<PeriodDto> {
    return this.periods.reopen(id, reason);
  }

  @Post(':id/reopen-hard')
  @Route({
    summary: 'Open a stock period again that was closed hard',
    description:
      'Its frozen figures stay to be read and are in force no more. Only the last month that is closed hard can be opened again.',
    permission: PERIOD_PERMISSIONS.reopen_hard,
    ...move,
    errors: [NOT_FOUND, INVALID_STATE, LATER_PERIOD_CLOSED],
  })
  reopenHard(@IdParam() id: string, @Body() { reason }: ReopenPeriodInput): Promise<PeriodDto> {
    return this.periods.move(id, 'reopen_hard', reason);
  }
}
