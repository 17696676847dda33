import { PAYMENT } from './payment.machine.js';

describe('a payment', () => {
  it.each([
    ['draft', 'post', 'posted'],
    ['draft', 'cancel', 'cancelled'],
    ['posted', 'reverse', 'reversed'],
  ] as const)('%s: %s leads to %s', (from, event, to) => expect(PAYMENT.next(from, event)).toBe(to));

  it.each([
    ['draft', 'reverse'],
    ['posted', 'post'],
    ['posted', 'cancel'],
    ['reversed', 'post'],
    ['reversed', 'cancel'],
    ['reversed', 'reverse'],
    ['cancelled', 'post'],
    ['cancelled', 'cancel'],
    ['cancelled', 'reverse'],
  ] as const)('%s does not take %s', (from, event) => expect(() => PAYMENT.next(from, event)).toThrow('INVALID_STATE'));
});
