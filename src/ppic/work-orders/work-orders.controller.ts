import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { WorkOrderSteps } from './work-order-steps.service.js';
import { WorkOrderDto, WorkOrderListQuery, WorkOrderPatch } from './work-orders.dto.js';
import { WorkOrdersService } from './work-orders.service.js';

const MAY = PPIC.work_orders;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;

@Controller('ppic/work-orders')
export class WorkOrdersController {
  constructor(
    private readonly workOrders: WorkOrdersService,
    private readonly steps: WorkOrderSteps,
  ) {}

  @Get()
  @Route({
    summary: 'List work orders',
    description: 'The operations of released orders, those planned to begin first before the others.',
    permission: MAY.read,
    returns: page(WorkOrderDto),
    status: 200,
  })
  list(@Query() query: WorkOrderListQuery): Promise<Page<WorkOrderDto>> {
    return this.workOrders.page(query);
  }

  @Get(':id')
  @Route({
    summary: 'Show a work order',
    permission: MAY.read,
    returns: WorkOrderDto,
    status: 200,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<WorkOrderDto> {
    return this.workOrders.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Send a work order to another work centre',
    description:
      "Before it begins: to its operation's work centre or an alternative, at the times and today's rates there.",
    permission: MAY.update,
    returns: WorkOrderDto,
    status: 200,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE, PPIC_ERRORS.COMPONENTS_AT_SUBCONTRACTOR],
  })
  move(@IdParam() id: string, @Body() { work_centre_id }: WorkOrderPatch): Promise<WorkOrderDto> {
    return this.workOrders.move(id, work_centre_id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What can be done with a work order now',
    description:
      'Every action, whether the caller may do it now, and the reasons that stand in its way: operations before it, material, pieces that wait.',
    permission: MAY.read,
    returns: [TransitionDto],
    status: 200,
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.steps.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'Every change of state of a work order',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    status: 200,
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.workOrders.historyOf(id);
  }
}
