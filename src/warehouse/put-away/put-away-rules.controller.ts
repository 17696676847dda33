import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { recordRoutes } from '../../master-data/index.js';
import { PutAwayRuleDto, PutAwayRuleInput, PutAwayRuleListQuery, PutAwayRulePatch } from './put-away-rules.dto.js';
import { PutAwayRulesService } from './put-away-rules.service.js';
import { PUT_AWAY_RULE_PERMISSIONS } from './put-away.permissions.js';

const ROUTES = recordRoutes({
  one: 'a put-away rule',
  many: 'put-away rules',
  permissions: PUT_AWAY_RULE_PERMISSIONS,
  answer: PutAwayRuleDto,
  errors: [KERNEL_ERRORS.VALIDATION_FAILED],
});

@ApiTags('Put-away')
@Controller('warehouse/put-away-rules')
export class PutAwayRulesController {
  constructor(private readonly rules: PutAwayRulesService) {}

  @Get()
  @Route({ ...ROUTES.list, description: 'In the order in which they have their turn.' })
  list(@Query() query: PutAwayRuleListQuery): Promise<Page<PutAwayRuleDto>> {
    return this.rules.page(query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: PutAwayRuleInput): Promise<PutAwayRuleDto> {
    return this.rules.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<PutAwayRuleDto> {
    return this.rules.get(id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: PutAwayRulePatch): Promise<PutAwayRuleDto> {
    return this.rules.change(id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<PutAwayRuleDto> {
    return this.rules.setActive(id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<PutAwayRuleDto> {
    return this.rules.setActive(id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.rules.remove(id);
  }
}
