import type { FieldError } from '../../kernel/errors/index.js';
import type { ComponentOutside } from './subcontract-flow.repository.js';

/** One line that somebody asks for. */
export interface AskedLine {
  readonly product_id: string;
  readonly quantity: number;
  readonly lot_id?: string | null | undefined;
  /** Where it is taken in the warehouse, or where it comes back to. */
  readonly location_id?: string | null | undefined;
}

/** One line that is to move. */
export interface PlannedLine extends AskedLine {
  /** Beyond what the operation needs: never out of what the order holds for other operations. */
  readonly is_extra: boolean;
}

/** A line that asks for more than there is to send or to fetch. */
export interface Exceeded {
  readonly sku: string;
  readonly asked: number;
  readonly available: number;
}

/** What is still to be sent: what the operation needs, less what lies there already and is not for operations before it. */
export function outstanding({ needed_quantity, before_quantity, lying_quantity }: ComponentOutside): number {
  return Math.max(needed_quantity - Math.max(lying_quantity - before_quantity, 0), 0);
}

/** What may come back without anybody asking for less: what lies there and is not for other operations there. */
export function unused({ lying_quantity, others_quantity }: ComponentOutside): number {
  return Math.max(lying_quantity - others_quantity, 0);
}

/** What is wrong with lines: products that are not of the work order, places outside the warehouse, lots without their place. */
export function lineFaults(
  lines: readonly AskedLine[],
  known: readonly ComponentOutside[],
  { outside, place, lot_needs_place }: { outside: ReadonlySet<string>; place: string; lot_needs_place: boolean },
): FieldError[] {
  const products = new Set(known.map(({ product_id }) => product_id));
  return lines.flatMap(({ product_id, lot_id, location_id }, n): FieldError[] => [
    ...(products.has(product_id)
      ? []
      : [
          {
            pointer: `/lines/${n}/product_id`,
            code: 'REFERENCE_NOT_FOUND',
            message: 'The work order has no such component',
          },
        ]),
    ...(location_id && outside.has(location_id)
      ? [
          {
            pointer: `/lines/${n}/${place}`,
            code: 'REFERENCE_NOT_FOUND',
            message: "The order's warehouse has no such location",
          },
        ]
      : []),
    ...(lot_needs_place && lot_id && !location_id
      ? [{ pointer: `/lines/${n}/${place}`, code: 'REQUIRED', message: 'Name where the lot is taken' }]
      : []),
  ]);
}

/** Products of which the lines ask for more than `available` says, each once. */
export function exceeded(
  lines: readonly AskedLine[],
  known: readonly ComponentOutside[],
  available: (component: ComponentOutside) => number,
): Exceeded[] {
  return known.flatMap((component) => {
    const asked = lines
      .filter(({ product_id }) => product_id === component.product_id)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    const most = available(component);
    return asked > most ? [{ sku: component.sku, asked, available: most }] : [];
  });
}

/** Everything of which `quantityOf` says that there is some. */
export function all(
  known: readonly ComponentOutside[],
  quantityOf: (component: ComponentOutside) => number,
): AskedLine[] {
  return known
    .map((component) => ({ product_id: component.product_id, quantity: quantityOf(component) }))
    .filter(({ quantity }) => quantity > 0);
}

/** Splits lines where they go beyond what is outstanding, so that the extra is taken out of free stock only. */
export function withExtra(lines: readonly AskedLine[], known: readonly ComponentOutside[]): PlannedLine[] {
  const left = new Map(known.map((component) => [component.product_id, outstanding(component)]));
  return lines.flatMap((line) => {
    const open = left.get(line.product_id) ?? 0;
    const needed = Math.min(open, line.quantity);
    left.set(line.product_id, open - needed);
    const part = (quantity: number, is_extra: boolean): PlannedLine[] =>
      quantity > 0 ? [{ ...line, quantity, is_extra }] : [];
    return [...part(needed, false), ...part(line.quantity - needed, true)];
  });
}
