/** Where the goods of an order line come from. */
export const SUPPLY_MODES = ['stock', 'make', 'buy'] as const;
export type SupplyMode = (typeof SUPPLY_MODES)[number];

/** Whose price a line has. */
export const PRICE_SOURCES = ['given', 'customer', 'general', 'product', 'quotation'] as const;
export type PriceSource = (typeof PRICE_SOURCES)[number];

/** Under which source stock is held for orders; the line is its line. */
export const SALES_SOURCE = 'sales_order';
