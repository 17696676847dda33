import { STOCK_PERIOD_MACHINE } from './stock-period.machine.js';

describe('the life of a stock period', () => {
  test.each([
    ['open', 'soft_close', 'soft_closed'],
    ['open', 'close', 'hard_closed'],
    ['soft_closed', 'close', 'hard_closed'],
    ['soft_closed', 'reopen', 'open'],
    ['hard_closed', 'reopen_hard', 'open'],
  ] as const)('%s --%s--> %s', (from, event, to) => {
    expect(STOCK_PERIOD_MACHINE.next(from, event)).toBe(to);
  });

  test.each([
    ['open', 'reopen'],
    ['open', 'reopen_hard'],
    ['soft_closed', 'soft_close'],
    ['soft_closed', 'reopen_hard'],
    ['hard_closed', 'soft_close'],
    ['hard_closed', 'close'],
    ['hard_closed', 'reopen'],
  ] as const)('%s does not take %s', (from, event) => {
    expect(() => STOCK_PERIOD_MACHINE.next(from, event)).toThrow('INVALID_STATE');
  });
});
