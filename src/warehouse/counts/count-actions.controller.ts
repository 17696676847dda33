import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { NO_ROOM } from '../locations/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { ApproveInput, StockCountDto, CountReasonInput, FinishInput } from './counts.dto.js';
import { COUNT_ERRORS } from './counts.errors.js';
import { COUNT_PERMISSIONS } from './counts.permissions.js';
import { CountsService } from './counts.service.js';

const { NOT_FOUND, INVALID_STATE, VALIDATION_FAILED } = KERNEL_ERRORS;
const step = { returns: StockCountDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Stock counts')
@Controller('warehouse/counts')
export class CountActionsController {
  constructor(private readonly counts: CountsService) {}

  @Post(':id/start')
  @Route({
    summary: 'Begin a stock count',
    description:
      'Draws a line for each product, place and lot with stock. In mode `freeze` all of it stands still from now on.',
    permission: COUNT_PERMISSIONS.start,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, COUNT_ERRORS.COUNT_EMPTY],
  })
  start(@IdParam() id: string): Promise<StockCountDto> {
    return this.counts.start(id);
  }

  @Post(':id/finish')
  @Route({
    summary: 'Finish a round of counting',
    description:
      'Lines agree when they are within the tolerance or two people found the same; the others are to be counted again.',
    permission: COUNT_PERMISSIONS.finish,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, COUNT_ERRORS.COUNT_INCOMPLETE],
  })
  finish(@IdParam() id: string, @Body() body: FinishInput): Promise<StockCountDto> {
    return this.counts.finish(id, body);
  }

  @Post(':id/recount')
  @Route({
    summary: 'Have lines counted again',
    description: 'Those that do not agree, by somebody who has not counted them.',
    permission: COUNT_PERMISSIONS.finish,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  recount(@IdParam() id: string, @Body() { reason }: CountReasonInput): Promise<StockCountDto> {
    return this.counts.recount(id, reason);
  }

  @Post(':id/approve')
  @Route({
    summary: 'Approve the differences of a stock count',
    permission: COUNT_PERMISSIONS.approve,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, COUNT_ERRORS.COUNT_APPROVER_MUST_DIFFER, COUNT_ERRORS.COUNT_NEEDS_RECOUNT],
  })
  approve(@IdParam() id: string, @Body() body: ApproveInput): Promise<StockCountDto> {
    return this.counts.approve(id, body);
  }

  @Post(':id/post')
  @Route({
    summary: 'Post the differences of a stock count',
    description: 'All of them in one movement, or none: a piece that is reserved or has gone since is listed as short.',
    permission: COUNT_PERMISSIONS.post,
    ...step,
    errors: [
      NOT_FOUND,
      INVALID_STATE,
      VALIDATION_FAILED,
      WAREHOUSE_ERRORS.INSUFFICIENT_STOCK,
      WAREHOUSE_ERRORS.PERIOD_CLOSED,
      ...NO_ROOM,
      WAREHOUSE_ERRORS.SERIAL_IN_STOCK,
    ],
  })
  post(@IdParam() id: string): Promise<StockCountDto> {
    return this.counts.post(id);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Cancel a stock count',
    permission: COUNT_PERMISSIONS.cancel,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() { reason }: CountReasonInput): Promise<StockCountDto> {
    return this.counts.cancel(id, reason);
  }
}
