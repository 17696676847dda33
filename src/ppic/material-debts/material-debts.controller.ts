import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, ListQuery, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PPIC } from '../ppic.permissions.js';
import {
  MaterialDebtDto,
  MaterialDebtEntryDto,
  MaterialDebtInput,
  MaterialDebtListQuery,
} from './material-debts.dto.js';
import { MaterialDebtsService } from './material-debts.service.js';

const MAY = PPIC.material_debts;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

/** Leave to work with material that is not booked in stock yet. */
@Controller('ppic/material-debts')
export class MaterialDebtsController {
  constructor(private readonly debts: MaterialDebtsService) {}

  @Get()
  @Route({
    summary: 'List material debts',
    description: 'What is owed to stock: `?owed=true`. What waits to be approved: `?state=requested`.',
    permission: MAY.read,
    returns: page(MaterialDebtDto),
    status: 200,
  })
  list(@Query() query: MaterialDebtListQuery): Promise<Page<MaterialDebtDto>> {
    return this.debts.page(query);
  }

  @Post()
  @Route({
    summary: 'Ask to work with material that is not booked yet',
    description:
      'Once it is approved, reports, entries of work orders and the completion of the order take what there is in stock and work the rest up on the debt, instead of being refused.',
    permission: MAY.create,
    returns: MaterialDebtDto,
    versioned: true,
    status: 201,
    errors: [VALIDATION_FAILED, INVALID_STATE],
  })
  request(@Body() body: MaterialDebtInput): Promise<MaterialDebtDto> {
    return this.debts.request(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a material debt',
    permission: MAY.read,
    returns: MaterialDebtDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<MaterialDebtDto> {
    return this.debts.get(id);
  }

  @Get(':id/entries')
  @Route({
    summary: 'What a material debt was used for and settled by',
    permission: MAY.read,
    returns: page(MaterialDebtEntryDto),
    status: 200,
    errors: [NOT_FOUND],
  })
  entries(@IdParam() id: string, @Query() query: ListQuery): Promise<Page<MaterialDebtEntryDto>> {
    return this.debts.entries(id, query);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What can be done with a material debt now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.debts.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a material debt',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.debts.historyOf(id);
  }
}
