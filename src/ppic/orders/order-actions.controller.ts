import { Body, Controller, Post, Query } from '@nestjs/common';
import { IdParam, Route } from '../../kernel/http/index.js';
import {
  OrderApprovalInput,
  OrderApprovalQuery,
  OrderCompletionInput,
  OptionalOrderReasonInput,
  OrderReasonInput,
  OrderReservationQuery,
  OrderStartInput,
} from './order-actions.dto.js';
import { OrderCompletionService } from './order-completion.service.js';
import { OrderLifecycleService } from './order-lifecycle.service.js';
import { orderAction } from './order-routes.js';
import type { ManufacturingOrderDto } from './orders.dto.js';

/** Every event of the machine, one route each. */
@Controller('ppic/manufacturing-orders')
export class OrderActionsController {
  constructor(
    private readonly lifecycle: OrderLifecycleService,
    private readonly completion: OrderCompletionService,
  ) {}

  @Post(':id/approve')
  @Route(orderAction('approve'))
  approve(
    @IdParam() id: string,
    @Body() body: OrderApprovalInput,
    @Query() query: OrderApprovalQuery,
  ): Promise<ManufacturingOrderDto> {
    return this.lifecycle.approve(id, body.approval_notes ?? query.approval_notes);
  }

  @Post(':id/release')
  @Route(orderAction('release'))
  release(@IdParam() id: string, @Query() query: OrderReservationQuery): Promise<ManufacturingOrderDto> {
    return this.lifecycle.release(id, query.allow_partial ?? false);
  }

  @Post(':id/reserve')
  @Route({
    ...orderAction('release'),
    summary: 'Hold what a released order is still missing',
    description: 'For components that came in after a partial release, or back by a reversal. The state stays.',
  })
  reserve(@IdParam() id: string, @Query() query: OrderReservationQuery): Promise<ManufacturingOrderDto> {
    return this.lifecycle.reserve(id, query.allow_partial ?? false);
  }

  @Post(':id/start')
  @Route(orderAction('start'))
  start(
    @IdParam() id: string,
    @Body() body: OrderStartInput,
    @Query() query: OrderReservationQuery,
  ): Promise<ManufacturingOrderDto> {
    return this.lifecycle.start(id, body.start_notes, query.allow_partial ?? false);
  }

  @Post(':id/pause')
  @Route(orderAction('pause'))
  pause(@IdParam() id: string, @Body() body: OptionalOrderReasonInput): Promise<ManufacturingOrderDto> {
    return this.lifecycle.pause(id, body.reason);
  }

  @Post(':id/resume')
  @Route(orderAction('resume'))
  resume(@IdParam() id: string, @Body() body: OptionalOrderReasonInput): Promise<ManufacturingOrderDto> {
    return this.lifecycle.resume(id, body.reason);
  }

  @Post(':id/complete')
  @Route(orderAction('complete'))
  complete(@IdParam() id: string, @Body() body: OrderCompletionInput): Promise<ManufacturingOrderDto> {
    return this.completion.complete(id, body);
  }

  @Post(':id/short-close')
  @Route(orderAction('short_close'))
  shortClose(@IdParam() id: string, @Body() body: OrderReasonInput): Promise<ManufacturingOrderDto> {
    return this.completion.shortClose(id, body.reason);
  }

  @Post(':id/close')
  @Route(orderAction('close'))
  close(@IdParam() id: string, @Body() body: OptionalOrderReasonInput): Promise<ManufacturingOrderDto> {
    return this.completion.close(id, body.reason);
  }

  @Post(':id/cancel')
  @Route(orderAction('cancel'))
  cancel(@IdParam() id: string, @Body() body: OptionalOrderReasonInput): Promise<ManufacturingOrderDto> {
    return this.lifecycle.cancel(id, body.reason);
  }
}
