export { SalesModule } from './sales.module.js';
export { SALES } from './sales.permissions.js';
export { SALES_ERRORS } from './sales.errors.js';
export { SalesOrderIntegrity } from './orders/sales-order-integrity.js';
export { FulfilmentIntegrity } from './deliveries/fulfilment-integrity.js';
export { SupplyPort } from './supply/supply-port.js';
export type { SupplyMaker, SupplyProgress, WantedSupply } from './supply/supply-port.js';
