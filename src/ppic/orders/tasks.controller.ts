import { Body, Controller, Post, Query } from '@nestjs/common';
import { IdParam, Route } from '../../kernel/http/index.js';
import { ApproveInput, ApproveQuery, CompleteInput, ReserveQuery, StartInput } from './order-actions.dto.js';
import { OrderCompletionService } from './order-completion.service.js';
import { OrderLifecycleService } from './order-lifecycle.service.js';
import { orderAction } from './order-routes.js';
import type { OrderDto } from './orders.dto.js';

/** The planner's short form of an order's life: a task's id is the order's. Its paths and fields are fixed for earlier clients. */
@Controller('ppic/tasks/:id')
export class TasksController {
  constructor(
    private readonly lifecycle: OrderLifecycleService,
    private readonly completion: OrderCompletionService,
  ) {}

  @Post('approve')
  @Route(orderAction('approve'))
  approve(@IdParam() id: string, @Body() body: ApproveInput, @Query() query: ApproveQuery): Promise<OrderDto> {
    return this.lifecycle.approve(id, body.approval_notes ?? query.approval_notes);
  }

  @Post('start')
  @Route(orderAction('start'))
  start(@IdParam() id: string, @Body() body: StartInput, @Query() query: ReserveQuery): Promise<OrderDto> {
    return this.lifecycle.start(id, body.start_notes, query.allow_partial ?? false);
  }

  @Post('complete')
  @Route(orderAction('complete'))
  complete(@IdParam() id: string, @Body() body: CompleteInput): Promise<OrderDto> {
    return this.completion.complete(id, body);
  }
}
