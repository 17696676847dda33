import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { MASTER_DATA_ERRORS } from '../../master-data/index.js';
import { BLANKET_ERRORS } from '../blankets/blanket-order.errors.js';
import { OrderChangeDto, OrderChangeListQuery } from './order-changes.dto.js';
import { OrderChanges } from './order-changes.service.js';
import { PurchaseApprovalInput, OrderChangeInput, PurchaseReasonInput } from './orders.dto.js';
import { PURCHASE_ORDER_ERRORS } from './purchase-order.errors.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const ERRORS = PURCHASE_ORDER_ERRORS;
const step = { returns: OrderChangeDto, status: 200, versioned: true, action: true } as const;
const deciding = [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE];

@ApiTags('Purchase orders')
@Controller('purchasing')
export class OrderChangesController {
  constructor(private readonly changes: OrderChanges) {}

  @Post('orders/:id/change')
  @Route({
    summary: 'Change an approved purchase order, as a new revision',
    description:
      'Applied at once unless it comes to more than was approved; then it waits for the tiers of its amount, and the order stays as it is meanwhile. Lines ' +
      'whose quantity, price or date changes have to be confirmed anew.',
    permission: MAY.change,
    ...step,
    errors: [
      ...deciding,
      VALUE_OUT_OF_RANGE,
      ERRORS.NOTHING_CHANGES,
      ERRORS.ORDER_CHANGE_PENDING,
      BLANKET_ERRORS.CALL_OFF_EXCEEDS_BLANKET,
      MASTER_DATA_ERRORS.EXCHANGE_RATE_MISSING,
    ],
  })
  ask(@IdParam() id: string, @Body() body: OrderChangeInput): Promise<OrderChangeDto> {
    return this.changes.ask(id, body);
  }

  @Get('order-changes')
  @Route({ summary: 'List changes of purchase orders', permission: MAY.read, returns: page(OrderChangeDto) })
  list(@Query() query: OrderChangeListQuery): Promise<Page<OrderChangeDto>> {
    return this.changes.page(query);
  }

  @Get('order-changes/:id')
  @Route({
    summary: 'Show a change of a purchase order',
    permission: MAY.read,
    returns: OrderChangeDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<OrderChangeDto> {
    return this.changes.get(id);
  }

  @Post('order-changes/:id/approve')
  @Route({
    summary: 'Approve a change of a purchase order',
    description: 'The last tier of its amount applies it.',
    permission: MAY.approve,
    ...step,
    errors: [
      ...deciding,
      ERRORS.ORDER_CHANGE_OUTDATED,
      ERRORS.ORDER_APPROVER_IS_BUYER,
      ERRORS.APPROVAL_TIER_OF_OTHERS,
      ERRORS.APPROVED_BY_YOU_ALREADY,
      BLANKET_ERRORS.CALL_OFF_EXCEEDS_BLANKET,
    ],
  })
  approve(@IdParam() id: string, @Body() { notes = null }: PurchaseApprovalInput): Promise<OrderChangeDto> {
    return this.changes.approve(id, notes);
  }

  @Post('order-changes/:id/reject')
  @Route({ summary: 'Reject a change of a purchase order', permission: MAY.approve, ...step, errors: deciding })
  reject(@IdParam() id: string, @Body() { reason }: PurchaseReasonInput): Promise<OrderChangeDto> {
    return this.changes.reject(id, reason);
  }

  @Post('order-changes/:id/withdraw')
  @Route({ summary: 'Withdraw a change of a purchase order', permission: MAY.change, ...step, errors: deciding })
  withdraw(@IdParam() id: string, @Body() { reason }: PurchaseReasonInput): Promise<OrderChangeDto> {
    return this.changes.withdraw(id, reason);
  }

  @Get('order-changes/:id/transitions')
  @Route({
    summary: 'What may be done with a change of a purchase order now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.changes.transitions(id);
  }

  @Get('order-changes/:id/history')
  @Route({
    summary: 'What was done with a change of a purchase order',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.changes.historyOf(id);
  }
}
