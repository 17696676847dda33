/** Orders and operations that one row of the list shows, in the order of need. */
export const MAX_SHORTAGE_NEEDS = 50;
