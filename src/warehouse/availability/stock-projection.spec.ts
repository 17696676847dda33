import fc from 'fast-check';
import { StockProjection } from './stock-projection.js';
import type { Pieces, PlannedQuantity } from './stock-projection.js';

const TODAY = '2026-12-01';
const day = (n: number): string => new Date(Date.parse(TODAY) + n * 86_400_000).toISOString().slice(0, 10);
const free = (quantity: number, expires?: number): Pieces => ({
  quantity,
  expires_on: expires === undefined ? null : day(expires),
});
const supply = (on: number, quantity: number, expires?: number): PlannedQuantity => ({
  direction: 'supply',
  on: day(on),
  ...free(quantity, expires),
});
const demand = (on: number, quantity: number): PlannedQuantity => ({
  direction: 'demand',
  on: day(on),
  ...free(quantity),
});
const balances = (projection: StockProjection): [string, number][] =>
  projection.rows.map(({ on, balance }) => [on, balance]);

describe('a projection', () => {
  // 10 free; 4 go on the 3rd, 20 come on the 5th, 18 go on the 8th, 6 come on the 12th
  const plan = new StockProjection(TODAY, [free(10)], [demand(2, 4), supply(4, 20), demand(7, 18), supply(11, 6)]);

  it('runs day by day through everything that is known', () => {
    expect(balances(plan)).toEqual([
      [day(0), 10],
      [day(2), 6],
      [day(4), 26],
      [day(7), 8],
      [day(11), 14],
    ]);
    expect(plan.lowest).toMatchObject({ on: day(2), balance: 6 });
    expect(plan.balanceOn(day(6))).toBe(26);
    expect(plan.firstBelow(7)).toBe(day(2));
    expect(plan.firstBelow(6)).toBeNull();
  });

  it('promises no more than the smallest balance from the day on', () => {
    expect([0, 2, 3, 4, 6, 7, 10, 11, 90].map((n) => plan.availableOn(day(n)))).toEqual([6, 6, 6, 8, 8, 8, 8, 14, 14]);
  });

  it('says from when on a quantity can be promised', () => {
    expect([1, 6, 7, 8, 9, 14, 15].map((quantity) => plan.earliestFor(quantity))).toEqual([
      day(0),
      day(0),
      day(4),
      day(4),
      day(11),
      day(11),
      null,
    ]);
  });

  it('counts what is late as of today, and owes what is not there until it comes', () => {
    const late = new StockProjection(TODAY, [free(3)], [demand(-5, 4), supply(-2, 2), demand(1, 6), supply(9, 7)]);
    // 3 + 2 - 4 = 1; 1 - 6 = -5; -5 + 7 = 2
    expect(balances(late)).toEqual([
      [day(0), 1],
      [day(1), -5],
      [day(9), 2],
    ]);
    expect([0, 1, 5, 9].map((n) => late.availableOn(day(n)))).toEqual([0, 0, 0, 2]);
    expect(late.earliestFor(2)).toBe(day(9));
  });

  it('loses what expires and nobody has used, and still promises it for the days before', () => {
    // a lot of 10 good up to the 6th, one of 4 that keeps; 3 go on the 4th (of the lot that expires first), 5 on the 11th
    const lots = new StockProjection(TODAY, [free(4), free(10, 5)], [demand(3, 3), demand(10, 5)]);
    expect(lots.rows).toEqual([
      { on: day(0), supply: 0, demand: 0, expired: 0, balance: 14 },
      { on: day(3), supply: 0, demand: 3, expired: 0, balance: 11 },
      { on: day(6), supply: 0, demand: 0, expired: 7, balance: 4 },
      { on: day(10), supply: 0, demand: 5, expired: 0, balance: -1 },
    ]);
    // 7 of the lot are nobody's until the 6th; the 4 that keep are wanted on the 11th
    expect([0, 5, 6, 12].map((n) => lots.availableOn(day(n)))).toEqual([7, 7, 0, 0]);
    expect(lots.earliestFor(7)).toBe(day(0));
    expect(lots.earliestFor(8)).toBeNull();
  });

  it('takes lots on their way that expire, or have expired when they come', () => {
    const coming = new StockProjection(TODAY, [], [supply(2, 5, 4), supply(3, 9, 1)]);
    expect(balances(coming)).toEqual([
      [day(0), 0],
      [day(2), 5],
      [day(3), 5],
      [day(5), 0],
    ]);
    expect(coming.rows[2]).toMatchObject({ supply: 9, expired: 9 });
    expect([1, 2, 4, 5].map((n) => coming.availableOn(day(n)))).toEqual([0, 5, 5, 0]);
  });

  it('keeps what is good until the end of the calendar', () => {
    const honey = { quantity: 5, expires_on: '9999-12-31' };
    const kept = new StockProjection(TODAY, [honey], [{ ...honey, on: day(1), direction: 'supply' }]);
    expect(balances(kept)).toEqual([
      [day(0), 5],
      [day(1), 10],
    ]);
    expect(kept.availableOn('9999-12-31')).toBe(10);
  });

  it('says nothing of the past, and stays at what JSON holds exactly', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const huge = new StockProjection(
      TODAY,
      [free(most)],
      [supply(1, most), demand(2, most), demand(3, most), demand(4, most), demand(5, most)],
    );
    expect(huge.rows.map(({ balance }) => balance)).toEqual([most, most, most, 0, -most, -most]);
    expect(() => huge.availableOn(day(-1))).toThrow('past');
  });
});

