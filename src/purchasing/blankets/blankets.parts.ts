import { BlanketActionsController } from './blanket-actions.controller.js';
import { BlanketOrdersController } from './blankets.controller.js';
import { BlanketsRepository } from './blankets.repository.js';
import { BlanketOrders } from './blankets.service.js';

/** What the module of purchasing puts together for blanket orders. */
export const BLANKET_CONTROLLERS = [BlanketOrdersController, BlanketActionsController];
export const BLANKET_PROVIDERS = [BlanketsRepository, BlanketOrders];
