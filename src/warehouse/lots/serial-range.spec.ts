import { serialsOf } from './serial-range.js';

it('counts the digits at the end on, and keeps what stands before them', () => {
  expect(serialsOf({ first: 'SN-0099', count: 3 })).toEqual(['SN-0099', 'SN-0100', 'SN-0101']);
  expect(serialsOf({ first: 'A2B9', count: 2 })).toEqual(['A2B9', 'A2B10']);
  expect(serialsOf({ first: '7', count: 1 })).toEqual(['7']);
});

it('counts exactly past 2^53', () => {
  expect(serialsOf({ first: '9007199254740993', count: 2 })).toEqual(['9007199254740993', '9007199254740994']);
});

it('has nothing to count on where the first ends in no digit, or the last would be too long', () => {
  expect(serialsOf({ first: 'SN-A', count: 2 })).toBeNull();
  expect(serialsOf({ first: '9'.repeat(64), count: 1 })).toHaveLength(1);
  expect(serialsOf({ first: '9'.repeat(64), count: 2 })).toBeNull();
});
