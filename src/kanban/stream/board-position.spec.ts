import { isAfter, parsePosition, positionText, serverSentEvent } from './board-position.js';

test.each([
  ['812-7', { xid: 812n, id: 7n }],
  ['9007199254740993-0', { xid: 9007199254740993n, id: 0n }],
  ['812', null],
  ['812-7; drop', null],
  ['-1-2', null],
  ['99999999999999999999-1', null],
  [undefined, null],
])('%s is read as a position, or as none', (text, position) => {
  expect(parsePosition(text)).toEqual(position);
  if (position) expect(positionText(position)).toBe(text);
});

test('a later transaction comes after every change of an earlier one', () => {
  const at = (xid: bigint, id: bigint) => ({ xid, id });
  expect(isAfter(at(5n, 1n), at(4n, 9n))).toBe(true);
  expect(isAfter(at(4n, 9n), at(4n, 8n))).toBe(true);
  expect(isAfter(at(4n, 9n), at(4n, 9n))).toBe(false);
  expect(isAfter(at(3n, 99n), at(4n, 1n))).toBe(false);
});

test('a message is what an EventSource reads: a line break in the data does not end it', () => {
  expect(serverSentEvent('card', { xid: 4n, id: 9n }, { reason: 'a\n\nb' })).toBe(
    'id: 4-9\nevent: card\ndata: {"reason":"a\\n\\nb"}\n\n',
  );
});
