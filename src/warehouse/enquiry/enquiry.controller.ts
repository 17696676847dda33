import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS, notFound } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import {
  LedgerListQuery,
  LedgerRowDto,
  ProductStockDto,
  ProductStockQuery,
  StockListQuery,
  StockRowDto,
  ValuationDto,
  ValuationListQuery,
} from './enquiry.dto.js';
import { EnquiryRepository } from './enquiry.repository.js';

@ApiTags('Warehouse')
@Controller('warehouse')
export class EnquiryController {
  constructor(private readonly enquiry: EnquiryRepository) {}

  @Get('stock')
  @Route({
    summary: 'List stock by product and location',
    permission: WAREHOUSE.stock.read,
    returns: page(StockRowDto),
  })
  balances(@Query() query: StockListQuery): Promise<Page<StockRowDto>> {
    return this.enquiry.balances(query);
  }

  @Get('stock/:product_id')
  @Route({
    summary: 'Stock of a product',
    description:
      'In the companies and warehouses of the caller. A product that was never in stock has zero of everything.',
    permission: WAREHOUSE.stock.read,
    returns: ProductStockDto,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALUE_OUT_OF_RANGE],
  })
  async ofProduct(
    @IdParam('product_id') productId: string,
    @Query() query: ProductStockQuery,
  ): Promise<ProductStockDto> {
    const stock = await this.enquiry.ofProduct(productId, query);
    if (!stock) throw notFound('Product', productId);
    return stock;
  }

  @Get('ledger')
  @Route({
    summary: 'List ledger lines',
    description: 'Newest first. Every line left one location and entered another; lines are never changed.',
    permission: WAREHOUSE.stock.read,
    returns: page(LedgerRowDto),
  })
  ledger(@Query() query: LedgerListQuery): Promise<Page<LedgerRowDto>> {
    return this.enquiry.ledger(query);
  }

  @Get('valuations')
  @Route({
    summary: 'List what stock is worth, by product',
    permission: WAREHOUSE.stock.read_value,
    returns: page(ValuationDto),
  })
  valuations(@Query() query: ValuationListQuery): Promise<Page<ValuationDto>> {
    return this.enquiry.valuations(query);
  }
}
