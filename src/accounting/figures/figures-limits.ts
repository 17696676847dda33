/** Rows that a statement answers at most. */
export const MOST_ROWS = 100_000;
/** Rows of a workbook at most: writing one takes a processor for about a fifth of a millisecond for each row. */
export const MOST_WORKBOOK_ROWS = 5_000;
