import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ACCOUNTING_ERRORS } from '../../accounting/index.js';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { SALES_INVOICE_ERRORS } from '../invoices/sales-invoice.errors.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SALES_RETURN_ERRORS } from './sales-return.errors.js';
import { SALES_RETURN_PERMISSIONS as MAY } from './sales-return.permissions.js';
import {
  CancelReturnInput,
  ReceiveReturnInput,
  SalesReturnDto,
  SalesReturnHeadDto,
  SalesReturnInput,
  SalesReturnListQuery,
} from './sales-returns.dto.js';
import { SalesReturns } from './sales-returns.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { PERIOD_CLOSED, STOCK_FROZEN } = WAREHOUSE_ERRORS;
const { RETURN_EXCEEDS_SHIPMENT, REPLACEMENT_OF_CLOSED_ORDER } = SALES_RETURN_ERRORS;
const step = { returns: SalesReturnDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Returns of customers')
@Controller('sales/returns')
export class SalesReturnsController {
  constructor(private readonly returns: SalesReturns) {}

  @Get()
  @Route({ summary: 'List returns of customers', permission: MAY.read, returns: page(SalesReturnHeadDto) })
  list(@Query() query: SalesReturnListQuery): Promise<Page<SalesReturnHeadDto>> {
    return this.returns.page(query);
  }

  @Post()
  @Route({
    summary: 'Authorise a return',
    description:
      'Of lines of shipped deliveries, each with what comes of it. Nothing is counted before it is received.',
    permission: MAY.create,
    returns: SalesReturnDto,
    status: 201,
    action: true,
    errors: [VALIDATION_FAILED, RETURN_EXCEEDS_SHIPMENT],
  })
  authorise(@Body() body: SalesReturnInput): Promise<SalesReturnDto> {
    return this.returns.authorise(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a return of a customer',
    permission: MAY.read,
    returns: SalesReturnDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<SalesReturnDto> {
    return this.returns.get(id);
  }

  @Post(':id/receive')
  @Route({
    summary: 'Receive a return',
    description:
      'Stock comes back at what it left for. What is replaced is open on its order again; of what is credited a credit note is drafted.',
    permission: MAY.receive,
    ...step,
    errors: [
      ...[NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, PERIOD_CLOSED, STOCK_FROZEN],
      ...[RETURN_EXCEEDS_SHIPMENT, REPLACEMENT_OF_CLOSED_ORDER, SALES_INVOICE_ERRORS.CREDIT_EXCEEDS_SALE],
      ...[
        MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING,
        ACCOUNTING_ERRORS.ACCOUNT_ROLE_MISSING,
        SALES_ERRORS.SALES_QUANTITY_EXCEEDED,
      ],
    ],
  })
  receive(@IdParam() id: string, @Body() body: ReceiveReturnInput): Promise<SalesReturnDto> {
    return this.returns.receive(id, body);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Cancel a return that has not come',
    permission: MAY.cancel,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() body: CancelReturnInput): Promise<SalesReturnDto> {
    return this.returns.cancel(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a return now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.returns.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a return',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.returns.historyOf(id);
  }
}
