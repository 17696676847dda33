import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { OrderLifecycle } from './order-lifecycle.service.js';
import { PurchaseOrderDto, PurchaseReasonInput, ShortCloseInput } from './orders.dto.js';
import { PurchaseOrdersService } from './orders.service.js';
import { ORDER_PERMISSIONS as MAY } from './purchase-order.permissions.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const step = { returns: PurchaseOrderDto, status: 200, versioned: true, action: true } as const;
const moving = [NOT_FOUND, INVALID_STATE];
const saying = [...moving, VALIDATION_FAILED];

@ApiTags('Purchase orders')
@Controller('purchasing/orders/:id')
export class OrderEndingController {
  constructor(
    private readonly lifecycle: OrderLifecycle,
    private readonly orders: PurchaseOrdersService,
  ) {}

  @Post('short-close')
  @Route({
    summary: 'Close lines of which no more is expected',
    description:
      'The last open line makes the order received. What requisitions wanted of it is open to be ordered again.',
    permission: MAY.close,
    ...step,
    errors: saying,
  })
  shortClose(@IdParam() id: string, @Body() body: ShortCloseInput): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.shortClose(id, body));
  }

  @Post('close')
  @Route({ summary: 'Close a purchase order that has been received', permission: MAY.close, ...step, errors: moving })
  close(@IdParam() id: string): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.close([id]));
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel a purchase order of which nothing came',
    description: 'What requisitions wanted of it is open to be ordered again.',
    permission: MAY.cancel,
    ...step,
    errors: saying,
  })
  cancel(@IdParam() id: string, @Body() { reason }: PurchaseReasonInput): Promise<PurchaseOrderDto> {
    return this.after(id, this.lifecycle.cancel(id, reason));
  }

  private async after(id: string, done: Promise<void>): Promise<PurchaseOrderDto> {
    await done;
    return this.orders.get(id);
  }
}
