/** Rows that a statement answers at most. */
export const MOST_ROWS = 100_000;
