import { SalesQuotationActionsController } from './quotation-actions.controller.js';
import { QuotationLifecycle } from './quotation-lifecycle.service.js';
import { SalesQuotationsController } from './quotations.controller.js';
import { QuotationsRepository } from './quotations.repository.js';
import { QuotationsService } from './quotations.service.js';

/** What the module of sales puts together for quotations. */
export const SALES_QUOTATION_CONTROLLERS = [SalesQuotationsController, SalesQuotationActionsController];

export const SALES_QUOTATION_PROVIDERS = [QuotationsRepository, QuotationsService, QuotationLifecycle];
