import { sampleOf } from './sampling.js';
import type { SamplingRule } from './sampling.js';

const rule = (more: Partial<SamplingRule>): SamplingRule => ({
  sampling: 'all',
  sample_quantity: null,
  sample_percent: null,
  acceptance_number: 0,
  samples: [],
  ...more,
});

/** Level II, AQL 1.0 of ISO 2859-1, its middle. */
const table = rule({
  sampling: 'table',
  samples: [
    { lot_from: 151, lot_to: 280, sample_size: 32, acceptance_number: 0 },
    { lot_from: 281, lot_to: 500, sample_size: 50, acceptance_number: 1 },
    { lot_from: 501, lot_to: 1200, sample_size: 80, acceptance_number: 2 },
  ],
});

describe('The sample of a lot', () => {
  it.each([
    ['all of it', rule({}), 500, 500],
    ['a fixed number', rule({ sampling: 'fixed', sample_quantity: 20 }), 500, 20],
    ['a fixed number, of a lot that is smaller', rule({ sampling: 'fixed', sample_quantity: 20 }), 7, 7],
    ['2.5 % of 500', rule({ sampling: 'percent', sample_percent: '2.5000' }), 500, 13],
    ['2.5 % of 400, a whole number', rule({ sampling: 'percent', sample_percent: '2.5' }), 400, 10],
    ['a percentage of one piece', rule({ sampling: 'percent', sample_percent: '0.0001' }), 1, 1],
    ['100 %', rule({ sampling: 'percent', sample_percent: '100' }), 9007199254740991, 9007199254740991],
    ['0.1 % of 1,000', rule({ sampling: 'percent', sample_percent: '0.1' }), 1000, 1],
    ['7 % of 100: 7, not the 8 that floats would make', rule({ sampling: 'percent', sample_percent: '7' }), 100, 7],
  ])('is %s', (_what, given, quantity, size) => {
    expect(sampleOf(given, quantity)).toEqual({ sample_size: size, acceptance_number: 0 });
  });

  it.each([
    [151, 32, 0],
    [280, 32, 0],
    [281, 50, 1],
    [500, 50, 1],
    [501, 80, 2],
    [1200, 80, 2],
  ])('of %d pieces by the table: %d, of which %d may be bad', (quantity, sample_size, acceptance_number) => {
    expect(sampleOf(table, quantity)).toEqual({ sample_size, acceptance_number });
  });

  it.each([150, 1201])('of %d pieces is not in the table', (quantity) => expect(sampleOf(table, quantity)).toBeNull());

  it('keeps the acceptance number of the plan', () =>
    expect(sampleOf(rule({ acceptance_number: 3 }), 10)).toEqual({ sample_size: 10, acceptance_number: 3 }));
});
