/**
 * Reads Server-Sent Events out of the chunks of a `fetch` body: the stream needs a bearer token, which an EventSource cannot send.
 *
 * @typedef {{ id: string, event: string, data: string }} StreamMessage
 */

/**
 * @param {(message: StreamMessage) => void} onMessage called for each message that is whole
 * @returns {{ push(text: string): void, readonly lastId: string | null }} `lastId` is what `Last-Event-ID` is to say
 */
export function createStreamParser(onMessage) {
  let rest = '';
  /** @type {string | null} */
  let lastId = null;
  let event = '';
  /** @type {string[]} */
  let data = [];

  /** @param {string} line */
  const take = (line) => {
    if (line === '') {
      if (data.length > 0) onMessage({ id: lastId ?? '', event: event || 'message', data: data.join('\n') });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    // A line that begins with a colon is a comment: the server's sign of life.
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) lastId = value;
  };

  return {
    push(text) {
      rest += text;
      // A carriage return at the very end may be half of a line break: it waits for what comes next.
      const held = rest.endsWith('\r') ? '\r' : '';
      const lines = rest.slice(0, rest.length - held.length).split(/\r\n|\r|\n/);
      rest = (lines.pop() ?? '') + held;
      for (const line of lines) take(line);
    },
    get lastId() {
      return lastId;
    },
  };
}
