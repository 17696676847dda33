import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { KANBAN } from '../kanban.permissions.js';
import { LoopLifecycle } from './loop-lifecycle.service.js';
import { LoopCalculationDto, LoopDto, LoopInput, LoopListQuery, LoopPatch } from './loops.dto.js';
import { LoopsService } from './loops.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, DUPLICATE } = KERNEL_ERRORS;
const READ = { permission: KANBAN.loops.read, errors: [NOT_FOUND] } as const;

@ApiTags('Kanban')
@Controller('ppic/kanban/loops')
export class LoopsController {
  constructor(
    private readonly loops: LoopsService,
    private readonly lifecycle: LoopLifecycle,
  ) {}

  @Get()
  @Route({ summary: 'List replenishment loops', permission: KANBAN.loops.read, returns: page(LoopDto) })
  list(@Query() query: LoopListQuery): Promise<Page<LoopDto>> {
    return this.loops.page(query);
  }

  @Get('suggestions')
  @Route({
    summary: 'All loops with the cards they should have',
    description:
      'Calculated beside what is in circulation, with the arithmetic. Without a state: all that are not retired.',
    permission: KANBAN.loops.read,
    returns: page(LoopCalculationDto),
  })
  suggestions(@Query() query: LoopListQuery): Promise<Page<LoopCalculationDto>> {
    return this.loops.suggestions(query);
  }

  @Post()
  @Route({
    summary: 'Set a replenishment loop up',
    description: 'A draft without cards: apply its suggestion to give it some, activate it to have it signal.',
    permission: KANBAN.loops.plan,
    returns: LoopDto,
    status: 201,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUPLICATE],
  })
  create(@Body() body: LoopInput): Promise<LoopDto> {
    return this.loops.create(body);
  }

  @Get(':id')
  @Route({ ...READ, summary: 'Show a replenishment loop', returns: LoopDto, versioned: true })
  get(@IdParam() id: string): Promise<LoopDto> {
    return this.loops.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change the figures of a replenishment loop',
    permission: KANBAN.loops.plan,
    returns: LoopDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: LoopPatch): Promise<LoopDto> {
    return this.loops.change(id, body);
  }

  @Get(':id/calculation')
  @Route({
    ...READ,
    summary: 'How many cards a loop needs, and why',
    description: '`ceil(demand during lead time * (1 + safety) / container)`, exact, line by line.',
    returns: LoopCalculationDto,
  })
  calculation(@IdParam() id: string): Promise<LoopCalculationDto> {
    return this.loops.calculation(id);
  }

  @Get(':id/transitions')
  @Route({ ...READ, summary: 'What may be done with a loop now', returns: [TransitionDto] })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.lifecycle.transitions(id);
  }

  @Get(':id/history')
  @Route({ ...READ, summary: 'What was done with a loop', returns: [HistoryEntryDto] })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.loops.historyOf(id);
  }
}
