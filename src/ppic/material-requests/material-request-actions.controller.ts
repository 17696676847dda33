import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { MaterialApprovals } from './material-approval.service.js';
import { MaterialIssues } from './material-issue.service.js';
import { MATERIAL_REQUEST_ERRORS } from './material-request.errors.js';
import {
  MaterialApprovalInput,
  MaterialIssueInput,
  MaterialRequestDto,
  MaterialRequestReasonInput,
  MaterialReturnInput,
} from './material-requests.dto.js';
import { MaterialReturns } from './material-return.service.js';

const MAY = PPIC.material_requests;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { REQUEST_APPROVER_IS_REQUESTER, REQUEST_HAS_ISSUES, REQUEST_QUANTITY_EXCEEDED } = MATERIAL_REQUEST_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN, STOCK_OVERFLOW } = WAREHOUSE_ERRORS;
const step = { returns: MaterialRequestDto, status: 200, versioned: true, action: true } as const;
const deciding = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE];
const moving = [
  ...deciding,
  VALUE_OUT_OF_RANGE,
  REQUEST_QUANTITY_EXCEEDED,
  PERIOD_CLOSED,
  STOCK_FROZEN,
  STOCK_OVERFLOW,
];

@ApiTags('Material requests')
@Controller('ppic/material-requests/:id')
export class MaterialRequestActionsController {
  constructor(
    private readonly approvals: MaterialApprovals,
    private readonly issues: MaterialIssues,
    private readonly returns: MaterialReturns,
  ) {}

  @Post('approve')
  @Route({
    summary: 'Approve a request for material',
    description: 'As it was asked for, or less of some lines, for a reason. Nothing moves before the issue.',
    permission: MAY.approve,
    ...step,
    errors: [...deciding, REQUEST_APPROVER_IS_REQUESTER],
  })
  approve(@IdParam() id: string, @Body() body: MaterialApprovalInput): Promise<MaterialRequestDto> {
    return this.approvals.approve(id, body);
  }

  @Post('reject')
  @Route({ summary: 'Reject a request for material', permission: MAY.approve, ...step, errors: deciding })
  reject(@IdParam() id: string, @Body() { reason }: MaterialRequestReasonInput): Promise<MaterialRequestDto> {
    return this.approvals.reject(id, reason);
  }

  @Post('issue')
  @Route({
    summary: 'Issue what was approved, or a part of it',
    description:
      'Components of the order, what it holds of them first; stock for general use otherwise. Lots are those whose turn it is, or those named. Any ' +
      'number of times, never more than was approved; the last piece makes the request issued.',
    permission: MAY.issue,
    ...step,
    errors: [
      ...moving,
      PPIC_ERRORS.OVER_CONSUMPTION,
      INSUFFICIENT_STOCK,
      WAREHOUSE_ERRORS.LOT_ON_HOLD,
      WAREHOUSE_ERRORS.LOT_EXPIRED,
    ],
  })
  issue(@IdParam() id: string, @Body() body: MaterialIssueInput): Promise<MaterialRequestDto> {
    return this.issues.issue(id, body);
  }

  @Post('return')
  @Route({
    summary: 'Take back what was issued and not used',
    description:
      'At what it was taken for, to where it was taken from or another place of the warehouse. Any number of times, never more than was issued. For an ' +
      'order the components count as not issued again. When everything was issued and everything is back, the request is closed.',
    permission: MAY.return,
    ...step,
    errors: [...moving, ...NO_ROOM, PPIC_ERRORS.MATERIAL_USED, WAREHOUSE_ERRORS.SERIAL_IN_STOCK],
  })
  return(@IdParam() id: string, @Body() body: MaterialReturnInput): Promise<MaterialRequestDto> {
    return this.returns.takeBack(id, body);
  }

  @Post('close')
  @Route({
    summary: 'Close a request for material',
    description: 'Nothing more is issued for it and nothing of it comes back: what was issued counts as used.',
    permission: MAY.close,
    ...step,
    errors: deciding,
  })
  close(@IdParam() id: string, @Body() { reason }: MaterialRequestReasonInput): Promise<MaterialRequestDto> {
    return this.approvals.close(id, reason);
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel a request for material of which nothing was issued',
    permission: MAY.cancel,
    ...step,
    errors: [...deciding, REQUEST_HAS_ISSUES],
  })
  cancel(@IdParam() id: string, @Body() { reason }: MaterialRequestReasonInput): Promise<MaterialRequestDto> {
    return this.approvals.cancel(id, reason);
  }
}
