/** Where the credit of an order is looked at. */
export const CREDIT_STAGES = ['confirmation', 'shipping'] as const;
export type CreditStage = (typeof CREDIT_STAGES)[number];
