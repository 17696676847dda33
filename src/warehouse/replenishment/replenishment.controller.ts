import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { Route, page } from '../../kernel/http/index.js';
import { OUTGOING_ERRORS } from '../movements/movement-routes.js';
import { ReplenishInput, ReplenishedDto, ReplenishmentDto, ReplenishmentListQuery } from './replenishment.dto.js';
import { REPLENISHMENT_PERMISSIONS } from './replenishment.permissions.js';
import { ReplenishmentService } from './replenishment.service.js';

@ApiTags('Replenishment')
@Controller('warehouse/replenishments')
export class ReplenishmentController {
  constructor(private readonly replenishment: ReplenishmentService) {}

  @Get()
  @Route({
    summary: 'List the bins to be filled up',
    description:
      'Bins below their minimum: how many pieces fill them up to the maximum, from where and of which lots, and what is short. The rows of one answer ' +
      'share what there is to take.',
    permission: REPLENISHMENT_PERMISSIONS.read,
    returns: page(ReplenishmentDto),
  })
  list(@Query() query: ReplenishmentListQuery): Promise<Page<ReplenishmentDto>> {
    return this.replenishment.page(query);
  }

  @Post()
  @Route({
    summary: 'Fill bins up',
    description:
      'Chosen ones or all of a warehouse, in one transfer, as far as there is anything to take. Twice at once brings nothing twice.',
    permission: REPLENISHMENT_PERMISSIONS.transfer,
    returns: ReplenishedDto,
    status: 200,
    action: true,
    errors: OUTGOING_ERRORS,
  })
  replenish(@Body() body: ReplenishInput): Promise<ReplenishedDto> {
    return this.replenishment.replenish(body);
  }
}
