import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import {
  LedgerListQuery,
  LedgerRowDto,
  ProductStockDto,
  StockListQuery,
  StockRowDto,
  ValuationDto,
  ValuationListQuery,
} from './stock.dto.js';
import { StockRepository } from './stock.repository.js';
import { StockService } from './stock.service.js';

@ApiTags('Warehouse')
@Controller('warehouse')
export class StockController {
  constructor(
    private readonly stock: StockService,
    private readonly reads: StockRepository,
  ) {}

  @Get('stock')
  @Route({ summary: 'List stock by product and place', permission: WAREHOUSE.stock.read, returns: page(StockRowDto) })
  list(@Query() query: StockListQuery): Promise<Page<StockRowDto>> {
    return this.reads.page(query);
  }

  @Get('stock/:product_id')
  @Route({
    summary: 'Show the stock of a product',
    description: 'Totals and every place with stock, within the warehouses that the caller may see.',
    permission: WAREHOUSE.stock.read,
    returns: ProductStockDto,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  ofProduct(@IdParam('product_id') productId: string): Promise<ProductStockDto> {
    return this.stock.ofProduct(productId);
  }

  @Get('ledger')
  @Route({
    summary: 'List lines of the stock ledger',
    description: 'The latest first. A line is never changed: a correction is a further movement.',
    permission: WAREHOUSE.stock.read,
    returns: page(LedgerRowDto),
  })
  ledger(@Query() query: LedgerListQuery): Promise<Page<LedgerRowDto>> {
    return this.stock.ledger(query);
  }

  @Get('valuations')
  @Route({
    summary: 'List quantity and value of products',
    permission: WAREHOUSE.stock.read_value,
    returns: page(ValuationDto),
  })
  valuations(@Query() query: ValuationListQuery): Promise<Page<ValuationDto>> {
    return this.reads.valuations(query);
  }
}
