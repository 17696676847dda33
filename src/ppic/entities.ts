import { ManufacturingOrder } from './orders/manufacturing-order.entity.js';
import { ProductionReasonCode } from './reason-codes/production-reason-code.entity.js';
import {
  Routing,
  RoutingOperation,
  RoutingOperationAlternative,
  RoutingOperationPredecessor,
} from './routings/routing.entity.js';
import { PpicSetting } from './settings/ppic-setting.entity.js';
import { WorkCentre } from './work-centres/work-centre.entity.js';

/** The tables of this module that are read and written as whole rows. */
export const PPIC_ENTITIES = [
  ManufacturingOrder,
  PpicSetting,
  ProductionReasonCode,
  Routing,
  RoutingOperation,
  RoutingOperationAlternative,
  RoutingOperationPredecessor,
  WorkCentre,
];
