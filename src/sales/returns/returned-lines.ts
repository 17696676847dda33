import type { FieldError } from '../../kernel/errors/index.js';

/** What comes of a line: of the goods alone, or the customer gets others (replace) or need not pay (credit). */
export const OUTCOMES = ['restock', 'quarantine', 'scrap', 'replace', 'credit'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What becomes of the goods themselves. */
export const GOODS = ['restock', 'quarantine', 'scrap'] as const;
export type Goods = (typeof GOODS)[number];

/** A line of a shipped delivery of which something may come back. */
export interface ReturnableLine {
  readonly id: string;
  readonly order_id: string;
  readonly order_line_id: string;
  readonly order_number: string;
  readonly order_state: string;
  readonly delivery_number: string;
  readonly line_no: number;
  readonly company_id: string;
  readonly customer_id: string;
  readonly warehouse_id: string;
  readonly product_id: string;
  readonly is_service: boolean;
  readonly quantity: number;
  readonly returned_quantity: number;
  /** On returns that have not come yet. */
  readonly authorised_quantity: number;
}

interface NamedLine {
  readonly delivery_line_id: string;
  readonly outcome: Outcome;
  readonly goods?: Goods | undefined;
}

/** Goods are put aside unless it is said otherwise; restocked, put aside or scrapped where that is all that comes of them. */
export function goodsOf({ outcome, goods }: Pick<NamedLine, 'outcome' | 'goods'>): Goods {
  if (outcome !== 'replace' && outcome !== 'credit') return outcome;
  return goods ?? 'quarantine';
}

/** What lines name that cannot be, or does not belong together; every fault of every line. */
export function returnFaults(lines: readonly NamedLine[], known: ReadonlyMap<string, ReturnableLine>): FieldError[] {
  const first = lines.map(({ delivery_line_id }) => known.get(delivery_line_id)).find((line) => line !== undefined);
  return lines.flatMap(({ delivery_line_id, outcome, goods }, n): FieldError[] => {
    const at = (field: string, code: string, message: string): FieldError => ({
      pointer: `/lines/${n}/${field}`,
      code,
      message,
    });
    const contradicts = goods !== undefined && goods !== goodsOf({ outcome, goods });
    const own = contradicts
      ? [at('goods', 'NOT_ALLOWED', `The outcome ${outcome} says what becomes of the goods`)]
      : [];
    const line = known.get(delivery_line_id);
    if (!line)
      return [...own, at('delivery_line_id', 'REFERENCE_NOT_FOUND', 'There is no such line of a shipped delivery')];
    const together =
      line.customer_id === first!.customer_id &&
      line.company_id === first!.company_id &&
      line.warehouse_id === first!.warehouse_id;
    return [
      ...own,
      ...(together ? [] : [at('delivery_line_id', 'NOT_ALLOWED', 'All are of one customer, company and warehouse')]),
      ...(line.is_service ? [at('delivery_line_id', 'NOT_ALLOWED', 'A service does not come back')] : []),
    ];
  });
}

/** Lines with more than was shipped and neither came back nor is authorised to, all of a delivery line together. */
export function returnExcess(wanted: readonly { line: ReturnableLine; quantity: number }[]): object[] {
  const sums = new Map<ReturnableLine, number>();
  for (const { line, quantity } of wanted) sums.set(line, (sums.get(line) ?? 0) + quantity);
  return [...sums].flatMap(([line, quantity]) => {
    const left = line.quantity - line.returned_quantity - line.authorised_quantity;
    const { id, delivery_number, line_no } = line;
    return quantity > left ? [{ delivery_number, line_no, delivery_line_id: id, quantity, left }] : [];
  });
}

/** Pieces that left by one ledger line, with what of them has not come back. */
export interface ShippedPieces {
  readonly id: string;
  readonly delivery_line_id: string;
  readonly ledger_line_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly left: number;
}

/** A line about to come back. */
export interface ComingLine {
  readonly id: string;
  readonly line_no: number;
  readonly delivery_line_id: string;
  readonly quantity: number;
  readonly lot_id: string | null;
}

/**
 * Which ledger lines come back: those of the lot that is named, otherwise in the order in which they left.
 * @returns the pieces, and lines of whose lot less was shipped
 */
export function cameBack<Line extends ComingLine>(
  lines: readonly Line[],
  shipped: readonly ShippedPieces[],
): { pieces: { line: Line; pick: ShippedPieces; quantity: number }[]; short: Line[] } {
  const left = shipped.map((pick) => pick.left);
  const pieces: { line: Line; pick: ShippedPieces; quantity: number }[] = [];
  const short: Line[] = [];
  const take = (line: Line): void => {
    let { quantity } = line;
    shipped.forEach((pick, n) => {
      const part = Math.min(quantity, left[n]!);
      if (pick.delivery_line_id !== line.delivery_line_id || part === 0) return;
      if (line.lot_id !== null && pick.lot_id !== line.lot_id) return;
      left[n]! -= part;
      quantity -= part;
      pieces.push({ line, pick, quantity: part });
    });
    if (quantity > 0) short.push(line);
  };
  // Who names a lot comes first, or another line would take it.
  lines.filter(({ lot_id }) => lot_id !== null).forEach(take);
  lines.filter(({ lot_id }) => lot_id === null).forEach(take);
  return { pieces, short };
}
