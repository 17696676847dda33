import { ACCOUNTING_PERIOD } from './accounting-period.machine.js';

describe('an accounting period', () => {
  it.each([
    ['open', 'soft_close', 'soft_closed'],
    ['open', 'close', 'closed'],
    ['soft_closed', 'close', 'closed'],
    ['soft_closed', 'reopen', 'open'],
    ['closed', 'reopen_hard', 'open'],
  ] as const)('%s: %s leads to %s', (from, event, to) => expect(ACCOUNTING_PERIOD.next(from, event)).toBe(to));

  it.each([
    ['open', 'reopen'],
    ['open', 'reopen_hard'],
    ['soft_closed', 'soft_close'],
    ['soft_closed', 'reopen_hard'],
    ['closed', 'soft_close'],
    ['closed', 'close'],
    ['closed', 'reopen'],
  ] as const)('%s does not take %s', (from, event) =>
    expect(() => ACCOUNTING_PERIOD.next(from, event)).toThrow('INVALID_STATE'),
  );
});
