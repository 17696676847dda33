/** Taken out of what is planned, or a loss. */
export const DOWNTIME_CATEGORIES = ['planned', 'unplanned'] as const;

/** For so many days after the day on which a downtime began it can be told, corrected and withdrawn. */
export const CORRECTABLE_DAYS = 7;
