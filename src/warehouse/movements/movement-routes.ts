import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { NO_ROOM } from '../locations/index.js';
import { LOT_ERRORS } from '../lots/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { MovementDto } from './movements.dto.js';

const { NOT_FOUND, VALIDATION_FAILED, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const { INSUFFICIENT_STOCK, PERIOD_CLOSED, SERIAL_IN_STOCK, STOCK_FROZEN, STOCK_OVERFLOW } = WAREHOUSE_ERRORS;
/** A document of 1,000 lines with everything that a line can say: more names than a body may have by default. */
const BODY_LIMIT = 1024 * 1024;

/** What the routes that post a movement have in common. */
export const POSTED = { returns: MovementDto, status: 201, action: true, body_limit: BODY_LIMIT } as const;
export const SHORT = 'Either every line is posted or none; a shortage lists every short product and location.';

const posting = [
  NOT_FOUND,
  VALIDATION_FAILED,
  VALUE_OUT_OF_RANGE,
  PERIOD_CLOSED,
  STOCK_OVERFLOW,
  STOCK_FROZEN,
  ...NO_ROOM,
];
export const INCOMING_ERRORS = [...posting, LOT_ERRORS.LOT_DIFFERS, SERIAL_IN_STOCK];
export const OUTGOING_ERRORS = [...posting, INSUFFICIENT_STOCK];
