import { SalesLinesRepository } from '../lines/sales-lines.repository.js';
import { SalesLines } from '../lines/sales-lines.js';
import { SalesRates } from '../lines/sales-rates.js';
import { SalesOrderActionsController } from './sales-order-actions.controller.js';
import { SalesOrderIntegrity } from './sales-order-integrity.js';
import { SalesOrderLifecycle } from './sales-order-lifecycle.service.js';
import { SalesOrderLines } from './sales-order-lines.js';
import { SalesOrderPrintController } from './sales-order-print.controller.js';
import { SalesOrderPrint } from './sales-order-print.js';
import { SalesOrderReading } from './sales-order-reading.service.js';
import { SalesOrderRows } from './sales-order-rows.repository.js';
import { SalesOrderSteps } from './sales-order-steps.js';
import { SalesOrdersController } from './sales-orders.controller.js';
import { SalesOrdersRepository } from './sales-orders.repository.js';
import { SalesOrdersService } from './sales-orders.service.js';

/** What the module of sales puts together for orders, and for the lines of all its documents. */
export const SALES_ORDER_CONTROLLERS = [SalesOrdersController, SalesOrderActionsController, SalesOrderPrintController];

export const SALES_ORDER_PROVIDERS = [
  SalesLinesRepository,
  SalesLines,
  SalesRates,
  SalesOrderRows,
  SalesOrdersRepository,
  SalesOrderLines,
  SalesOrderSteps,
  SalesOrdersService,
  SalesOrderReading,
  SalesOrderLifecycle,
  SalesOrderPrint,
  SalesOrderIntegrity,
];
