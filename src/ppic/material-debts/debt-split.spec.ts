import fc from 'fast-check';
import { settleFrom, splitByDebts } from './debt-split.js';
import type { OpenDebt } from './debt-split.js';

const line = (id: string, product_id: string, quantity: number) => ({ id, product_id, quantity });
const debt = (id: string, component_id: string, open_quantity: number): OpenDebt => ({
  id,
  component_id,
  state: 'approved',
  open_quantity,
});

describe('splitByDebts', () => {
  it('takes what there is first, and the rest on the debts in the order of their approval', () => {
    const split = splitByDebts([line('a', 'P', 10)], [debt('d1', 'a', 2), debt('d2', 'a', 9)], new Map([['P', 4]]));
    expect(split.consumed).toEqual([line('a', 'P', 4)]);
    expect(split.owed).toEqual([
      { debt_id: 'd1', component_id: 'a', quantity: 2 },
      { debt_id: 'd2', component_id: 'a', quantity: 4 },
    ]);
  });

  it('leaves what is beyond stock and debts to the ledger, which refuses it', () => {
    const split = splitByDebts([line('a', 'P', 10)], [debt('d', 'a', 5)], new Map([['P', 4]]));
    expect(split.consumed).toEqual([line('a', 'P', 5)]);
    expect(split.owed).toEqual([{ debt_id: 'd', component_id: 'a', quantity: 5 }]);
  });

  it('owes nothing while stock covers it, on a debt that is only asked for, or of a component that is not needed now', () => {
    const lines = [line('a', 'P', 3)];
    const none = { consumed: lines, owed: [] };
    expect(splitByDebts(lines, [debt('d', 'a', 5)], new Map([['P', 3]]))).toEqual(none);
    expect(splitByDebts(lines, [{ ...debt('d', 'a', 5), state: 'requested' }], new Map())).toEqual(none);
    expect(splitByDebts(lines, [debt('d', 'b', 5)], new Map())).toEqual(none);
  });

  it('shares the stock of a product between its lines: a line without a debt is served by what the other owes', () => {
    const split = splitByDebts([line('a', 'P', 5), line('b', 'P', 5)], [debt('d', 'b', 5)], new Map([['P', 5]]));
    expect(split).toEqual({
      consumed: [line('a', 'P', 5)],
      owed: [{ debt_id: 'd', component_id: 'b', quantity: 5 }],
    });
  });

  it('neither loses nor makes a piece, and owes no more than is missing, whatever it is given', () => {
    const count = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(
        fc.array(count, { minLength: 3, maxLength: 3 }),
        fc.array(count, { maxLength: 6 }),
        count,
        (needs, open, there) => {
          const lines = needs.map((quantity, n) => line(`c${n}`, 'P', quantity + 1));
          const debts = open.map((quantity, n) => debt(`d${n}`, `c${n % 3}`, quantity));
          const { consumed, owed } = splitByDebts(lines, debts, new Map([['P', there]]));
          const sum = (rows: readonly { quantity: number }[]): number =>
            rows.reduce((all, row) => all + row.quantity, 0);
          const needed = sum(lines);
          expect(sum(consumed) + sum(owed)).toBe(needed);
          expect(sum(owed)).toBeLessThanOrEqual(Math.max(needed - there, 0));
          for (const { id, quantity } of lines)
            expect(sum(owed.filter(({ component_id }) => component_id === id))).toBeLessThanOrEqual(quantity);
          for (const { id, open_quantity } of debts)
            expect(sum(owed.filter(({ debt_id }) => debt_id === id))).toBeLessThanOrEqual(open_quantity);
        },
      ),
    );
  });
});

describe('settleFrom', () => {
  const owes = (id: string, owed_quantity: number, warehouse_id = 'W') => ({
    id,
    product_id: 'P',
    warehouse_id,
    owed_quantity,
  });
  const free = (location_id: string, free_quantity: number) => ({
    product_id: 'P',
    warehouse_id: 'W',
    location_id,
    lot_id: null,
    free_quantity,
  });

  it('settles one debt after the other, from one place after the other, as far as stock goes', () => {
    expect(settleFrom([owes('d1', 3), owes('d2', 4), owes('d3', 1)], [free('a', 2), free('b', 4)])).toEqual([
      {
        debt_id: 'd1',
        lines: [
          { location_id: 'a', lot_id: null, quantity: 2 },
          { location_id: 'b', lot_id: null, quantity: 1 },
        ],
      },
      { debt_id: 'd2', lines: [{ location_id: 'b', lot_id: null, quantity: 3 }] },
    ]);
  });

  it('takes nothing from another warehouse', () => {
    expect(settleFrom([owes('d', 3, 'elsewhere')], [free('a', 2)])).toEqual([]);
  });
});
