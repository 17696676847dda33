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
import { DefaultRoutingController, RoutingAnalysisController } from './routings/routing-analysis.controller.js';
import { RoutingEstimateRepository } from './routings/routing-estimate.repository.js';
import { RoutingEstimates } from './routings/routing-estimate.service.js';
import { RoutingLifecycleController } from './routings/routing-lifecycle.controller.js';
import { RoutingLifecycle } from './routings/routing-lifecycle.service.js';
import { RoutingController } from './routings/routing.controller.js';
import { RoutingRepository } from './routings/routing.repository.js';
import { RoutingService } from './routings/routing.service.js';
import { Routings } from './routings/routings.js';
import { PpicSettingsController } from './settings/ppic-settings.controller.js';
import { PpicSettingsRepository } from './settings/ppic-settings.repository.js';
import { PpicSettingsService } from './settings/ppic-settings.service.js';
import { WorkCentreUses } from './work-centres/work-centre-uses.service.js';
import { WorkCentresController } from './work-centres/work-centres.controller.js';
import './work-centres/work-centres.import.js';

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
    WorkCentresController,
    RoutingController,
    RoutingLifecycleController,
    RoutingAnalysisController,
    DefaultRoutingController,
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
    WorkCentreUses,
    RoutingRepository,
    RoutingEstimateRepository,
    RoutingService,
    RoutingLifecycle,
    RoutingEstimates,
    Routings,
  ],
  exports: [
    OrdersService,
    OrderLifecycleService,
    OrderCompletionService,
    ProductionService,
    OrderIntegrity,
    RoutingService,
    RoutingLifecycle,
    RoutingEstimates,
    Routings,
  ],
})
export class PpicModule {}
