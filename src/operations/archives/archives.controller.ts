import { Controller, Get, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { OPERATIONS } from '../operations.permissions.js';
import { ArchiveDto, ArchivesQuery } from './archives.dto.js';
import { ArchivesRepository } from './archives.repository.js';

@Controller('operations/partition-archives')
export class ArchivesController {
  constructor(private readonly archives: ArchivesRepository) {}

  @Get()
  @Route({
    summary: 'List archived months of the stock ledger and the audit',
    description: 'Made by `pabrik partitions archive`, brought back by `pabrik partitions restore`.',
    permission: OPERATIONS.partitions.read,
    returns: page(ArchiveDto),
    status: 200,
  })
  list(@Query() query: ArchivesQuery): Promise<Page<ArchiveDto>> {
    return this.archives.page(query);
  }
}
