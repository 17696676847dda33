import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { KANBAN_ERRORS } from '../kanban.errors.js';
import { KANBAN } from '../kanban.permissions.js';
import { AllCardsDto, AllCardsQuery, CardInput, CardListQuery, CardPatch, RequestCardDto } from './cards.dto.js';
import { CardsService } from './cards.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Kanban')
@Controller('ppic/kanban/cards')
export class CardsController {
  constructor(private readonly cards: CardsService) {}

  @Get()
  @Route({ summary: 'List request cards', permission: KANBAN.cards.read, returns: page(RequestCardDto) })
  list(@Query() query: CardListQuery): Promise<Page<RequestCardDto>> {
    return this.cards.page(query);
  }

  @Get('all')
  @Route({
    summary: 'All cards on one page',
    description: 'At most 500 cards that are not over, the most urgent first: what a board shows.',
    permission: KANBAN.cards.read,
    returns: AllCardsDto,
  })
  all(@Query() { department_id, include_finished = false }: AllCardsQuery): Promise<AllCardsDto> {
    return this.cards.all(department_id, include_finished);
  }

  @Post()
  @Route({
    summary: 'Request material',
    permission: KANBAN.cards.create,
    returns: RequestCardDto,
    status: 201,
    errors: [NOT_FOUND, VALIDATION_FAILED, KANBAN_ERRORS.WIP_LIMIT_REACHED],
  })
  create(@Body() body: CardInput): Promise<RequestCardDto> {
    return this.cards.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a request card',
    permission: KANBAN.cards.read,
    returns: RequestCardDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<RequestCardDto> {
    return this.cards.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change a request card that is pending',
    permission: KANBAN.cards.update,
    returns: RequestCardDto,
    versioned: true,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: CardPatch): Promise<RequestCardDto> {
    return this.cards.change(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a request card now',
    permission: KANBAN.cards.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.cards.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a request card',
    permission: KANBAN.cards.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.cards.historyOf(id);
  }
}