/** Every piece by itself, on every calendar day. @returns pieces in stock less pieces owed, by day */
function naive(opening: readonly Pieces[], planned: readonly PlannedQuantity[], last: number): number[] {
  let pieces = opening.flatMap(({ quantity, expires_on }) => Array<string | null>(quantity).fill(expires_on));
  let owed = 0;
  return Array.from({ length: last + 1 }, (_, n) => {
    const today = planned.filter(({ on }) => (on < TODAY ? TODAY : on) === day(n));
    for (const { direction, quantity, expires_on } of today)
      if (direction === 'supply') pieces.push(...Array<string | null>(quantity).fill(expires_on));
      else owed += quantity;
    pieces = pieces.filter((expires) => expires === null || expires >= day(n));
    pieces.sort((a, b) => (a ?? '9999').localeCompare(b ?? '9999'));
    const taken = Math.min(owed, pieces.length);
    pieces = pieces.slice(taken);
    owed -= taken;
    return pieces.length - owed;
  });
}

describe('against a simulation of every piece on every day', () => {
  const LAST = 14;
  const expires = fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined });
  const plans = fc.record({
    opening: fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), expires), { maxLength: 3 }),
    supplies: fc.array(fc.tuple(fc.integer({ min: -2, max: 12 }), fc.integer({ min: 1, max: 6 }), expires), {
      maxLength: 4,
    }),
    demands: fc.array(fc.tuple(fc.integer({ min: -2, max: 12 }), fc.integer({ min: 1, max: 6 })), { maxLength: 5 }),
  });

  it('balances, promises and dates are the same', () => {
    fc.assert(
      fc.property(plans, ({ opening, supplies, demands }) => {
        const stock = opening.map((lot) => free(...lot));
        const planned = [...supplies.map((s) => supply(...s)), ...demands.map((d) => demand(...d))];
        const projection = new StockProjection(TODAY, stock, planned);
        const before = naive(stock, planned, LAST);
        const days = before.map((_, n) => n);
        expect(days.map((n) => projection.balanceOn(day(n)))).toEqual(before);
        const possible = (n: number, quantity: number): boolean =>
          naive(stock, [...planned, demand(n, quantity)], LAST).every(
            (balance, on) => on < n || balance >= 0 || (on > n && balance === before[on]),
          );
        const promises = days.map((n) => {
          let quantity = 0;
          while (possible(n, quantity + 1)) quantity += 1;
          return quantity;
        });
        expect(days.map((n) => projection.availableOn(day(n)))).toEqual(promises);
        for (const quantity of [1, 3, 6]) {
          const first = days.find((n) => promises[n]! >= quantity);
          expect(projection.earliestFor(quantity)).toBe(first === undefined ? null : day(first));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('without lots that expire a promise is the smallest balance from its day on, and never below zero', () => {
    fc.assert(
      fc.property(plans, ({ opening, supplies, demands }) => {
        const stock = opening.map(([quantity]) => free(quantity));
        const planned = [
          ...supplies.map(([on, quantity]) => supply(on, quantity)),
          ...demands.map((d) => demand(...d)),
        ];
        const projection = new StockProjection(TODAY, stock, planned);
        const before = naive(stock, planned, LAST);
        for (let n = 0; n <= LAST; n++)
          expect(projection.availableOn(day(n))).toBe(Math.max(0, Math.min(...before.slice(n))));
      }),
    );
  });
});
