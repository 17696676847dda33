/** Who works there: our own people and machines, or a supplier. */
export const WORK_CENTRE_KINDS = ['internal', 'subcontract'] as const;
export type WorkCentreKind = (typeof WORK_CENTRE_KINDS)[number];

/** Places of one work centre. */
export const MAX_PLACES = 10_000;
