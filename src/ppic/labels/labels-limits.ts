/** Entries of one answer: a lot or serial number, or packs of one size, each. */
export const MAX_LABEL_ENTRIES = 5000;
