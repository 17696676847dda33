/** Lines of one invoice that are for lines of orders. */
export const MAX_INVOICED_LINES = 500;
/** Lines of one invoice that are not: freight, fees. */
export const MAX_CHARGES = 50;
