import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { recordRoutes } from '../../master-data/index.js';
import { ApprovalTierDto, ApprovalTierInput, ApprovalTierListQuery, ApprovalTierPatch } from './approval-tiers.dto.js';
import { ApprovalTiersService } from './approval-tiers.service.js';
import { TIER_PERMISSIONS } from './purchase-order.permissions.js';

const ROUTES = recordRoutes({
  one: 'a tier of approval',
  many: 'tiers of approval',
  permissions: TIER_PERMISSIONS,
  answer: ApprovalTierDto,
  errors: [KERNEL_ERRORS.VALIDATION_FAILED],
});

@ApiTags('Purchase orders')
@Controller('purchasing/approval-tiers')
export class ApprovalTiersController {
  constructor(private readonly records: ApprovalTiersService) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: ApprovalTierListQuery): Promise<Page<ApprovalTierDto>> {
    return this.records.page(query);
  }

  @Post()
  @Route({
    ...ROUTES.create,
    description:
      'An order needs every tier that its amount reaches. Orders that reach none are approved once, by anybody with the permission.',
  })
  create(@Body() body: ApprovalTierInput): Promise<ApprovalTierDto> {
    return this.records.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<ApprovalTierDto> {
    return this.records.get(id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: ApprovalTierPatch): Promise<ApprovalTierDto> {
    return this.records.change(id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<ApprovalTierDto> {
    return this.records.setActive(id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<ApprovalTierDto> {
    return this.records.setActive(id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(id);
  }
}
