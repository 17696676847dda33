import { types } from 'node:util';
import { AppError, KERNEL_ERRORS, errorByCode, errorOfConstraint } from '../errors/index.js';
import type { FieldError } from '../errors/index.js';

/** What `pg` tells of a refused statement. */
interface SqlError extends Error {
  code?: string;
  constraint?: string;
  table?: string;
  column?: string;
  detail?: string;
}

/** Serialization failure, deadlock, lock time-out: the whole transaction may be run again. */
const RETRYABLE = new Set(['40001', '40P01', '55P03']);

/** The server is away, restarting, full or too slow, or a restored database is just taking the place of this one; also the errors of the socket and of the pool, which have no SQLSTATE. */
const UNAVAILABLE_STATE = /^(08...|3D000|53...|57014|57P0[1-5]|25006|58030|XX001|40001|40P01|55P03)$/;
const UNAVAILABLE_CODE = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENOENT)/;
const UNAVAILABLE_MESSAGE =
  /Connection terminated|is not currently accepting connections|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|Cannot use a pool after calling end/;

export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has((error as SqlError | undefined)?.code ?? '');
}

/** A prepared statement whose columns are others since a migration: it may be prepared anew and run again. */
export function isStalePlan(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as SqlError;
  return code === '0A000' && message.includes('cached plan');
}

/** Whether the connection itself can no longer be trusted. */
export function isConnectionLost(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as SqlError;
  return UNAVAILABLE_CODE.test(code) || /^(08...|57P0[1-5])$/.test(code) || UNAVAILABLE_MESSAGE.test(message);
}

/**
 * Turns what PostgreSQL or its driver raised into an error of the catalogue. Constraint, table and column names stay inside;
 * the field's pointer is all that the caller is told. An unknown error is returned as it is and becomes a 500.
 */
export function translateSqlError(error: unknown): unknown {
  if (error instanceof AppError || !types.isNativeError(error)) return error;
  const sql: SqlError = error;
  const code = sql.code ?? '';
  if (/^PB4\d\d$/.test(code)) return raisedError(sql);
  if (code.startsWith('23')) return constraintError(sql);
  if (code === '22003') return KERNEL_ERRORS.VALUE_OUT_OF_RANGE();
  if (/^22(001|023|007|008|009|015)$/.test(code)) return KERNEL_ERRORS.INVALID_VALUE();
  if (/^22(P02|021|P05)$/.test(code)) return KERNEL_ERRORS.MALFORMED_REQUEST('A value cannot be read as its type');
  if (UNAVAILABLE_STATE.test(code) || isConnectionLost(error)) {
    // The log shows what really happened; the caller does not see it.
    return Object.assign(KERNEL_ERRORS.SERVICE_UNAVAILABLE(undefined, { retry_after: 1 }), { cause: error });
  }
  return error;
}

/** Our own SQL raises with the error's code in place of a constraint name and its extra members as JSON in the detail; `errors` are field faults. */
function raisedError(error: SqlError): Error {
  const definition = errorByCode(error.constraint ?? '');
  if (!definition) return error;
  const { errors, ...extra } = (error.detail ? JSON.parse(error.detail) : {}) as { errors?: FieldError[] };
  return definition(error.message, extra, errors);
}

/** Of a table with row security the server does not say which columns they were; the constraint's name does (`uq_users_email`). */
function columnsByName({ column, constraint, table }: SqlError): string[] {
  if (column) return [column];
  const named =
    table === undefined ? undefined : new RegExp(`^(uq|fk)_${table}_([a-z_]+)$`).exec(constraint ?? '')?.[2];
  return named === undefined ? [] : [named];
}

function constraintError(error: SqlError): Error {
  const own = error.constraint === undefined ? undefined : errorOfConstraint(error.constraint);
  if (own) return own();
  const columns = /^Key \((.+?)\)=\(/.exec(error.detail ?? '')?.[1]?.split(', ') ?? columnsByName(error);
  const field = (code: string, message: string): [{ pointer: string; code: string; message: string }] | [] => {
    const column = columns.at(-1)?.replace(/^\w+\((\w+).*$/, '$1');
    return column && /^[a-z_]+$/.test(column) ? [{ pointer: `/${column}`, code, message }] : [];
  };
  switch (error.code) {
    case '23505':
    case '23P01':
      return KERNEL_ERRORS.DUPLICATE(undefined, {}, field('DUPLICATE', 'must be unique'));
    case '23503':
      return error.detail?.includes('still referenced')
        ? KERNEL_ERRORS.IN_USE()
        : KERNEL_ERRORS.REFERENCE_NOT_FOUND(undefined, {}, field('REFERENCE_NOT_FOUND', 'does not exist'));
    case '23502':
      return KERNEL_ERRORS.INVALID_VALUE(undefined, {}, field('REQUIRED', 'is required'));
    default:
      return KERNEL_ERRORS.INVALID_VALUE();
  }
}
