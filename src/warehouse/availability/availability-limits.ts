/** Products that one question may name. */
export const MAX_PRODUCTS = 200;

/** Why something that is known of is not counted on. */
export const NOT_COUNTED = ['held', 'undated', 'planned', 'lot_unusable'] as const;
export type NotCounted = (typeof NOT_COUNTED)[number];
