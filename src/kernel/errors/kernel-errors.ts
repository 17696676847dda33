import { defineErrors } from './error-catalogue.js';
import type { AppError, FieldError } from './error-catalogue.js';

/** The refusals that any route can give. */
export const KERNEL_ERRORS = defineErrors('kernel', {
  MALFORMED_REQUEST: {
    kind: 'malformed',
    title: 'Malformed request',
    description:
      'The request cannot be read: broken JSON, bytes that are not UTF-8, an id that is not a UUID, a bad header.',
  },
  UNKNOWN_QUERY_PARAMETER: {
    kind: 'malformed',
    title: 'Unknown or wrong query parameter',
    description:
      'A filter, sort key or paging parameter does not exist on this route or has a value that it cannot take.',
  },
  UNAUTHENTICATED: {
    kind: 'unauthenticated',
    title: 'Not authenticated',
    description: 'No bearer token was sent, or the one sent is not valid, has expired or belongs to an ended session.',
  },
  FORBIDDEN: {
    kind: 'forbidden',
    title: 'Permission missing',
    description: 'The caller is known but does not hold the permission that this route needs.',
  },
  NOT_FOUND: {
    kind: 'missing',
    title: 'Not found',
    description:
      'There is no such route or object, or it is outside the companies, warehouses or departments of the caller.',
  },
  DUPLICATE: {
    kind: 'conflict',
    title: 'Already exists',
    description: 'Another row already has the value that must be unique.',
  },
  IN_USE: {
    kind: 'conflict',
    title: 'In use',
    description: 'The row cannot be deleted because others refer to it; deactivate it instead.',
  },
  INVALID_STATE: {
    kind: 'conflict',
    title: 'Not possible in this state',
    description: 'The document is in a state from which this action does not lead; see its transitions.',
  },
  STALE_VERSION: {
    kind: 'stale',
    title: 'Stale version',
    description: 'The If-Match version is not the current one; `current` holds the representation as it is now.',
  },
  BODY_TOO_LARGE: {
    kind: 'too_large',
    title: 'Body too large',
    description: 'The body is larger than this route takes (256 KiB unless it says more).',
  },
  REQUEST_TIMEOUT: {
    kind: 'timed_out',
    title: 'Request not received in time',
    description:
      'The headers, or the whole body, did not arrive in time: within 10 and 30 seconds unless the server is set otherwise.',
  },
  HEADERS_TOO_LARGE: {
    kind: 'headers_too_large',
    title: 'Headers too large',
    description: 'The address and headers of the request are larger than 16 KiB together.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    kind: 'unsupported_media',
    title: 'Unsupported media type',
    description: 'The Content-Type of the body is not one that this route takes.',
  },
  VALIDATION_FAILED: {
    kind: 'invalid',
    title: 'Validation failed',
    description: 'One or more fields are missing, unknown or out of bounds; `errors` lists the first 50 of them.',
  },
  INVALID_VALUE: {
    kind: 'invalid',
    title: 'Invalid value',
    description: 'A value breaks a rule that the database keeps.',
  },
  VALUE_OUT_OF_RANGE: {
    kind: 'invalid',
    title: 'Value out of range',
    description: 'A number, given or computed, is larger than its column can hold exactly.',
  },
  REFERENCE_NOT_FOUND: {
    kind: 'invalid',
    title: 'Reference not found',
    description: 'A field refers to a row that does not exist.',
  },
  IF_MATCH_REQUIRED: {
    kind: 'precondition_required',
    title: 'If-Match required',
    description: 'This server demands an If-Match header on changes (REQUIRE_IF_MATCH).',
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    kind: 'malformed',
    title: 'Idempotency-Key required',
    description: 'This server demands an Idempotency-Key header on changes (REQUIRE_IDEMPOTENCY_KEY).',
  },
  IDEMPOTENCY_KEY_REUSED: {
    kind: 'invalid',
    title: 'Idempotency-Key reused',
    description: 'The same key was sent before with another body.',
  },
  IDEMPOTENCY_KEY_IN_PROGRESS: {
    kind: 'conflict',
    title: 'Request with this key is running',
    description: 'The first request with this Idempotency-Key has not ended yet; ask again after Retry-After seconds.',
  },
  ADDRESS_BLOCKED: {
    kind: 'forbidden',
    title: 'Address blocked',
    description:
      'Nothing is answered to this address for now: too many refused requests came from it, or an administrator has blocked it.',
  },
  RATE_LIMITED: {
    kind: 'limited',
    title: 'Too many requests',
    description: 'The caller has sent more requests than allowed; ask again after Retry-After seconds.',
  },
  INTERNAL_ERROR: {
    kind: 'internal',
    title: 'Internal error',
    description: 'An unexpected fault; the log has it under the request id.',
  },
  SERVICE_UNAVAILABLE: {
    kind: 'unavailable',
    title: 'Service unavailable',
    description:
      'The database cannot be reached, is overloaded or did not answer in time; nothing was changed unless a retry with the same Idempotency-Key says so.',
  },
});

/** 422 with all faults of the input at once. */
export function invalid(errors: readonly FieldError[], detail?: string): AppError {
  return KERNEL_ERRORS.VALIDATION_FAILED(
    detail ?? `${errors.length} ${errors.length === 1 ? 'field is' : 'fields are'} not valid`,
    {},
    errors,
  );
}

/** Goes on when there is nothing wrong. @throws VALIDATION_FAILED with all faults */
export function refuse(faults: readonly FieldError[]): void {
  if (faults.length > 0) throw invalid(faults);
}

/** 404 in the words of the resource: `throw notFound('Product', id)`. */
export function notFound(what: string, id?: string): AppError {
  return KERNEL_ERRORS.NOT_FOUND(id === undefined ? `${what} not found` : `${what} ${id} not found`);
}
