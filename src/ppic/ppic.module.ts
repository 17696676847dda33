import { Module } from '@nestjs/common';
import { MasterDataModule } from '../master-data/index.js';
import { PurchasingModule } from '../purchasing/index.js';
import { QualityModule } from '../quality/index.js';
import { SalesModule } from '../sales/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { MaterialApprovals } from './material-requests/material-approval.service.js';
import { MaterialIssues } from './material-requests/material-issue.service.js';
import { MaterialRequestActionsController } from './material-requests/material-request-actions.controller.js';
import { MaterialRequestIntegrity } from './material-requests/material-request-integrity.js';
import './material-requests/material-request-scans.js';
import { MaterialRequestSteps } from './material-requests/material-request-steps.js';
import { MaterialRequestsController } from './material-requests/material-requests.controller.js';
import { MaterialRequestsRepository } from './material-requests/material-requests.repository.js';
import { MaterialRequestsService } from './material-requests/material-requests.service.js';
import { MaterialReturns } from './material-requests/material-return.service.js';
import { RequestLinesRepository } from './material-requests/request-lines.repository.js';
import { ComponentTakingBack } from './orders/component-taking-back.js';
import { CostSheetController } from './cost/cost-sheet.controller.js';
import { CostSheetRepository } from './cost/cost-sheet.repository.js';
import { CostSheets } from './cost/cost-sheet.service.js';
import './labels/finished-goods-scans.js';
import { OrderLabelsController } from './labels/order-labels.controller.js';
import { OrderLabelsRepository } from './labels/order-labels.repository.js';
import { OrderLabels } from './labels/order-labels.service.js';
import { DowntimeReasonsController } from './downtime/downtime-reasons.controller.js';
import { DowntimesController } from './downtime/downtimes.controller.js';
import { DowntimesRepository } from './downtime/downtimes.repository.js';
import { DowntimesService } from './downtime/downtimes.service.js';
import { FloorFiguresController } from './floor-figures/floor-figures.controller.js';
import { FloorFiguresRepository } from './floor-figures/floor-figures.repository.js';
import { FloorFiguresService } from './floor-figures/floor-figures.service.js';
import { OeeRepository } from './floor-figures/oee.repository.js';
import { OeeService } from './floor-figures/oee.service.js';
import { HandOverDecisions } from './hand-overs/hand-over-decisions.service.js';
import { HandOverEffects } from './hand-overs/hand-over-effects.js';
import { HandOversController } from './hand-overs/hand-overs.controller.js';
import { HandOversRepository } from './hand-overs/hand-overs.repository.js';
import { HandOversService } from './hand-overs/hand-overs.service.js';
import { DebtCover } from './material-debts/debt-cover.js';
import { MaterialDebtActionsController } from './material-debts/material-debt-actions.controller.js';
import { MaterialDebtSettlements } from './material-debts/material-debt-settlements.service.js';
import { MaterialDebtUses } from './material-debts/material-debt-uses.repository.js';
import { MaterialDebtsController } from './material-debts/material-debts.controller.js';
import { MaterialDebtsRepository } from './material-debts/material-debts.repository.js';
import { MaterialDebtsService } from './material-debts/material-debts.service.js';
import { OrderActionsController } from './orders/order-actions.controller.js';
import { OrderBulkService } from './orders/order-bulk.service.js';
import { OrderCompletionService } from './orders/order-completion.service.js';
import { OrderIntegrity } from './orders/order-integrity.js';
import { OrderLifecycleService } from './orders/order-lifecycle.service.js';
import { OrderMaterial } from './orders/order-material.js';
import { OrderReports } from './orders/order-reports.js';
import './orders/order-scans.js';
import { OrderSnapshotRepository } from './orders/order-snapshot.repository.js';
import { OrderStock } from './orders/order-stock.js';
import { OrdersController } from './orders/orders.controller.js';
import { OrdersRepository } from './orders/orders.repository.js';
import { OrdersService } from './orders/orders.service.js';
import { ProductionController } from './orders/production.controller.js';
import { ProductionRepository } from './orders/production.repository.js';
import { ProductionService } from './orders/production.service.js';
import { ReturnableComponents } from './orders/returnable-components.repository.js';
import { TasksController } from './orders/tasks.controller.js';
import { ReasonCodesController } from './reason-codes/reason-codes.controller.js';
import { ReworkActionsController } from './rework/rework-actions.controller.js';
import { ReworkIntegrity } from './rework/rework-integrity.js';
import { ReworkLifecycle } from './rework/rework-lifecycle.service.js';
import { ReworkOrdersController } from './rework/rework-orders.controller.js';
import './rework/rework-scans.js';
import { ReworkStock } from './rework/rework-stock.js';
import { ReworkWork } from './rework/rework-work.service.js';
import { ReworkReferences } from './rework/rework-references.repository.js';
import { ReworkRepository } from './rework/rework.repository.js';
import { ReworkService } from './rework/rework.service.js';
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
import { ShortagesController } from './shortages/shortages.controller.js';
import { ShortagesRepository } from './shortages/shortages.repository.js';
import { ShortagesService } from './shortages/shortages.service.js';
import { EntriesController } from './work-orders/entries.controller.js';
import { EntriesRepository } from './work-orders/entries.repository.js';
import { EntriesService } from './work-orders/entries.service.js';
import { FloorAccess } from './work-orders/floor-access.js';
import { FloorTold } from './work-orders/floor-told.js';
import { WorkOrderActionsController } from './work-orders/work-order-actions.controller.js';
import { WorkOrderSteps } from './work-orders/work-order-steps.service.js';
import { WorkOrdersController } from './work-orders/work-orders.controller.js';
import { WorkOrdersRepository } from './work-orders/work-orders.repository.js';
import { WorkOrdersService } from './work-orders/work-orders.service.js';
import { FloorIntegrity } from './work-orders/floor-integrity.js';
import { FloorPosting } from './work-orders/floor-posting.js';
import { FloorReversal } from './work-orders/floor-reversal.js';
import { FloorReversalRepository } from './work-orders/floor-reversal.repository.js';
import { FloorRepository } from './work-orders/floor.repository.js';
import { OrderFloor } from './work-orders/order-floor.js';
import { WorkOrderMaker } from './work-orders/work-order-maker.js';
import { WorkOrderMakingRepository } from './work-orders/work-order-making.repository.js';
import { WaitingWorkOrders } from './work-orders/waiting-work-orders.js';
import { DispatchesController } from './subcontracting/dispatches.controller.js';
import { DispatchesRepository } from './subcontracting/dispatches.repository.js';
import { DispatchesService } from './subcontracting/dispatches.service.js';
import { SubcontractFloor } from './subcontracting/subcontract-floor.js';
import { SubcontractFlowRepository } from './subcontracting/subcontract-flow.repository.js';
import { SubcontractIntegrity } from './subcontracting/subcontract-integrity.js';
import { SubcontractOperation } from './subcontracting/subcontract-operation.js';
import { SubcontractTravel } from './subcontracting/subcontract-travel.js';
import { SubcontractorPlaces } from './subcontracting/subcontractor-places.repository.js';
import { SubstitutesController } from './substitutes/substitutes.controller.js';
import { SubstitutesRepository } from './substitutes/substitutes.repository.js';
import { SubstitutesService } from './substitutes/substitutes.service.js';
import { ManufacturingSupply } from './sales-supply/manufacturing-supply.js';
import { PurchasingSupply } from './sales-supply/purchasing-supply.js';
import { WorkCentreUses } from './work-centres/work-centre-uses.service.js';
import { WorkCentresController } from './work-centres/work-centres.controller.js';
import './work-centres/work-centres.import.js';

