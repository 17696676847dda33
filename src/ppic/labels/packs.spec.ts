import { packsOf } from './packs.js';

test.each([
  [10, null, [[10, 1]]],
  [
    10,
    4,
    [
      [4, 2],
      [2, 1],
    ],
  ],
  [8, 4, [[4, 2]]],
  [3, 12, [[3, 1]]],
  [1, 1, [[1, 1]]],
])('%i pieces in packs of %p', (pieces, size, packs) => {
  expect(packsOf(pieces, size).map(({ quantity, copies }) => [quantity, copies])).toEqual(packs);
});
