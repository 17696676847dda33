import { HttpException } from '@nestjs/common';
import { AppError, KERNEL_ERRORS } from '../errors/index.js';
import type { ErrorDefinition, FieldError } from '../errors/index.js';

const MAX_FIELD_ERRORS = 50;
const MAX_PROBLEM_BYTES = 16_000;
const MAX_DETAIL = 2000;

export interface ProblemContext {
  readonly instance: string;
  readonly request_id: string;
  readonly timestamp: string;
}

export interface Problem {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;
}

const BY_STATUS: Readonly<Record<number, ErrorDefinition>> = {
  400: KERNEL_ERRORS.MALFORMED_REQUEST,
  401: KERNEL_ERRORS.UNAUTHENTICATED,
  403: KERNEL_ERRORS.FORBIDDEN,
  404: KERNEL_ERRORS.NOT_FOUND,
  405: KERNEL_ERRORS.NOT_FOUND,
  408: KERNEL_ERRORS.REQUEST_TIMEOUT,
  413: KERNEL_ERRORS.BODY_TOO_LARGE,
  414: KERNEL_ERRORS.MALFORMED_REQUEST,
  415: KERNEL_ERRORS.UNSUPPORTED_MEDIA_TYPE,
  431: KERNEL_ERRORS.HEADERS_TOO_LARGE,
  429: KERNEL_ERRORS.RATE_LIMITED,
  503: KERNEL_ERRORS.SERVICE_UNAVAILABLE,
};

/**
 * The error of the catalogue that anything thrown stands for: our own, Nest's and Fastify's (by status), and INTERNAL_ERROR
 * for the rest, whose own words stay in the log.
 */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown } | null)?.statusCode;
  const known = typeof status === 'number' ? BY_STATUS[status] : undefined;
  return known ? known() : KERNEL_ERRORS.INTERNAL_ERROR();
}

/** The RFC 9457 body of an error, never above 16 KiB, with the headers that belong to it. */
export function problemOf(error: AppError, context: ProblemContext): Problem {
  const { entry, detail, extra, field_errors } = error;
  const { retry_after, ...members } = extra as { retry_after?: number };
  const body: Record<string, unknown> = {
    type: `/api/v1/errors#${entry.code}`,
    title: entry.title,
    status: entry.status,
    detail: detail.slice(0, MAX_DETAIL),
    instance: context.instance.slice(0, 500),
    error_code: entry.code,
    request_id: context.request_id,
    timestamp: context.timestamp,
    ...members,
    ...(field_errors.length > 0 && fieldErrorMembers(field_errors)),
  };
  const headers: Record<string, string> = {};
  if (entry.status === 401) headers['www-authenticate'] = 'Bearer realm="pabrik"';
  if (entry.status === 429 || entry.status === 503 || retry_after !== undefined)
    headers['retry-after'] = String(retry_after ?? 1);
  return { status: entry.status, body: fit(body), headers };
}

function fieldErrorMembers(errors: readonly FieldError[]): object {
  return { errors: errors.slice(0, MAX_FIELD_ERRORS), errors_total: errors.length };
}

/** Drops what makes a problem too long: lists are cut, other members left out; `truncated` says so. */
function fit(body: Record<string, unknown>): Record<string, unknown> {
  if (Buffer.byteLength(JSON.stringify(body)) <= MAX_PROBLEM_BYTES) return body;
  const fitted: Record<string, unknown> = { ...body, truncated: true };
  for (let keep = MAX_FIELD_ERRORS; keep >= 1; keep = Math.floor(keep / 2)) {
    for (const [name, value] of Object.entries(body)) if (Array.isArray(value)) fitted[name] = value.slice(0, keep);
    if (Buffer.byteLength(JSON.stringify(fitted)) <= MAX_PROBLEM_BYTES) return fitted;
  }
  for (const [name, value] of Object.entries(fitted)) if (typeof value === 'object') delete fitted[name];
  return fitted;
}
