import { Body, Controller, Post } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { QUALITY_ERRORS } from '../../quality/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { ReworkLifecycle } from './rework-lifecycle.service.js';
import { ReworkWork } from './rework-work.service.js';
import {
  ReworkCancelInput,
  ReworkNoteInput,
  ReworkOrderDto,
  ReworkReportInput,
  ReworkVerificationInput,
} from './rework.dto.js';

const MAY = PPIC.rework_orders;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW, LOT_ON_HOLD, LOT_EXPIRED } = WAREHOUSE_ERRORS;
const { NO_INSPECTION_PLAN, LOT_SIZE_NOT_SAMPLED, HOLDING_PLACE_MISSING, INSPECTION_REPEATED } = QUALITY_ERRORS;
const step = { returns: ReworkOrderDto, status: 200, versioned: true, action: true } as const;
const moving = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, PERIOD_CLOSED, STOCK_FROZEN];
const putting = [...moving, STOCK_OVERFLOW, ...NO_ROOM];

/** Every event of the machine, one route each. */
@Controller('ppic/rework-orders')
export class ReworkActionsController {
  constructor(
    private readonly lifecycle: ReworkLifecycle,
    private readonly work: ReworkWork,
  ) {}

  @Post(':id/approve')
  @Route({
    summary: 'Approve rework',
    permission: MAY.approve,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, PPIC_ERRORS.ORDER_APPROVER_IS_AUTHOR],
  })
  approve(@IdParam() id: string, @Body() { reason }: ReworkNoteInput): Promise<ReworkOrderDto> {
    return this.lifecycle.approve(id, reason);
  }

  @Post(':id/start')
  @Route({
    summary: 'Start rework',
    description:
      'Takes the rejected pieces off hold and all the material out of the warehouse, into production. A shortage is refused with everything that is short.',
    permission: MAY.start,
    ...step,
    errors: [...moving, INSUFFICIENT_STOCK, LOT_ON_HOLD, LOT_EXPIRED],
  })
  start(@IdParam() id: string, @Body() { reason }: ReworkNoteInput): Promise<ReworkOrderDto> {
    return this.work.start(id, reason);
  }

  @Post(':id/complete')
  @Route({
    summary: 'Tell what came of reworked pieces',
    description:
      'Good, scrapped and still rejected ones, any number of times: the order is completed with the last piece that was taken, whatever became of it.',
    permission: MAY.complete,
    ...step,
    errors: [...putting, KERNEL_ERRORS.VALUE_OUT_OF_RANGE, PPIC_ERRORS.REWORK_QUANTITY_EXCEEDED],
  })
  complete(@IdParam() id: string, @Body() body: ReworkReportInput): Promise<ReworkOrderDto> {
    return this.work.complete(id, body);
  }

  @Post(':id/verify')
  @Route({
    summary: 'Verify that rework was done well',
    description:
      'By somebody who told of none of it. It is not sent back: what is not good is rejected by an inspection, and asked for again.',
    permission: MAY.verify,
    ...step,
    errors: [
      ...putting,
      INSUFFICIENT_STOCK,
      PPIC_ERRORS.REWORK_VERIFIER_IS_WORKER,
      NO_INSPECTION_PLAN,
      LOT_SIZE_NOT_SAMPLED,
      HOLDING_PLACE_MISSING,
      INSPECTION_REPEATED,
    ],
  })
  verify(@IdParam() id: string, @Body() body: ReworkVerificationInput): Promise<ReworkOrderDto> {
    return this.lifecycle.verify(id, body);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Cancel rework',
    description:
      'Pieces of which nothing was told go back on hold, and with them the material that they would have used, at what they were taken for.',
    permission: MAY.cancel,
    ...step,
    errors: putting,
  })
  cancel(@IdParam() id: string, @Body() { reason }: ReworkCancelInput): Promise<ReworkOrderDto> {
    return this.work.cancel(id, reason);
  }
}
