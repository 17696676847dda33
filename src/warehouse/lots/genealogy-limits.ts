/** How many steps away an answer goes when nobody says. */
export const DEFAULT_DEPTH = 20;
export const MAX_DEPTH = 50;
/** Steps that one answer holds at most. */
export const MAX_STEPS = 20_000;
