/** Lines of one note: no bill has more components. */
export const MAX_DISPATCH_LINES = 500;

export const DISPATCH_KINDS = ['dispatch', 'return'] as const;
export type DispatchKind = (typeof DISPATCH_KINDS)[number];
