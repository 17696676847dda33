/** What a row of the OEE is of, */
export const OEE_GROUPS = ['work_centre', 'department', 'company'] as const;
/** and for how long: the whole range, each production day, each shift of each production day. */
export const OEE_PERIODS = ['range', 'day', 'shift'] as const;
/** What a row of planned against actual is of; */
export const PLAN_GROUPS = ['work_order', 'order', 'work_centre', 'department', 'day'] as const;
/** and one of the daily production. */
export const DAILY_GROUPS = ['department', 'work_centre', 'product', 'work_order'] as const;
export const DAILY_PERIODS = ['day', 'shift'] as const;

/** The longest range of days that one answer covers. */
export const LONGEST_RANGE_DAYS = 366;
