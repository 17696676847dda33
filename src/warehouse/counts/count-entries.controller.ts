import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { CountEntriesService } from './count-entries.service.js';
import {
  CountDifferenceDto,
  CountEntriesInput,
  CountEntriesResultDto,
  CountLineDto,
  CountLinesQuery,
} from './counts.dto.js';
import { COUNT_PERMISSIONS } from './counts.permissions.js';

const { NOT_FOUND, INVALID_STATE, VALIDATION_FAILED } = KERNEL_ERRORS;
/** 5,000 entries with every member that an entry can have. */
const BODY_LIMIT = 2 * 1024 * 1024;

@ApiTags('Stock counts')
@Controller('warehouse/counts')
export class CountEntriesController {
  constructor(private readonly entries: CountEntriesService) {}

  @Get(':id/lines')
  @Route({
    summary: 'What is to be counted',
    description: 'By location, without what the books say: counting is blind.',
    permission: COUNT_PERMISSIONS.read,
    returns: page(CountLineDto),
    errors: [NOT_FOUND],
  })
  lines(@IdParam() id: string, @Query() query: CountLinesQuery): Promise<Page<CountLineDto>> {
    return this.entries.lines(id, query);
  }

  @Get(':id/differences')
  @Route({
    summary: 'What the books say and what was found',
    permission: COUNT_PERMISSIONS.read_book,
    returns: page(CountDifferenceDto),
    errors: [NOT_FOUND],
  })
  differences(@IdParam() id: string, @Query() query: CountLinesQuery): Promise<Page<CountDifferenceDto>> {
    return this.entries.differences(id, query);
  }

  @Post(':id/entries')
  @Route({
    summary: 'Enter what was counted',
    description:
      'Up to 5,000 entries at once. Each is held against the books of this moment. What was not expected in a place is named by product, place and lot. ' +
      'With `mode=partial` and `dry_run=true` all faults are shown and nothing is taken.',
    permission: COUNT_PERMISSIONS.count,
    returns: CountEntriesResultDto,
    status: 200,
    versioned: true,
    action: true,
    body_limit: BODY_LIMIT,
    errors: [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED],
  })
  enter(@IdParam() id: string, @Body() body: CountEntriesInput): Promise<CountEntriesResultDto> {
    return this.entries.enter(id, body);
  }
}
