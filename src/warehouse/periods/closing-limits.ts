/** Of each thing that a closing would miss, as many are shown. */
export const MAX_SAMPLES = 5;

/** What is looked at before a month is closed. */
export const CLOSING_ITEMS = [
  'EARLIER_PERIOD_OPEN',
  'TRANSFERS_IN_TRANSIT',
  'TRANSFERS_NOT_DISPATCHED',
  'COUNTS_NOT_POSTED',
  'WORK_IN_PROGRESS',
  'NEGATIVE_STOCK',
  'STOCK_WITHOUT_VALUE',
] as const;
export type ClosingItemCode = (typeof CLOSING_ITEMS)[number];
