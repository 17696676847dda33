export { CountEntriesService } from './count-entries.service.js';
export { COUNT_ERRORS } from './counts.errors.js';
export { CountsModule } from './counts.module.js';
export { COUNT_PERMISSIONS } from './counts.permissions.js';
export { CountsService } from './counts.service.js';
export { StockCount, StockCountEntry, StockCountLine } from './stock-count.entity.js';
