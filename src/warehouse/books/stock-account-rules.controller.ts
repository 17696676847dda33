import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { recordRoutes } from '../../master-data/index.js';
import { STOCK_BOOKS_ERRORS } from './books.errors.js';
import { STOCK_ACCOUNT_RULES } from './books.permissions.js';
import {
  RuleTrialDto,
  RuleTrialQuery,
  StockAccountRuleDto,
  StockAccountRuleInput,
  StockAccountRuleListQuery,
  StockAccountRulePatch,
} from './stock-account-rules.dto.js';
import { StockAccountRulesService } from './stock-account-rules.service.js';

const { HOUSE_RULE } = STOCK_BOOKS_ERRORS;
const ROUTES = recordRoutes({
  one: 'a rule for the accounts of stock',
  many: 'rules for the accounts of stock',
  permissions: STOCK_ACCOUNT_RULES,
  answer: StockAccountRuleDto,
  errors: [KERNEL_ERRORS.VALIDATION_FAILED, HOUSE_RULE],
});

const AGAINST_HOUSE = [KERNEL_ERRORS.NOT_FOUND, HOUSE_RULE];

@ApiTags('Accounting')
@Controller('accounting/stock-account-rules')
export class StockAccountRulesController {
  constructor(private readonly rules: StockAccountRulesService) {}

  @Get()
  @Route({ ...ROUTES.list, description: 'Those of the house, by roles, and those of the company.' })
  list(@Query() query: StockAccountRuleListQuery): Promise<Page<StockAccountRuleDto>> {
    return this.rules.page(query);
  }

  @Post()
  @Route({
    ...ROUTES.create,
    description:
      'The rule that says most holds: for the product, for its nearest category, for its type; for the kind of adjustment, of document, of place. Of two that say as much, the one of the company. It holds for what is posted from then on; stock that is on another account moves with the next run of the job.',
  })
  create(@Body() body: StockAccountRuleInput): Promise<StockAccountRuleDto> {
    return this.rules.create(body);
  }

  @Get('try')
  @Route({
    summary: 'Which rule holds, and on which account value would go',
    permission: STOCK_ACCOUNT_RULES.read,
    returns: RuleTrialDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  try(@Query() query: RuleTrialQuery): Promise<RuleTrialDto> {
    return this.rules.try(query);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<StockAccountRuleDto> {
    return this.rules.get(id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: StockAccountRulePatch): Promise<StockAccountRuleDto> {
    return this.rules.change(id, body);
  }

  @Post(':id/deactivate')
  @Route({ ...ROUTES.deactivate, errors: AGAINST_HOUSE })
  deactivate(@IdParam() id: string): Promise<StockAccountRuleDto> {
    return this.rules.setActive(id, false);
  }

  @Post(':id/activate')
  @Route({ ...ROUTES.activate, errors: AGAINST_HOUSE })
  activate(@IdParam() id: string): Promise<StockAccountRuleDto> {
    return this.rules.setActive(id, true);
  }

  @Delete(':id')
  @Route({ ...ROUTES.remove, errors: [...AGAINST_HOUSE, KERNEL_ERRORS.IN_USE] })
  remove(@IdParam() id: string): Promise<void> {
    return this.rules.remove(id);
  }
}
