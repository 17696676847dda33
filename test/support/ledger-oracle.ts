/**
 * What the stock ledger should do, written a second time without looking at the first: exact integers (cents, pieces), no SQL.
 * Locations and products are plain names here. A posting either succeeds whole or leaves the oracle as it was.
 */
export interface OraclePlace {
  name: string;
  /** undefined: a virtual side */
  area?: string;
  available: boolean;
  /** names from the root, itself included */
  within: string[];
}

export interface OracleLine {
  product: string;
  quantity: bigint;
  from?: string;
  to: string;
  pick?: string;
  reserved_for?: string;
  /** cents */
  given?: bigint;
  /** cents, before the cap */
  planned?: bigint;
}

export interface OracleLeg {
  product: string;
  quantity: bigint;
  from: string;
  to: string;
  value: bigint;
}

export interface OracleMovement {
  type: string;
  source: string;
  lines: OracleLine[];
}

interface State {
  on_hand: Map<string, bigint>;
  value: Map<string, { quantity: bigint; value: bigint }>;
  wip: Map<string, bigint>;
  reservations: { source: string; product: string; place: string; open: bigint }[];
}

export class Short extends Error {}

/** n / d to the nearest whole number, halves away from zero; n and d not negative. */
export function rounded(n: bigint, d: bigint): bigint {
  return (2n * n + d) / (2n * d);
}

export class LedgerOracle {
  private state: State = { on_hand: new Map(), value: new Map(), wip: new Map(), reservations: [] };

  constructor(private readonly places: Map<string, OraclePlace>) {}

  onHand(product: string, place: string): bigint {
    return this.state.on_hand.get(`${product}|${place}`) ?? 0n;
  }

  reserved(product: string, place: string): bigint {
    return this.state.reservations.reduce(
      (sum, r) => (r.product === product && r.place === place ? sum + r.open : sum),
      0n,
    );
  }

  valuation(product: string, area: string): { quantity: bigint; value: bigint } {
    return this.state.value.get(`${product}|${area}`) ?? { quantity: 0n, value: 0n };
  }

  workInProgress(source: string): bigint {
    return this.state.wip.get(source) ?? 0n;
  }

  /** @throws Short */
  post(movements: OracleMovement[]): OracleLeg[][] {
    const before = this.state;
    this.state = {
      on_hand: new Map(before.on_hand),
      value: new Map([...before.value].map(([key, held]) => [key, { ...held }])),
      wip: new Map(before.wip),
      reservations: before.reservations.map((r) => ({ ...r })),
    };
    try {
      return movements.map((movement) => movement.lines.flatMap((line) => this.apply(movement, line)));
    } catch (error) {
      this.state = before;
      throw error;
    }
  }

  /** Takes free stock for a source, place by place; without `partial` all or nothing. @returns what was taken */
  reserve(source: string, product: string, quantity: bigint, within: string, partial: boolean): bigint {
    const taken: State['reservations'] = [];
    let missing = quantity;
    for (const place of this.candidates(within)) {
      const free = this.free(product, place.name);
      const part = free < missing ? free : missing;
      if (part > 0n) taken.push({ source, product, place: place.name, open: part });
      missing -= part;
    }
    if (missing > 0n && !partial) throw new Short();
    this.state.reservations.push(...taken);
    return quantity - missing;
  }

  release(source: string): bigint {
    const released = this.state.reservations.filter((r) => r.source === source).reduce((sum, r) => sum + r.open, 0n);
    this.state.reservations = this.state.reservations.filter((r) => r.source !== source);
    return released;
  }

  private apply(movement: OracleMovement, line: OracleLine): OracleLeg[] {
    return this.takings(line).map(({ place, quantity }) => {
      const from = this.place(place);
      const to = this.place(line.to);
      if (from.area !== undefined) this.add(line.product, place, -quantity);
      if (to.area !== undefined) this.add(line.product, line.to, quantity);
      const value = this.worth(movement, line, from, to, quantity);
      return { product: line.product, quantity, from: place, to: line.to, value };
    });
  }

