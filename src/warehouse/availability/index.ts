export { AvailabilityModule } from './availability.module.js';
export { AvailabilityService } from './availability.service.js';
export type { ProjectedOutlook } from './availability.service.js';
export { StockProjection } from './stock-projection.js';
export type { Pieces, PlannedQuantity, ProjectedDay } from './stock-projection.js';
