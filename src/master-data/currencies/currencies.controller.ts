import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import { CurrencyDto, CurrencyInput, CurrencyListQuery, CurrencyPatch } from './currencies.dto.js';
import { CURRENCY } from './currencies.kind.js';

const ROUTES = recordRoutes({
  one: 'a currency',
  many: 'currencies',
  permissions: MASTER_DATA.currencies,
  answer: CurrencyDto,
});

@Controller('currencies')
export class CurrenciesController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: CurrencyListQuery): Promise<Page<CurrencyDto>> {
    return this.records.page(CURRENCY, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: CurrencyInput): Promise<CurrencyDto> {
    return this.records.create(CURRENCY, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<CurrencyDto> {
    return this.records.get(CURRENCY, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: CurrencyPatch): Promise<CurrencyDto> {
    return this.records.change(CURRENCY, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<CurrencyDto> {
    return this.records.setActive(CURRENCY, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<CurrencyDto> {
    return this.records.setActive(CURRENCY, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(CURRENCY, id);
  }
}
