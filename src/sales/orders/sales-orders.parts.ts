import { SalesOrderRows } from './sales-order-rows.repository.js';
import { SalesOrderSteps } from './sales-order-steps.js';

/** What the module of sales puts together for orders. */
export const SALES_ORDER_CONTROLLERS = [];

export const SALES_ORDER_PROVIDERS = [SalesOrderRows, SalesOrderSteps];
