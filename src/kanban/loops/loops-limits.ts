export const LOOP_KINDS = ['supplier', 'production', 'transfer'] as const;
export type LoopKind = (typeof LOOP_KINDS)[number];

/** Where the demand of a loop is taken from: what somebody says, or what was used at its place in the days before today. */
export const DEMAND_SOURCES = ['stated', 'actual'] as const;

export const SIGNAL_ORIGINS = ['scan', 'level', 'start'] as const;
export type SignalOrigin = (typeof SIGNAL_ORIGINS)[number];

export const SIGNAL_STATES = ['open', 'ordered', 'received', 'withdrawn'] as const;

export const DOCUMENT_TYPES = ['request_card', 'manufacturing_order', 'purchase_requisition'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Cards of one loop. */
export const MOST_LOOP_CARDS = 500;

/** Loops that one evaluation acts on; the next goes on with the others. Each signal makes a document of its own. */
export const LOOPS_AT_ONCE = 50;
/** Signals that one evaluation makes. */
export const SIGNALS_AT_ONCE = 50;

/** Under this name, with the signal's id, what was received by hand is found in the ledger. */
export const SIGNAL_SOURCE = 'kanban_signal';
