/** Rows that one answer holds at most; name a product or a place to see less. */
export const MAX_ROWS = 10_000;
