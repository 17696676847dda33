import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { ListQuery, Route, page } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { ImportMappingDto, ImportMappingInput } from './imports.dto.js';
import { IMPORT_ERRORS } from './imports.errors.js';
import { ImportsService } from './imports.service.js';

const BODY_LIMIT_BYTES = 1024 * 1024;

@Controller('imports/mappings')
export class ImportMappingsController {
  constructor(private readonly imports: ImportsService) {}

  @Get()
  @Route({
    summary: 'List import mappings',
    permission: OPERATIONS.imports.read,
    returns: page(ImportMappingDto),
    status: 200,
  })
  list(@Query() query: ListQuery): Promise<Page<ImportMappingDto>> {
    return this.imports.mappingPage(query);
  }

  @Get(':name')
  @Route({
    summary: 'See an import mapping',
    permission: OPERATIONS.imports.read,
    returns: ImportMappingDto,
    status: 200,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  get(@Param('name') name: string): Promise<ImportMappingDto> {
    return this.imports.getMapping(name);
  }

  @Put(':name')
  @Route({
    summary: 'Keep an import mapping under a name',
    description:
      'How a foreign file is read: their columns to our fields. Everything wrong with it is told at once. The same content again changes nothing.',
    permission: OPERATIONS.imports.update,
    returns: ImportMappingDto,
    status: 200,
    versioned: true,
    body_limit: BODY_LIMIT_BYTES,
    errors: [IMPORT_ERRORS.MAPPING_INVALID, KERNEL_ERRORS.VALIDATION_FAILED, KERNEL_ERRORS.BODY_TOO_LARGE],
  })
  put(@Param('name') name: string, @Body() { mapping }: ImportMappingInput): Promise<ImportMappingDto> {
    return this.imports.putMapping(name, mapping);
  }

  @Delete(':name')
  @Route({
    summary: 'Delete an import mapping',
    permission: OPERATIONS.imports.update,
    versioned: true,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  delete(@Param('name') name: string): Promise<void> {
    return this.imports.deleteMapping(name);
  }
}
