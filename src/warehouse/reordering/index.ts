export { SIZING_METHODS, sizeLot } from './lot-sizing.js';
export type { LotRule, ReorderPosition, SizedLot, SizingMethod } from './lot-sizing.js';
export { suggestReorderPoint } from './reorder-point.js';
export { ReorderingModule } from './reordering.module.js';
export { REORDERING } from './reordering.permissions.js';
export type { ReorderSuggestionDto } from './reordering.dto.js';
export { ReorderingService } from './reordering.service.js';
