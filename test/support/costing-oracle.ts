import { rounded } from './ledger-oracle.js';

/**
 * How stock is valued by each method, written a second time from the rules alone: whole cents and pieces, no SQL. One product in two areas
 * and some lots. Standard cost is in micros (a millionth of a unit of money).
 */
export type Method = 'moving_average' | 'fifo' | 'standard' | 'specific';

interface Layer {
  area: string;
  lot: string | null;
  /** The line that brought it in from outside. */
  line: string | null;
  age: number;
  quantity: bigint;
  value: bigint;
}

interface Taken {
  layer: Layer;
  quantity: bigint;
  value: bigint;
}

export interface Line {
  id: string;
  from: string | null;
  to: string | null;
  lot: string | null;
  quantity: bigint;
  value: bigint;
  taken: Taken[];
  given: Layer[];
  returned: bigint;
  reversed: boolean;
}

export class CostingOracle {
  readonly areas = new Map<string, { quantity: bigint; value: bigint }>();
  readonly lots = new Map<string, bigint>();
  layers: Layer[] = [];
  private clock = 0;

  constructor(
    public method: Method,
    public standardMicros: bigint,
  ) {}

  area(name: string): { quantity: bigint; value: bigint } {
    let area = this.areas.get(name);
    if (!area) this.areas.set(name, (area = { quantity: 0n, value: 0n }));
    return area;
  }

  onHand(area: string, lot: string): bigint {
    return this.lots.get(`${area}|${lot}`) ?? 0n;
  }

  /** Brings pieces in from outside, for `given` cents. @returns the line, with what stock gained */
  enter(id: string, to: string, lot: string, quantity: bigint, given: bigint): Line {
    const line = this.line(id, null, to, lot, quantity);
    const area = this.area(to);
    line.value = this.method === 'standard' ? this.standardOf(area.quantity + quantity) - area.value : given;
    this.put(line, to, line.value);
    this.add(to, lot, quantity, line.value);
    return line;
  }

  /** Takes pieces out. `given`: what they came in for, where they go back. */
  leave(id: string, from: string, lot: string, quantity: bigint, given?: bigint, own?: Line): Line {
    const line = this.line(id, from, null, lot, quantity);
    line.value = this.take(line, from, given, own);
    this.add(from, lot, -quantity, -line.value);
    return line;
  }

  /** Moves pieces from one area to the other. @returns the line, and what the other area gains beside its value */
  move(id: string, from: string, to: string, lot: string, quantity: bigint): Line {
    const line = this.line(id, from, to, lot, quantity);
    line.value = this.take(line, from);
    this.add(from, lot, -quantity, -line.value);
    const area = this.area(to);
    const gained = this.method === 'standard' ? this.standardOf(area.quantity + quantity) - area.value : line.value;
    if (this.method === 'fifo')
      for (const t of line.taken) line.given.push(this.open(to, null, t.layer.line, t.layer.age, t.quantity, t.value));
    else this.put(line, to, gained);
    this.add(to, lot, quantity, gained);
    return line;
  }

  /** Pieces of a line that come back, or go back where they came from: worth their share of the line. */
  giveBack(id: string, line: Line, quantity: bigint): Line {
    const upto = (n: bigint): bigint => rounded(line.value * n, line.quantity);
    const given = upto(line.returned + quantity) - upto(line.returned);
    line.returned += quantity;
    return line.from === null
      ? this.leave(id, line.to!, line.lot!, quantity, given, line)
      : this.enter(id, line.from, line.lot!, quantity, given);
  }

  /** Takes a whole line back. */
  reverse(id: string, line: Line): Line {
    line.reversed = true;
    if (line.from === null) return this.leave(id, line.to!, line.lot!, line.quantity, line.value, line);
    const back = this.line(id, null, line.from, line.lot, line.quantity);
    const area = this.area(line.from);
    back.value = this.method === 'standard' ? this.standardOf(area.quantity + line.quantity) - area.value : line.value;
    const whole = line.taken.reduce((sum, t) => sum + t.quantity, 0n) === line.quantity;
    if (this.method === 'fifo' && whole) {
      for (const { layer, quantity, value } of line.taken) {
        layer.quantity += quantity;
        layer.value += value;
      }
    } else this.put(back, line.from, back.value);
    this.add(line.from, line.lot!, line.quantity, back.value);
    return back;
  }

