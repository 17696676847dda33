import { ManufacturingOrder } from './orders/manufacturing-order.entity.js';
import { ProductionReasonCode } from './reason-codes/production-reason-code.entity.js';
import { PpicSetting } from './settings/ppic-setting.entity.js';

/** The tables of this module that are read and written as whole rows. */
export const PPIC_ENTITIES = [ManufacturingOrder, PpicSetting, ProductionReasonCode];
