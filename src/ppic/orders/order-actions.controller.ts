import { Body, Controller, Post, Query } from '@nestjs/common';
import { IdParam, Route } from '../../kernel/http/index.js';
import {
  ApproveInput,
  ApproveQuery,
  CompleteInput,
  OptionalReasonInput,
  ReasonInput,
  ReserveQuery,
  StartInput,
} from './order-actions.dto.js';
import { OrderCompletionService } from './order-completion.service.js';
import { OrderLifecycleService } from './order-lifecycle.service.js';
import { orderAction } from './order-routes.js';
import type { OrderDto } from './orders.dto.js';

/** Every event of the machine, one route each. */
@Controller('ppic/manufacturing-orders/:id')
export class OrderActionsController {
  constructor(
    private readonly lifecycle: OrderLifecycleService,
    private readonly completion: OrderCompletionService,
  ) {}

  @Post('approve')
  @Route(orderAction('approve'))
  approve(@IdParam() id: string, @Body() body: ApproveInput, @Query() query: ApproveQuery): Promise<OrderDto> {
    return this.lifecycle.approve(id, body.approval_notes ?? query.approval_notes);
  }

  @Post('release')
  @Route(orderAction('release'))
  release(@IdParam() id: string, @Query() query: ReserveQuery): Promise<OrderDto> {
    return this.lifecycle.release(id, query.allow_partial ?? false);
  }

  @Post('reserve')
  @Route({
    ...orderAction('release'),
    summary: 'Hold what a released order is still missing',
    description: 'For components that came in after a partial release, or back by a reversal. The state stays.',
  })
  reserve(@IdParam() id: string, @Query() query: ReserveQuery): Promise<OrderDto> {
    return this.lifecycle.reserve(id, query.allow_partial ?? false);
  }

  @Post('start')
  @Route(orderAction('start'))
  start(@IdParam() id: string, @Body() body: StartInput, @Query() query: ReserveQuery): Promise<OrderDto> {
    return this.lifecycle.start(id, body.start_notes, query.allow_partial ?? false);
  }

  @Post('pause')
  @Route(orderAction('pause'))
  pause(@IdParam() id: string, @Body() body: ReasonInput): Promise<OrderDto> {
    return this.lifecycle.pause(id, body.reason);
  }

  @Post('resume')
  @Route(orderAction('resume'))
  resume(@IdParam() id: string, @Body() body: OptionalReasonInput): Promise<OrderDto> {
    return this.lifecycle.resume(id, body.reason);
  }

  @Post('complete')
  @Route(orderAction('complete'))
  complete(@IdParam() id: string, @Body() body: CompleteInput): Promise<OrderDto> {
    return this.completion.complete(id, body);
  }

  @Post('short-close')
  @Route(orderAction('short_close'))
  shortClose(@IdParam() id: string, @Body() body: ReasonInput): Promise<OrderDto> {
    return this.completion.shortClose(id, body.reason);
  }

  @Post('close')
  @Route(orderAction('close'))
  close(@IdParam() id: string, @Body() body: OptionalReasonInput): Promise<OrderDto> {
    return this.completion.close(id, body.reason);
  }

  @Post('cancel')
  @Route(orderAction('cancel'))
  cancel(@IdParam() id: string, @Body() body: ReasonInput): Promise<OrderDto> {
    return this.lifecycle.cancel(id, body.reason);
  }
}
