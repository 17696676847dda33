import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { BOM_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { OrderBulkAnswerDto, OrderBulkInput } from './order-bulk.dto.js';
import { OrderBulkService } from './order-bulk.service.js';
import { OrderLifecycleService } from './order-lifecycle.service.js';
import {
  ManufacturingOrderDto,
  ManufacturingOrderInput,
  ManufacturingOrderListQuery,
  ManufacturingOrderPatch,
  ManufacturingOrderSummaryDto,
} from './orders.dto.js';
import { OrdersService } from './orders.service.js';

const MAY = PPIC.manufacturing_orders;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE, INVALID_VALUE } = KERNEL_ERRORS;
const DRAFTING = [
  NOT_FOUND,
  VALIDATION_FAILED,
  INVALID_VALUE,
  VALUE_OUT_OF_RANGE,
  BOM_ERRORS.BOM_NOT_VALID,
  BOM_ERRORS.BOM_TOO_DEEP,
  PPIC_ERRORS.BILL_NOT_MADE,
];

@Controller('ppic/manufacturing-orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly lifecycle: OrderLifecycleService,
    private readonly bulk: OrderBulkService,
  ) {}

  @Get()
  @Route({
    summary: 'List manufacturing orders',
    permission: MAY.read,
    returns: page(ManufacturingOrderSummaryDto),
    status: 200,
  })
  list(@Query() query: ManufacturingOrderListQuery): Promise<Page<ManufacturingOrderSummaryDto>> {
    return this.orders.page(query);
  }

  @Post()
  @Route({
    summary: 'Draft a manufacturing order',
    description:
      'By the active bill of the product. The draft already shows its components, and whether stock covers them. A product with one bill only, still a draft, has it activated by this first use, for a caller who holds `warehouse.bom.activate`.',
    permission: MAY.create,
    returns: ManufacturingOrderDto,
    status: 201,
    action: true,
    errors: DRAFTING,
  })
  create(@Body() body: ManufacturingOrderInput): Promise<ManufacturingOrderDto> {
    return this.orders.create(body);
  }

  @Post('bulk')
  @Route({
    summary: 'Take one step with many orders',
    description:
      "Each by the same path as alone, with every row's result. `atomic`: one refusal undoes all and is answered with 409.",
    permission: MAY.read,
    returns: OrderBulkAnswerDto,
    status: 200,
    action: true,
    errors: [VALIDATION_FAILED, PPIC_ERRORS.ORDER_BULK_REFUSED],
  })
  bulkStep(@Body() body: OrderBulkInput): Promise<OrderBulkAnswerDto> {
    return this.bulk.run(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a manufacturing order',
    description: 'With the snapshot of its bill, and what stock, ledger and calendar say of it now.',
    permission: MAY.read,
    returns: ManufacturingOrderDto,
    status: 200,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<ManufacturingOrderDto> {
    return this.orders.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change a draft',
    description:
      'Fields that are not sent stay as they are; the bill is copied anew. From the approval on nothing can be changed.',
    permission: MAY.update,
    returns: ManufacturingOrderDto,
    status: 200,
    versioned: true,
    errors: [...DRAFTING, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: ManufacturingOrderPatch): Promise<ManufacturingOrderDto> {
    return this.orders.change(id, body);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What can be done with an order now',
    description: 'Every action, whether the caller may do it now, and the reasons that stand in its way.',
    permission: MAY.read,
    returns: [TransitionDto],
    status: 200,
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.lifecycle.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'Every change of state of an order',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    status: 200,
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.orders.historyOf(id);
  }
}
