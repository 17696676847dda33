/** Pieces that may be promised, with the last day they are good for; null: for ever. */
export interface Pieces {
  readonly quantity: number;
  readonly expires_on: string | null;
}

/** Pieces that come or go on a day. Days are texts, YYYY-MM-DD. */
export interface PlannedQuantity extends Pieces {
  readonly direction: 'supply' | 'demand';
  readonly on: string;
}

/** A day on which something happens to stock, and what can be promised at its end: below zero, what is wanted and not there. */
export interface ProjectedDay {
  readonly on: string;
  readonly supply: number;
  readonly demand: number;
  /** Pieces whose last day was before this one, and which nobody has used. */
  readonly expired: number;
  readonly balance: number;
}

interface Stock {
  expires_on: string | null;
  quantity: bigint;
}

interface Day {
  readonly on: string;
  readonly arrivals: Stock[];
  demand: bigint;
}

/** What is exact in JSON; plans, unlike stock, have no limit in sum, and a figure past it stays there. */
const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Stock day by day from `today` on. On each day first goes what has expired, then comes what is expected, then the demands are met, those
 * left from earlier days first, with the pieces that expire first.
 */
export class StockProjection {
  private readonly days: Day[];
  private readonly balances: bigint[];
  /** One entry for each event day, in order, the first is today. */
  readonly rows: readonly ProjectedDay[];

  constructor(
    private readonly today: string,
    private readonly opening: readonly Pieces[],
    planned: readonly PlannedQuantity[],
  ) {
    this.days = daysOf(today, opening, planned);
    const rows = run(this.opening, this.days);
    this.balances = rows.map(({ balance }) => balance);
    this.rows = rows.map(({ on, supply, demand, expired, balance }) => ({
      on,
      supply: toNumber(supply),
      demand: toNumber(demand),
      expired: toNumber(expired),
      balance: toNumber(balance),
    }));
  }

  /** The day with the smallest balance, the first of several. */
  get lowest(): ProjectedDay {
    return this.rows.reduce((low, row) => (row.balance < low.balance ? row : low));
  }

  /** The balance at the end of a day. */
  balanceOn(day: string): number {
    return this.rows[this.indexOf(day)]!.balance;
  }

  /** The first day at whose end fewer pieces than `level` are left; null when there is none. */
  firstBelow(level: number): string | null {
    return this.rows.find(({ balance }) => balance < level)?.on ?? null;
  }

  /**
   * Available to promise: the most that can be promised for a day, wholly there on it, without taking it from any later commitment. Without
   * lots that expire it is the smallest balance from that day on, and never below zero.
   */
  availableOn(day: string): number {
    let [least, most] = [0n, this.balances[this.indexOf(day)]!];
    if (most <= 0n) return 0;
    // What fits only shrinks as the promise grows, so the limit is found by halving.
    while (least < most) {
      const middle = (least + most + 1n) / 2n;
      if (this.fits(day, middle)) least = middle;
      else most = middle - 1n;
    }
    return toNumber(least);
  }

  /** The first day from today on for which a quantity can be promised; null when nothing that is known brings enough. */
  earliestFor(quantity: number): string | null {
    // Between two arrivals nothing gets more, so only days with an arrival, and today, come into question.
    const wanted = BigInt(quantity);
    const day = this.days.find(
      ({ on, arrivals }, index) => (index === 0 || arrivals.length > 0) && this.fits(on, wanted),
    );
    return day?.on ?? null;
  }

  /** Whether a promise can be kept on its day and leaves every later balance below zero as it is. */
  private fits(day: string, quantity: bigint): boolean {
    const at = this.indexOf(day);
    const exact = this.days[at]!.on === day;
    const days = exact ? [...this.days] : this.days.toSpliced(at + 1, 0, { on: day, arrivals: [], demand: 0n });
    const promised = exact ? at : at + 1;
    days[promised] = { ...days[promised]!, demand: days[promised]!.demand + quantity };
    const before = exact ? this.balances : this.balances.toSpliced(at + 1, 0, this.balances[at]!);
    const after = run(this.opening, days);
    return after.every(
      ({ balance }, index) => index < promised || balance >= 0n || (balance >= before[index]! && index > promised),
    );
  }

  /** The last event day that is not after a day. */
  private indexOf(day: string): number {
    if (day < this.today) throw new Error('A projection says nothing of the past');
    return this.days.findLastIndex(({ on }) => on <= day);
  }
}

/** Every day on which something comes, goes or expires, and today, in order. */
function daysOf(today: string, opening: readonly Pieces[], planned: readonly PlannedQuantity[]): Day[] {
  const days = new Map<string, Day>();
  const dayOf = (on: string): Day => {
    let day = days.get(on);
    if (!day) days.set(on, (day = { on, arrivals: [], demand: 0n }));
    return day;
  };
  dayOf(today);
  for (const { expires_on } of opening) if (canExpire(expires_on, today)) dayOf(dayAfter(expires_on));
  for (const { on, direction, quantity, expires_on } of planned) {
    const day = dayOf(on < today ? today : on);
    if (direction === 'demand') day.demand += BigInt(quantity);
    else {
      day.arrivals.push({ quantity: BigInt(quantity), expires_on });
      if (canExpire(expires_on, day.on)) dayOf(dayAfter(expires_on));
    }
  }
  return [...days.values()].sort((a, b) => (a.on < b.on ? -1 : 1));
}

interface Outcome {
  readonly on: string;
  readonly supply: bigint;
  readonly demand: bigint;
  readonly expired: bigint;
  readonly balance: bigint;
}

function run(opening: readonly Pieces[], days: readonly Day[]): Outcome[] {
  let stock = sorted(opening.map(({ quantity, expires_on }) => ({ quantity: BigInt(quantity), expires_on })));
  let owed = 0n;
  return days.map(({ on, arrivals, demand }) => {
    if (arrivals.length > 0) stock = sorted([...stock, ...arrivals.map((each) => ({ ...each }))]);
    const expired = sum(stock.filter(({ expires_on }) => expires_on !== null && expires_on < on));
    stock = stock.filter(({ expires_on }) => expires_on === null || expires_on >= on);
    owed += demand;
    while (owed > 0n && stock.length > 0) {
      const first = stock[0]!;
      const taken = first.quantity < owed ? first.quantity : owed;
      owed -= taken;
      first.quantity -= taken;
      if (first.quantity === 0n) stock.shift();
    }
    return { on, supply: sum(arrivals), demand, expired, balance: owed > 0n ? -owed : sum(stock) };
  });
}

/** What expires first comes first, what never does last. */
function sorted(stock: Stock[]): Stock[] {
  return stock.sort((a, b) => {
    if (a.expires_on === b.expires_on) return 0;
    return a.expires_on !== null && (b.expires_on === null || a.expires_on < b.expires_on) ? -1 : 1;
  });
}

function sum(stock: readonly Stock[]): bigint {
  return stock.reduce((total, { quantity }) => total + quantity, 0n);
}

/** The last day that is written with four digits for the year: what is good until then is good for ever. */
const LAST_DAY = '9999-12-31';

function canExpire(expires_on: string | null, from: string): expires_on is string {
  return expires_on !== null && expires_on >= from && expires_on < LAST_DAY;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

function toNumber(value: bigint): number {
  return Number(value > LIMIT ? LIMIT : value < -LIMIT ? -LIMIT : value);
}
