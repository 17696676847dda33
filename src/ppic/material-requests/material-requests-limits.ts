/** Lines of one request. */
export const MAX_REQUEST_LINES = 500;

/** Places and lots that one request was issued from. */
export const MAX_REQUEST_MOVES = 100_000;
