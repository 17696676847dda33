import { expandAddresses } from './bin-addresses.js';

describe('addresses from a pattern', () => {
  test('run through every combination, the last part fastest', () => {
    const { codes, faults } = expandAddresses('{zone}-{rack}-{shelf}', [
      { name: 'zone', values: ['Z1'] },
      { name: 'rack', from: 'A', to: 'B' },
      { name: 'shelf', from: '9', to: '11', digits: 2 },
    ]);
    expect(faults).toEqual([]);
    expect(codes).toEqual(['Z1-A-09', 'Z1-A-10', 'Z1-A-11', 'Z1-B-09', 'Z1-B-10', 'Z1-B-11']);
  });

  test('the address of the handbook', () => {
    const { codes } = expandAddresses('{zone}-{rack}-{shelf}-{level}-{side}', [
      { name: 'zone', values: ['Z1'] },
      { name: 'rack', values: ['A'] },
      { name: 'shelf', values: ['3'] },
      { name: 'level', values: ['F'] },
      { name: 'side', values: ['Left', 'Right'] },
    ]);
    expect(codes).toEqual(['Z1-A-3-F-Left', 'Z1-A-3-F-Right']);
  });

  test.each([
    ['a part that is not given', '{a}-{b}', [{ name: 'a', values: ['1'] }], '/pattern', 'UNKNOWN_PART'],
    ['a part that is not used', 'x', [{ name: 'a', values: ['1'] }], '/parts/0/name', 'UNUSED_PART'],
    [
      'a part given twice',
      '{a}',
      [
        { name: 'a', values: ['1'] },
        { name: 'a', values: ['2'] },
      ],
      '/parts/1/name',
      'DUPLICATE',
    ],
    ['no values at all', '{a}', [{ name: 'a' }], '/parts/0', 'INVALID_RANGE'],
    ['an empty list', '{a}', [{ name: 'a', values: [] }], '/parts/0/values', 'TOO_FEW'],
    ['values and a range', '{a}', [{ name: 'a', values: ['1'], from: '1', to: '2' }], '/parts/0', 'INVALID_RANGE'],
    ['a range downwards', '{a}', [{ name: 'a', from: '3', to: '2' }], '/parts/0', 'INVALID_RANGE'],
    ['letters to numbers', '{a}', [{ name: 'a', from: 'A', to: '2' }], '/parts/0', 'INVALID_RANGE'],
    [
      'too many',
      '{a}{b}',
      [
        { name: 'a', from: '1', to: '100' },
        { name: 'b', from: '1', to: '100' },
      ],
      '/parts',
      'TOO_MANY',
    ],
  ])('are refused with %s', (_, pattern, parts, pointer, code) => {
    const { codes, faults } = expandAddresses(pattern, parts);
    expect(codes).toEqual([]);
    expect(faults).toContainEqual(expect.objectContaining({ pointer, code }));
  });

  test('are refused when they are longer than a code can be', () => {
    expect(expandAddresses(`${'x'.repeat(63)}{a}`, [{ name: 'a', values: ['12'] }]).faults[0]).toMatchObject({
      code: 'TOO_LONG',
    });
  });
});
