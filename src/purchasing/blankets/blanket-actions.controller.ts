import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { PURCHASE_ORDER_ERRORS } from '../orders/purchase-order.errors.js';
import { BLANKET_ERRORS } from './blanket-order.errors.js';
import { BLANKET_PERMISSIONS as MAY } from './blanket-order.permissions.js';
import { BlanketOrderDto, BlanketReasonInput, CallOffInput } from './blankets.dto.js';
import { BlanketOrders } from './blankets.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { BLANKET_NOT_VALID, CALL_OFF_EXCEEDS_BLANKET, OWN_BLANKET } = BLANKET_ERRORS;
const step = { returns: BlanketOrderDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Blanket orders')
@Controller('purchasing/blanket-orders/:id')
export class BlanketActionsController {
  constructor(private readonly blankets: BlanketOrders) {}

  @Post('activate')
  @Route({
    summary: 'Activate a blanket order',
    description: 'By another person than who drafted it; from then on it may be called off.',
    permission: MAY.activate,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, OWN_BLANKET],
  })
  activate(@IdParam() id: string): Promise<BlanketOrderDto> {
    return this.blankets.step(id, 'activate');
  }

  @Post('call-off')
  @Route({
    summary: 'Call off a blanket order',
    description:
      'Drafts a purchase order at the agreed prices, which is approved and sent as every other; a cancelled one gives its pieces back.',
    permission: MAY.call_off,
    ...step,
    errors: [
      NOT_FOUND,
      VALIDATION_FAILED,
      INVALID_STATE,
      BLANKET_NOT_VALID,
      CALL_OFF_EXCEEDS_BLANKET,
      PURCHASE_ORDER_ERRORS.SUPPLIER_INACTIVE,
    ],
  })
  callOff(@IdParam() id: string, @Body() body: CallOffInput): Promise<BlanketOrderDto> {
    return this.blankets.callOff(id, body);
  }

  @Post('close')
  @Route({
    summary: 'Close a blanket order',
    permission: MAY.activate,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  close(@IdParam() id: string, @Body() { reason }: BlanketReasonInput): Promise<BlanketOrderDto> {
    return this.blankets.step(id, 'close', reason);
  }

  @Post('cancel')
  @Route({
    summary: 'Cancel the draft of a blanket order',
    permission: MAY.update,
    ...step,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  cancel(@IdParam() id: string, @Body() { reason }: BlanketReasonInput): Promise<BlanketOrderDto> {
    return this.blankets.step(id, 'cancel', reason);
  }
}
