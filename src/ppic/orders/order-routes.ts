import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { BOM_ERRORS, LOT_ERRORS, NO_ROOM, WAREHOUSE_ERRORS } from '../../warehouse/index.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { MANUFACTURING_ORDER } from './manufacturing-order.machine.js';
import type { OrderEvent } from './manufacturing-order.machine.js';
import { ManufacturingOrderDto } from './orders.dto.js';

const { NOT_FOUND, INVALID_STATE, VALIDATION_FAILED } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, SERIAL_IN_STOCK, STOCK_FROZEN, STOCK_OVERFLOW } = WAREHOUSE_ERRORS;

const SAYS: Readonly<Record<OrderEvent, Pick<RouteOptions, 'summary' | 'description' | 'errors'>>> = {
  approve: {
    summary: 'Approve a manufacturing order',
    description: 'Copies the bill as it is now and freezes product, quantity, bill and warehouse.',
    errors: [
      PPIC_ERRORS.ORDER_APPROVER_IS_AUTHOR,
      PPIC_ERRORS.ROUTING_NOT_VALID,
      PPIC_ERRORS.SUBCONTRACTOR_NEEDED,
      BOM_ERRORS.BOM_NOT_VALID,
    ],
  },
  release: {
    summary: 'Release a manufacturing order',
    description:
      'Holds its components in its warehouse. A shortage is refused with every component that is short, unless `allow_partial`.',
    errors: [INSUFFICIENT_STOCK, PPIC_ERRORS.NO_SUBCONTRACT_PRICE],
  },
  start: {
    summary: 'Start a manufacturing order',
    description: 'An approved order is released on the way, under the same conditions.',
    errors: [INSUFFICIENT_STOCK, PPIC_ERRORS.NO_SUBCONTRACT_PRICE],
  },
  pause: { summary: 'Pause a manufacturing order', description: 'The time until it is resumed does not count.' },
  resume: { summary: 'Resume a paused manufacturing order' },
  complete: {
    summary: 'Complete a manufacturing order',
    description:
      'Posts what is left to the total given, lets go of unused reservations and answers quantity, variance and duration. ' +
      'Up to 1 % off the plan is exact, up to 10 % minor; more needs `variance_override` and the permission for it.',
    errors: [
      PPIC_ERRORS.QUANTITY_VARIANCE,
      PPIC_ERRORS.LESS_THAN_REPORTED,
      PPIC_ERRORS.OVER_PRODUCTION,
      PPIC_ERRORS.WORK_ORDERS_OPEN,
      PPIC_ERRORS.QUALITY_GATE,
      PPIC_ERRORS.COMPONENTS_NOT_ISSUED,
      PPIC_ERRORS.UNDER_CONSUMPTION,
      INSUFFICIENT_STOCK,
      STOCK_OVERFLOW,
      PERIOD_CLOSED,
      STOCK_FROZEN,
      ...NO_ROOM,
      LOT_ERRORS.LOT_DIFFERS,
      SERIAL_IN_STOCK,
    ],
  },
  short_close: {
    summary: 'Complete a manufacturing order early',
    description: 'With what it has made, whatever the plan said.',
    errors: [PPIC_ERRORS.COMPONENTS_NOT_ISSUED, INSUFFICIENT_STOCK, PERIOD_CLOSED, ...NO_ROOM],
  },
  close: {
    summary: 'Close a completed manufacturing order',
    description:
      'Settles its cost: what went in comes to lie on what came out, as far as it is on hand; nothing is left in progress.',
    errors: [PPIC_ERRORS.MATERIAL_DEBT_OPEN, PERIOD_CLOSED],
  },
  cancel: {
    summary: 'Cancel a manufacturing order',
    description:
      'Reservations and unused components go back; what was used is written off. Refused once output was posted: short close it then.',
    errors: [PPIC_ERRORS.OUTPUT_POSTED, PPIC_ERRORS.MATERIAL_DEBT_OPEN, PERIOD_CLOSED, ...NO_ROOM],
  },
};

/** What the route of an event says of itself; the fixed short form of the same event says it too. */
export function orderAction(event: OrderEvent): RouteOptions {
  const { errors = [], ...words } = SAYS[event];
  return {
    ...words,
    permission: MANUFACTURING_ORDER.events[event].permission,
    returns: ManufacturingOrderDto,
    status: 200,
    versioned: true,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, KERNEL_ERRORS.VALUE_OUT_OF_RANGE, ...errors],
  };
}
