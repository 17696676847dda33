import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { AcknowledgeAlertInput, AlertReasonInput, StockAlertDto } from './alerts.dto.js';
import { ALERT_ERRORS } from './alerts.errors.js';
import { ALERTS } from './alerts.permissions.js';
import { AlertsService } from './alerts.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const step = { returns: StockAlertDto, status: 200, versioned: true, action: true } as const;

@ApiTags('Stock alerts')
@Controller('warehouse/alerts')
export class AlertActionsController {
  constructor(private readonly alerts: AlertsService) {}

  @Post(':id/acknowledge')
  @Route({
    summary: 'Acknowledge an alert',
    description:
      'It is silent until its day has passed, and in any case only until it gets worse: half of what was available is gone, or more of the lot has come to light. ' +
      'Once more changes the note and the day.',
    permission: ALERTS.alerts.acknowledge,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED],
  })
  acknowledge(@IdParam() id: string, @Body() body: AcknowledgeAlertInput): Promise<StockAlertDto> {
    return this.alerts.acknowledge(id, body);
  }

  @Post(':id/reopen')
  @Route({
    summary: 'Take an acknowledgement back',
    permission: ALERTS.alerts.acknowledge,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  reopen(@IdParam() id: string, @Body() { reason }: AlertReasonInput): Promise<StockAlertDto> {
    return this.alerts.reopen(id, reason);
  }

  @Post(':id/clear')
  @Route({
    summary: 'Clear an alert whose condition has ended',
    description: 'Happens by itself with the next look at all stock.',
    permission: ALERTS.alerts.refresh,
    ...step,
    errors: [NOT_FOUND, INVALID_STATE, ALERT_ERRORS.ALERT_STILL_HOLDS],
  })
  clear(@IdParam() id: string, @Body() { reason }: AlertReasonInput): Promise<StockAlertDto> {
    return this.alerts.clear(id, reason);
  }
}
