import { AppError } from '../../kernel/errors/index.js';

/** What a field of a posted line was in the document of scans. */
const SAID_BY: Readonly<Record<string, string>> = {
  product_id: 'scans',
  lot_id: 'scans',
  lot: 'scans',
  from_location_id: 'from',
  pick_within: 'from',
  to_location_id: 'to',
  location_id: 'at',
};

/**
 * Does something with what was scanned, and tells its faults at the scans, since that is what the caller has written.
 * @param linesOf for entries that several lines were added up to: the first line of each
 */
export async function inScans<T>(work: () => Promise<T>, linesOf: readonly number[] = []): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.field_errors.length === 0) throw error;
    const faults = error.field_errors.map((fault) => ({ ...fault, pointer: scanPointer(fault.pointer, linesOf) }));
    throw new AppError(error.entry, error.detail, error.extra, faults);
  }
}

export function scanPointer(pointer: string, linesOf: readonly number[] = []): string {
  const match = /^\/(lines|entries)\/(\d+)\/(\w+)$/.exec(pointer);
  if (!match) return { '/from_location_id': '/from', '/to_location_id': '/to' }[pointer] ?? pointer;
  const [, list, place, field] = match as unknown as [string, string, string, string];
  const line = list === 'entries' ? (linesOf[Number(place)] ?? place) : place;
  return `/lines/${line}/${SAID_BY[field] ?? field}`;
}
