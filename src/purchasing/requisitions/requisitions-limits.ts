/** Lines of one requisition. */
export const MAX_REQUISITION_LINES = 500;

/** Under this name, with the requisition's id, its words in units, its stock and its reservations are found. */
export const REQUISITION_SOURCE = 'requisition';
