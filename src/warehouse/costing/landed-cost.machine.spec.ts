import { LANDED_COST_MACHINE } from './landed-cost.machine.js';

test('a landed cost is cancelled once', () => {
  expect(LANDED_COST_MACHINE.next('posted', 'cancel')).toBe('cancelled');
  expect(() => LANDED_COST_MACHINE.next('cancelled', 'cancel')).toThrow(
    expect.objectContaining({ code: 'INVALID_STATE' }),
  );
});
