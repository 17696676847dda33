/** Lines that one entry may be given by hand. */
export const MAX_ENTRY_LINES = 200;
/** Lines of an entry that modules post. */
export const MOST_LINES = 10_000;
