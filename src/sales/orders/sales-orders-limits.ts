/** Lines of one order or quotation. */
export const MAX_SALES_LINES = 500;
