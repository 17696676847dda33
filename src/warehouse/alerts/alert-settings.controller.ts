import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { AlertSettingsDto, AlertSettingsInput, AlertSettingsQuery } from './alerts.dto.js';
import { ALERTS } from './alerts.permissions.js';
import { AlertsService } from './alerts.service.js';

const ANSWER = { returns: AlertSettingsDto, status: 200, versioned: true } as const;

@ApiTags('Stock alerts')
@Controller('warehouse/alert-settings')
export class AlertSettingsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @Route({
    ...ANSWER,
    summary: "Show when a company's stock raises alerts",
    permission: ALERTS.alert_settings.read,
    errors: [KERNEL_ERRORS.NOT_FOUND],
  })
  get(@Query() { company_id }: AlertSettingsQuery): Promise<AlertSettingsDto> {
    return this.alerts.settings(company_id);
  }

  @Put()
  @Route({
    ...ANSWER,
    summary: "Say when a company's stock raises alerts",
    permission: ALERTS.alert_settings.update,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED],
  })
  put(@Query() { company_id }: AlertSettingsQuery, @Body() body: AlertSettingsInput): Promise<AlertSettingsDto> {
    return this.alerts.changeSettings(body, company_id);
  }
}
