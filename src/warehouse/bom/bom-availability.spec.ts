import fc from 'fast-check';
import { structure } from '../../../test/support/bom-structure.js';
import type { BomGiven } from '../../../test/support/bom-structure.js';
import { availabilityFor } from './bom-availability.js';
import type { Availability } from './bom-availability.js';
import { requiredFor, requirementsOf } from './bom-components.js';

const availability = (
  boms: Record<string, BomGiven>,
  quantity: number,
  stock: Record<string, number>,
): Availability => {
  const whole = structure(boms);
  return availabilityFor(requirementsOf(whole.root, whole), quantity, new Map(Object.entries(stock)));
};

describe('how many can be built', () => {
  it('is what the scarcest component allows', () => {
    const boms = {
      A: {
        lines: [
          { component_id: 'X', quantity: 4 },
          { component_id: 'Y', quantity: 1 },
        ],
      },
    };
    expect(availability(boms, 10, { X: 30, Y: 9 })).toMatchObject({
      can_build: 7,
      components: [
        { component_id: 'X', required: 40, available: 30, short: 10, can_build: 7 },
        { component_id: 'Y', required: 10, available: 9, short: 1, can_build: 9 },
      ],
    });
  });

  it('counts whole pieces: with 5 for a dozen and 3 in stock, 7 can be built', () => {
    const boms = { A: { output: 12, lines: [{ component_id: 'X', quantity: 5 }] } };
    // 7 * 5 / 12 = 2.92 -> 3; 8 * 5 / 12 = 3.33 -> 4
    expect(availability(boms, 1, { X: 3 }).can_build).toBe(7);
    expect(availability(boms, 1, { X: 0 }).can_build).toBe(0);
    expect(availability(boms, 1, {}).can_build).toBe(0);
  });

  it('rounds every line that asks for a product by itself', () => {
    const half = { component_id: 'X', quantity: 1 };
    const boms = { A: { output: 2, lines: [half, { ...half, operation: 'SEW' }] } };
    // Two lines of half a piece: 1 needs 1 + 1, 2 need 1 + 1, 3 need 2 + 2. With 3 in stock, 2 can be built, not 3.
    expect(availability(boms, 3, { X: 3 })).toMatchObject({
      can_build: 2,
      components: [{ required: 4, short: 1, can_build: 2 }],
    });
  });

  it('passes phantoms through and does not open a sub-assembly, whatever its parts', () => {
    const boms: Record<string, BomGiven> = {
      table: {
        lines: [
          { component_id: 'kit', quantity: 4 },
          { component_id: 'drawer', quantity: 2 },
        ],
      },
      kit: { type: 'phantom', lines: [{ component_id: 'screw', quantity: 2 }] },
      drawer: { lines: [{ component_id: 'board', quantity: 5 }] },
    };
    expect(availability(boms, 1, { screw: 80, drawer: 3, board: 1000, kit: 0 }).can_build).toBe(1);
  });

  it('has no limit when nothing is needed', () => {
    expect(availability({ A: { lines: [] } }, 1, {})).toEqual({ can_build: null, components: [] });
  });

  it('stays exact with numbers as large as there are', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(availability({ A: { lines: [{ component_id: 'X', quantity: 1 }] } }, 1, { X: most }).can_build).toBe(most);
    expect(
      availability({ A: { output: 12, lines: [{ component_id: 'X', quantity: 1 }] } }, 1, { X: most }).can_build,
    ).toBe(most);
    expect(availability({ A: { lines: [{ component_id: 'X', quantity: 2 }] } }, 1, { X: most }).can_build).toBe(
      (most - 1) / 2,
    );
  });

  it('shows what could stand in without counting it', () => {
    const substitutes = [{ component_id: 'S', sku: 'S', preference: 1, quantity: 1 }];
    const boms = { A: { lines: [{ component_id: 'X', quantity: 1, substitutes }] } };
    expect(availability(boms, 5, { X: 2, S: 100 })).toMatchObject({
      can_build: 2,
      components: [{ substitutes: [{ component_id: 'S', available: 100 }] }],
    });
  });

  it('is exactly the largest quantity whose needs are all there', () => {
    const lines = fc.array(
      fc.record({
        component_id: fc.constantFrom('X', 'Y'),
        quantity: fc.integer({ min: 1, max: 30 }),
        scrap_percent: fc.constantFrom('0', '2.5', '33.3333'),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 15 }), fc.nat(500), fc.nat(500), (given, output, X, Y) => {
        const stock: Record<string, number> = { X, Y };
        const whole = structure({ A: { output, lines: given } });
        const requirements = requirementsOf(whole.root, whole);
        const enough = (quantity: number): boolean =>
          Object.keys(stock).every((product) => {
            const need = requirements
              .filter((each) => each.component_id === product)
              .reduce((sum, each) => sum + requiredFor(each.per_output, quantity), 0);
            return need <= stock[product]!;
          });
        const { can_build } = availabilityFor(requirements, 1, new Map(Object.entries(stock)));
        expect(can_build === 0 || enough(can_build!)).toBe(true);
        expect(enough(can_build! + 1)).toBe(false);
      }),
    );
  });
});
