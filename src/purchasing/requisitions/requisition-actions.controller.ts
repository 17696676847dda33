import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING } from '../purchasing.permissions.js';
import { RequisitionCancelling } from './requisition-cancelling.js';
import { RequisitionReviewInput } from './requisition-lines.dto.js';
import { RequisitionReviews } from './requisition-reviews.service.js';
import { RequisitionDto, RequisitionReasonInput } from './requisitions.dto.js';
import { RequisitionsService } from './requisitions.service.js';

const MAY = PURCHASING.requisitions;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { REVIEWER_IS_REQUESTER, NOT_A_REVIEWER, REQUISITION_OF_ANOTHER, REQUISITION_LINE_RECEIVED } = PURCHASING_ERRORS;
const step = { returns: RequisitionDto, status: 200, versioned: true, action: true } as const;
const deciding = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE];

@ApiTags('Requisitions')
@Controller('purchasing/requisitions/:id')
export class RequisitionActionsController {
  constructor(
    private readonly requisitions: RequisitionsService,
    private readonly reviews: RequisitionReviews,
    private readonly cancelling: RequisitionCancelling,
  ) {}

  @Post('submit')
  @Route({
    summary: 'Submit a requisition for review',
    permission: MAY.submit,
    ...step,
    errors: [...deciding, REQUISITION_OF_ANOTHER],
  })
  submit(@IdParam() id: string): Promise<RequisitionDto> {
    return this.requisitions.submit(id);
  }

  @Post('review')
  @Route({
    summary: 'Review lines of a requisition',
    description:
      'Line by line: approve all of it or less with a reason, ask, reject, or say that it cannot be had. All of it or nothing; the last line that waited makes the requisition reviewed.',
    permission: MAY.review,
    ...step,
    errors: [...deciding, REVIEWER_IS_REQUESTER, NOT_A_REVIEWER],
  })
  review(@IdParam() id: string, @Body() body: RequisitionReviewInput): Promise<RequisitionDto> {
    return this.reviews.review(id, body);
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel a requisition of which nothing was received',
    description: 'All lines that were not refused. What is on an order takes a buyer, who sees to that order.',
    permission: MAY.cancel,
    ...step,
    errors: [...deciding, REQUISITION_LINE_RECEIVED, REQUISITION_OF_ANOTHER],
  })
  cancel(@IdParam() id: string, @Body() { reason }: RequisitionReasonInput): Promise<RequisitionDto> {
    return this.cancelling.cancel(id, reason);
  }
}
