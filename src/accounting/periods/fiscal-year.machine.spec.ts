import { FISCAL_YEAR } from './fiscal-year.machine.js';

describe('a fiscal year', () => {
  it.each([
    ['open', 'close', 'closed'],
    ['closed', 'reopen', 'open'],
  ] as const)('%s: %s leads to %s', (from, event, to) => expect(FISCAL_YEAR.next(from, event)).toBe(to));

  it.each([
    ['open', 'reopen'],
    ['closed', 'close'],
  ] as const)('%s does not take %s', (from, event) =>
    expect(() => FISCAL_YEAR.next(from, event)).toThrow('INVALID_STATE'),
  );
});
