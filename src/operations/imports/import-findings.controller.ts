import { Controller, Get, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { ImportFindingDto, ImportFindingsQuery } from './imports.dto.js';
import { ImportsService } from './imports.service.js';

@Controller('imports')
export class ImportFindingsController {
  constructor(private readonly imports: ImportsService) {}

  @Get(':id/errors')
  @Route({
    summary: 'List all errors of an import',
    description: 'Every fault of every row, in the order of the lines.',
    permission: OPERATIONS.imports.read,
    returns: page(ImportFindingDto),
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  errors(@IdParam() id: string, @Query() query: ImportFindingsQuery): Promise<Page<ImportFindingDto>> {
    return this.imports.findings(id, 'error', query);
  }

  @Get(':id/warnings')
  @Route({
    summary: 'List all warnings of an import',
    description: 'Rows that were taken, with something that a person should know.',
    permission: OPERATIONS.imports.read,
    returns: page(ImportFindingDto),
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  warnings(@IdParam() id: string, @Query() query: ImportFindingsQuery): Promise<Page<ImportFindingDto>> {
    return this.imports.findings(id, 'warning', query);
  }
}
