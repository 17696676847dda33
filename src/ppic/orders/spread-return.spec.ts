import { spreadReturn } from './spread-return.js';
import type { ReturnableComponent } from './spread-return.js';

const component = (id: string, given: Partial<ReturnableComponent> = {}): ReturnableComponent => ({
  id,
  product_id: 'plush',
  work_order_id: null,
  issue_method: 'backflush',
  numerator: '2',
  denominator: '1',
  issued_quantity: 10,
  processed: 0,
  ...given,
});
const spread = (components: ReturnableComponent[], quantity: number, workOrder: string | null = null) => {
  const { returned, used } = spreadReturn(components, [{ product_id: 'plush', quantity }], workOrder);
  return [returned.map((part) => `${part.id} ${part.quantity}`), used.map(({ returnable }) => returnable)];
};

describe('components that come back', () => {
  it('come off the last line of the bill first, and off that of the operation before it', () => {
    const lines = [component('a', { work_order_id: 'cut' }), component('b', { work_order_id: 'sew' }), component('c')];
    expect(spread(lines, 12)).toEqual([['c 10', 'b 2'], []]);
    expect(spread(lines, 12, 'cut')).toEqual([['a 10', 'c 2'], []]);
  });

  it('leave what the pieces made have used', () => {
    expect(spread([component('a', { processed: 3 })], 4)).toEqual([['a 4'], []]);
    expect(spread([component('a', { processed: 3 })], 5)).toEqual([['a 4'], [4]]);
    expect(spread([component('a', { processed: 9 })], 1)).toEqual([[], [0]]);
    expect(spread([component('a', { processed: 3, numerator: '1', denominator: '2' })], 8)).toEqual([['a 8'], []]);
  });

  it('are all that was issued, where that is done by hand', () => {
    expect(spread([component('a', { processed: 3, issue_method: 'manual' })], 10)).toEqual([['a 10'], []]);
  });

  it('are of a product that the order has', () => {
    expect(spreadReturn([], [{ product_id: 'x', quantity: 1 }], null).used).toEqual([
      { product_id: 'x', quantity: 1, returnable: 0 },
    ]);
  });
});
