/** Rows that each list of a proposal holds at most. */
export const MAX_PROPOSED = 1000;
