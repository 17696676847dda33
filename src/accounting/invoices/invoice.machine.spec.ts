import { INVOICE } from './invoice.machine.js';

describe('an invoice', () => {
  it.each([
    ['draft', 'post', 'posted'],
    ['draft', 'cancel', 'cancelled'],
    ['posted', 'cancel', 'cancelled'],
  ] as const)('%s: %s leads to %s', (from, event, to) => expect(INVOICE.next(from, event)).toBe(to));

  it.each([
    ['posted', 'post'],
    ['cancelled', 'post'],
    ['cancelled', 'cancel'],
  ] as const)('%s does not take %s', (from, event) => expect(() => INVOICE.next(from, event)).toThrow('INVALID_STATE'));
});
