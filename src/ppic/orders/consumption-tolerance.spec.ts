import fc from 'fast-check';
import { leastConsumed, mostConsumed, overConsumed, underConsumed } from './consumption-tolerance.js';
import type { OrderComponent } from './order-parts.js';

function component(given: Partial<OrderComponent>): OrderComponent {
  return {
    id: 'c',
    line_no: 1,
    product_id: 'P',
    sku: 'PLUSH',
    issue_method: 'manual',
    work_order_id: null,
    numerator: '2',
    denominator: '1',
    required_quantity: 20,
    issued_quantity: 0,
    owed_quantity: 0,
    unit_cost: '1.000000',
    ...given,
  };
}

describe('the tolerance', () => {
  it.each([
    [100, '0', 100, 100],
    [100, '5', 105, 95],
    [10, '5', 10, 10],
    [19, '5.2632', 20, 18],
    [19, '5.2631', 19, 19],
    [0, '50', 0, 0],
    [7, '100', 14, 0],
    [9007199254740991, '0', 9007199254740991, 9007199254740991],
  ])('of %i pieces by %s %% reaches up to %i and down to %i', (pieces, percent, most, least) => {
    expect(mostConsumed(pieces, percent)).toBe(most);
    expect(leastConsumed(pieces, percent)).toBe(least);
  });

  it('is held against the exact fraction: one piece more or less is outside', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (pieces, tenThousandths) => {
        const percent = `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`;
        const allowed = BigInt(pieces) * BigInt(tenThousandths);
        const off = (count: number): bigint => BigInt(Math.abs(count - pieces)) * 1_000_000n;
        const [most, least] = [mostConsumed(pieces, percent), leastConsumed(pieces, percent)];
        expect([
          off(most) <= allowed,
          off(most + 1) > allowed,
          off(least) <= allowed,
          off(least - 1) > allowed,
        ]).toEqual([true, true, true, true]);
      }),
    );
  });
});

describe('overConsumed', () => {
  it('adds up the lines of a product, with what was taken and owed before', () => {
    const lines = [
      component({ issued_quantity: 15 }),
      component({ id: 'd', required_quantity: 10, owed_quantity: 10 }),
    ];
    expect(overConsumed(lines, new Map([['P', 8]]), '10')).toEqual([]);
    expect(overConsumed(lines, new Map([['P', 9]]), '10')).toEqual([
      { product_id: 'P', sku: 'PLUSH', required_quantity: 30, issued_quantity: 34, most: 33 },
    ]);
    expect(overConsumed(lines, new Map([['P', 900]]), null)).toEqual([]);
  });

  it('requires nothing of a product beside the bill', () => {
    expect(overConsumed([component({})], new Map([['Q', 1]]), '50')).toEqual([
      { product_id: 'Q', sku: null, required_quantity: 0, issued_quantity: 1, most: 0 },
    ]);
  });
});

describe('underConsumed', () => {
  it('speaks of components that are issued by hand, for the pieces that were processed', () => {
    const lines = [component({ issued_quantity: 17 }), component({ id: 'b', issue_method: 'backflush' })];
    expect(underConsumed(lines, () => 8, '5')).toEqual([]);
    expect(underConsumed(lines, () => 10, '10')).toEqual([
      { component_id: 'c', product_id: 'P', sku: 'PLUSH', needed_quantity: 20, issued_quantity: 17, least: 18 },
    ]);
    expect(underConsumed(lines, () => 10, '15')).toEqual([]);
    expect(underConsumed(lines, () => 10, null)).toEqual([]);
  });
});
