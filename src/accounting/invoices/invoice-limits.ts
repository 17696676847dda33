/** Lines of one invoice. */
export const MAX_INVOICE_LINES = 500;
/** Lines that a person may give in one request, whose size is limited. */
export const MAX_GIVEN_LINES = 150;
/** Documents set off against each other at once. */
export const MAX_ALLOCATIONS = 500;
