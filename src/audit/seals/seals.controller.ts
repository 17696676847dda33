import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { AUDIT } from '../audit.permissions.js';
import { SealBatchDto, SealBatchesQuery, SealHeadDto } from './seals.dto.js';
import { SealsService } from './seals.service.js';

@ApiTags('Audit')
@Controller('audit/seals')
export class SealsController {
  constructor(private readonly seals: SealsService) {}

  @Get()
  @Route({
    summary: 'List the batches of the chain',
    permission: AUDIT.seals.read,
    returns: page(SealBatchDto),
  })
  list(@Query() query: SealBatchesQuery): Promise<Page<SealBatchDto>> {
    return this.seals.list(query);
  }

  @Get('head')
  @Route({
    summary: 'The head of the chain',
    description:
      'Kept elsewhere, it proves later that nothing before it was rewritten: `pabrik check --audit --head <batch_id>:<digest>`.',
    permission: AUDIT.seals.read,
    returns: SealHeadDto,
  })
  head(): Promise<SealHeadDto> {
    return this.seals.head();
  }
}
