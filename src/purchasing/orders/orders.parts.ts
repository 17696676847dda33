import { ApprovalTiersController } from './approval-tiers.controller.js';
import { ApprovalTiersService } from './approval-tiers.service.js';
import { CompanyAmounts } from './company-amounts.js';
import { PurchaseOrderActionsController } from './order-actions.controller.js';
import { OrderApprovalRepository } from './order-approval.repository.js';
import { OrderApprovals } from './order-approvals.js';
import { OrderBeside } from './order-beside.js';
import { OrderBuildingController } from './order-building.controller.js';
import { OrderBuildingRepository } from './order-building.repository.js';
import { OrderBuilding } from './order-building.service.js';
import { PurchaseBulkService } from './order-bulk.service.js';
import { OrderChangesApplied } from './order-changes-applied.js';
import { OrderChangesController } from './order-changes.controller.js';
import { OrderChangesRepository } from './order-changes.repository.js';
import { OrderChanges } from './order-changes.service.js';
import { OrderEndingController } from './order-ending.controller.js';
import { PurchaseOrderIntegrity } from './order-integrity.js';
import { OrderLifecycleRepository } from './order-lifecycle.repository.js';
import { OrderLifecycle } from './order-lifecycle.service.js';
import { OrderLines } from './order-lines.js';
import { OrderPrintController } from './order-print.controller.js';
import { OrderPrint } from './order-print.js';
import { OrderRequestsRepository } from './order-requests.repository.js';
import { OrderRequests } from './order-requests.js';
import { OrderRevisions } from './order-revision.js';
import { OrderSettling } from './order-settling.js';
import { OrderSteps } from './order-steps.js';
import { OrderWritingRepository } from './order-writing.repository.js';
import { PurchaseOrdersController } from './orders.controller.js';
import { PurchaseOrdersRepository } from './orders.repository.js';
import { PurchaseOrdersService } from './orders.service.js';
import { DeliveryTolerancesController } from './tolerances.controller.js';
import { DeliveryTolerancesService } from './tolerances.service.js';

/** What the module of purchasing puts together for orders. */
export const ORDER_CONTROLLERS = [
  PurchaseOrdersController,
  OrderBuildingController,
  PurchaseOrderActionsController,
  OrderEndingController,
  OrderPrintController,
  OrderChangesController,
  ApprovalTiersController,
  DeliveryTolerancesController,
];

export const ORDER_PROVIDERS = [
  PurchaseOrdersRepository,
  OrderWritingRepository,
  OrderApprovalRepository,
  OrderBuildingRepository,
  OrderLifecycleRepository,
  OrderRequestsRepository,
  OrderChangesRepository,
  CompanyAmounts,
  OrderApprovals,
  OrderBeside,
  OrderLines,
  OrderRequests,
  OrderSteps,
  OrderSettling,
  OrderRevisions,
  OrderChangesApplied,
  OrderChanges,
  OrderLifecycle,
  PurchaseOrdersService,
  OrderBuilding,
  PurchaseBulkService,
  OrderPrint,
  PurchaseOrderIntegrity,
  ApprovalTiersService,
  DeliveryTolerancesService,
];
