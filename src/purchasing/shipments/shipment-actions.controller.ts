import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { RECEIPT_ERRORS } from '../receipts/receipt.errors.js';
import { RECEIPT_PERMISSIONS } from '../receipts/receipt.permissions.js';
import { GoodsReceiptDto } from '../receipts/receipts.dto.js';
import { RECEIVING_ERRORS } from '../receipts/receiving-errors.js';
import { ShipmentReceiptInput } from './shipment-receipts.dto.js';
import { ShipmentReceipts } from './shipment-receipts.service.js';
import { SHIPMENT_PERMISSIONS as MAY } from './shipment.permissions.js';
import { MilestoneInput, ShipmentDto } from './shipments.dto.js';
import { ShipmentsService } from './shipments.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const milestone = {
  permission: MAY.track,
  returns: ShipmentDto,
  status: 200,
  versioned: true,
  action: true,
  errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
} as const;

@ApiTags('Shipments of suppliers')
@Controller('purchasing/shipments/:id')
export class ShipmentActionsController {
  constructor(
    private readonly shipments: ShipmentsService,
    private readonly receipts: ShipmentReceipts,
  ) {}

  @Post('ship')
  @Route({ summary: 'Say that a shipment has left its supplier', ...milestone })
  ship(@IdParam() id: string, @Body() body: MilestoneInput): Promise<ShipmentDto> {
    return this.shipments.step(id, 'ship', body);
  }

  @Post('customs')
  @Route({ summary: 'Say that a shipment is with the customs', ...milestone })
  customs(@IdParam() id: string, @Body() body: MilestoneInput): Promise<ShipmentDto> {
    return this.shipments.step(id, 'customs', body);
  }

  @Post('transit')
  @Route({ summary: 'Say that a shipment is in transit', ...milestone })
  transit(@IdParam() id: string, @Body() body: MilestoneInput): Promise<ShipmentDto> {
    return this.shipments.step(id, 'transit', body);
  }

  @Post('deliver')
  @Route({ summary: 'Say that a shipment is here', ...milestone })
  deliver(@IdParam() id: string, @Body() body: MilestoneInput): Promise<ShipmentDto> {
    return this.shipments.step(id, 'deliver', body);
  }

  @Post('cancel')
  @Route({ summary: 'Cancel a shipment that has not left', ...milestone })
  cancel(@IdParam() id: string, @Body() body: MilestoneInput): Promise<ShipmentDto> {
    return this.shipments.step(id, 'cancel', body);
  }

  @Post('receive')
  @Route({
    summary: 'Receive a shipment, or a part of it',
    description: 'Goods of all its orders in one receipt. With the first of them the shipment is delivered.',
    permission: RECEIPT_PERMISSIONS.receive,
    returns: GoodsReceiptDto,
    status: 201,
    versioned: true,
    action: true,
    errors: [...RECEIVING_ERRORS, RECEIPT_ERRORS.NOTHING_TO_RECEIVE],
  })
  receive(@IdParam() id: string, @Body() body: ShipmentReceiptInput): Promise<GoodsReceiptDto> {
    return this.receipts.receive(id, body);
  }
}
