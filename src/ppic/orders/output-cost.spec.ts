import { Rational } from '../../kernel/numbers/index.js';
import { mainShare, plannedUnitCosts, trueUp } from './output-cost.js';

const percent = (text: string): Rational => Rational.parse(text);

describe('Planned cost of an order', () => {
  it('is the components at their worth, spread over the pieces planned', () => {
    // A bear: 2 m plush at 15,000, 300 g filling at 40, 2 eyes at 250.50 -> 30,000 + 12,000 + 501 = 42,501; 10 bears.
    const costs = plannedUnitCosts(
      10,
      [
        { required_quantity: 20, unit_cost: '15000.000000' },
        { required_quantity: 3000, unit_cost: '40.000000' },
        { required_quantity: 20, unit_cost: '250.500000' },
      ],
      [],
    );
    expect(costs).toEqual({ unit_cost: '42501.000000', output_unit_costs: [] });
  });

  it('keeps six places: 100.00 over 3 pieces is 33.333333 each', () => {
    expect(plannedUnitCosts(3, [{ required_quantity: 1, unit_cost: '100.000000' }], []).unit_cost).toBe('33.333333');
  });

  it('gives by-products their share of the whole order (MFG-02: 80 over P, M, W by 75 %, 25 %, 0 %)', () => {
    // 4 P from 16 C at 5: 80. M gets 25 % of 80 over 4 pieces = 5; W gets nothing; P keeps 60 over 4 = 15.
    const costs = plannedUnitCosts(
      4,
      [{ required_quantity: 16, unit_cost: '5.000000' }],
      [
        { numerator: '1', denominator: '1', cost_share_percent: '25.0000' },
        { numerator: '2', denominator: '1', cost_share_percent: '0.0000' },
      ],
    );
    expect(costs).toEqual({ unit_cost: '15.000000', output_unit_costs: ['5.000000', '0.000000'] });
  });

  it('gives scrap wood at 75 % of 550 over 20 pieces 20.625 each and the table 137.50 (MFG-10)', () => {
    const costs = plannedUnitCosts(
      1,
      [{ required_quantity: 1, unit_cost: '550.000000' }],
      [{ numerator: '20', denominator: '1', cost_share_percent: '75.0000' }],
    );
    expect(costs).toEqual({ unit_cost: '137.500000', output_unit_costs: ['20.625000'] });
  });

  it('refuses shares above the whole', () => {
    expect(() => mainShare([{ cost_share_percent: '60.0000' }, { cost_share_percent: '40.0001' }])).toThrow(RangeError);
  });
});

describe('True-up at the close of an order', () => {
  const product = (quantity: number, value: string, share = '100'): Parameters<typeof trueUp>[1][number] => ({
    product_id: 'P',
    quantity,
    value,
    share: percent(share),
  });

  it('gives the one product all that is left in progress', () => {
    expect(trueUp('12.34', [product(10, '100.00')])).toEqual([{ product_id: 'P', quantity: 10, amount: '12.34' }]);
  });

  it('takes value back when the issues were corrected downwards', () => {
    expect(trueUp('-0.01', [product(3, '100.00')])).toEqual([{ product_id: 'P', quantity: 3, amount: '-0.01' }]);
  });

  it('needs nothing when nothing is left', () => {
    expect(trueUp('0.00', [product(4, '80.00')])).toEqual([]);
  });

  it('splits the whole cost by the shares, to the cent', () => {
    // 90.01 went in: 80.00 was received, 10.01 is left. Shares 75 : 25 of 90.01 are 67.5075 and 22.5025; cut to cents they are
    // 67.50 and 22.50, and the cent left over goes to the larger remainder: 67.51 and 22.50.
    const corrections = trueUp('10.01', [
      product(4, '60.00', '75'),
      { product_id: 'M', quantity: 4, value: '20.00', share: percent('25') },
      { product_id: 'W', quantity: 8, value: '0.00', share: percent('0') },
    ]);
    expect(corrections).toEqual([
      { product_id: 'P', quantity: 4, amount: '7.51' },
      { product_id: 'M', quantity: 4, amount: '2.50' },
    ]);
  });

  it('lets an output that never came give its share to the others', () => {
    const corrections = trueUp('20.00', [
      product(4, '60.00', '75'),
      { product_id: 'M', quantity: 0, value: '0.00', share: percent('25') },
    ]);
    expect(corrections).toEqual([{ product_id: 'P', quantity: 4, amount: '20.00' }]);
  });

  it('puts nothing on nothing: with no output there is no carrier, and the rest is a variance', () => {
    expect(trueUp('20.00', [product(0, '0.00')])).toEqual([]);
  });
});