  /** From which places the line's pieces come. */
  private takings(line: OracleLine): { place: string; quantity: bigint }[] {
    if (line.from !== undefined && this.place(line.from).area === undefined)
      return [{ place: line.from, quantity: line.quantity }];
    let missing = line.quantity;
    const taken = new Map<string, bigint>();
    const take = (place: string, most: bigint): void => {
      const part = most < missing ? most : missing;
      if (part <= 0n) return;
      taken.set(place, (taken.get(place) ?? 0n) + part);
      missing -= part;
    };
    const own = this.state.reservations
      .filter((r) => r.open > 0n)
      .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
    for (const r of own) {
      if (
        line.reserved_for === undefined ||
        r.source !== line.reserved_for ||
        r.product !== line.product ||
        r.place === line.to
      )
        continue;
      if (line.pick === undefined ? r.place !== line.from : !this.place(r.place).within.includes(line.pick)) continue;
      const open = r.open;
      const had = missing;
      take(r.place, open);
      r.open -= had - missing;
    }
    const candidates = line.pick === undefined ? [this.place(line.from!)] : this.candidates(line.pick);
    for (const place of candidates) {
      if (place.name !== line.to) take(place.name, this.free(line.product, place.name) - (taken.get(place.name) ?? 0n));
    }
    if (missing > 0n) throw new Short();
    return [...taken].map(([place, quantity]) => ({ place, quantity })).sort((a, b) => (a.place < b.place ? -1 : 1));
  }

  private worth(
    movement: OracleMovement,
    line: OracleLine,
    from: OraclePlace,
    to: OraclePlace,
    quantity: bigint,
  ): bigint {
    if (from.area !== undefined && from.area === to.area) return 0n;
    let value: bigint;
    if (from.area !== undefined) {
      const held = this.held(line.product, from.area);
      value = quantity === held.quantity ? held.value : rounded(held.value * quantity, held.quantity);
      if (line.given !== undefined && quantity < held.quantity)
        value = line.given < held.value ? line.given : held.value;
      held.quantity -= quantity;
      held.value -= value;
    } else {
      const held = this.held(line.product, to.area!);
      value = line.given ?? line.planned ?? (held.quantity > 0n ? rounded(held.value * quantity, held.quantity) : 0n);
      if (line.given === undefined && from.name === 'PRODUCTION') {
        const wip = this.workInProgress(movement.source);
        if (value > wip) value = wip > 0n ? wip : 0n;
      }
    }
    if (to.area !== undefined) {
      const held = this.held(line.product, to.area);
      held.quantity += quantity;
      held.value += value;
    }
    if (from.name === 'PRODUCTION') this.state.wip.set(movement.source, this.workInProgress(movement.source) - value);
    if (to.name === 'PRODUCTION') {
      // What a reversal could not take out of stock at its old value still goes back to work in progress: the rest is a variance.
      this.state.wip.set(movement.source, this.workInProgress(movement.source) + (line.given ?? value));
    }
    return value;
  }

  private candidates(within: string): OraclePlace[] {
    const root = this.place(within);
    return [...this.places.values()]
      .filter(
        (place) => place.area !== undefined && place.within.includes(within) && (place.available || !root.available),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private free(product: string, place: string): bigint {
    return this.onHand(product, place) - this.reserved(product, place);
  }

  private held(product: string, area: string): { quantity: bigint; value: bigint } {
    const key = `${product}|${area}`;
    const held = this.state.value.get(key) ?? { quantity: 0n, value: 0n };
    this.state.value.set(key, held);
    return held;
  }

  private add(product: string, place: string, quantity: bigint): void {
    this.state.on_hand.set(`${product}|${place}`, this.onHand(product, place) + quantity);
  }

  private place(name: string): OraclePlace {
    return this.places.get(name)!;
  }
}
