import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import {
  AgeingQuery,
  AgeingRowDto,
  AsOfQuery,
  SlowMoverDto,
  SlowMoversQuery,
  StockAsOfDto,
  ValueAsOfDto,
} from './history.dto.js';
import { HistoryService } from './history.service.js';

const { NOT_FOUND } = KERNEL_ERRORS;

@ApiTags('Stock over time')
@Controller('warehouse')
export class HistoryController {
  constructor(private readonly history: HistoryService) {}

  @Get('stock-as-of')
  @Route({
    summary: 'Stock as of a moment',
    description: 'By product, location and lot, as it happened or as it was recorded.',
    permission: WAREHOUSE.stock.read,
    returns: StockAsOfDto,
    status: 200,
    errors: [WAREHOUSE_ERRORS.ARCHIVED],
  })
  stock(@Query() query: AsOfQuery): Promise<StockAsOfDto> {
    return this.history.stock(query);
  }

  @Get('value-as-of')
  @Route({
    summary: 'Value of stock as of a moment',
    description: 'By product and valuation area, value adjustments included.',
    permission: WAREHOUSE.stock.read_value,
    returns: ValueAsOfDto,
    status: 200,
    errors: [WAREHOUSE_ERRORS.ARCHIVED],
  })
  value(@Query() query: AsOfQuery): Promise<ValueAsOfDto> {
    return this.history.value(query);
  }

  @Get('ageing')
  @Route({
    summary: 'How old stock is',
    description:
      'By receipt: the pieces on hand are taken to be those that came last. What came back or was converted keeps no age of its own.',
    permission: WAREHOUSE.stock.read_value,
    returns: [AgeingRowDto],
    errors: [NOT_FOUND],
  })
  ageing(@Query() query: AgeingQuery): Promise<AgeingRowDto[]> {
    return this.history.ageing(query);
  }

  @Get('slow-movers')
  @Route({
    summary: 'Stock that nobody uses',
    description: 'Nothing issued or used up for so many days, the most valuable first.',
    permission: WAREHOUSE.stock.read_value,
    returns: [SlowMoverDto],
    errors: [NOT_FOUND],
  })
  slowMovers(@Query() query: SlowMoversQuery): Promise<SlowMoverDto[]> {
    return this.history.slowMovers(query);
  }
}
