import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route, page } from '../../kernel/http/index.js';
import {
  ReorderPointQuery,
  ReorderPointSuggestionsDto,
  ReorderSuggestionDto,
  ReorderSuggestionListQuery,
} from './reordering.dto.js';
import { REORDERING } from './reordering.permissions.js';
import { ReorderingService } from './reordering.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Reordering')
@Controller('warehouse')
export class ReorderingController {
  constructor(private readonly reordering: ReorderingService) {}

  @Get('reorder-suggestions')
  @Route({
    summary: 'What should be ordered now, and why',
    description:
      'Products with the policy `reorder_point` whose stock, with what is expected and wanted within the lead time, is at or below their level: how much by their ' +
      'lot sizing, made or bought from whom, and the arithmetic.',
    permission: REORDERING.read,
    returns: page(ReorderSuggestionDto),
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  suggestions(@Query() query: ReorderSuggestionListQuery): Promise<Page<ReorderSuggestionDto>> {
    return this.reordering.suggestions(query);
  }

  @Get('reorder-point-suggestions')
  @Route({
    summary: 'At which level products should be ordered',
    description:
      'From use in the past: average daily use over the lead time, and the safety stock. The maximum adds the use of a review period. Nothing is changed.',
    permission: REORDERING.read,
    returns: ReorderPointSuggestionsDto,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  reorderPoints(@Query() query: ReorderPointQuery): Promise<ReorderPointSuggestionsDto> {
    return this.reordering.reorderPoints(query);
  }
}
