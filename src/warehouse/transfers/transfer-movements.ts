import type { FieldError } from '../../kernel/errors/index.js';
import { namedQuantities } from '../line-units/index.js';
import type { UnitLine } from '../line-units/index.js';
import type { MovementDraft, MovementLineDraft } from '../stock/movement-draft.js';
import type { TransferOrder } from './transfer-order.entity.js';
import type { AcceptedLineInput, TransferOrderLineDto } from './transfers.dto.js';

/** Under this name, with the order's id, everything that a transfer does to stock is found in the ledger. */
export const TRANSFER_SOURCE = 'transfer_order';

/** What became of pieces of a line. */
export interface Settled {
  readonly line_no: number;
  readonly accepted: number;
  readonly damaged: number;
  readonly lost: number;
  /** Place of its first quantity among all that the acceptance names: accepted, damaged and lost, line by line. */
  readonly first?: number;
}

/** Where pieces go out of transit. */
export interface Arrival {
  readonly to: string;
  readonly quarantine: string | null;
  readonly adjustment: string;
  /** What would be lost goes back to where it came from. */
  readonly back?: boolean;
}

/** What may have become of pieces: the names of the quantities of an acceptance. */
const ARRIVALS = ['accepted', 'damaged', 'lost'];

type Order = Pick<TransferOrder, 'id' | 'number' | 'company_id' | 'transit_location_id'>;

function head(order: Order, type: MovementDraft['type'], reason: string | null): Omit<MovementDraft, 'lines'> {
  return {
    type,
    company_id: order.company_id,
    source_type: TRANSFER_SOURCE,
    source_id: order.id,
    reference: order.number,
    reason,
    pointer: '',
  };
}

/** Everything into transit: a lot from its place, anything else from wherever it lies in the place named. */
export function dispatch(order: Order, lines: readonly TransferOrderLineDto[]): MovementDraft {
  return {
    ...head(order, 'transfer', null),
    lines: lines.map(({ product_id, lot_id, quantity, from_location_id }) => ({
      product_id,
      lot_id,
      quantity,
      ...(lot_id === null ? { pick_within: from_location_id } : { from_location_id }),
      to_location_id: order.transit_location_id,
    })),
  };
}

/** What was accepted to its place, what is damaged into quarantine, what is lost out of the books (or back). */
export function arrival(
  order: Order,
  lines: readonly TransferOrderLineDto[],
  settled: readonly Settled[],
  { to, quarantine, adjustment, back = false }: Arrival,
  reason: string | null,
): MovementDraft[] {
  const moved: MovementLineDraft[] = [];
  const gone: MovementLineDraft[] = [];
  for (const { line_no, accepted, damaged, lost, first = 1 } of settled) {
    const { product_id, lot_id, from_location_id } = lines.find((line) => line.line_no === line_no)!;
    const leg = (place: number, quantity: number, to_location_id: string): MovementLineDraft[] =>
      quantity === 0
        ? []
        : [{ product_id, lot_id, place, quantity, from_location_id: order.transit_location_id, to_location_id }];
    moved.push(
      ...leg(first, accepted, to),
      ...(quarantine === null ? [] : leg(first + 1, damaged, quarantine)),
      ...(back ? leg(first + 2, lost, from_location_id) : []),
    );
    if (!back) gone.push(...leg(first + 2, lost, adjustment));
  }
  return [
    ...(moved.length > 0 ? [{ ...head(order, 'transfer', reason), lines: moved }] : []),
    ...(gone.length > 0 ? [{ ...head(order, 'adjustment', reason), lines: gone }] : []),
  ];
}

/** What an acceptance names, quantity by quantity; a line that the transfer does not have is told by `settlementFaults`. */
export function acceptedQuantities(
  lines: readonly AcceptedLineInput[],
  known: readonly TransferOrderLineDto[],
): UnitLine[] {
  return lines.flatMap((line, n) => {
    const found = known.find(({ line_no }) => line_no === line.line_no);
    const place = { product_id: found?.product_id ?? '', at: `/lines/${n}`, sum_of: String(n) };
    if (!found) return ARRIVALS.map((name): UnitLine => ({ ...place, name, quantity: name === 'accepted' ? 1 : 0 }));
    const quantities = namedQuantities(line, ARRIVALS, place, true);
    const pieces = quantities.reduce((sum, { quantity = 0 }) => sum + quantity, 0);
    return quantities.map((each) => ({ ...each, rest: found.in_transit_quantity - pieces }));
  });
}

/** The pieces of an acceptance, line by line. */
export function settledLines(lines: readonly AcceptedLineInput[], counted: readonly { quantity: number }[]): Settled[] {
  return lines.map(({ line_no }, n): Settled => {
    const [accepted, damaged, lost] = counted.slice(3 * n, 3 * n + 3).map(({ quantity }) => quantity) as [
      number,
      number,
      number,
    ];
    return { line_no, accepted, damaged, lost, first: 3 * n + 1 };
  });
}

/** What an acceptance says that cannot be: lines that are not there or named twice, nothing at all, a difference without a reason. */
export function settlementFaults(
  known: readonly TransferOrderLineDto[],
  settled: readonly Settled[],
  reason: string | null | undefined,
): FieldError[] {
  const faults = settled.flatMap(({ line_no, accepted, damaged, lost }, n): FieldError[] => [
    ...(known.some((line) => line.line_no === line_no)
      ? []
      : [{ pointer: `/lines/${n}/line_no`, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line' }]),
    ...(settled.findIndex((other) => other.line_no === line_no) < n
      ? [{ pointer: `/lines/${n}/line_no`, code: 'DUPLICATE', message: 'is named twice' }]
      : []),
    ...(accepted + damaged + lost === 0
      ? [
          {
            pointer: `/lines/${n}/accepted_quantity`,
            code: 'INVALID_QUANTITY',
            message: 'Nothing of this line has arrived or is lost',
          },
        ]
      : []),
  ]);
  if (!reason && settled.some(({ damaged, lost }) => damaged + lost > 0))
    faults.push({ pointer: '/reason', code: 'REQUIRED', message: 'A difference needs a reason' });
  return faults;
}
