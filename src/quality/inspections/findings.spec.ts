import { defectFaults, isWithinLimits, judged, resultFaults } from './findings.js';
import type { GivenDefect, GivenResult, Judged } from './findings.js';

const DIAMETER: Judged = {
  id: 'd',
  characteristic_no: 1,
  type: 'measured',
  lower_limit: '17.900000',
  upper_limit: '18.100000',
  decimals: 2,
};
const COLOUR: Judged = {
  ...DIAMETER,
  id: 'c',
  characteristic_no: 2,
  type: 'attribute',
  lower_limit: null,
  upper_limit: null,
  decimals: null,
};
const ALL = [DIAMETER, COLOUR];

describe('Limits', () => {
  it.each([
    ['17.90', true],
    ['17.899999', false],
    ['18.10', true],
    ['18.1', true],
    ['18.100001', false],
    ['-18.00', false],
  ])('%s passes: %s', (value, passes) => expect(isWithinLimits(value, DIAMETER)).toBe(passes));

  it('bound one side alone', () => {
    expect(isWithinLimits('-5', { lower_limit: null, upper_limit: '-5' })).toBe(true);
    expect(isWithinLimits('-4.999999', { lower_limit: null, upper_limit: '-5' })).toBe(false);
    expect(isWithinLimits('9999999999999', { lower_limit: '0.1', upper_limit: null })).toBe(true);
    expect(isWithinLimits('0.099999', { lower_limit: '0.1', upper_limit: null })).toBe(false);
  });

  it('decide of what is measured; of an attribute the inspector does', () => {
    expect(
      judged(
        [
          { sample_no: 1, characteristic_no: 1, value: '18.11' },
          { sample_no: 2, characteristic_no: 1, value: '18.1', note: 'just so' },
          { sample_no: 1, characteristic_no: 2, passed: false },
        ],
        ALL,
      ),
    ).toEqual([
      { sample_no: 1, characteristic_id: 'd', value: '18.11', passed: false, note: null },
      { sample_no: 2, characteristic_id: 'd', value: '18.1', passed: true, note: 'just so' },
      { sample_no: 1, characteristic_id: 'c', value: null, passed: false, note: null },
    ]);
  });
});

describe('Results', () => {
  const faults = (...results: GivenResult[]): string[] =>
    resultFaults(results, ALL, 3).map(({ pointer, code }) => `${pointer} ${code}`);

  it('are right', () =>
    expect(
      faults(
        { sample_no: 3, characteristic_no: 1, value: '18.0500' },
        { sample_no: 3, characteristic_no: 2, passed: true },
        { sample_no: 1, characteristic_no: 1, value: '18' },
      ),
    ).toEqual([]));

  it('are refused all at once', () =>
    expect(
      faults(
        { sample_no: 4, characteristic_no: 1, value: '18.005' },
        { sample_no: 1, characteristic_no: 9, passed: true },
        { sample_no: 1, characteristic_no: 1, passed: true },
        { sample_no: 1, characteristic_no: 2, value: '1' },
        { sample_no: 1, characteristic_no: 2, passed: true },
      ),
    ).toEqual([
      '/results/0/sample_no VALUE_OUT_OF_RANGE',
      '/results/0/value INVALID_VALUE',
      '/results/1/characteristic_no REFERENCE_NOT_FOUND',
      '/results/2/value REQUIRED',
      '/results/2/passed EXCLUSIVE',
      '/results/3/passed REQUIRED',
      '/results/3/value EXCLUSIVE',
      '/results/4/sample_no DUPLICATE',
    ]));
});

describe('Defects', () => {
  const faults = (defects: GivenDefect[], size: number | null): string[] =>
    defectFaults(defects, new Set(['a', 'b']), size).map(({ pointer, code }) => `${pointer} ${code}`);

  it('of a sample are right, also taken back, and refused', () => {
    expect(
      faults(
        [
          { reason_id: 'a', quantity: 0 },
          { reason_id: 'a', quantity: 2, sample_no: 3 },
          { reason_id: 'b', quantity: 1, sample_no: null },
        ],
        3,
      ),
    ).toEqual([]);
    expect(
      faults(
        [
          { reason_id: 'x', quantity: 1, sample_no: 4 },
          { reason_id: 'a', quantity: 1 },
          { reason_id: 'a', quantity: 1, sample_no: null },
        ],
        3,
      ),
    ).toEqual([
      '/defects/0/reason_id REFERENCE_NOT_FOUND',
      '/defects/0/sample_no VALUE_OUT_OF_RANGE',
      '/defects/2/reason_id DUPLICATE',
    ]);
  });

  it('of a decision are of at least one piece', () =>
    expect(faults([{ reason_id: 'a', quantity: 0 }], null)).toEqual(['/defects/0/quantity INVALID_QUANTITY']));
});
