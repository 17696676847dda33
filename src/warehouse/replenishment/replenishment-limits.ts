/** Bins that are filled up at once. */
export const MAX_BINS = 500;
