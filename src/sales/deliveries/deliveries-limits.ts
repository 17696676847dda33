/** Lines of one delivery. */
export const MAX_DELIVERY_LINES = 500;
/** Orders that one delivery is made of. */
export const MAX_DELIVERED_ORDERS = 100;
/** Bins and lots named in one request, and shown of one line. */
export const MAX_PICKS = 1_000;
/** Packages of one delivery. */
export const MAX_PACKAGES = 500;

/** Under this name, with its id, what a delivery took is found in the ledger. */
export const SALES_DELIVERY_SOURCE = 'sales_delivery';
/** Under this name, with the id of the order, stock is held for it. */
export const SALES_ORDER_SOURCE = 'sales_order';
