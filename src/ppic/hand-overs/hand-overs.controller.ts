import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { LOT_ERRORS, NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { HandOverDecisions } from './hand-over-decisions.service.js';
import {
  HandOverAcceptance,
  HandOverDto,
  HandOverInput,
  HandOverListQuery,
  HandOverReasonInput,
} from './hand-overs.dto.js';
import { HandOversService } from './hand-overs.service.js';

const MAY = PPIC.hand_overs;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, SERIAL_IN_STOCK } = WAREHOUSE_ERRORS;
const moving = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE];
const stock = [PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, SERIAL_IN_STOCK, ...NO_ROOM];
const step = { returns: HandOverDto, versioned: true, action: true } as const;
/** Line clearance between operations. */
@Controller('ppic')
export class HandOversController {
  constructor(
    private readonly handOvers: HandOversService,
    private readonly decisions: HandOverDecisions,
  ) {}

  @Get('hand-overs')
  @Route({
    summary: 'List what was handed from one operation to the next',
    description: 'Those that wait for a department: `?state=offered&department_id=…`.',
    permission: MAY.read,
    returns: page(HandOverDto),
    status: 200,
  })
  list(@Query() query: HandOverListQuery): Promise<Page<HandOverDto>> {
    return this.handOvers.page(query);
  }

  @Post('work-orders/:id/hand-overs')
  @Route({
    ...step,
    summary: 'Hand good pieces to the next operation',
    description:
      'They are the next department’s when it accepts them. What comes through a quality gate gets the inspection of its plan; pieces of a last operation with a gate go into stock that way.',
    permission: MAY.create,
    status: 201,
    errors: [...moving, PPIC_ERRORS.NOTHING_TO_HAND_OVER],
  })
  offer(@IdParam() id: string, @Body() body: HandOverInput): Promise<HandOverDto> {
    return this.handOvers.offer(id, body);
  }

  @Get('hand-overs/:id')
  @Route({
    summary: 'Show a hand-over',
    permission: MAY.read,
    returns: HandOverDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<HandOverDto> {
    return this.handOvers.get(id);
  }

  @Get('hand-overs/:id/transitions')
  @Route({
    summary: 'What can be done with a hand-over now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.decisions.transitions(id);
  }

  @Get('hand-overs/:id/history')
  @Route({
    summary: 'What was done with a hand-over',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.decisions.historyOf(id);
  }

  @Post('hand-overs/:id/accept')
  @Route({
    ...step,
    summary: 'Accept pieces from the operation before',
    description:
      'All of them, or with a difference and its reasons: faulty ones go back to be done again, missing ones are lost. Through a gate no more than its inspection accepted.',
    permission: MAY.accept,
    status: 200,
    errors: [...moving, PPIC_ERRORS.QUALITY_GATE, PPIC_ERRORS.PIECES_GONE_ON, LOT_ERRORS.LOT_DIFFERS, ...stock],
  })
  accept(@IdParam() id: string, @Body() body: HandOverAcceptance): Promise<HandOverDto> {
    return this.decisions.accept(id, body);
  }

  @Post('hand-overs/:id/withdraw')
  @Route({
    ...step,
    summary: 'Take back pieces that nobody has accepted yet',
    permission: MAY.withdraw,
    status: 200,
    errors: moving,
  })
  withdraw(@IdParam() id: string, @Body() { reason }: HandOverReasonInput): Promise<HandOverDto> {
    return this.decisions.withdraw(id, reason);
  }
}
