/** Rows that suggestions of reorder points hold at most. */
export const MAX_SUGGESTIONS = 10_000;
