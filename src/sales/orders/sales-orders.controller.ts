import { Body, Controller, Get, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SALES } from '../sales.permissions.js';
import { SalesOrderReading } from './sales-order-reading.service.js';
import {
  SalesOrderDto,
  SalesOrderHeadDto,
  SalesOrderInput,
  SalesOrderListQuery,
  SalesOrderPatch,
} from './sales-orders.dto.js';
import { SalesOrdersService } from './sales-orders.service.js';

const MAY = SALES.orders;
const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, INVALID_STATE } = KERNEL_ERRORS;
const { EXCHANGE_RATE_MISSING } = MASTER_DATA_ERRORS;
const drafting = [NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, EXCHANGE_RATE_MISSING];

@ApiTags('Sales orders')
@Controller('sales/orders')
export class SalesOrdersController {
  constructor(
    private readonly orders: SalesOrdersService,
    private readonly reading: SalesOrderReading,
  ) {}

  @Get()
  @Route({ summary: 'List sales orders', permission: MAY.read, returns: page(SalesOrderHeadDto), errors: [] })
  list(@Query() query: SalesOrderListQuery): Promise<Page<SalesOrderHeadDto>> {
    return this.reading.page(query);
  }

  @Get('export')
  @Route({
    summary: 'Take sales orders away as CSV',
    description: 'All rows of the list as a stream, whatever the limit.',
    permission: MAY.export,
    produces: 'text/csv',
    status: 200,
  })
  async export(@Query() query: SalesOrderListQuery): Promise<StreamableFile> {
    const disposition = 'attachment; filename="sales-orders.csv"';
    return new StreamableFile(await this.reading.csv(query), { type: 'text/csv; charset=utf-8', disposition });
  }

  @Post()
  @Route({
    summary: 'Draft a sales order',
    description:
      "Lines without a price take that of the customer's list, else of the list for everybody, else the product's own, and say where it is from. A line is " +
      'round(quantity * price * (1 - discount), 2), its tax round(net * tax, 2), the header their sum and the freight.',
    permission: MAY.create,
    returns: SalesOrderDto,
    status: 201,
    action: true,
    errors: [...drafting, SALES_ERRORS.CUSTOMER_INACTIVE],
  })
  async create(@Body() body: SalesOrderInput): Promise<SalesOrderDto> {
    return this.reading.get(await this.orders.create(body));
  }

  @Get(':id')
  @Route({
    summary: 'Show a sales order',
    description: 'With its lines and what came of them.',
    permission: MAY.read,
    returns: SalesOrderDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<SalesOrderDto> {
    return this.reading.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change the draft of a sales order',
    permission: MAY.update,
    returns: SalesOrderDto,
    versioned: true,
    errors: [...drafting, INVALID_STATE],
  })
  async change(@IdParam() id: string, @Body() body: SalesOrderPatch): Promise<SalesOrderDto> {
    await this.orders.change(id, body);
    return this.reading.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a sales order now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.reading.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a sales order',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.reading.historyOf(id);
  }
}
