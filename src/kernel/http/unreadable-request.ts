import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { AppConfig } from '../config/index.js';
import { KERNEL_ERRORS } from '../errors/index.js';
import type { ErrorDefinition } from '../errors/index.js';
import { wireTime } from './clock.js';
import { problemOf } from './problem.js';
import { countSlowRequest } from './slow-clients.js';

const BY_CODE: Readonly<Record<string, ErrorDefinition>> = {
  ERR_HTTP_REQUEST_TIMEOUT: KERNEL_ERRORS.REQUEST_TIMEOUT,
  HPE_HEADER_OVERFLOW: KERNEL_ERRORS.HEADERS_TOO_LARGE,
};

/** What comes over the wire and is not even HTTP gets its problem too, written to the socket by hand, and the socket is closed. */
export function answerUnreadable(
  config: Pick<AppConfig, 'appTimezone'>,
): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') countSlowRequest();
    if (socket.writable) socket.write(rawProblem(error.code ?? '', config.appTimezone));
    socket.destroySoon();
  };
}

function rawProblem(code: string, timezone: string): string {
  const define = BY_CODE[code] ?? KERNEL_ERRORS.MALFORMED_REQUEST;
  const id = randomUUID();
  const { status, body } = problemOf(define(), { instance: '', request_id: id, timestamp: wireTime(timezone) });
  const text = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Request-Id: ${id}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}
