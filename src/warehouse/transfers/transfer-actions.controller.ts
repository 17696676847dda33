import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { NO_ROOM } from '../locations/index.js';
import { LOT_ERRORS } from '../lots/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { AcceptInput, CloseInput, TransferOrderDto, TransferReasonInput } from './transfers.dto.js';
import { TRANSFER_ERRORS } from './transfers.errors.js';
import { TRANSFER_PERMISSIONS } from './transfers.permissions.js';
import { TransfersService } from './transfers.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, STOCK_FROZEN } = WAREHOUSE_ERRORS;
const step = { returns: TransferOrderDto, status: 200, versioned: true, action: true } as const;
const posting = [
  NOT_FOUND,
  INVALID_STATE,
  VALIDATION_FAILED,
  INSUFFICIENT_STOCK,
  PERIOD_CLOSED,
  STOCK_FROZEN,
  ...NO_ROOM,
];

@ApiTags('Transfers')
@Controller('warehouse/transfer-orders')
export class TransferActionsController {
  constructor(private readonly transfers: TransfersService) {}

  @Post(':id/dispatch')
  @Route({
    summary: 'Dispatch a transfer',
    description: 'By the sender. The pieces are in transit from now on; the lines show what was picked, lot by lot.',
    permission: TRANSFER_PERMISSIONS.transfer,
    ...step,
    errors: posting,
  })
  dispatch(@IdParam() id: string): Promise<TransferOrderDto> {
    return this.transfers.dispatch(id);
  }

  @Post(':id/accept')
  @Route({
    summary: 'Accept what has arrived',
    description:
      'By the receiver, any number of times. What is damaged goes into quarantine, what is lost out of the books; both need a reason.',
    permission: TRANSFER_PERMISSIONS.transfer,
    ...step,
    errors: [...posting, TRANSFER_ERRORS.TRANSFER_QUANTITY_EXCEEDED, LOT_ERRORS.QUARANTINE_MISSING],
  })
  accept(@IdParam() id: string, @Body() body: AcceptInput): Promise<TransferOrderDto> {
    return this.transfers.accept(id, body);
  }

  @Post(':id/close')
  @Route({
    summary: 'Close a transfer of which something is still in transit',
    description: 'It is lost, and leaves the books; or it goes back to where it came from, by the sender.',
    permission: TRANSFER_PERMISSIONS.close,
    ...step,
    errors: posting,
  })
  close(@IdParam() id: string, @Body() body: CloseInput): Promise<TransferOrderDto> {
    return this.transfers.close(id, body);
  }

  @Post(':id/cancel')
  @Route({
    summary: 'Cancel a transfer before its dispatch',
    permission: TRANSFER_PERMISSIONS.cancel,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() { reason }: TransferReasonInput): Promise<TransferOrderDto> {
    return this.transfers.cancel(id, reason);
  }
}
