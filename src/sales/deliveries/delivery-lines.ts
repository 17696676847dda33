import type { FieldError } from '../../kernel/errors/index.js';
import type { SalesOrderState } from '../orders/sales-order.machine.js';
import { SHIPPABLE_STATES } from '../orders/sales-order.machine.js';

/** An order line as a delivery meets it. Quantities are pieces of the stock unit. */
export interface DeliverableLine {
  readonly id: string;
  readonly order_id: string;
  readonly order_number: string;
  readonly order_state: SalesOrderState;
  readonly line_no: number;
  readonly company_id: string;
  readonly customer_id: string;
  readonly warehouse_id: string;
  readonly ship_to_name: string | null;
  readonly ship_to_address: string | null;
  readonly product_id: string;
  readonly is_service: boolean;
  readonly open_quantity: number;
  /** On other deliveries that have not left. */
  readonly planned_quantity: number;
}

/** A line about to be delivered. */
export interface WantedLine {
  readonly line: DeliverableLine;
  readonly quantity: number;
}

/** What of a line is neither shipped nor on its way out. */
export function leftToDeliver(line: Pick<DeliverableLine, 'open_quantity' | 'planned_quantity'>): number {
  return Math.max(line.open_quantity - line.planned_quantity, 0);
}

/** What lines name that cannot be, or does not belong together; every fault of every line. */
export function deliveryFaults(
  lines: readonly { order_line_id: string }[],
  known: ReadonlyMap<string, DeliverableLine>,
): FieldError[] {
  const first = lines.map(({ order_line_id }) => known.get(order_line_id)).find((line) => line !== undefined);
  return lines.flatMap(({ order_line_id }, n): FieldError[] => {
    const pointer = `/lines/${n}/order_line_id`;
    const line = known.get(order_line_id);
    if (!line) return [{ pointer, code: 'REFERENCE_NOT_FOUND', message: 'There is no such line of an order' }];
    if (lines.findIndex((each) => each.order_line_id === order_line_id) < n)
      return [{ pointer, code: 'DUPLICATE', message: 'is named twice' }];
    return togetherFaults(line, first!).map((message) => ({ pointer, code: 'NOT_ALLOWED', message }));
  });
}

function togetherFaults(line: DeliverableLine, first: DeliverableLine): string[] {
  return [
    ...(SHIPPABLE_STATES.includes(line.order_state)
      ? []
      : [`${line.order_number} is ${line.order_state}: nothing leaves of it`]),
    ...(line.customer_id === first.customer_id && line.company_id === first.company_id
      ? []
      : ['Is of another customer or company than the first line']),
    ...(line.warehouse_id === first.warehouse_id ? [] : ['Leaves from another warehouse than the first line']),
    ...(line.ship_to_name === first.ship_to_name && line.ship_to_address === first.ship_to_address
      ? []
      : ['Goes to another place than the first line']),
  ];
}

/** Lines of which more is wanted than is left, or nothing. */
export function deliveryExcess(wanted: readonly WantedLine[]): object[] {
  return wanted.flatMap(({ line, quantity }) => {
    const left = leftToDeliver(line);
    return quantity > left || quantity < 1
      ? [{ order_number: line.order_number, line_no: line.line_no, order_line_id: line.id, quantity, left }]
      : [];
  });
}

/** Where a line of a delivery is taken from. */
export interface PickedPlace {
  readonly delivery_line_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
}

/** Pieces that are held for an order in one place. */
export interface HeldPieces {
  readonly order_id: string;
  readonly product_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly quantity: number;
}

/** What is held for an order of a product in a warehouse, whatever deliveries have picked of it, and what is open of its lines there. */
export interface Standing {
  readonly order_id: string;
  readonly product_id: string;
  readonly held_quantity: number;
  readonly open_quantity: number;
}

/** A line that is to be picked. */
export interface PickableLine {
  readonly id: string;
  readonly line_no: number;
  readonly order_id: string;
  readonly order_line_id: string;
  readonly product_id: string;
  readonly quantity: number;
}

/** A line that lacks so many pieces. */
export interface LackingLine {
  readonly line: PickableLine;
  readonly quantity: number;
}

/** Where somebody says a line is taken from. */
export interface GivenPlace extends LackingLine {
  readonly location_id: string;
  readonly lot_id: string | null;
}

/** Places that are named, with their lines, in the order of these. */
export function givenPlaces(
  lines: readonly PickableLine[],
  named: readonly { line_no: number; location_id: string; lot_id?: string | null; quantity: number }[],
): GivenPlace[] {
  return lines.flatMap((line) =>
    named
      .filter(({ line_no }) => line_no === line.line_no)
      .map(({ location_id, lot_id, quantity }) => ({ line, location_id, lot_id: lot_id ?? null, quantity })),
  );
}

/**
 * Shares what is held for orders out to the lines of a delivery, in their order, and says what each still lacks.
 * @param held in the order in which it is to be taken; pieces of other deliveries are not among it
 */
