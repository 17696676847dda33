import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { SalesOrderReading } from '../orders/sales-order-reading.service.js';
import { SalesOrderDto } from '../orders/sales-orders.dto.js';
import { SALES } from '../sales.permissions.js';
import { PromisesService } from './promises.service.js';
import { LinePromiseDto, LineSupplyDto, PromiseDto, PromiseQuery } from './supply.dto.js';
import { SupplyService } from './supply.service.js';

const MAY = SALES.orders;
const { NOT_FOUND, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Sales orders')
@Controller('sales')
export class SalesSupplyController {
  constructor(
    private readonly promises: PromisesService,
    private readonly supply: SupplyService,
    private readonly reading: SalesOrderReading,
  ) {}

  @Get('promises')
  @Route({
    summary: 'Ask for when a quantity can be promised',
    description:
      'The first day on which stock and what is known to come give it without taking it from anybody, or by the lead time of the product if that is sooner.',
    permission: MAY.read,
    returns: PromiseDto,
    errors: [NOT_FOUND],
  })
  promise(@Query() query: PromiseQuery): Promise<PromiseDto> {
    return this.promises.ask(query);
  }

  @Get('orders/:id/promises')
  @Route({
    summary: 'Ask for when the lines of a sales order can be promised',
    description: 'For what is open and not held yet; what the order claims already does not count against it.',
    permission: MAY.read,
    returns: [LinePromiseDto],
    errors: [NOT_FOUND],
  })
  promisesOf(@IdParam() id: string): Promise<LinePromiseDto[]> {
    return this.promises.ofOrder(id);
  }

  @Get('orders/:id/supplies')
  @Route({
    summary: 'Show what is made and bought for a sales order',
    permission: MAY.read,
    returns: [LineSupplyDto],
    errors: [NOT_FOUND],
  })
  supplies(@IdParam() id: string): Promise<LineSupplyDto[]> {
    return this.supply.of(id);
  }

  @Post('orders/:id/reserve')
  @Route({
    summary: 'Hold the stock that there is by now for a sales order',
    description: 'The same is done by itself every minute, for the most urgent orders first.',
    permission: MAY.confirm,
    returns: SalesOrderDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  async reserve(@IdParam() id: string): Promise<SalesOrderDto> {
    await this.supply.reserve(id);
    return this.reading.get(id);
  }
}
