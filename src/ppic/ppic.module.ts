import { Module } from '@nestjs/common';
import { MasterDataModule } from '../master-data/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { OrderActionsController } from './orders/order-actions.controller.js';
import { OrderBulkService } from './orders/order-bulk.service.js';
import { OrderCompletionService } from './orders/order-completion.service.js';
import { OrderIntegrity } from './orders/order-integrity.js';
import { OrderLifecycleService } from './orders/order-lifecycle.service.js';
import './orders/order-scans.js';
import { OrderSnapshotRepository } from './orders/order-snapshot.repository.js';
import { OrderStock } from './orders/order-stock.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersRepository } from './orders/orders.repository.js';
import { OrdersService } from './orders/orders.service.js';
import { ProductionController } from './orders/production.controller.js';
import { ProductionRepository } from './orders/production.repository.js';
import { ProductionService } from './orders/production.service.js';
import { TasksController } from './orders/tasks.controller.js';
import { ReasonCodesController } from './reason-codes/reason-codes.controller.js';
import { PpicSettingsController } from './settings/ppic-settings.controller.js';
import { PpicSettingsRepository } from './settings/ppic-settings.repository.js';
import { PpicSettingsService } from './settings/ppic-settings.service.js';

/** Production planning and inventory control: manufacturing orders from draft to settled cost. */
@Module({
  imports: [MasterDataModule, WarehouseModule],
  controllers: [
    OrdersController,
    OrderActionsController,
    ProductionController,
    TasksController,
    ReasonCodesController,
    PpicSettingsController,
  ],
  providers: [
    OrdersRepository,
    OrderSnapshotRepository,
    ProductionRepository,
    PpicSettingsRepository,
    PpicSettingsService,
    OrderStock,
    OrdersService,
    OrderLifecycleService,
    OrderCompletionService,
    OrderBulkService,
    ProductionService,
    OrderIntegrity,
  ],
  exports: [OrdersService, OrderLifecycleService, OrderCompletionService, ProductionService, OrderIntegrity],
})
export class PpicModule {}
