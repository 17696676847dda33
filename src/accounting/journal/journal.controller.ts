import { Body, Controller, Delete, Get, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { ACCOUNTING_ERRORS } from '../accounting.errors.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import {
  JournalEntryDto,
  JournalEntryHeadDto,
  JournalEntryInput,
  JournalEntryListQuery,
  JournalEntryPatch,
  ReverseEntryInput,
} from './journal.dto.js';
import { UpToDateBooks } from '../figures/up-to-date.interceptor.js';
import { JournalService } from './journal.service.js';

const MAY = ACCOUNTING.journal_entries;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, REFERENCE_NOT_FOUND, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { ACCOUNT_CURRENCY, ACCOUNT_NOT_POSTABLE, BOOKS_CLOSED, CONTROL_ACCOUNT, ENTRY_POSTED } = ACCOUNTING_ERRORS;
const { ENTRY_OF_DOCUMENT, ENTRY_REVERSED, ENTRY_UNBALANCED, FISCAL_YEAR_MISSING } = ACCOUNTING_ERRORS;
const writing = [
  ...[NOT_FOUND, VALIDATION_FAILED, REFERENCE_NOT_FOUND, VALUE_OUT_OF_RANGE],
  ...[ACCOUNT_CURRENCY, ACCOUNT_NOT_POSTABLE, CONTROL_ACCOUNT],
];
const asked = { permission: MAY.read, errors: [NOT_FOUND] };
const posting = [ENTRY_UNBALANCED, ACCOUNT_NOT_POSTABLE, BOOKS_CLOSED, FISCAL_YEAR_MISSING];
const one = { returns: JournalEntryDto, versioned: true } as const;

@ApiTags('Accounting')
@Controller('accounting/journal-entries')
export class JournalController {
  constructor(private readonly journal: JournalService) {}

  @Get()
  @UseInterceptors(UpToDateBooks)
  @Route({ summary: 'List journal entries', permission: MAY.read, returns: page(JournalEntryHeadDto) })
  list(@Query() query: JournalEntryListQuery): Promise<Page<JournalEntryHeadDto>> {
    return this.journal.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a journal entry, or post it at once',
    description: 'A draft need not balance yet. It takes its legal number when it is posted.',
    permission: MAY.create,
    returns: JournalEntryDto,
    status: 201,
    action: true,
    errors: [...writing, ENTRY_UNBALANCED, BOOKS_CLOSED, FISCAL_YEAR_MISSING],
  })
  create(@Body() body: JournalEntryInput): Promise<JournalEntryDto> {
    return this.journal.create(body);
  }

  @Get(':id')
  @Route({ summary: 'Show a journal entry', permission: MAY.read, ...one, errors: [NOT_FOUND] })
  get(@IdParam() id: string): Promise<JournalEntryDto> {
    return this.journal.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change a journal entry that is still a draft',
    permission: MAY.update,
    ...one,
    errors: [...writing, ENTRY_POSTED],
  })
  change(@IdParam() id: string, @Body() body: JournalEntryPatch): Promise<JournalEntryDto> {
    return this.journal.change(id, body);
  }

  @Delete(':id')
  @Route({
    summary: 'Delete a journal entry that is still a draft',
    permission: MAY.update,
    versioned: true,
    errors: [NOT_FOUND, ENTRY_POSTED],
  })
  remove(@IdParam() id: string): Promise<void> {
    return this.journal.remove(id);
  }

  @Post(':id/post')
  @Route({
    summary: 'Post a journal entry',
    description: 'From then on it never changes.',
    permission: MAY.post,
    ...one,
    status: 200,
    action: true,
    errors: [NOT_FOUND, INVALID_STATE, ...posting],
  })
  post(@IdParam() id: string): Promise<JournalEntryDto> {
    return this.journal.post(id);
  }

  @Post(':id/reverse')
  @Route({
    summary: 'Take a posted entry back by its reversal',
    description:
      'Answers the reversal: the same lines the other way. What a document posted is taken back by the document.',
    permission: MAY.reverse,
    ...one,
    status: 200,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, ENTRY_REVERSED, ENTRY_OF_DOCUMENT, ...posting.slice(1)],
  })
  reverse(@IdParam() id: string, @Body() body: ReverseEntryInput): Promise<JournalEntryDto> {
    return this.journal.reverse(id, body);
  }

  @Get(':id/transitions')
  @Route({ summary: 'What may be done with a journal entry now', ...asked, returns: [TransitionDto] })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.journal.transitions(id);
  }

  @Get(':id/history')
  @Route({ summary: 'What was done with a journal entry', ...asked, returns: [HistoryEntryDto] })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.journal.historyOf(id);
  }
}