  /** A cost that belongs to the pieces of a receipt line. @returns what stock gains of it */
  land(line: Line, amount: bigint): bigint {
    if (this.method === 'standard') return 0n;
    if (this.method === 'moving_average') {
      const area = this.area(line.to!);
      const gained = area.quantity === 0n ? 0n : share(amount, min(area.quantity, line.quantity), line.quantity);
      area.value += gained;
      return gained;
    }
    const own = this.layers.filter(
      (y) => y.quantity > 0n && (this.method === 'fifo' ? y.line === line.id : y.lot === line.lot),
    );
    own.sort((a, b) => a.age - b.age);
    const pieces = own.reduce((sum, y) => sum + y.quantity, 0n);
    if (pieces === 0n) return 0n;
    const total = share(amount, min(pieces, line.quantity), line.quantity);
    let passed = 0n;
    for (const y of own) {
      const gained = share(total, passed + y.quantity, pieces) - share(total, passed, pieces);
      passed += y.quantity;
      y.value += gained;
      this.area(y.area).value += gained;
    }
    return total;
  }

  /** Changes how all stock is valued. */
  change(method: Method, standardMicros: bigint): void {
    const before = this.method;
    this.method = method;
    this.standardMicros = standardMicros;
    for (const [name, area] of this.areas) {
      if (area.quantity === 0n) continue;
      if (method === 'standard') area.value = this.standardOf(area.quantity);
      if (before === method) continue;
      this.layers = this.layers.filter((y) => y.area !== name);
      if (method === 'fifo') this.open(name, null, null, ++this.clock, area.quantity, area.value);
      if (method === 'specific') this.openByLot(name, area);
    }
  }

  /** Each lot in an area, in an order of its own, with its share of the value by pieces. */
  lotOrder: string[] = [];
  private openByLot(name: string, area: { quantity: bigint; value: bigint }): void {
    let passed = 0n;
    for (const lot of this.lotOrder) {
      const quantity = this.onHand(name, lot);
      if (quantity === 0n) continue;
      const value = share(area.value, passed + quantity, area.quantity) - share(area.value, passed, area.quantity);
      passed += quantity;
      this.open(name, lot, null, ++this.clock, quantity, value);
    }
  }

  private standardOf(quantity: bigint): bigint {
    return rounded(quantity * this.standardMicros, 10_000n);
  }

  private take(line: Line, from: string, given?: bigint, own?: Line): bigint {
    const area = this.area(from);
    const { quantity } = line;
    if (this.method === 'standard') return area.value - this.standardOf(area.quantity - quantity);
    if (this.method === 'moving_average') {
      if (quantity === area.quantity) return area.value;
      return given === undefined ? rounded(area.value * quantity, area.quantity) : min(given, area.value);
    }
    const open = this.layers.filter(
      (y) => y.area === from && y.quantity > 0n && (this.method === 'fifo' || y.lot === line.lot),
    );
    const isOwn = (y: Layer): number => (own?.given.includes(y) ? 0 : 1);
    open.sort((a, b) => isOwn(a) - isOwn(b) || a.age - b.age);
    let missing = quantity;
    let worth = 0n;
    for (const y of open) {
      if (missing === 0n) break;
      const part = min(missing, y.quantity);
      let value = part === y.quantity ? y.value : rounded(y.value * part, y.quantity);
      if (this.method === 'specific' && given !== undefined && part < y.quantity) value = min(given, y.value);
      y.quantity -= part;
      y.value -= value;
      line.taken.push({ layer: y, quantity: part, value });
      missing -= part;
      worth += value;
    }
    if (missing > 0n) throw new Error('The layers hold less than the lots');
    return worth;
  }

  private put(line: Line, to: string, value: bigint): void {
    if (this.method === 'fifo') line.given.push(this.open(to, null, line.id, ++this.clock, line.quantity, value));
    if (this.method !== 'specific') return;
    let layer = this.layers.find((y) => y.area === to && y.lot === line.lot);
    layer ??= this.open(to, line.lot, line.id, ++this.clock, 0n, 0n);
    layer.quantity += line.quantity;
    layer.value += value;
    line.given.push(layer);
  }

  private open(
    area: string,
    lot: string | null,
    line: string | null,
    age: number,
    quantity: bigint,
    value: bigint,
  ): Layer {
    const layer = { area, lot, line, age, quantity, value };
    this.layers.push(layer);
    return layer;
  }

  private add(area: string, lot: string, quantity: bigint, value: bigint): void {
    this.lots.set(`${area}|${lot}`, this.onHand(area, lot) + quantity);
    this.area(area).quantity += quantity;
    this.area(area).value += value;
  }

  private line(id: string, from: string | null, to: string | null, lot: string | null, quantity: bigint): Line {
    return { id, from, to, lot, quantity, value: 0n, taken: [], given: [], returned: 0n, reversed: false };
  }
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Of a positive amount: `part` of `whole`, to the cent. */
function share(amount: bigint, part: bigint, whole: bigint): bigint {
  return rounded(amount * part, whole);
}
