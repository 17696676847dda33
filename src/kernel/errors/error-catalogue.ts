/** What went wrong, in the caller's terms; it alone decides the HTTP status (see `STATUS_OF_KIND`). */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'timed_out'
  | 'too_large'
  | 'headers_too_large'
  | 'unsupported_media'
  | 'stale'
  | 'invalid'
  | 'precondition_required'
  | 'limited'
  | 'internal'
  | 'unavailable';

export const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  timed_out: 408,
  conflict: 409,
  stale: 412,
  too_large: 413,
  unsupported_media: 415,
  invalid: 422,
  precondition_required: 428,
  limited: 429,
  headers_too_large: 431,
  internal: 500,
  unavailable: 503,
};

/** One entry of the catalogue served at `GET /api/v1/errors`. */
export interface ErrorEntry {
  readonly code: string;
  readonly module: string;
  readonly kind: ErrorKind;
  readonly status: number;
  readonly title: string;
  readonly description: string;
}

/** One fault of one field. `pointer` is an RFC 6901 pointer into the body, or `?name` for a query parameter. */
export interface FieldError {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** A refusal with a stable code. The problem-details filter is the only place that turns it into HTTP. */
export class AppError extends Error {
  constructor(
    readonly entry: ErrorEntry,
    readonly detail: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
    readonly field_errors: readonly FieldError[] = [],
  ) {
    super(`${entry.code}: ${detail}`);
    this.name = 'AppError';
  }

  get code(): string {
    return this.entry.code;
  }
}

/** Makes the error: `throw WAREHOUSE_ERRORS.INSUFFICIENT_STOCK('why', { shortages })`. It carries its catalogue entry along. */
export interface ErrorDefinition {
  (detail?: string, extra?: Record<string, unknown>, fieldErrors?: readonly FieldError[]): AppError;
  readonly entry: ErrorEntry;
}

export interface ErrorDescription {
  readonly kind: ErrorKind;
  readonly title: string;
  readonly description: string;
}

const catalogue = new Map<string, ErrorDefinition>();
const constraintCodes = new Map<string, string>();

/**
 * Declares a module's errors, once, at load. Codes are UPPER_SNAKE and unique over the whole system.
 * @param options.constraints named database constraints whose violation means one of these codes
 */
export function defineErrors<Code extends string>(
  module: string,
  descriptions: Readonly<Record<Code, ErrorDescription>>,
  options: { constraints?: Readonly<Record<string, NoInfer<Code>>> } = {},
): Readonly<Record<Code, ErrorDefinition>> {
  const definitions = {} as Record<Code, ErrorDefinition>;
  for (const code of Object.keys(descriptions) as Code[]) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(code)) throw new Error(`Error code ${code} is not UPPER_SNAKE`);
    if (catalogue.has(code)) throw new Error(`Error code ${code} is declared twice`);
    const { kind, title, description } = descriptions[code];
    const entry: ErrorEntry = { code, module, kind, status: STATUS_OF_KIND[kind], title, description };
    const define = (detail = description, extra = {}, fieldErrors: readonly FieldError[] = []): AppError =>
      new AppError(entry, detail, extra, fieldErrors);
    definitions[code] = Object.assign(define, { entry });
    catalogue.set(code, definitions[code]);
  }
  for (const [constraint, code] of Object.entries(options.constraints ?? {})) {
    if (constraintCodes.has(constraint)) throw new Error(`Constraint ${constraint} is mapped twice`);
    constraintCodes.set(constraint, code as string);
  }
  return definitions;
}

/** Every code of every loaded module, in the order of the alphabet. */
export function errorCatalogue(): ErrorEntry[] {
  return [...catalogue.values()].map(({ entry }) => entry).sort((a, b) => a.code.localeCompare(b.code));
}

export function errorByCode(code: string): ErrorDefinition | undefined {
  return catalogue.get(code);
}

/** The code a module has given to a named constraint, if it gave one. */
export function errorOfConstraint(constraint: string): ErrorDefinition | undefined {
  const code = constraintCodes.get(constraint);
  return code === undefined ? undefined : catalogue.get(code);
}

/** The constraints that modules have mapped; the architecture tests hold them against the database. */
export function mappedConstraints(): ReadonlyMap<string, string> {
  return constraintCodes;
}
