import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { recordRoutes } from '../../master-data/index.js';
import {
  ReplenishmentRuleDto,
  ReplenishmentRuleInput,
  ReplenishmentRuleListQuery,
  ReplenishmentRulePatch,
} from './replenishment-rules.dto.js';
import { ReplenishmentRulesService } from './replenishment-rules.service.js';
import { REPLENISHMENT_RULE_PERMISSIONS } from './replenishment.permissions.js';

const ROUTES = recordRoutes({
  one: 'a replenishment rule',
  many: 'replenishment rules',
  permissions: REPLENISHMENT_RULE_PERMISSIONS,
  answer: ReplenishmentRuleDto,
  errors: [KERNEL_ERRORS.VALIDATION_FAILED],
});

@ApiTags('Replenishment')
@Controller('warehouse/replenishment-rules')
export class ReplenishmentRulesController {
  constructor(private readonly rules: ReplenishmentRulesService) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: ReplenishmentRuleListQuery): Promise<Page<ReplenishmentRuleDto>> {
    return this.rules.page(query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: ReplenishmentRuleInput): Promise<ReplenishmentRuleDto> {
    return this.rules.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<ReplenishmentRuleDto> {
    return this.rules.get(id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: ReplenishmentRulePatch): Promise<ReplenishmentRuleDto> {
    return this.rules.change(id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<ReplenishmentRuleDto> {
    return this.rules.setActive(id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<ReplenishmentRuleDto> {
    return this.rules.setActive(id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.rules.remove(id);
  }
}
