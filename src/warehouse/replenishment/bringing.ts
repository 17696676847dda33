/** When a bin is filled up, and to where. */
export interface Levels {
  readonly minimum: number;
  readonly maximum: number;
  /** Pieces are brought in whole multiples of this, such as a carton. */
  readonly multiple: number;
}

/** Free pieces of a lot in a place that a bin may be filled from. */
export interface SourceStock {
  readonly product_id: string;
  readonly location_id: string;
  readonly lot_id: string | null;
  readonly free: number;
  /** What a bin with a rule of its own keeps for itself; null for a place without one. */
  readonly keeps: number | null;
}

export interface Brought<Stock extends SourceStock> {
  readonly stock: Stock;
  readonly quantity: number;
}

/** Why less is brought than wanted. */
export type LimitedBy = 'source' | 'capacity';

export interface Bringing<Stock extends SourceStock> {
  /** Pieces that would fill the bin, in whole multiples. */
  readonly wanted: number;
  readonly quantity: number;
  readonly limited_by: LimitedBy | null;
  readonly from: readonly Brought<Stock>[];
}

/** Pieces that bring a bin from below its minimum up to its maximum at most: whole multiples, nothing while it has its minimum. */
export function wantedPieces(free: number, { minimum, maximum, multiple }: Levels): number {
  return free < minimum ? wholeMultiples(maximum - free, multiple) : 0;
}

function wholeMultiples(pieces: number, multiple: number): number {
  return Math.floor(pieces / multiple) * multiple;
}

/** Stock that bins are filled from, one bin after the other: what goes to the first is not there for the next. */
export class Sources<Stock extends SourceStock> {
  private readonly free = new Map<string, number>();
  private readonly surplus = new Map<string, number>();

  /** @param stocks of all bins; the same lot of a place may be named for several of them */
  constructor(stocks: readonly Stock[]) {
    for (const stock of stocks) {
      const lot = lotKey(stock);
      if (this.free.has(lot)) continue;
      this.free.set(lot, stock.free);
      if (stock.keeps === null) continue;
      const place = placeKey(stock);
      this.surplus.set(place, (this.surplus.get(place) ?? -stock.keeps) + stock.free);
    }
  }

  /**
   * Takes what a bin wants out of the stocks in their order, as far as there is any and there is room for it.
   * @param stocks what this bin may be filled from, in the order of picking
   * @param room pieces that the bin has room for
   */
  bring(wanted: number, multiple: number, room: number, stocks: readonly Stock[]): Bringing<Stock> {
    const found = this.take(Math.min(wanted, room), stocks);
    const there = sum(found);
    const quantity = wholeMultiples(Math.min(wanted, room, there), multiple);
    const limited_by = quantity === wanted ? null : wholeMultiples(room, multiple) <= quantity ? 'capacity' : 'source';
    let left = quantity;
    const from: Brought<Stock>[] = [];
    for (const { stock, quantity: pieces } of found) {
      const part = Math.min(pieces, left);
      if (part === 0) break;
      left -= part;
      from.push({ stock, quantity: part });
      this.change(stock, part);
    }
    return { wanted, quantity, limited_by, from };
  }

  private take(pieces: number, stocks: readonly Stock[]): Brought<Stock>[] {
    const found: Brought<Stock>[] = [];
    const taken = new Map<string, number>();
    let left = pieces;
    for (const stock of stocks) {
      if (left <= 0) break;
      const place = placeKey(stock);
      const surplus = (this.surplus.get(place) ?? Infinity) - (taken.get(place) ?? 0);
      const quantity = Math.min(left, this.free.get(lotKey(stock))!, surplus);
      if (quantity <= 0) continue;
      taken.set(place, (taken.get(place) ?? 0) + quantity);
      left -= quantity;
      found.push({ stock, quantity });
    }
    return found;
  }

  private change(stock: Stock, pieces: number): void {
    const lot = lotKey(stock);
    this.free.set(lot, this.free.get(lot)! - pieces);
    const place = placeKey(stock);
    const surplus = this.surplus.get(place);
    if (surplus !== undefined) this.surplus.set(place, surplus - pieces);
  }
}

function sum(parts: readonly { quantity: number }[]): number {
  return parts.reduce((total, { quantity }) => total + quantity, 0);
}

function placeKey({ product_id, location_id }: SourceStock): string {
  return `${product_id} ${location_id}`;
}

function lotKey(stock: SourceStock): string {
  return `${placeKey(stock)} ${stock.lot_id ?? ''}`;
}
