import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { OrderLifecycle } from './order-lifecycle.service.js';
import { PurchaseApprovalInput, OrderConfirmationInput, PurchaseReasonInput, PurchaseOrderDto } from './orders.dto.js';
import { PurchaseOrdersService } from './orders.service.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { ORDER_APPROVER_IS_BUYER, APPROVAL_TIER_OF_OTHERS, APPROVED_BY_YOU_ALREADY } = PURCHASE_ORDER_ERRORS;
const step = { returns: PurchaseOrderDto, status: 200, versioned: true, action: true } as const;
const moving = [NOT_FOUND, INVALID_STATE];
const saying = [...moving, VALIDATION_FAILED];

@ApiTags('Purchase orders')
@Controller('purchasing/orders/:id')
export class PurchaseOrderActionsController {
  constructor(
    private readonly lifecycle: OrderLifecycle,
    private readonly orders: PurchaseOrdersService,
  ) {}

  @Post('submit')
  @Route({
    summary: 'Submit a purchase order for approval',
    permission: MAY.submit,
    ...step,
    errors: [...moving, MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING],
  })
  submit(@IdParam() id: string): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.submit([id]));
  }

  @Post('withdraw')
  @Route({ summary: 'Take a submitted purchase order back', permission: MAY.submit, ...step, errors: moving })
  withdraw(@IdParam() id: string): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.withdraw([id]));
  }

  @Post('approve')
  @Route({
    summary: 'Approve a purchase order',
    description:
      'For the smallest tier of amount that is open and belongs to the caller; the last tier makes it approved. Never by who drafted or submitted it, and each ' +
      'tier by another person.',
    permission: MAY.approve,
    ...step,
    errors: [...saying, ORDER_APPROVER_IS_BUYER, APPROVAL_TIER_OF_OTHERS, APPROVED_BY_YOU_ALREADY],
  })
  approve(@IdParam() id: string, @Body() { notes = null }: PurchaseApprovalInput): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.approve([id], notes));
  }

  @Post('reject')
  @Route({ summary: 'Send a purchase order back to its buyer', permission: MAY.approve, ...step, errors: saying })
  reject(@IdParam() id: string, @Body() { reason }: PurchaseReasonInput): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.reject([id], reason));
  }

  @Post('send')
  @Route({ summary: 'Say that the supplier has got the order', permission: MAY.send, ...step, errors: moving })
  send(@IdParam() id: string): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.send([id]));
  }

  @Post('resend')
  @Route({
    summary: 'Say that the supplier has got the latest revision',
    permission: MAY.send,
    ...step,
    errors: moving,
  })
  resend(@IdParam() id: string): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.resend(id));
  }

  @Post('confirm')
  @Route({
    summary: 'Enter what the supplier confirms, line by line',
    description: 'The last line makes the order confirmed.',
    permission: MAY.confirm,
    ...step,
    errors: saying,
  })
  confirm(@IdParam() id: string, @Body() body: OrderConfirmationInput): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.confirm(id, body));
  }

  @Post('reconfirm')
  @Route({
    summary: 'Enter other dates or quantities that the supplier names later',
    permission: MAY.confirm,
    ...step,
    errors: saying,
  })
  reconfirm(@IdParam() id: string, @Body() body: OrderConfirmationInput): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.reconfirm(id, body));
  }

  private async after(id: string, done: Promise<void>): Promise<PurchaseOrderDto> {
    await done;
    return this.orders.get(id);
  }
}
