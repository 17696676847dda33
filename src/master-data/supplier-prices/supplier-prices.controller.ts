import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import {
  BestPriceDto,
  BestPriceQuery,
  SupplierPriceDto,
  SupplierPriceInput,
  SupplierPriceListQuery,
  SupplierPricePatch,
} from './supplier-prices.dto.js';
import { SUPPLIER_PRICE } from './supplier-prices.kind.js';
import { SupplierPricesService } from './supplier-prices.service.js';

const ROUTES = recordRoutes({
  one: 'a supplier price',
  many: 'supplier prices',
  permissions: MASTER_DATA.supplier_prices,
  answer: SupplierPriceDto,
});

@Controller('supplier-prices')
export class SupplierPricesController {
  constructor(
    private readonly records: MasterRecords,
    private readonly prices: SupplierPricesService,
  ) {}

  @Get('best')
  @Route({
    summary: 'The cheapest way to buy a quantity',
    description:
      'Every supplier that offers the product on the day, the cheapest amount first. Offers in a unit without a conversion or a currency without a rate come last and carry no made-up figure.',
    permission: MASTER_DATA.supplier_prices.read,
    returns: BestPriceDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  best(@Query() query: BestPriceQuery): Promise<BestPriceDto> {
    return this.prices.best(query);
  }

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: SupplierPriceListQuery): Promise<Page<SupplierPriceDto>> {
    return this.records.page(SUPPLIER_PRICE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: SupplierPriceInput): Promise<SupplierPriceDto> {
    return this.prices.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<SupplierPriceDto> {
    return this.records.get(SUPPLIER_PRICE, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: SupplierPricePatch): Promise<SupplierPriceDto> {
    return this.records.change(SUPPLIER_PRICE, id, body);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(SUPPLIER_PRICE, id);
  }
}
