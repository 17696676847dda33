/** What a requisition is needed for. */
export const USAGES = ['daily', 'project', 'cost_centre'] as const;
export type Usage = (typeof USAGES)[number];
