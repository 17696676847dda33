import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import {
  PurchaseOrderDto,
  PurchaseOrderHeadDto,
  PurchaseOrderInput,
  PurchaseOrderListQuery,
  PurchaseOrderPatch,
} from './orders.dto.js';
import { PurchaseOrdersService } from './orders.service.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, INVALID_STATE } = KERNEL_ERRORS;
const { SUPPLIER_INACTIVE } = PURCHASE_ORDER_ERRORS;
const drafting = [NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE, SUPPLIER_INACTIVE];

@ApiTags('Purchase orders')
@Controller('purchasing/orders')
export class PurchaseOrdersController {
  constructor(private readonly orders: PurchaseOrdersService) {}

  @Get()
  @Route({ summary: 'List purchase orders', permission: MAY.read, returns: page(PurchaseOrderHeadDto), errors: [] })
  list(@Query() query: PurchaseOrderListQuery): Promise<Page<PurchaseOrderHeadDto>> {
    return this.orders.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a purchase order',
    description:
      "Lines without a price take that of the supplier's price list in the currency of the order. A line is round(quantity * price * (1 - discount), 2), its tax " +
      'round(net * tax, 2), the header their sum.',
    permission: MAY.create,
    returns: PurchaseOrderDto,
    status: 201,
    action: true,
    errors: drafting,
  })
  create(@Body() body: PurchaseOrderInput): Promise<PurchaseOrderDto> {
    return this.orders.create(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a purchase order',
    description: 'With its lines, what came of them, and who approved it.',
    permission: MAY.read,
    returns: PurchaseOrderDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<PurchaseOrderDto> {
    return this.orders.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change the draft of a purchase order',
    permission: MAY.update,
    returns: PurchaseOrderDto,
    versioned: true,
    errors: [...drafting, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: PurchaseOrderPatch): Promise<PurchaseOrderDto> {
    return this.orders.change(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with a purchase order now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.orders.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What was done with a purchase order',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.orders.historyOf(id);
  }
}
