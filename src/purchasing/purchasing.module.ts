import { Module } from '@nestjs/common';
import { AccountingModule } from '../accounting/index.js';
import { MasterDataModule } from '../master-data/index.js';
import { QualityModule } from '../quality/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { RequisitionAcceptances } from './hand-out/acceptance.service.js';
import { HandOutRepository } from './hand-out/hand-out.repository.js';
import { HandOutsController } from './hand-out/hand-outs.controller.js';
import { HandOuts } from './hand-out/hand-outs.service.js';
import { RequisitionIssues } from './hand-out/issue.service.js';
import { PurchaseOrderIntegrity } from './orders/order-integrity.js';
import { INVOICE_CONTROLLERS, INVOICE_PROVIDERS } from './invoices/invoices.parts.js';
import { PurchaseInvoiceIntegrity } from './invoices/invoice-integrity.js';
import { BLANKET_CONTROLLERS, BLANKET_PROVIDERS } from './blankets/blankets.parts.js';
import { ORDER_CONTROLLERS, ORDER_PROVIDERS } from './orders/orders.parts.js';
import { RETURN_CONTROLLERS, RETURN_PROVIDERS } from './returns/returns.parts.js';
import { SHIPMENT_CONTROLLERS, SHIPMENT_PROVIDERS } from './shipments/shipments.parts.js';
import { PERFORMANCE_CONTROLLERS, PERFORMANCE_PROVIDERS } from './performance/performance.parts.js';
import { RECEIPT_CONTROLLERS, RECEIPT_PROVIDERS } from './receipts/receipts.parts.js';
import { QuotationsModule } from './quotations/quotations.module.js';
import { FollowingRepository } from './requisitions/following.repository.js';
import { RequisitionActionsController } from './requisitions/requisition-actions.controller.js';
import { RequisitionCancelling } from './requisitions/requisition-cancelling.js';
import { RequisitionDrafts } from './requisitions/requisition-drafts.js';
import { RequisitionIntegrity } from './requisitions/requisition-integrity.js';
import { RequisitionLineActionsController } from './requisitions/requisition-line-actions.controller.js';
import { RequisitionLinesController } from './requisitions/requisition-lines.controller.js';
import { RequisitionLinesRepository } from './requisitions/requisition-lines.repository.js';
import { RequisitionLinesService } from './requisitions/requisition-lines.service.js';
import { RequisitionLines } from './requisitions/requisition-lines.js';
import { RequisitionReviews } from './requisitions/requisition-reviews.service.js';
import { RequisitionSteps } from './requisitions/requisition-steps.js';
import { RequisitionTransitions } from './requisitions/requisition-transitions.js';
import { RequisitionsController } from './requisitions/requisitions.controller.js';
import { RequisitionsRepository } from './requisitions/requisitions.repository.js';
import { RequisitionsService } from './requisitions/requisitions.service.js';
import { SuggestedRequisitions } from './requisitions/suggested-requisitions.js';
import { RequisitionReviewersController } from './reviewers/requisition-reviewers.controller.js';

/** What is asked for, bought, received and handed over. */
@Module({
  imports: [AccountingModule, MasterDataModule, WarehouseModule, QualityModule, QuotationsModule],
  controllers: [
    RequisitionsController,
    RequisitionActionsController,
    RequisitionLinesController,
    RequisitionLineActionsController,
    HandOutsController,
    RequisitionReviewersController,
    ...ORDER_CONTROLLERS,
    ...RECEIPT_CONTROLLERS,
    ...SHIPMENT_CONTROLLERS,
    ...RETURN_CONTROLLERS,
    ...INVOICE_CONTROLLERS,
    ...BLANKET_CONTROLLERS,
    ...PERFORMANCE_CONTROLLERS,
  ],
  providers: [
    FollowingRepository,
    RequisitionLines,
    RequisitionsRepository,
    RequisitionLinesRepository,
    RequisitionSteps,
    RequisitionDrafts,
    RequisitionsService,
    RequisitionLinesService,
    RequisitionReviews,
    RequisitionCancelling,
    RequisitionTransitions,
    SuggestedRequisitions,
    RequisitionIntegrity,
    HandOutRepository,
    HandOuts,
    RequisitionAcceptances,
    RequisitionIssues,
    ...ORDER_PROVIDERS,
    ...RECEIPT_PROVIDERS,
    ...SHIPMENT_PROVIDERS,
    ...RETURN_PROVIDERS,
    ...INVOICE_PROVIDERS,
    ...BLANKET_PROVIDERS,
    ...PERFORMANCE_PROVIDERS,
  ],
  exports: [
    RequisitionLines,
    RequisitionsService,
    RequisitionIntegrity,
    PurchaseOrderIntegrity,
    PurchaseInvoiceIntegrity,
  ],
})
export class PurchasingModule {}
