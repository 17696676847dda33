import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { RebuildDto, RebuildHeadDto, RebuildInput, RebuildListQuery } from './rebuilds.dto.js';
import { REBUILD_PERMISSIONS } from './rebuilds.permissions.js';
import { RebuildsService } from './rebuilds.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Warehouse')
@Controller('warehouse/balance-rebuilds')
export class RebuildsController {
  constructor(private readonly rebuilds: RebuildsService) {}

  @Get()
  @Route({
    summary: 'List rebuilds of balances',
    permission: REBUILD_PERMISSIONS.read,
    returns: page(RebuildHeadDto),
  })
  list(@Query() query: RebuildListQuery): Promise<Page<RebuildHeadDto>> {
    return this.rebuilds.page(query);
  }

  @Post()
  @Route({
    summary: 'Make balances anew from the ledger',
    description:
      'Balances on hand and reserved, and quantity and value of each valuation area, become what the ledger and the open reservations say; rows that are so already ' +
      'are not touched. Postings wait meanwhile. With `dry_run` the answer shows what is off, and nothing changes. Layers of cost are not made anew.',
    permission: REBUILD_PERMISSIONS.rebuild,
    returns: RebuildDto,
    status: 201,
    action: true,
    errors: [VALIDATION_FAILED, WAREHOUSE_ERRORS.STOCK_FROZEN, WAREHOUSE_ERRORS.STOCK_OVERFLOW],
  })
  rebuild(@Body() body: RebuildInput): Promise<RebuildDto> {
    return this.rebuilds.rebuild(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a rebuild of balances with what it changed',
    permission: REBUILD_PERMISSIONS.read,
    returns: RebuildDto,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<RebuildDto> {
    return this.rebuilds.get(id);
  }
}
