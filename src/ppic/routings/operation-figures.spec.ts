import { costOf, minutesFor, perPiece, quantitiesFor } from './operation-figures.js';
import type { CentreFigures } from './operation-figures.js';
import { endsOf, inOrder } from './routing-network.js';

const CENTRE: CentreFigures = {
  kind: 'internal',
  capacity: 1,
  people_per_place: 1,
  efficiency_percent: '100.0000',
  labour_rate: '36000',
  machine_rate: '9000',
  overhead_percent: '15',
};
const TIMES = { setup_minutes: 15, run_minutes: 7, run_quantity: 2, places: null };
const op = (
  number: number,
  predecessors: number[],
  buffer_percent = '0',
): object & {
  number: number;
  predecessors: number[];
  buffer_percent: string;
} => ({ number, predecessors, buffer_percent });

describe('the minutes of an operation', () => {
  it('are the set-up and the run, rounded up once', () => {
    // 15 + 5 * 7 / 2 = 32.5
    expect(minutesFor(TIMES, CENTRE, 5)).toEqual({
      places: 1,
      duration_minutes: 33,
      machine_minutes: 33,
      labour_minutes: 33,
    });
  });

  it('are divided over the places, each of which is set up', () => {
    // 1,000 pieces: 3,500 minutes over 12 places are 291.67, and 15 before; all together 12 * 15 + 3,500.
    expect(minutesFor(TIMES, { ...CENTRE, capacity: 12, people_per_place: 2 }, 1000)).toEqual({
      places: 12,
      duration_minutes: 307,
      machine_minutes: 3680,
      labour_minutes: 7360,
    });
    expect(minutesFor({ ...TIMES, places: 4 }, { ...CENTRE, capacity: 12 }, 1000).duration_minutes).toBe(890);
    expect(minutesFor(TIMES, { ...CENTRE, capacity: 12 }, 3)).toMatchObject({ places: 3, duration_minutes: 19 });
  });

  it('are more where less is got done', () => {
    // At 80 percent, (15 + 35) minutes take 62.5.
    expect(minutesFor(TIMES, { ...CENTRE, efficiency_percent: '80' }, 10).duration_minutes).toBe(63);
    expect(minutesFor(TIMES, { ...CENTRE, efficiency_percent: '125' }, 10).duration_minutes).toBe(40);
    expect(minutesFor(TIMES, { ...CENTRE, people_per_place: 0 }, 10).labour_minutes).toBe(0);
  });

  it('past what a number can say are refused', () => {
    expect(() => minutesFor(TIMES, CENTRE, Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
  });
});

describe('the cost of an operation', () => {
  const minutes = { places: 12, duration_minutes: 307, machine_minutes: 3680, labour_minutes: 7360 };

  it('is labour and machine by the hour and overhead on both, to the cent', () => {
    // 7,360 / 60 * 36,000 = 4,416,000; 3,680 / 60 * 9,000 = 552,000; 15 % of 4,968,000 = 745,200.
    expect(costOf(minutes, CENTRE, 1000, null)).toEqual({
      labour_cost: '4416000.00',
      machine_cost: '552000.00',
      overhead_cost: '745200.00',
      subcontract_cost: '0.00',
      total_cost: '5713200.00',
    });
    // One minute at 10.00 is 0.1667, at 1.00 it is 0.0167; 12.5 % of 0.17 + 0.02 is 0.02375.
    const small = { ...CENTRE, labour_rate: '10', machine_rate: '1', overhead_percent: '12.5' };
    expect(costOf({ ...minutes, machine_minutes: 1, labour_minutes: 1 }, small, 1, null)).toMatchObject({
      labour_cost: '0.17',
      machine_cost: '0.02',
      overhead_cost: '0.02',
      total_cost: '0.21',
    });
  });

  it('of a subcontractor is his price for every piece; without a price nothing is counted', () => {
    const outside = { ...CENTRE, kind: 'subcontract' };
    expect(costOf(minutes, outside, 1030, '2500.5')).toMatchObject({
      labour_cost: '0.00',
      subcontract_cost: '2575515.00',
      total_cost: '2575515.00',
    });
    expect(costOf(minutes, outside, 1030, null).total_cost).toBe('0.00');
    expect(perPiece('5713200.00', 1000)).toBe('5713.200000');
    expect(perPiece('1.00', 3)).toBe('0.333333');
  });
});

describe('the quantity that an operation makes', () => {
  it('is what the next one makes and its buffer on top, from the end backwards', () => {
    // 1,000; sewing ceil(1,000 * 1.02) = 1,020; cutting ceil(1,020 * 1.03) = ceil(1,050.6) = 1,051.
    const chain = [op(10, [], '3'), op(20, [10], '2'), op(30, [20])];
    expect([...quantitiesFor(chain, 1000)].sort()).toEqual([
      [10, 1051],
      [20, 1020],
      [30, 1000],
    ]);
  });

  it('is that of the branch that needs most, and the last one may have a buffer too', () => {
    const forked = [op(10, []), op(20, [10], '10'), op(30, [10], '50'), op(40, [20, 30], '1')];
    expect(Object.fromEntries(quantitiesFor(forked, 100))).toEqual({ 10: 152, 20: 112, 30: 152, 40: 101 });
    expect(() => quantitiesFor([op(10, [], '100')], Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
  });
});

describe('a network of operations', () => {
  it('is put in an order in which each comes after those before it, and ends where nothing follows', () => {
    const operations = [op(10, [30]), op(20, []), op(30, [20]), op(40, [20])];
    expect(inOrder(operations).map(({ number }) => number)).toEqual([20, 30, 10, 40]);
    expect(endsOf(operations)).toEqual([10, 40]);
    expect(() => inOrder([op(10, [20]), op(20, [10])])).toThrow(RangeError);
  });
});
