import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { BOM_ERRORS } from '../../warehouse/index.js';
import { CREDIT_ERRORS } from '../credit/credit.errors.js';
import { CREDIT_PERMISSIONS } from '../credit/credit.permissions.js';
import { CreditService } from '../credit/credit.service.js';
import { SalesReasonInput } from '../lines/sales-line.dto.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { SALES } from '../sales.permissions.js';
import { SUPPLY_ERRORS } from '../supply/supply.errors.js';
import { SalesOrderLifecycle } from './sales-order-lifecycle.service.js';
import { SalesOrderReading } from './sales-order-reading.service.js';
import { SalesOrderDto } from './sales-orders.dto.js';

const MAY = SALES.orders;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { CREDIT_LIMIT_EXCEEDED, CREDIT_NOT_HELD, CREDIT_OVERRIDE_BY_SELLER } = CREDIT_ERRORS;
const step = { returns: SalesOrderDto, status: 200, versioned: true, action: true } as const;
const saying = [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED];

@ApiTags('Sales orders')
@Controller('sales/orders/:id')
export class SalesOrderActionsController {
  constructor(
    private readonly lifecycle: SalesOrderLifecycle,
    private readonly credit: CreditService,
    private readonly reading: SalesOrderReading,
  ) {}

  @Post('confirm')
  @Route({
    summary: 'Confirm a sales order',
    description:
      'Held against the credit of the customer where the company says so; then each line is supplied: stock is held, or what makes or buys it is made.',
    permission: MAY.confirm,
    ...step,
    errors: [
      NOT_FOUND,
      INVALID_STATE,
      SALES_ERRORS.CUSTOMER_INACTIVE,
      CREDIT_LIMIT_EXCEEDED,
      CREDIT_OVERRIDE_BY_SELLER,
      SUPPLY_ERRORS.SUPPLY_NOT_AVAILABLE,
      BOM_ERRORS.BOM_NOT_VALID,
    ],
  })
  confirm(@IdParam() id: string): Promise<SalesOrderDto> {
    return this.after(id, this.lifecycle.confirm(id));
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel a sales order of which nothing was shipped',
    description: 'Stock that is held for it is free again; what makes or buys for it stays, and is its own.',
    permission: MAY.cancel,
    ...step,
    errors: [...saying, SALES_ERRORS.SALES_ORDER_INVOICED],
  })
  cancel(@IdParam() id: string, @Body() { reason }: SalesReasonInput): Promise<SalesOrderDto> {
    return this.after(id, this.lifecycle.cancel(id, reason));
  }

  @Post('close')
  @Route({
    summary: 'Close a sales order',
    description: 'What has not left is not waited for any more.',
    permission: MAY.close,
    ...step,
    errors: saying,
  })
  close(@IdParam() id: string, @Body() { reason }: SalesReasonInput): Promise<SalesOrderDto> {
    return this.after(id, this.lifecycle.close(id, reason));
  }

  @Post('override-credit')
  @Route({
    summary: 'Let a sales order pass though the credit does not cover it',
    description:
      'A draft at its confirmation, a confirmed order when its goods leave. Never by who drafted or confirmed it.',
    permission: CREDIT_PERMISSIONS.override,
    ...step,
    errors: [...saying, CREDIT_NOT_HELD, CREDIT_OVERRIDE_BY_SELLER],
  })
  override(@IdParam() id: string, @Body() { reason }: SalesReasonInput): Promise<SalesOrderDto> {
    return this.after(id, this.credit.override(id, reason));
  }

  private async after(id: string, done: Promise<void>): Promise<SalesOrderDto> {
    await done;
    return this.reading.get(id);
  }
}
