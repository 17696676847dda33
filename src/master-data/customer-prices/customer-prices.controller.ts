import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../master-data.errors.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import {
  CustomerPriceDto,
  CustomerPriceInput,
  CustomerPriceListQuery,
  CustomerPricePatch,
  SalesPriceDto,
  SalesPriceQuery,
} from './customer-prices.dto.js';
import { CUSTOMER_PRICE } from './customer-prices.kind.js';
import { CustomerPricesService } from './customer-prices.service.js';

const ROUTES = recordRoutes({
  one: 'a customer price',
  many: 'customer prices',
  permissions: MASTER_DATA.customer_prices,
  answer: CustomerPriceDto,
});

@Controller('customer-prices')
export class CustomerPricesController {
  constructor(
    private readonly records: MasterRecords,
    private readonly prices: CustomerPricesService,
  ) {}

  @Get('price')
  @Route({
    summary: 'What a customer pays for a quantity',
    description: "The customer's own list, else the list for everybody, else the list price of the product.",
    permission: MASTER_DATA.customer_prices.read,
    returns: SalesPriceDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, MASTER_DATA_ERRORS.NO_PRICE, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  price(@Query() query: SalesPriceQuery): Promise<SalesPriceDto> {
    return this.prices.priceOf(query);
  }

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: CustomerPriceListQuery): Promise<Page<CustomerPriceDto>> {
    return this.records.page(CUSTOMER_PRICE, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: CustomerPriceInput): Promise<CustomerPriceDto> {
    return this.prices.create(body);
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<CustomerPriceDto> {
    return this.records.get(CUSTOMER_PRICE, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: CustomerPricePatch): Promise<CustomerPriceDto> {
    return this.records.change(CUSTOMER_PRICE, id, body);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(CUSTOMER_PRICE, id);
  }
}
