import { returnsOf } from './component-returns.js';
import type { OrderComponent, OrderFlow, OrderOutput } from './order-parts.js';
import { neverIssued, planProduction, processedInOrder, spreadIssue, unconsumed } from './production-plan.js';

const NOTHING = { good_quantity: 0, rejected_quantity: 0, lost_quantity: 0 };
const good = (good_quantity: number): typeof NOTHING => ({ ...NOTHING, good_quantity });

function component(
  id: string,
  numerator: number,
  denominator: number,
  more: Partial<OrderComponent> = {},
): OrderComponent {
  return {
    id,
    line_no: 1,
    product_id: `product of ${id}`,
    sku: id,
    issue_method: 'backflush',
    work_order_id: null,
    numerator: String(numerator),
    denominator: String(denominator),
    required_quantity: 0,
    issued_quantity: 0,
    owed_quantity: 0,
    unit_cost: '0.000000',
    ...more,
  };
}

function output(id: string, numerator: number, denominator: number, received: number): OrderOutput {
  return {
    id,
    line_no: 1,
    product_id: `product of ${id}`,
    numerator: String(numerator),
    denominator: String(denominator),
    received_quantity: received,
    cost_share_percent: '0.0000',
    planned_unit_cost: null,
  };
}

const quantities = (lines: readonly { id: string; quantity: number }[]): [string, number][] =>
  lines.map(({ id, quantity }) => [id, quantity]);

describe('What a report of production consumes and yields', () => {
  it('is what is needed for everything processed so far, less what was taken before', () => {
    // 5 processed before; 3 good, 1 rejected and 1 lost now: 10 in all. Plush 2 each: 20 needed, 10 taken. Thread 1 for 3: 4 needed, 2 taken.
    const processed = processedInOrder(good(5), { good_quantity: 3, rejected_quantity: 1, lost_quantity: 1 });
    const components = [
      component('plush', 2, 1, { issued_quantity: 10 }),
      component('thread', 1, 3, { issued_quantity: 2 }),
    ];
    const plan = planProduction({ components, outputs: [] }, () => processed, processed);
    expect(quantities(plan.consumed)).toEqual([
      ['plush', 10],
      ['thread', 2],
    ]);
  });

  it('takes nothing of what was issued beforehand or is issued by hand', () => {
    const components = [
      component('issued', 1, 1, { issued_quantity: 6 }),
      component('by hand', 1, 1, { issue_method: 'manual' }),
    ];
    const plan = planProduction({ components, outputs: [] }, () => 4, 4);
    expect(plan.consumed).toEqual([]);
  });

  it('yields whole by-products when enough pieces have come together', () => {
    // 2 offcuts from 3 pieces: after 4 pieces 2 of them, after 5 a third.
    const parts = { components: [], outputs: [output('offcut', 2, 3, 2)] };
    expect(quantities(planProduction(parts, () => 0, 4).yielded)).toEqual([]);
    expect(quantities(planProduction(parts, () => 0, 5).yielded)).toEqual([['offcut', 1]]);
  });

  it('takes for each component what the pieces of its own operation need', () => {
    const components = [
      component('plush', 2, 1, { work_order_id: 'cutting', issued_quantity: 20 }),
      component('box', 1, 1, { work_order_id: 'packing' }),
    ];
    const at: Record<string, number> = { cutting: 12, packing: 7 };
    const plan = planProduction({ components, outputs: [] }, ({ work_order_id }) => at[work_order_id!]!, 7);
    expect(quantities(plan.consumed)).toEqual([
      ['plush', 4],
      ['box', 7],
    ]);
  });

  it('refuses a total past 2^53 - 1', () => {
    expect(() => processedInOrder(good(Number.MAX_SAFE_INTEGER), good(1))).toThrow(
      expect.objectContaining({ code: 'VALUE_OUT_OF_RANGE' }),
    );
  });
});

describe('Components issued by hand', () => {
  it('are missed only when none at all was issued', () => {
    const none = component('none', 1, 1, { issue_method: 'manual' });
    const some = component('some', 1, 1, { issue_method: 'manual', issued_quantity: 1 });
    const extra = component('beside the bill', 0, 1, { issue_method: 'manual' });
    expect(neverIssued([none, some, extra, component('backflush', 1, 1)], () => 10)).toEqual([none]);
    expect(neverIssued([none], () => 0)).toEqual([]);
  });

  it('fill the lines of a product in the order of the bill, and the last takes the rest', () => {
    const lines = [
      component('cutting', 1, 1, { required_quantity: 10, issued_quantity: 4 }),
      component('sewing', 1, 1, { required_quantity: 5 }),
    ];
    expect(quantities(spreadIssue(lines, 3))).toEqual([['cutting', 3]]);
    expect(quantities(spreadIssue(lines, 8))).toEqual([
      ['cutting', 6],
      ['sewing', 2],
    ]);
    expect(quantities(spreadIssue(lines, 20))).toEqual([
      ['cutting', 6],
      ['sewing', 14],
    ]);
  });
});

describe('What goes back when an order is cancelled', () => {
  it('is what was issued and no piece has used', () => {
    const pieces = unconsumed(
      [component('plush', 2, 1, { issued_quantity: 20 }), component('eye', 2, 1, { issued_quantity: 2 })],
      () => 1,
    );
    expect(quantities(pieces)).toEqual([['plush', 18]]);
  });

  it('returns to where it came from, at what it was taken for, to the cent', () => {
    const flows: OrderFlow[] = [
      { direction: 'consumed', product_id: 'P', location_id: 'A', lot_id: null, quantity: 3, value: '10.00' },
      { direction: 'consumed', product_id: 'P', location_id: 'B', lot_id: 'L', quantity: 3, value: '10.00' },
      { direction: 'received', product_id: 'P', location_id: 'C', lot_id: null, quantity: 9, value: '9.00' },
      { direction: 'consumed', product_id: 'Q', location_id: 'A', lot_id: null, quantity: 1, value: '5.00' },
    ];
    // All 3 of A come back with A's whole 10.00; 1 of B's 3 with round(10.00 / 3) = 3.33.
    expect(
      returnsOf(
        [
          { id: 'x', product_id: 'P', quantity: 1 },
          { id: 'y', product_id: 'P', quantity: 3 },
        ],
        flows,
      ),
    ).toEqual([
      { product_id: 'P', location_id: 'A', lot_id: null, quantity: 3, value: '10.00' },
      { product_id: 'P', location_id: 'B', lot_id: 'L', quantity: 1, value: '3.33' },
    ]);
  });
});
