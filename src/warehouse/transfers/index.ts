export { TransferOrder, TransferOrderLine } from './transfer-order.entity.js';
export { TRANSFER_ERRORS } from './transfers.errors.js';
export { TransfersModule } from './transfers.module.js';
export { TRANSFER_PERMISSIONS } from './transfers.permissions.js';
export { TransfersService } from './transfers.service.js';
