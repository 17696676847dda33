import { conversionCost, entryFigures, firstPass } from './entry-figures.js';
import type { EntryPieces, WorkedOperation } from './entry-figures.js';

/** Two sewing machines with one person each; 10 minutes of set-up, 3 minutes a piece. */
const SEWING: WorkedOperation = {
  kind: 'internal',
  setup_minutes: 10,
  run_minutes: 3,
  run_quantity: 1,
  places: null,
  capacity: 2,
  people_per_place: 1,
  efficiency_percent: '100.0000',
  labour_rate: '30000.000000',
  machine_rate: '12000.000000',
  overhead_percent: '10.0000',
  price_per_piece: null,
  good_quantity: 0,
  rejected_quantity: 0,
  lost_quantity: 0,
  rework_quantity: 0,
};

function pieces(good: number, more: Partial<EntryPieces> = {}): EntryPieces {
  return {
    good_quantity: good,
    rejected_quantity: 0,
    lost_quantity: 0,
    rework_quantity: 0,
    reworked_quantity: 0,
    ...more,
  };
}

describe('The time of an entry', () => {
  it('is what the plan says when nobody tells it: two places set up, and the run', () => {
    // 2 * 10 + 40 * 3
    expect(entryFigures(SEWING, pieces(40), {})).toMatchObject({
      machine_minutes: 140,
      labour_minutes: 140,
      is_standard_time: true,
    });
  });

  it('counts the set-up once, however many entries there are', () => {
    const later = { ...SEWING, good_quantity: 38, rejected_quantity: 2 };
    expect(entryFigures(later, pieces(10), {}).machine_minutes).toBe(30);
  });

  it('takes nothing more for pieces that are done again, unless it is told', () => {
    const waiting = { ...SEWING, good_quantity: 35, rework_quantity: 5 };
    expect(firstPass(pieces(5, { reworked_quantity: 5 }))).toBe(0);
    expect(entryFigures(waiting, pieces(5, { reworked_quantity: 5 }), {}).machine_minutes).toBe(0);
    expect(entryFigures(waiting, pieces(5, { reworked_quantity: 5 }), { labour_minutes: 20 })).toMatchObject({
      machine_minutes: 20,
      labour_minutes: 20,
      is_standard_time: false,
    });
  });

  it.each([
    [{ machine_minutes: 60 }, 2, [60, 120]],
    [{ labour_minutes: 61 }, 2, [31, 61]],
    [{ machine_minutes: 60, labour_minutes: 45 }, 2, [60, 45]],
    [{ labour_minutes: 61 }, 0, [0, 61]],
    [{ machine_minutes: 60 }, 0, [60, 0]],
  ])('follows from what is told: %j with %d people a place', (told, people_per_place, [machine, labour]) => {
    expect(entryFigures({ ...SEWING, people_per_place }, pieces(1), told)).toMatchObject({
      machine_minutes: machine,
      labour_minutes: labour,
      is_standard_time: false,
    });
  });

  it('is nothing for time without pieces that is not told either', () => {
    expect(entryFigures(SEWING, pieces(0), {})).toMatchObject({ machine_minutes: 0, labour_minutes: 0 });
  });
});

describe('The cost of an entry', () => {
  it('is its minutes at the rates of an hour, and overhead on both', () => {
    // 140 min: labour 70,000.00, machine 28,000.00, 10 % of 98,000.00
    expect(entryFigures(SEWING, pieces(40), {})).toMatchObject({
      labour_cost: '70000.00',
      machine_cost: '28000.00',
      overhead_cost: '9800.00',
      subcontract_cost: '0.00',
      total_cost: '107800.00',
    });
  });

  it('is the price of good pieces where a supplier makes them', () => {
    const outside = { ...SEWING, kind: 'subcontract', price_per_piece: '1250.500000' };
    const figures = entryFigures(outside, pieces(8, { rejected_quantity: 2 }), {});
    expect(figures.subcontract_cost).toBe('10004.00');
    expect(conversionCost([figures, figures])).toBe('20008.00');
  });
});
