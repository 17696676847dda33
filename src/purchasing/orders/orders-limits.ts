/** Lines of one order. */
export const MAX_ORDER_LINES = 500;
/** Orders of one bulk request. */
export const MAX_BULK_ORDERS = 100;
