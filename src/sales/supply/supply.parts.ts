import { LineSupply } from './line-supply.js';
import { PromisesRepository } from './promises.repository.js';
import { PromisesService } from './promises.service.js';
import { SalesPromises } from './sales-promises.js';
import { SupplyAtConfirmation } from './supply-at-confirmation.js';
import { SalesSupplyController } from './supply.controller.js';
import { SupplyFollower } from './supply-follower.js';
import { SupplyPort } from './supply-port.js';
import { SupplyRepository } from './supply.repository.js';
import { SupplyService } from './supply.service.js';

/** What the module of sales puts together for supply. */
export const SUPPLY_CONTROLLERS = [SalesSupplyController];

export const SUPPLY_PROVIDERS = [
  SupplyPort,
  SupplyRepository,
  PromisesRepository,
  SalesPromises,
  PromisesService,
  LineSupply,
  SupplyAtConfirmation,
  SupplyService,
  SupplyFollower,
];
