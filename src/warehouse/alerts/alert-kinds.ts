export const ALERT_KINDS = ['low_stock', 'below_minimum', 'expiring', 'expired'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** Days before the last day of a lot from which on it is expiring, for a company that has not said otherwise; as in the view of conditions. */
export const EXPIRING_DAYS = 30;

/** Alerts that one call acknowledges. */
export const MAX_ACKNOWLEDGED = 500;
