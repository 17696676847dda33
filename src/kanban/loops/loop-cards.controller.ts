import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { KANBAN } from '../kanban.permissions.js';
import { LoopCardDto, LoopCardListQuery, LoopSignalDto, LoopSignalListQuery } from './loop-cards.dto.js';
import { LoopCardsService } from './loop-cards.service.js';

const READ = { permission: KANBAN.loops.read, errors: [KERNEL_ERRORS.NOT_FOUND] } as const;

@ApiTags('Kanban')
@Controller('ppic/kanban')
export class LoopCardsController {
  constructor(private readonly cards: LoopCardsService) {}

  @Get('loop-cards')
  @Route({ summary: 'List the cards of loops', permission: KANBAN.loops.read, returns: page(LoopCardDto) })
  list(@Query() query: LoopCardListQuery): Promise<Page<LoopCardDto>> {
    return this.cards.page({ ...query });
  }

  @Get('loop-cards/:id')
  @Route({ ...READ, summary: 'Show a card of a loop', returns: LoopCardDto, versioned: true })
  get(@IdParam() id: string): Promise<LoopCardDto> {
    return this.cards.get(id);
  }

  @Get('loop-cards/:id/transitions')
  @Route({ ...READ, summary: 'What may be done with a card of a loop now', returns: [TransitionDto] })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.cards.transitions(id);
  }

  @Get('loop-cards/:id/history')
  @Route({ ...READ, summary: 'What was done with a card of a loop', returns: [HistoryEntryDto] })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.cards.historyOf(id);
  }

  @Get('loop-signals')
  @Route({
    summary: 'List signals',
    description:
      'What is open says by `blocked_code` what it waits for: `PURCHASING_MISSING` is to be ordered by hand.',
    permission: KANBAN.loops.read,
    returns: page(LoopSignalDto),
  })
  signals(@Query() query: LoopSignalListQuery): Promise<Page<LoopSignalDto>> {
    return this.cards.signalPage({ ...query });
  }

  @Get('loop-signals/:id')
  @Route({ ...READ, summary: 'Show a signal', returns: LoopSignalDto })
  signal(@IdParam() id: string): Promise<LoopSignalDto> {
    return this.cards.signal(id);
  }
}
