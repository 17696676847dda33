import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MasterRecords, recordRoutes } from '../../master-data/index.js';
import { ACCOUNTING } from '../accounting.permissions.js';
import { TaxRateDto, TaxRateInput, TaxRateListQuery, TaxRatePatch } from './taxes.dto.js';
import { TAX_RATE } from './taxes.kind.js';
import { TaxRatesService } from './taxes.service.js';
const ROUTES = recordRoutes({
  one: 'a rate of a tax',
  many: 'rates of taxes',
  permissions: ACCOUNTING.tax_codes,
  answer: TaxRateDto,
});

@ApiTags('Accounting')
@Controller('accounting/tax-rates')
export class TaxRatesController {
  constructor(
    private readonly records: MasterRecords,
    private readonly rates: TaxRatesService,
  ) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: TaxRateListQuery): Promise<Page<TaxRateDto>> {
    return this.records.page(TAX_RATE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: TaxRateInput): Promise<TaxRateDto> {
    return this.rates.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<TaxRateDto> {
    return this.records.get(TAX_RATE, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: TaxRatePatch): Promise<TaxRateDto> {
    return this.records.change(TAX_RATE, id, body);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(TAX_RATE, id);
  }
}
