import { Body, Controller, Post, Query } from '@nestjs/common';
import { IdParam, Route } from '../../kernel/http/index.js';
import {
  OrderApprovalInput,
  OrderApprovalQuery,
  OrderCompletionInput,
  OrderReservationQuery,
  OrderStartInput,
} from './order-actions.dto.js';
import { OrderCompletionService } from './order-completion.service.js';
import { OrderLifecycleService } from './order-lifecycle.service.js';
import { orderAction } from './order-routes.js';
import type { ManufacturingOrderDto } from './orders.dto.js';

/** The planner's short form of an order's life: a task's id is the order's. Its paths and fields are fixed for earlier clients. */
@Controller('ppic/tasks/:id')
export class TasksController {
  constructor(
    private readonly lifecycle: OrderLifecycleService,
    private readonly completion: OrderCompletionService,
  ) {}

  @Post('approve')
  @Route(orderAction('approve'))
  approve(
    @IdParam() id: string,
    @Body() body: OrderApprovalInput,
    @Query() query: OrderApprovalQuery,
  ): Promise<ManufacturingOrderDto> {
    return this.lifecycle.approve(id, body.approval_notes ?? query.approval_notes);
  }

  @Post('start')
  @Route(orderAction('start'))
  start(
    @IdParam() id: string,
    @Body() body: OrderStartInput,
    @Query() query: OrderReservationQuery,
  ): Promise<ManufacturingOrderDto> {
    return this.lifecycle.start(id, body.start_notes, query.allow_partial ?? false);
  }

  @Post('complete')
  @Route(orderAction('complete'))
  complete(@IdParam() id: string, @Body() body: OrderCompletionInput): Promise<ManufacturingOrderDto> {
    return this.completion.complete(id, body);
  }
}
