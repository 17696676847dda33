import { ShipmentActionsController } from './shipment-actions.controller.js';
import { ShipmentReceipts } from './shipment-receipts.service.js';
import { ShipmentsController } from './shipments.controller.js';
import { ShipmentsRepository } from './shipments.repository.js';
import { ShipmentsService } from './shipments.service.js';

/** What the module of purchasing puts together for shipments. */
export const SHIPMENT_CONTROLLERS = [ShipmentsController, ShipmentActionsController];
export const SHIPMENT_PROVIDERS = [ShipmentsRepository, ShipmentsService, ShipmentReceipts];
