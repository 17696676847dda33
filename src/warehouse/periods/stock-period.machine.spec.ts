import { STOCK_PERIOD_MACHINE } from './stock-period.machine.js';

describe('the life of a stock period', () => {
  test.each([
    ['open', 'close', 'closed'],
    ['closed', 'reopen', 'open'],
  ] as const)('%s --%s--> %s', (from, event, to) => {
    expect(STOCK_PERIOD_MACHINE.next(from, event)).toBe(to);
  });

  test.each([
    ['open', 'reopen'],
    ['closed', 'close'],
  ] as const)('%s does not take %s', (from, event) => {
    expect(() => STOCK_PERIOD_MACHINE.next(from, event)).toThrow('INVALID_STATE');
  });
});
