/** Where a rule puts things: one bin; bins that hold the product; empty bins; any bin with room. The last three within a zone. */
export const PUT_AWAY_STRATEGIES = ['fixed_bin', 'same_product', 'empty_bin', 'zone'] as const;
export type PutAwayStrategy = (typeof PUT_AWAY_STRATEGIES)[number];

/** A place that things may be put into, with what lies there. */
export interface Bin {
  readonly location_id: string;
  readonly location_code: string;
  readonly path: string;
  /** Units of space; null: as much as comes. */
  readonly capacity: number | null;
  readonly one_product_only: boolean;
  /** Whether nothing stands in it: a zone or a rack is no bin while it has some. */
  readonly is_leaf: boolean;
  /** Whether it is a place that stock is picked from, not quarantine or scrap. */
  readonly is_open: boolean;
  /** Whose stock lies there; null: our own. */
  readonly owner_id: string | null;
  /** Units of space that are taken. */
  readonly occupied: number;
  readonly product_ids: readonly string[];
}

/** A rule that applies to what is put away. */
export interface PlacingRule {
  readonly rule_id: string;
  readonly strategy: PutAwayStrategy;
  readonly location_id: string;
  readonly path: string;
}

/** Pieces that want a place. */
export interface Waiting {
  readonly product_id: string;
  readonly space_units: number;
  readonly quantity: number;
  readonly owner_id: string | null;
}

export interface Placement {
  readonly location_id: string;
  readonly location_code: string;
  readonly quantity: number;
  readonly rule_id: string;
  readonly strategy: PutAwayStrategy;
}

interface Filling {
  occupied: number;
  readonly products: Set<string>;
}

/**
 * Bins that are filled in thought, one delivery after the other: what is taken for the first is not there for the next. A rule has its turn
 * when those before it have found no room for all pieces; its bins are filled in the order of their codes.
 */
export class Placing {
  private readonly filled: Map<string, Filling>;
  private readonly zones = new Map<string, Bin[]>();

  /** @param bins in the order in which they are to be filled */
  constructor(private readonly bins: readonly Bin[]) {
    this.filled = new Map(
      bins.map(({ location_id, occupied, product_ids }) => [location_id, { occupied, products: new Set(product_ids) }]),
    );
  }

  /** Which bins the rules choose; fewer pieces than are waiting when there is no room for more. Fills nothing. */
  propose(waiting: Waiting, rules: readonly PlacingRule[]): Placement[] {
    const placements: Placement[] = [];
    const chosen = new Map<string, number>();
    let left = waiting.quantity;
    for (const rule of rules) {
      for (const bin of this.binsOf(rule)) {
        if (left === 0) return placements;
        if (!this.suits(bin, rule, waiting)) continue;
        const before = chosen.get(bin.location_id) ?? 0;
        const quantity = Math.min(left, this.room(bin, waiting) - before);
        if (quantity <= 0) continue;
        chosen.set(bin.location_id, before + quantity);
        left -= quantity;
        placements.push({
          location_id: bin.location_id,
          location_code: bin.location_code,
          quantity,
          rule_id: rule.rule_id,
          strategy: rule.strategy,
        });
      }
    }
    return placements;
  }

  /** Counts pieces as lying in a bin. A bin that is not among those known has no bounds to keep. */
  fill(
    locationId: string,
    { product_id, space_units }: Pick<Waiting, 'product_id' | 'space_units'>,
    quantity: number,
  ): void {
    const filling = this.filled.get(locationId);
    if (!filling) return;
    filling.occupied += quantity * space_units;
    filling.products.add(product_id);
  }

  /** Pieces that a place still has room for; a place that is not known has no bounds to keep. */
  roomIn(locationId: string, what: Pick<Waiting, 'product_id' | 'space_units'>): number {
    const bin = this.bins.find(({ location_id }) => location_id === locationId);
    return bin ? this.room(bin, what) : Infinity;
  }

  private binsOf({ strategy, location_id, path }: PlacingRule): Bin[] {
    const key = strategy === 'fixed_bin' ? location_id : path;
    let bins = this.zones.get(key);
    if (!bins) {
      bins = this.bins.filter((bin) =>
        strategy === 'fixed_bin' ? bin.location_id === location_id : bin.path.startsWith(path),
      );
      this.zones.set(key, bins);
    }
    return bins;
  }

  private suits(bin: Bin, { strategy }: PlacingRule, { product_id, owner_id }: Waiting): boolean {
    const { products } = this.filled.get(bin.location_id)!;
    if (bin.owner_id !== owner_id) return false;
    if (strategy === 'fixed_bin') return true;
    if (!bin.is_open || !bin.is_leaf) return false;
    if (strategy === 'same_product') return products.has(product_id);
    return strategy === 'zone' || products.size === 0;
  }

  /** Pieces that a bin has room for. */
  private room(bin: Bin, { product_id, space_units }: Pick<Waiting, 'product_id' | 'space_units'>): number {
    const { occupied, products } = this.filled.get(bin.location_id)!;
    if (bin.one_product_only && [...products].some((id) => id !== product_id)) return 0;
    return bin.capacity === null ? Infinity : Math.max(Math.floor((bin.capacity - occupied) / space_units), 0);
  }
}
