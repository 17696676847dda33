import { Body, Controller, Post, Query } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { WORK_ORDER } from './work-order.machine.js';
import type { WorkOrderEvent } from './work-order.machine.js';
import { WorkOrderSteps } from './work-order-steps.service.js';
import { LeaveOutInput, WorkOrderDto, WorkOrderReasonInput, WorkOrderStartQuery } from './work-orders.dto.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

function action(event: WorkOrderEvent, words: Pick<RouteOptions, 'summary' | 'description' | 'errors'>): RouteOptions {
  const { errors = [], ...rest } = words;
  return {
    ...rest,
    permission: WORK_ORDER.events[event].permission,
    returns: WorkOrderDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, ...errors],
  };
}

/** Every event of the machine, one route each. */
@Controller('ppic/work-orders')
export class WorkOrderActionsController {
  constructor(private readonly steps: WorkOrderSteps) {}

  @Post(':id/ready')
  @Route(
    action('ready', {
      summary: 'Say that a work order can begin',
      description:
        'It becomes ready by itself: at once when something of its order changes, within a minute when its material comes. This asks now.',
      errors: [PPIC_ERRORS.WORK_ORDER_BLOCKED],
    }),
  )
  ready(@IdParam() id: string, @Body() { reason }: WorkOrderReasonInput): Promise<WorkOrderDto> {
    return this.steps.ready(id, reason);
  }

  @Post(':id/start')
  @Route(
    action('start', {
      summary: 'Start a work order',
      description:
        'The first one starts a released order with it. Refused with everything that is missing; `allow_partial` begins with the material that is there.',
      errors: [PPIC_ERRORS.WORK_ORDER_BLOCKED],
    }),
  )
  start(
    @IdParam() id: string,
    @Body() { reason }: WorkOrderReasonInput,
    @Query() { allow_partial }: WorkOrderStartQuery,
  ): Promise<WorkOrderDto> {
    return this.steps.start(id, reason, allow_partial ?? false);
  }

  @Post(':id/pause')
  @Route(action('pause', { summary: 'Pause a work order' }))
  pause(@IdParam() id: string, @Body() { reason }: WorkOrderReasonInput): Promise<WorkOrderDto> {
    return this.steps.pause(id, reason);
  }

  @Post(':id/resume')
  @Route(action('resume', { summary: 'Resume a paused work order' }))
  resume(@IdParam() id: string, @Body() { reason }: WorkOrderReasonInput): Promise<WorkOrderDto> {
    return this.steps.resume(id, reason);
  }

  @Post(':id/complete')
  @Route(
    action('complete', {
      summary: 'Complete a work order',
      description:
        'No more is made here. Refused while pieces wait to be done again, to be handed over or to be accepted.',
      errors: [PPIC_ERRORS.WORK_ORDERS_OPEN],
    }),
  )
  complete(@IdParam() id: string, @Body() { reason }: WorkOrderReasonInput): Promise<WorkOrderDto> {
    return this.steps.complete(id, reason);
  }

  @Post(':id/cancel')
  @Route(
    action('cancel', {
      summary: 'Leave an operation out',
      description:
        'Before anything came to it: those before lead to those after, which take over its components. Never the last operation.',
      errors: [PPIC_ERRORS.WORK_ORDER_HAS_PIECES, PPIC_ERRORS.COMPONENTS_AT_SUBCONTRACTOR],
    }),
  )
  cancel(@IdParam() id: string, @Body() { reason }: LeaveOutInput): Promise<WorkOrderDto> {
    return this.steps.leaveOut(id, reason);
  }
}
