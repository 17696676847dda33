export { LateFactsService } from './late-facts.service.js';
export { PERIOD_ERRORS } from './periods.errors.js';
export { PeriodsModule } from './periods.module.js';
export { PERIOD_PERMISSIONS } from './periods.permissions.js';
export { StockPeriod } from './stock-period.entity.js';
export { STOCK_PERIOD_MACHINE } from './stock-period.machine.js';
