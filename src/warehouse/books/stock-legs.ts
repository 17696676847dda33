/** What the value of stock is made of: what it is worth, what is in production, where it comes from or goes to, and what is left over of an adjustment. */
export const STOCK_LEGS = ['inventory', 'work_in_progress', 'counterpart', 'variance'] as const;
export type StockLeg = (typeof STOCK_LEGS)[number];
