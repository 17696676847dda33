import { Problem, call, refresh } from './api.js';
import { createStreamParser } from './stream-parser.js';

/** The server gives a sign of life every four seconds: after this long without one the connection is dead, whatever the socket says. */
const SILENCE_MS = 15_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;

/**
 * @typedef {'connecting' | 'live' | 'waiting' | 'refused'} LiveState
 * @typedef {object} LiveHandlers
 * @property {(kind: 'ready' | 'reset' | string, data: any) => void} onMessage
 * @property {(state: LiveState, why: string) => void} onState
 */

/**
 * Watches a department's board until it is stopped. It comes back with what it has seen, so that nothing is missed; `reset` from the server
 * says that too much was, and the board is to be read anew.
 * @param {string | null} departmentId
 * @param {LiveHandlers} handlers
 * @returns {() => void} stops it
 */
export function watch(departmentId, { onMessage, onState }) {
  const stop = new AbortController();
  /** @type {string | null} */
  let lastId = null;
  let failures = 0;
  /** @type {(() => void) | null} */
  let wake = null;
  const hurry = () => wake?.();
  addEventListener('online', hurry, { signal: stop.signal });

  const once = async () => {
    const connection = new AbortController();
    const end = () => connection.abort();
    stop.signal.addEventListener('abort', end);
    let silence = setTimeout(end, SILENCE_MS);
    try {
      const response = await call(`ppic/kanban/stream${departmentId ? `?department_id=${departmentId}` : ''}`, {
        raw: true,
        signal: connection.signal,
        headers: lastId ? { 'Last-Event-ID': lastId } : {},
      });
      const parser = createStreamParser(({ event, data }) => onMessage(event, JSON.parse(data)));
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      failures = 0;
      onState('live', '');
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE_MS);
        parser.push(value);
        lastId = parser.lastId ?? lastId;
      }
    } finally {
      clearTimeout(silence);
      stop.signal.removeEventListener('abort', end);
    }
  };

  /** @param {number} ms */
  const pause = (ms) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), ms);
      wake = () => (clearTimeout(timer), resolve(undefined));
    });

  const run = async () => {
    while (!stop.signal.aborted) {
      onState('connecting', '');
      let why = 'The connection ended.';
      try {
        await once();
        // The server ends a stream with its session: the token may only need to be exchanged.
      } catch (error) {
        if (stop.signal.aborted) return;
        if (error instanceof Problem) {
          why = error.message;
          if (error.status === 403 || error.status === 404) return onState('refused', why);
          if (error.status === 401) await refresh().catch(() => undefined);
        }
      }
      if (stop.signal.aborted) return;
      onState('waiting', why);
      await pause(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++) * (0.75 + Math.random() / 2));
    }
  };
  void run();
  return () => {
    stop.abort();
    wake?.();
  };
}
