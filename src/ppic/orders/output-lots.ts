import type { FieldError } from '../../kernel/errors/index.js';
import { MAX_SERIALS } from '../../warehouse/index.js';
import type { OutputLine } from './order-movements.js';
import type { TrackedOutput } from './order-parts.js';

/** What a report says of the lots that it makes; the rest is named after the order. */
export interface NamedOutput {
  readonly lot?: LotName | null | undefined;
  readonly serials?: readonly string[] | null | undefined;
}

interface LotName {
  readonly code: string;
  readonly manufactured_on?: string | null;
  readonly expires_on?: string | null;
  readonly attributes?: Record<string, unknown>;
}

/** The order as far as its lots are named after it. */
interface LotOwner {
  readonly product_id: string;
  readonly number: string;
  readonly batch_number: string | null;
}

export type LotOutputLine = OutputLine & { readonly lot?: LotName };

/**
 * Output with the lot of each line. A lot that nobody named is the order's batch, or its number; serial numbers that nobody gave are the
 * order's number and a count that goes on from report to report, good pieces first. One serial is one line.
 */
export function inLots(
  lines: readonly OutputLine[],
  order: LotOwner,
  tracked: readonly TrackedOutput[],
  { lot, serials }: NamedOutput,
): LotOutputLine[] {
  const counted = new Map<string, number>();
  return lines.flatMap((line): LotOutputLine[] => {
    const known = tracked.find(({ product_id }) => product_id === line.product_id);
    const isMain = line.product_id === order.product_id;
    if (!known) return [line];
    if (known.tracking === 'lot')
      return [{ ...line, lot: (isMain ? lot : null) ?? { code: order.batch_number ?? order.number } }];
    const before = counted.get(line.product_id) ?? 0;
    counted.set(line.product_id, before + line.quantity);
    return Array.from({ length: line.quantity }, (_, n) => {
      const own = `${order.number}-${String(known.numbered_quantity + before + n + 1).padStart(4, '0')}`;
      return { ...line, quantity: 1, lot: { code: (isMain ? serials?.[before + n] : null) ?? own } };
    });
  });
}

/** What a report says of lots that does not fit the product or the pieces. */
export function outputLotFaults(
  lines: readonly OutputLine[],
  order: LotOwner,
  tracked: readonly TrackedOutput[],
  { lot, serials }: NamedOutput,
): FieldError[] {
  const trackingOf = (product: string): string | undefined =>
    tracked.find(({ product_id }) => product_id === product)?.tracking;
  const main = trackingOf(order.product_id);
  const pieces = (of: (line: OutputLine) => boolean): number =>
    lines.filter(of).reduce((sum, { quantity }) => sum + quantity, 0);
  const faults: FieldError[] = [];
  const fault = (pointer: string, code: string, message: string): void => void faults.push({ pointer, code, message });
  if (lot && main !== 'lot') fault('/lot', 'LOT_NOT_TRACKED', 'The product is not tracked by lot');
  if (serials && main !== 'serial') fault('/serials', 'LOT_NOT_TRACKED', 'The product is not tracked by serial number');
  if (serials && main === 'serial') {
    if (serials.length !== pieces(({ product_id }) => product_id === order.product_id))
      fault('/serials', 'SERIAL_QUANTITY', 'There is one serial number for each good and rejected piece');
    if (new Set(serials).size !== serials.length) fault('/serials', 'DUPLICATE', 'A serial number is named twice');
  }
  if (pieces(({ product_id }) => trackingOf(product_id) === 'serial') > MAX_SERIALS)
    fault('/good_quantity', 'TOO_LARGE', `One posting makes at most ${MAX_SERIALS} serial numbers; report in parts`);
  return faults;
}
