import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { AUDIT } from '../audit.permissions.js';
import {
  AuditActivityQuery,
  AuditLogDto,
  AuditLogsQuery,
  AuditSummaryDto,
  AuditSummaryQuery,
  AuditTrailQuery,
} from './audit-logs.dto.js';
import { AuditLogsService } from './audit-logs.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Audit')
@Controller('audit')
export class AuditLogsController {
  constructor(private readonly logs: AuditLogsService) {}

  @Get('logs')
  @Route({
    summary: 'Search what was changed',
    description:
      'Every change of a business table: who, when, from where, for which request, what was before and after. The newest first.',
    permission: AUDIT.logs.read,
    returns: page(AuditLogDto),
    errors: [VALIDATION_FAILED],
  })
  search(@Query() query: AuditLogsQuery): Promise<Page<AuditLogDto>> {
    return this.logs.search(query);
  }

  @Get('export')
  @Route({
    summary: 'Take what was changed away as CSV',
    description: 'All rows of the search as a stream, whatever the limit; from `cursor` on, if there is one.',
    permission: AUDIT.logs.export,
    produces: 'text/csv',
    status: 200,
    errors: [VALIDATION_FAILED],
  })
  async export(@Query() query: AuditLogsQuery): Promise<StreamableFile> {
    return new StreamableFile(await this.logs.csv(query), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="audit.csv"',
    });
  }

  @Get('summary')
  @Route({
    summary: 'Figures of what was changed',
    description: 'Changed rows by table and by who did it, and how many came past the server.',
    permission: AUDIT.logs.read,
    returns: AuditSummaryDto,
    errors: [VALIDATION_FAILED],
  })
  summary(@Query() query: AuditSummaryQuery): Promise<AuditSummaryDto> {
    return this.logs.summary(query);
  }

  @Get('users/:id/activity')
  @Route({
    summary: 'What one user has changed',
    permission: AUDIT.logs.read,
    returns: page(AuditLogDto),
    errors: [VALIDATION_FAILED],
  })
  activity(@IdParam() id: string, @Query() query: AuditActivityQuery): Promise<Page<AuditLogDto>> {
    return this.logs.activity(id, query);
  }

  @Get('entities/:table_name/:entity_id')
  @ApiParam({ name: 'table_name', example: 'products', description: 'Which table it lies in.' })
  @ApiParam({ name: 'entity_id', example: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59', description: 'Its key.' })
  @Route({
    summary: 'The trail of one entity',
    description: 'All that is known of one row, the newest first; also after it was deleted.',
    permission: AUDIT.logs.read,
    returns: page(AuditLogDto),
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  trail(
    @Param('table_name') table: string,
    @Param('entity_id') id: string,
    @Query() query: AuditTrailQuery,
  ): Promise<Page<AuditLogDto>> {
    return this.logs.trail(table, id, query);
  }
}
