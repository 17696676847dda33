/** The page's own module, as the browser loads it. */
const { createStreamParser } = jest.requireActual<any>('./page/stream-parser.js');

function read(...chunks: string[]): { messages: unknown[]; lastId: string | null } {
  const messages: unknown[] = [];
  const parser = createStreamParser((message: unknown) => messages.push(message));
  for (const chunk of chunks) parser.push(chunk);
  return { messages, lastId: parser.lastId };
}

const WHOLE =
  'retry: 1000\n\nid: 4-7\nevent: card\ndata: {"n":"é\\n"}\n\n: still here\n\nid: 4-8\nevent: work_order\ndata: {}\n\n';
const BOTH = [
  { id: '4-7', event: 'card', data: '{"n":"é\\n"}' },
  { id: '4-8', event: 'work_order', data: '{}' },
];

it('reads messages however they are cut', () => {
  expect(read(WHOLE)).toEqual({ messages: BOTH, lastId: '4-8' });
  expect(read(...WHOLE)).toEqual({ messages: BOTH, lastId: '4-8' });
  for (let at = 1; at < WHOLE.length; at++) expect(read(WHOLE.slice(0, at), WHOLE.slice(at)).messages).toEqual(BOTH);
});

it('knows every line break, also one that is cut in two', () => {
  const text = WHOLE.replaceAll('\n', '\r\n');
  expect(read(...text).messages).toEqual(BOTH);
  expect(read(WHOLE.replaceAll('\n', '\r'), '\n').messages).toEqual(BOTH);
});

it('keeps what is not whole, joins lines of data, and passes over what it does not know', () => {
  expect(read('id: 1-1\nevent: card\ndata: 1\n')).toEqual({ messages: [], lastId: '1-1' });
  expect(read('data:a\ndata: b\nnonsense\nretry: 5\n\n').messages).toEqual([
    { id: '', event: 'message', data: 'a\nb' },
  ]);
  expect(read('event: ready\n\ndata: x\n\n').messages).toEqual([{ id: '', event: 'message', data: 'x' }]);
  expect(read('id: a\0b\ndata: x\n\n').lastId).toBeNull();
});
