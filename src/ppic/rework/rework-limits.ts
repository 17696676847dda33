/** Lines of extra material that one rework order has at most. */
export const MAX_MATERIALS = 100;
/** Minutes that may be said of a piece of work: about nineteen years. */
export const MAX_MINUTES = 10_000_000;