/** Production planning and inventory control: manufacturing orders from draft to settled cost. */
@Module({
  imports: [MasterDataModule, QualityModule, WarehouseModule, PurchasingModule, SalesModule],
  controllers: [
    OrdersController,
    OrderActionsController,
    ProductionController,
    TasksController,
    ReasonCodesController,
    DowntimeReasonsController,
    DowntimesController,
    FloorFiguresController,
    PpicSettingsController,
    WorkCentresController,
    RoutingController,
    RoutingLifecycleController,
    RoutingAnalysisController,
    DefaultRoutingController,
    MaterialRequestsController,
    MaterialRequestActionsController,
    ShortagesController,
    OrderLabelsController,
    ReworkOrdersController,
    ReworkActionsController,
    WorkOrdersController,
    WorkOrderActionsController,
    EntriesController,
    HandOversController,
    CostSheetController,
    SubstitutesController,
    DispatchesController,
    MaterialDebtsController,
    MaterialDebtActionsController,
  ],
  providers: [
    OrdersRepository,
    OrderSnapshotRepository,
    ManufacturingSupply,
    PurchasingSupply,
    ProductionRepository,
    PpicSettingsRepository,
    PpicSettingsService,
    OrderStock,
    DebtCover,
    MaterialDebtUses,
    MaterialDebtsRepository,
    MaterialDebtsService,
    MaterialDebtSettlements,
    OrderMaterial,
    OrderReports,
    FloorRepository,
    FloorPosting,
    FloorReversal,
    FloorReversalRepository,
    OrderFloor,
    WaitingWorkOrders,
    WorkOrderMaker,
    WorkOrderMakingRepository,
    WorkOrdersRepository,
    WorkOrdersService,
    WorkOrderSteps,
    FloorAccess,
    FloorTold,
    EntriesRepository,
    EntriesService,
    HandOversRepository,
    HandOversService,
    HandOverEffects,
    HandOverDecisions,
    SubcontractorPlaces,
    SubcontractFlowRepository,
    SubcontractFloor,
    SubcontractOperation,
    SubcontractTravel,
    SubcontractIntegrity,
    DispatchesRepository,
    DispatchesService,
    CostSheetRepository,
    SubstitutesRepository,
    SubstitutesService,
    CostSheets,
    OrdersService,
    OrderLifecycleService,
    OrderCompletionService,
    OrderBulkService,
    ProductionService,
    OrderIntegrity,
    FloorIntegrity,
    WorkCentreUses,
    DowntimesRepository,
    DowntimesService,
    FloorFiguresRepository,
    FloorFiguresService,
    OeeRepository,
    OeeService,
    RoutingRepository,
    RoutingEstimateRepository,
    RoutingService,
    RoutingLifecycle,
    RoutingEstimates,
    Routings,
    ComponentTakingBack,
    ReturnableComponents,
    MaterialRequestsRepository,
    RequestLinesRepository,
    MaterialRequestSteps,
    MaterialRequestsService,
    MaterialApprovals,
    MaterialIssues,
    MaterialReturns,
    MaterialRequestIntegrity,
    ShortagesRepository,
    ShortagesService,
    OrderLabelsRepository,
    OrderLabels,
    ReworkRepository,
    ReworkReferences,
    ReworkService,
    ReworkLifecycle,
    ReworkWork,
    ReworkStock,
    ReworkIntegrity,
  ],
  exports: [
    SubcontractIntegrity,
    WorkOrderSteps,
    WorkOrdersService,
    EntriesService,
    HandOversService,
    HandOverDecisions,
    CostSheets,
    ReworkIntegrity,
    ReworkService,
    OrdersService,
    OrderLifecycleService,
    OrderCompletionService,
    ProductionService,
    OrderIntegrity,
    FloorIntegrity,
    RoutingService,
    RoutingLifecycle,
    RoutingEstimates,
    Routings,
    MaterialRequestsService,
    MaterialApprovals,
    MaterialIssues,
    MaterialReturns,
    MaterialRequestIntegrity,
    ShortagesService,
  ],
})
export class PpicModule {}
