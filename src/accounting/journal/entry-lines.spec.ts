import { Rational } from '../../kernel/numbers/index.js';
import { givenLines, impliedRate, lineFaults, sidesOf, writtenLines } from './entry-lines.js';

describe('lines of an entry', () => {
  it('have one side, one partner, and a currency with its amount; all faults at once', () => {
    const faults = lineFaults([
      { account_id: 'a', debit: '1.00' },
      { account_id: 'a', debit: '1.00', credit: '2.00' },
      { account_id: 'a', debit: '0.00' },
      { account_id: 'a', credit: '1.00', supplier_id: 's', customer_id: 'c', currency_code: 'USD' },
    ]);
    expect(faults.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/lines/1/debit EXCLUSIVE',
      '/lines/2/debit REQUIRED',
      '/lines/3/customer_id EXCLUSIVE',
      '/lines/3/currency_amount REQUIRED',
    ]);
  });

  it('are written with the company’s currency, or with another at the rate that its amount implies', () => {
    const [own, foreign] = writtenLines(
      [
        { account_id: 'a', debit: '1550000' },
        { account_id: 'b', credit: '1550000.00', currency_code: 'USD', currency_amount: '100.00', memo: 'ten' },
      ],
      'IDR',
    );
    expect(own).toMatchObject({
      line_no: 1,
      debit: '1550000.00',
      credit: '0.00',
      currency_code: 'IDR',
      rate: '1.000000',
    });
    expect(own!.currency_amount).toBe('1550000.00');
    expect(foreign).toMatchObject({
      line_no: 2,
      credit: '1550000.00',
      currency_amount: '100.00',
      rate: '15500.000000',
    });
    expect(sidesOf([own!, foreign!])).toEqual({ debit: '1550000.00', credit: '1550000.00' });
  });

  it('of a posting go to the side of their sign; what is zero is left out', () => {
    const lines = givenLines(
      [
        { role: 'grni', amount: '10.00' },
        { account_id: 'x', amount: '-10.00', currency_code: 'USD', currency_amount: '-1.00' },
        { role: 'rounding', amount: '0.00' },
      ],
      new Map([['grni', 'g']]),
    );
    expect(lines).toEqual([
      { account_id: 'g', debit: '10.00' },
      { account_id: 'x', credit: '10.00', currency_code: 'USD', currency_amount: '1.00' },
    ]);
    expect(() => givenLines([{ role: 'bank', amount: '1.00' }], new Map())).toThrow('neither an account nor a role');
  });

  it.each([
    ['1.00', '3.00', '0.333333'],
    ['5.00', '0.00', '1.000000'],
    ['0.01', '9999999.00', '0.000001'],
  ])('%s for %s is a rate of %s', (base, foreign, rate) =>
    expect(impliedRate(Rational.parse(base), Rational.parse(foreign))).toBe(rate),
  );
});