export function takeHeld(
  lines: readonly PickableLine[],
  held: readonly HeldPieces[],
): { picks: PickedPlace[]; missing: LackingLine[]; rest: HeldPieces[] } {
  const left = held.map(({ quantity }) => quantity);
  const picks: PickedPlace[] = [];
  const missing: LackingLine[] = [];
  for (const line of lines) {
    let quantity = line.quantity;
    held.forEach((place, n) => {
      const part = Math.min(quantity, left[n]!);
      if (place.order_id !== line.order_id || place.product_id !== line.product_id || part <= 0) return;
      left[n]! -= part;
      quantity -= part;
      const { location_id, lot_id } = place;
      picks.push({ delivery_line_id: line.id, location_id, lot_id, quantity: part });
    });
    if (quantity > 0) missing.push({ line, quantity });
  }
  return { picks, missing, rest: held.map((each, n) => ({ ...each, quantity: left[n]! })) };
}

/**
 * What is to be given back so that no more is held for an order than is open of it, once what lines lack is held as well.
 * @param unpicked pieces that no delivery takes, those first that are to go first
 * @param wanted what is about to be held beside what is held
 */
export function surplusOf(
  unpicked: readonly HeldPieces[],
  wanted: readonly LackingLine[],
  standings: readonly Standing[],
): HeldPieces[] {
  return standings.flatMap(({ order_id, product_id, held_quantity, open_quantity }) => {
    const isOf = (each: { order_id: string; product_id: string }): boolean =>
      each.order_id === order_id && each.product_id === product_id;
    const added = wanted.reduce((sum, { line, quantity }) => sum + (isOf(line) ? quantity : 0), 0);
    let excess = held_quantity + added - open_quantity;
    return unpicked.filter(isOf).flatMap((each) => {
      const quantity = Math.min(excess, each.quantity);
      if (quantity <= 0) return [];
      excess -= quantity;
      return [{ ...each, quantity }];
    });
  });
}

/**
 * What named places take of what is held for the orders there, of any lot where none is named.
 * @returns the picks, what of the places goes beyond that, and what is left held for lines that name no place: no piece counts twice
 */
export function takeGiven(
  given: readonly GivenPlace[],
  held: readonly HeldPieces[],
): { picks: PickedPlace[]; beyond: GivenPlace[]; rest: HeldPieces[] } {
  const left = held.map(({ quantity }) => quantity);
  const picks: PickedPlace[] = [];
  const beyond = given.flatMap((place): GivenPlace[] => {
    let { quantity } = place;
    held.forEach((each, n) => {
      const isThere = each.location_id === place.location_id && (place.lot_id ?? each.lot_id) === each.lot_id;
      if (!isThere || each.order_id !== place.line.order_id || each.product_id !== place.line.product_id) return;
      const part = Math.min(quantity, left[n]!);
      if (part <= 0) return;
      left[n]! -= part;
      quantity -= part;
      const { location_id, lot_id } = each;
      picks.push({ delivery_line_id: place.line.id, location_id, lot_id, quantity: part });
    });
    return quantity > 0 ? [{ ...place, quantity }] : [];
  });
  return { picks, beyond, rest: held.map((each, n) => ({ ...each, quantity: left[n]! })) };
}

/** Picks of a line in one place and lot as one. */
export function joinedPicks(picks: readonly PickedPlace[]): PickedPlace[] {
  const joined = new Map<string, PickedPlace>();
  for (const pick of picks) {
    const key = [pick.delivery_line_id, pick.location_id, pick.lot_id].join();
    joined.set(key, { ...pick, quantity: pick.quantity + (joined.get(key)?.quantity ?? 0) });
  }
  return [...joined.values()];
}

/** What is said of bins and lots that does not fit: a line that is named has to be named as a whole, a place has to be one of the warehouse. */
export function pickFaults(
  picks: readonly { line_no: number; location_id: string; quantity: number }[],
  lines: readonly PickableLine[],
  places: ReadonlySet<string>,
): FieldError[] {
  const sums = new Map<number, number>();
  for (const { line_no, quantity } of picks) sums.set(line_no, (sums.get(line_no) ?? 0) + quantity);
  return picks.flatMap(({ line_no, location_id }, n): FieldError[] => {
    const fault = (field: string, code: string, message: string) => ({
      pointer: `/picks/${n}/${field}`,
      code,
      message,
    });
    const line = lines.find((each) => each.line_no === line_no);
    const first = picks.findIndex((each) => each.line_no === line_no) === n;
    const named = sums.get(line_no);
    return [
      ...(line ? [] : [fault('line_no', 'REFERENCE_NOT_FOUND', 'There is no such line with stock')]),
      ...(line && first && named !== line.quantity
        ? [fault('quantity', 'NOT_ALLOWED', `Line ${line_no} has ${line.quantity} pieces, of which ${named} are named`)]
        : []),
      ...(places.has(location_id)
        ? []
        : [fault('location_id', 'REFERENCE_NOT_FOUND', 'There is no such active location in the warehouse')]),
    ];
  });
}
