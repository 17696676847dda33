import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import {
  ExchangeRateDto,
  ExchangeRateInput,
  ExchangeRateListQuery,
  ExchangeRatePatch,
  RateOnDateDto,
  RateQuery,
} from './exchange-rates.dto.js';
import { EXCHANGE_RATE } from './exchange-rates.kind.js';
import { ExchangeRates } from './exchange-rates.service.js';

const ROUTES = recordRoutes({
  one: 'an exchange rate',
  many: 'exchange rates',
  permissions: MASTER_DATA.exchange_rates,
  answer: ExchangeRateDto,
});

@Controller('exchange-rates')
export class ExchangeRatesController {
  constructor(
    private readonly records: MasterRecords,
    private readonly rates: ExchangeRates,
  ) {}

  @Get('on-date')
  @Route({
    summary: 'The rate between two currencies on a day',
    description:
      'The latest rate that is valid on the day; when only the opposite direction has one, its exact reciprocal.',
    permission: MASTER_DATA.exchange_rates.read,
    returns: RateOnDateDto,
    errors: [MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING],
  })
  onDate(@Query() query: RateQuery): Promise<RateOnDateDto> {
    return this.rates.explain(query);
  }

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: ExchangeRateListQuery): Promise<Page<ExchangeRateDto>> {
    return this.records.page(EXCHANGE_RATE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: ExchangeRateInput): Promise<ExchangeRateDto> {
    return this.records.create(EXCHANGE_RATE, body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<ExchangeRateDto> {
    return this.records.get(EXCHANGE_RATE, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: ExchangeRatePatch): Promise<ExchangeRateDto> {
    return this.records.change(EXCHANGE_RATE, id, body);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(EXCHANGE_RATE, id);
  }
}
