import { DowntimeReason } from './downtime/downtime-reason.entity.js';
import { Downtime } from './downtime/downtime.entity.js';
import { ManufacturingOrder } from './orders/manufacturing-order.entity.js';
import {
  MaterialRequest,
  MaterialRequestLine,
  MaterialRequestMove,
} from './material-requests/material-request.entity.js';
import { ProductionReasonCode } from './reason-codes/production-reason-code.entity.js';
import { ReworkOrder, ReworkOrderMaterial, ReworkReport } from './rework/rework-order.entity.js';
import {
  Routing,
  RoutingOperation,
  RoutingOperationAlternative,
  RoutingOperationPredecessor,
} from './routings/routing.entity.js';
import { PpicSetting } from './settings/ppic-setting.entity.js';
import { MaterialDebt } from './material-debts/material-debt.entity.js';
import { WorkOrderHandOver } from './hand-overs/hand-over.entity.js';
import { WorkCentre } from './work-centres/work-centre.entity.js';
import { WorkOrder } from './work-orders/work-order.entity.js';

/** The tables of this module that are read and written as whole rows. */
export const PPIC_ENTITIES = [
  Downtime,
  DowntimeReason,
  ManufacturingOrder,
  MaterialDebt,
  MaterialRequest,
  MaterialRequestLine,
  MaterialRequestMove,
  PpicSetting,
  ProductionReasonCode,
  ReworkOrder,
  ReworkOrderMaterial,
  ReworkReport,
  Routing,
  RoutingOperation,
  RoutingOperationAlternative,
  RoutingOperationPredecessor,
  WorkCentre,
  WorkOrder,
  WorkOrderHandOver,
];
