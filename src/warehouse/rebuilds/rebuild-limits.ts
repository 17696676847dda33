/** Changes that one answer shows at most; all of them are kept. */
export const MAX_CHANGES = 1_000;
