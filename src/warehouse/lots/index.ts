export { Lot } from './lot.entity.js';
export { LotIntake, lotFaults } from './lot-intake.js';
export type { LotLine } from './lot-intake.js';
export { serialsOf } from './serial-range.js';
export { LOT_ERRORS } from './lots.errors.js';
export { LotOnLineInput, MAX_SERIALS } from './lots.dto.js';
export { LotsModule } from './lots.module.js';
export { LOT_PERMISSIONS } from './lots.permissions.js';
export { LotsService } from './lots.service.js';
