/** What a row of the first-pass yield may be, */
export const YIELD_GROUPS = ['product', 'operation', 'day'] as const;
/** and one of the cost of poor quality. */
export const COST_GROUPS = ['reason', 'product', 'day'] as const;
