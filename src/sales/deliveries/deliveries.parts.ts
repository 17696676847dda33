import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryActionsController } from './delivery-actions.controller.js';
import { DeliveryFlow } from './delivery-flow.service.js';
import { DeliveryPrint } from './delivery-print.js';
import { DeliveryShipping } from './delivery-shipping.service.js';
import { DeliveryWritingRepository } from './delivery-writing.repository.js';

/** What the module of sales puts together for deliveries. */
export const DELIVERY_CONTROLLERS = [DeliveriesController, DeliveryActionsController];
export const DELIVERY_PROVIDERS = [
  DeliveriesRepository,
  DeliveryWritingRepository,
  DeliveriesService,
  DeliveryShipping,
  DeliveryFlow,
  DeliveryPrint,
];
