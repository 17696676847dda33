import { TAKE_OVER_MACHINE } from './take-over.machine.js';

test('what was posted is reversed once', () => {
  expect(TAKE_OVER_MACHINE.next('posted', 'reverse')).toBe('reversed');
  expect(() => TAKE_OVER_MACHINE.next('reversed', 'reverse')).toThrow(
    expect.objectContaining({ code: 'INVALID_STATE' }),
  );
});
