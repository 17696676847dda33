import { Body, Controller, Get, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, csvText, page } from '../../kernel/http/index.js';
import { DUNNING_ERRORS } from './receivables.errors.js';
import {
  DunningLevelDto,
  DunningLevelInput,
  DunningLevelQuery,
  DunningListDto,
  DunningNoticeDto,
  DunningNoticeQuery,
  DunningQuery,
  SendDunningInput,
  SentDunningDto,
  CustomerStatementDto,
  StatementQuery,
} from './receivables.dto.js';
import { DUNNING_PERMISSIONS as MAY, STATEMENT_PERMISSIONS } from './receivables.permissions.js';
import { Receivables } from './receivables.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;
const { DUNNING_LEVELS_UNORDERED, DUNNING_SENT, NOTHING_TO_DUN } = DUNNING_ERRORS;

@ApiTags('What customers owe')
@Controller('sales')
export class ReceivablesController {
  constructor(private readonly receivables: Receivables) {}

  @Get('statements/:id')
  @Route({
    summary: 'Show the statement of a customer',
    description:
      'What was owed before the first day, every invoice, credit note and payment since, and what is owed after the last; by the days things are posted for.',
    permission: STATEMENT_PERMISSIONS.read,
    returns: CustomerStatementDto,
    status: 200,
    also_produces: 'text/csv',
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  async statement(
    @IdParam() id: string,
    @Query() query: StatementQuery,
  ): Promise<CustomerStatementDto | StreamableFile> {
    const statement = await this.receivables.statement(id, query);
    if (query.format !== 'csv') return statement;
    return new StreamableFile(Buffer.from(csvText(statement.currencies.flatMap(({ entries }) => entries))), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="statement-${statement.from}-${statement.to}.csv"`,
    });
  }

  @Get('dunning')
  @Route({
    summary: 'List overdue invoices with the reminders that are due',
    permission: MAY.read,
    returns: DunningListDto,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  overdue(@Query() query: DunningQuery): Promise<DunningListDto> {
    return this.receivables.overdue(query);
  }

  @Post('dunning')
  @Route({
    summary: 'Record that reminders were sent',
    description:
      'For every invoice that has reached a level its customer was not reminded at; each once at each level.',
    permission: MAY.send,
    returns: SentDunningDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, NOTHING_TO_DUN, DUNNING_SENT],
  })
  send(@Body() body: SendDunningInput): Promise<SentDunningDto> {
    return this.receivables.send(body);
  }

  @Get('dunning/notices')
  @Route({ summary: 'List reminders that were sent', permission: MAY.read, returns: page(DunningNoticeDto) })
  notices(@Query() query: DunningNoticeQuery): Promise<Page<DunningNoticeDto>> {
    return this.receivables.notices(query);
  }

  @Get('dunning/levels')
  @Route({
    summary: 'List the levels of reminders',
    permission: MAY.read,
    returns: [DunningLevelDto],
    errors: [NOT_FOUND],
  })
  levels(@Query() { company_id }: DunningLevelQuery): Promise<DunningLevelDto[]> {
    return this.receivables.levels(company_id);
  }

  @Put('dunning/levels')
  @Route({
    summary: 'Set a level of reminders',
    description: 'By its number, in place of what was set before.',
    permission: MAY.configure,
    returns: DunningLevelDto,
    status: 200,
    errors: [NOT_FOUND, VALIDATION_FAILED, DUNNING_LEVELS_UNORDERED],
  })
  setLevel(@Body() body: DunningLevelInput): Promise<DunningLevelDto> {
    return this.receivables.setLevel(body);
  }
}
