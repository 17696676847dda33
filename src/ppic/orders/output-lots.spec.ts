import { MAX_SERIALS } from '../../warehouse/index.js';
import { inLots, outputLotFaults } from './output-lots.js';
import type { NamedOutput } from './output-lots.js';
import type { TrackedOutput } from './order-parts.js';

const order = { product_id: 'bear', number: 'MO-000007', batch_number: null as string | null };
const line = (product_id: string, quantity: number, to_location_id = 'stock') => ({
  product_id,
  quantity,
  to_location_id,
  planned_unit_cost: '2.000000',
});
const tracked = (tracking: 'lot' | 'serial', numbered_quantity = 0, product_id = 'bear'): TrackedOutput => ({
  product_id,
  tracking,
  numbered_quantity,
});
const named = (lines: ReturnType<typeof line>[], facts: TrackedOutput[], names: NamedOutput = {}, batch?: string) =>
  inLots(lines, { ...order, batch_number: batch ?? null }, facts, names).map((l) => [
    l.product_id,
    l.quantity,
    l.to_location_id,
    l.lot?.code ?? null,
  ]);

describe('The lots of what an order makes', () => {
  it('are none for products that are not tracked', () => {
    expect(named([line('bear', 5)], [])).toEqual([['bear', 5, 'stock', null]]);
  });

  it('are the one named, or the batch, or the number of the order; rejected pieces are of the same lot', () => {
    const lines = [line('bear', 5), line('bear', 1, 'hold'), line('offcut', 2)];
    const facts = [tracked('lot'), tracked('lot', 0, 'offcut')];
    expect(named(lines, facts, { lot: { code: 'L1' } })).toEqual([
      ['bear', 5, 'stock', 'L1'],
      ['bear', 1, 'hold', 'L1'],
      ['offcut', 2, 'stock', 'MO-000007'],
    ]);
    expect(named([line('bear', 5)], facts, {}, 'B-12')).toEqual([['bear', 5, 'stock', 'B-12']]);
  });

  it('are serial numbers that go on from report to report, or those given, good pieces first', () => {
    // 9 made before: good pieces 10 and 11, the rejected one 12
    const lines = [line('bear', 2), line('bear', 1, 'hold')];
    expect(named(lines, [tracked('serial', 9)], {}, 'B-12')).toEqual([
      ['bear', 1, 'stock', 'MO-000007-0010'],
      ['bear', 1, 'stock', 'MO-000007-0011'],
      ['bear', 1, 'hold', 'MO-000007-0012'],
    ]);
    expect(named(lines, [tracked('serial', 9)], { serials: ['A', 'B', 'C'] }).map((l) => l[3])).toEqual([
      'A',
      'B',
      'C',
    ]);
  });
});

describe('What a report says wrongly of lots', () => {
  const faults = (lines: ReturnType<typeof line>[], facts: TrackedOutput[], names: NamedOutput) =>
    outputLotFaults(lines, order, facts, names).map(({ pointer, code }) => `${pointer} ${code}`);

  it('is a lot or serials of a product that has none of the kind', () => {
    expect(faults([line('bear', 1)], [], { lot: { code: 'L' }, serials: ['S'] })).toEqual([
      '/lot LOT_NOT_TRACKED',
      '/serials LOT_NOT_TRACKED',
    ]);
    expect(faults([line('bear', 1)], [tracked('serial')], { lot: { code: 'L' } })).toEqual(['/lot LOT_NOT_TRACKED']);
    expect(faults([line('bear', 1)], [tracked('lot')], { lot: { code: 'L' } })).toEqual([]);
  });

  it('is not one serial for each piece', () => {
    const lines = [line('bear', 2), line('bear', 1, 'hold')];
    expect(faults(lines, [tracked('serial')], { serials: ['A', 'B', 'C'] })).toEqual([]);
    expect(faults(lines, [tracked('serial')], { serials: ['A', 'A'] })).toEqual([
      '/serials SERIAL_QUANTITY',
      '/serials DUPLICATE',
    ]);
  });

  it('is more serial numbers than one posting makes, of all products together', () => {
    const facts = [tracked('serial'), tracked('serial', 0, 'offcut')];
    expect(faults([line('bear', MAX_SERIALS)], facts, {})).toEqual([]);
    expect(faults([line('bear', MAX_SERIALS), line('offcut', 1)], facts, {})).toEqual(['/good_quantity TOO_LARGE']);
  });
});
