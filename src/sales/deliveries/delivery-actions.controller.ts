import { Body, Controller, Get, Post, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { CREDIT_ERRORS } from '../credit/credit.errors.js';
import { SALES_ERRORS } from '../sales.errors.js';
import { CancelDeliveryInput, DeliveryDto, PackInput, PickInput, ShipInput } from './deliveries.dto.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryFlow } from './delivery-flow.service.js';
import { DELIVERY_PERMISSIONS as MAY } from './delivery.permissions.js';
import { DeliveryPrint } from './delivery-print.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN } = WAREHOUSE_ERRORS;
const step = { returns: DeliveryDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Deliveries to customers')
@Controller('sales/deliveries/:id')
export class DeliveryActionsController {
  constructor(
    private readonly flow: DeliveryFlow,
    private readonly deliveries: DeliveriesService,
    private readonly print: DeliveryPrint,
  ) {}

  @Post('pick')
  @Route({
    summary: 'Pick a delivery',
    description: 'Fixes bins and lots; what is picked is held for its order. May be done anew until it is packed.',
    permission: MAY.pick,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, INSUFFICIENT_STOCK],
  })
  pick(@IdParam() id: string, @Body() body: PickInput): Promise<DeliveryDto> {
    return this.flow.pick(id, body);
  }

  @Post('pack')
  @Route({
    summary: 'Pack a delivery',
    permission: MAY.pack,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  pack(@IdParam() id: string, @Body() body: PackInput): Promise<DeliveryDto> {
    return this.flow.pack(id, body);
  }

  @Post('ship')
  @Route({
    summary: 'Ship a delivery',
    description:
      'The goods leave the stock at what they are worth, and the orders follow, in one transaction. A draft is picked on the way.',
    permission: MAY.ship,
    ...step,
    errors: [
      ...[NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN],
      ...[SALES_ERRORS.SALES_QUANTITY_EXCEEDED, CREDIT_ERRORS.CREDIT_LIMIT_EXCEEDED],
    ],
  })
  ship(@IdParam() id: string, @Body() body: ShipInput): Promise<DeliveryDto> {
    return this.flow.ship(id, body);
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel a delivery that has not left',
    permission: MAY.cancel,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() body: CancelDeliveryInput): Promise<DeliveryDto> {
    return this.deliveries.cancel(id, body);
  }

  @Get('print')
  @Route({
    summary: 'Show a delivery note as a page to print',
    permission: MAY.read,
    produces: 'text/html',
    status: 200,
    errors: [NOT_FOUND],
  })
  async html(@IdParam() id: string): Promise<StreamableFile> {
    return page(await this.print.html(id));
  }

  @Get('pdf')
  @Route({
    summary: 'Show a delivery note as a PDF',
    permission: MAY.read,
    produces: 'application/pdf',
    status: 200,
    errors: [NOT_FOUND],
  })
  async pdf(@IdParam() id: string): Promise<StreamableFile> {
    const { number, file } = await this.print.pdf(id);
    return new StreamableFile(file, { type: 'application/pdf', disposition: `inline; filename="${number}.pdf"` });
  }

  @Get('pick-list')
  @Route({
    summary: 'Show a pick list as a page to print',
    permission: MAY.read,
    produces: 'text/html',
    status: 200,
    errors: [NOT_FOUND],
  })
  async pickList(@IdParam() id: string): Promise<StreamableFile> {
    return page(await this.print.pickList(id));
  }
}

function page(html: string): StreamableFile {
  return new StreamableFile(Buffer.from(html), { type: 'text/html; charset=utf-8' });
}
