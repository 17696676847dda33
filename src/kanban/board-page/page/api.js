/**
 * The session of the person at the screen, and calls in its name. Tokens live in the tab's sessionStorage: they survive a reload and end
 * with the tab.
 *
 * @typedef {{ access_token: string, refresh_token: string }} Tokens
 * @typedef {{ pointer: string, code: string, message: string }} FieldError
 */

const KEY = 'pabrik.board.session';
/** Relative to this file, so that it is right behind a proxy that puts the server below a path. */
const BASE = new URL('../api/v1/', import.meta.url);

const MOST_TRIES = 3;
const RETRY_MS = 600;
/** A change whose answer did not come, or came from a server that is busy or on its way out, is sent again under the same key. */
const AGAIN = [0, 502, 503, 504];

/** A refusal of the server as it explains it, or a server that cannot be reached (`status` 0). */
export class Problem extends Error {
  /** @param {number} status @param {Record<string, any>} body */
  constructor(status, body) {
    super(body.detail || body.title || 'The server gave no reason.');
    this.status = status;
    /** @type {string} */
    this.code = body.error_code ?? 'UNKNOWN';
    /** @type {FieldError[]} */
    this.errors = body.errors ?? [];
    /** @type {any} The document as it is now, where the refusal says so. */
    this.current = body.current;
  }
}

/** @type {Tokens | null} */
let tokens = read();
/** @type {Promise<void> | null} */
let refreshing = null;
/** @type {() => void} */
let ended = () => undefined;

/** @param {() => void} heard called when the session is over and somebody has to log in again */
export function onSessionEnd(heard) {
  ended = heard;
}

export function hasSession() {
  return tokens !== null;
}

/** @param {string} username @param {string} password @returns {Promise<{ must_change_password: boolean }>} */
export async function logIn(username, password) {
  const answer = await send('auth/login', { method: 'POST', body: JSON.stringify({ username, password }) });
  keep(answer);
  return answer;
}

/** Ends the session, on the server as well when that can be reached. */
export async function logOut() {
  await call('auth/logout', { method: 'POST', body: {} }).catch(() => undefined);
  keep(null);
}

/**
 * Calls the API. An access token that has run out is exchanged once, whoever waits for it.
 * @param {string} path below `/api/v1/`
 * @param {{ method?: string, body?: object, version?: number, signal?: AbortSignal, headers?: Record<string, string>, raw?: boolean }} [options]
 *   `version` is sent as If-Match; `raw` gives the response instead of its JSON
 * @returns {Promise<any>}
 */
export async function call(path, { method = 'GET', body, version, signal, headers = {}, raw = false } = {}) {
  /** @type {RequestInit & { headers: Record<string, string> }} */
  const request = { method, headers: { ...headers } };
  if (signal) request.signal = signal;
  if (body !== undefined) request.body = JSON.stringify(body);
  if (version !== undefined) request.headers['If-Match'] = `"${version}"`;
  // One key for all tries of the same action: what was done although its answer got lost is not done twice.
  if (method !== 'GET') request.headers['Idempotency-Key'] = randomKey();
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(path, request, raw);
    } catch (error) {
      if (!(error instanceof Problem) || attempt === MOST_TRIES) throw error;
      if (error.status === 401 && tokens !== null) await refresh();
      else if (method !== 'GET' && AGAIN.includes(error.status))
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      else throw error;
    }
  }
}

/** @param {string} path @param {RequestInit & { headers?: Record<string, string> }} request @param {boolean} [raw] */
async function send(path, request, raw = false) {
  const headers = {
    Accept: raw ? 'text/event-stream' : 'application/json',
    ...(request.body !== undefined && { 'Content-Type': 'application/json' }),
    ...(tokens && { Authorization: `Bearer ${tokens.access_token}` }),
    ...request.headers,
  };
  const response = await fetch(new URL(path, BASE), {
    ...request,
    headers,
    cache: 'no-store',
    credentials: 'omit',
  }).catch((error) => {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, {
      detail: 'The server cannot be reached. Nothing was changed that it did not confirm.',
      error_code: 'OFFLINE',
    });
  });
  if (raw && response.ok) return response;
  const text = await response.text();
  const json = parse(text);
  if (!response.ok) throw new Problem(response.status, json ?? { detail: `The server answered ${response.status}.` });
  return json;
}

/** @param {string} text */
function parse(text) {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A refresh token counts once: whoever needs a new one meanwhile waits for the same exchange. */
export function refresh() {
  refreshing ??= exchange().finally(() => (refreshing = null));
  return refreshing;
}

async function exchange() {
  const { refresh_token } = tokens ?? {};
  try {
    keep(await send('auth/refresh', { method: 'POST', body: JSON.stringify({ refresh_token }) }));
  } catch (error) {
    // Only a refusal ends the session: a server that is away for a moment does not.
    if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) {
      keep(null);
      ended();
    }
    throw error;
  }
}

/** @param {Tokens | null} next */
function keep(next) {
  tokens = next && { access_token: next.access_token, refresh_token: next.refresh_token };
  if (tokens) sessionStorage.setItem(KEY, JSON.stringify(tokens));
  else sessionStorage.removeItem(KEY);
}

/** @returns {Tokens | null} */
function read() {
  const kept = parse(sessionStorage.getItem(KEY) ?? '');
  return typeof kept?.access_token === 'string' && typeof kept?.refresh_token === 'string' ? kept : null;
}

/** `crypto.randomUUID` is only there over HTTPS or on this machine; a hall's screen may use neither. */
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
