import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { PURCHASING_ERRORS } from '../purchasing.errors.js';
import { PURCHASING } from '../purchasing.permissions.js';
import { RequisitionCancelling } from './requisition-cancelling.js';
import {
  RequisitionLineApprovalInput,
  RequisitionLineReasonInput,
  RequisitionLineTextInput,
  RequisitionLineDetailDto,
} from './requisition-lines.dto.js';
import { RequisitionReviews } from './requisition-reviews.service.js';

const MAY = PURCHASING.requisitions;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { REVIEWER_IS_REQUESTER, NOT_A_REVIEWER, REQUISITION_OF_ANOTHER, REQUISITION_LINE_RECEIVED } = PURCHASING_ERRORS;
const step = { returns: RequisitionLineDetailDto, status: 200, versioned: true, action: true } as const;
const deciding = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE];
const reviewing = { permission: MAY.review, ...step, errors: [...deciding, REVIEWER_IS_REQUESTER, NOT_A_REVIEWER] };

@ApiTags('Requisitions')
@Controller('purchasing/requisition-lines/:id')
export class RequisitionLineActionsController {
  constructor(
    private readonly reviews: RequisitionReviews,
    private readonly cancelling: RequisitionCancelling,
  ) {}

  @Post('approve')
  @Route({ summary: 'Approve a requisition line', description: 'All of it, or less with a reason.', ...reviewing })
  approve(@IdParam() id: string, @Body() body: RequisitionLineApprovalInput): Promise<RequisitionLineDetailDto> {
    return this.reviews.decideLine(id, 'approve', body);
  }

  @Post('question')
  @Route({
    summary: 'Ask about a requisition line',
    description: 'It waits for the answer and then for its review again.',
    ...reviewing,
  })
  question(@IdParam() id: string, @Body() { text }: RequisitionLineTextInput): Promise<RequisitionLineDetailDto> {
    return this.reviews.decideLine(id, 'question', { reason: text });
  }

  @Post('answer')
  @Route({
    summary: 'Answer a question about a requisition line',
    permission: MAY.answer,
    ...step,
    errors: [...deciding, REQUISITION_OF_ANOTHER],
  })
  answer(@IdParam() id: string, @Body() { text }: RequisitionLineTextInput): Promise<RequisitionLineDetailDto> {
    return this.reviews.answer(id, text);
  }

  @Post('reject')
  @Route({ summary: 'Reject a requisition line', ...reviewing })
  reject(@IdParam() id: string, @Body() { reason }: RequisitionLineReasonInput): Promise<RequisitionLineDetailDto> {
    return this.reviews.decideLine(id, 'reject', { reason });
  }

  @Post('mark-unavailable')
  @Route({ summary: 'Say that what a requisition line asks for cannot be had', ...reviewing })
  markUnavailable(
    @IdParam() id: string,
    @Body() { reason }: RequisitionLineReasonInput,
  ): Promise<RequisitionLineDetailDto> {
    return this.reviews.decideLine(id, 'mark_unavailable', { reason });
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel a requisition line of which nothing was received',
    description: 'What is on an order takes a buyer, who sees to that order.',
    permission: MAY.cancel,
    ...step,
    errors: [...deciding, REQUISITION_LINE_RECEIVED, REQUISITION_OF_ANOTHER],
  })
  cancel(@IdParam() id: string, @Body() { reason }: RequisitionLineReasonInput): Promise<RequisitionLineDetailDto> {
    return this.cancelling.cancelLine(id, reason);
  }
}
