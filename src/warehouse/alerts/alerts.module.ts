import { Module } from '@nestjs/common';
import { AlertActionsController } from './alert-actions.controller.js';
import { AlertSettingsController } from './alert-settings.controller.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';
import { StockAlertRefresher } from './stock-alert-refresher.js';

@Module({
  controllers: [AlertsController, AlertActionsController, AlertSettingsController],
  providers: [AlertsRepository, AlertsService, StockAlertRefresher],
})
export class AlertsModule {}
