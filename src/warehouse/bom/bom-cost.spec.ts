import { readFileSync } from 'node:fs';
import { Rational } from '../../kernel/numbers/index.js';
import { structure } from '../../../test/support/bom-structure.js';
import type { BomGiven } from '../../../test/support/bom-structure.js';
import { describeWithSharedData, sharedData } from '../../../test/support/data.js';
import { rollUp } from './bom-cost.js';
import type { OwnCost, RollUp } from './bom-cost.js';

const cost = (boms: Record<string, BomGiven>, costs: Record<string, string>): RollUp =>
  rollUp(
    structure(boms),
    new Map(
      Object.entries(costs).map(([product, unit]): [string, OwnCost] => [
        product,
        { source: 'standard_cost', unit_cost: Rational.parse(unit) },
      ]),
    ),
  );

interface Scenario {
  id: string;
  given: Record<string, Record<string, number>> & { 'table head own cost': string };
  expected: { single_level: string; table_head_each: string; multi_level: string };
}

describeWithSharedData('BOM-01, a worked case of another system', () => {
  it('rolls a dining table with a head made by the dozen up over two levels', () => {
    const scenarios = JSON.parse(readFileSync(sharedData('scenarios/bom.json'), 'utf8')) as Scenario[];
    const { given, expected } = scenarios.find(({ id }) => id === 'BOM-01')!;
    const costs: Record<string, string> = { 'table head': given['table head own cost'] };
    /** `screw @10`: 5 -> a line for 5 screws, and a cost of 10 each. */
    const lines = (bom: Record<string, number>): BomGiven['lines'] =>
      Object.entries(bom).map(([text, quantity]) => {
        const [name = '', price] = text.split(' @');
        if (price) costs[name] = price;
        return { component_id: name, quantity };
      });
    const boms: Record<string, BomGiven> = {
      'dining table': { lines: lines(given['dining table (1)']!) },
      'table head': { output: 12, lines: lines(given['table head (1 dozen)']!) },
    };
    const { single_level, multi_level, rows } = cost(boms, costs);
    expect(single_level).toEqual(Rational.parse(expected.single_level));
    expect(multi_level).toEqual(Rational.parse(expected.multi_level));
    expect(rows.find(({ sku }) => sku === 'table head')!.rolled_up).toEqual(Rational.parse(expected.table_head_each));
  });
});

describe('the cost by a bill', () => {
  it('is exact: a third of a cent is not lost on any level', () => {
    const boms: Record<string, BomGiven> = {
      A: { lines: [{ component_id: 'B', quantity: 3 }] },
      B: { output: 3, lines: [{ component_id: 'X', quantity: 1 }] },
    };
    const { multi_level, rows } = cost(boms, { X: '0.01' });
    expect(multi_level).toEqual(Rational.parse('0.01'));
    expect(rows.map(({ sku, level, per_piece, rolled_up }) => [sku, level, per_piece, rolled_up])).toEqual([
      ['B', 1, Rational.of(3), Rational.of(1, 300)],
      ['X', 2, Rational.of(1), Rational.parse('0.01')],
    ]);
  });

  it('has scrap in it, and lets outputs carry their share away', () => {
    const boms: Record<string, BomGiven> = {
      A: {
        output: 10,
        lines: [
          { component_id: 'X', quantity: 10, scrap_percent: '25' },
          { component_id: 'C', quantity: 2, kind: 'co_product', cost_share_percent: '15' },
          { component_id: 'W', quantity: 1, kind: 'by_product', cost_share_percent: '5' },
        ],
      },
    };
    // 1.25 * 8.00 = 10.00 for one, of which 80 % stay.
    expect(cost(boms, { X: '8' }).multi_level).toEqual(Rational.of(8));
  });

  it('of what goes through a phantom is that of its components', () => {
    const boms: Record<string, BomGiven> = {
      A: { lines: [{ component_id: 'K', quantity: 2 }] },
      K: { type: 'phantom', lines: [{ component_id: 'X', quantity: 3 }] },
    };
    const { single_level, multi_level, rows } = cost(boms, { K: '1000', X: '5' });
    expect([single_level, multi_level]).toEqual([Rational.of(30), Rational.of(30)]);
    expect(rows.map(({ sku }) => sku)).toEqual(['X']);
  });

  it('lists what has no cost, level by level, and leaves it out', () => {
    const boms: Record<string, BomGiven> = {
      A: {
        lines: [
          { component_id: 'B', quantity: 1 },
          { component_id: 'X', quantity: 1 },
        ],
      },
      B: {
        lines: [
          { component_id: 'Y', quantity: 1 },
          { component_id: 'Z', quantity: 2 },
        ],
      },
    };
    const { single_level, multi_level, missing_single_level, missing_multi_level } = cost(boms, { X: '7', Z: '1.5' });
    expect([single_level, missing_single_level]).toEqual([Rational.of(7), ['B']]);
    expect([multi_level, missing_multi_level]).toEqual([Rational.of(10), ['Y']]);
  });

  it('counts a product at every place where it is used', () => {
    const boms: Record<string, BomGiven> = {
      A: {
        lines: [
          { component_id: 'B', quantity: 2 },
          { component_id: 'C', quantity: 1 },
          { component_id: 'X', quantity: 1 },
        ],
      },
      B: {
        lines: [
          { component_id: 'C', quantity: 3 },
          { component_id: 'X', quantity: 1 },
        ],
      },
      C: { lines: [{ component_id: 'X', quantity: 4 }] },
    };
    // X: 1 + 2 * (1 + 3 * 4) + 4 = 31
    const { multi_level, rows } = cost(boms, { X: '1' });
    expect(multi_level).toEqual(Rational.of(31));
    expect(rows.find(({ sku }) => sku === 'X')).toMatchObject({ level: 3, per_piece: Rational.of(31) });
  });
});
