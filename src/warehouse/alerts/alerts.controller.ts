import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import {
  AlertBulkAnswerDto,
  AlertBulkInput,
  AlertRefreshDto,
  StockAlertDto,
  StockAlertListQuery,
} from './alerts.dto.js';
import { ALERT_ERRORS } from './alerts.errors.js';
import { ALERTS } from './alerts.permissions.js';
import { AlertsService } from './alerts.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Stock alerts')
@Controller('warehouse/alerts')
export class AlertsController {
  constructor(private readonly alerts: AlertsService) {}

  @Get()
  @Route({
    summary: 'List alerts of stock',
    description: 'Those of whole companies (low stock) are not for users limited to warehouses.',
    permission: ALERTS.alerts.read,
    returns: page(StockAlertDto),
  })
  list(@Query() query: StockAlertListQuery): Promise<Page<StockAlertDto>> {
    return this.alerts.page(query);
  }

  @Post('refresh')
  @Route({
    summary: 'Look at all stock again',
    description: 'Happens every quarter of an hour by itself. Once more changes nothing.',
    permission: ALERTS.alerts.refresh,
    returns: AlertRefreshDto,
    status: 200,
    action: true,
  })
  refresh(): Promise<AlertRefreshDto> {
    return this.alerts.refresh();
  }

  @Post('bulk')
  @Route({
    summary: 'Acknowledge many alerts',
    permission: ALERTS.alerts.acknowledge,
    returns: AlertBulkAnswerDto,
    status: 200,
    action: true,
    errors: [VALIDATION_FAILED, ALERT_ERRORS.ALERT_BULK_REFUSED],
  })
  bulk(@Body() body: AlertBulkInput): Promise<AlertBulkAnswerDto> {
    return this.alerts.acknowledgeMany(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show an alert',
    permission: ALERTS.alerts.read,
    returns: StockAlertDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<StockAlertDto> {
    return this.alerts.get(id);
  }

  @Get(':id/transitions')
  @Route({
    summary: 'What may be done with an alert now',
    permission: ALERTS.alerts.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.alerts.transitions(id);
  }

  @Get(':id/history')
  @Route({
    summary: 'What became of an alert',
    permission: ALERTS.alerts.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  historyOf(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.alerts.historyOf(id);
  }
}
