import { AppError, KERNEL_ERRORS, defineErrors } from '../errors/index.js';
import { isConnectionLost, isRetryable, translateSqlError } from './sql-errors.js';

defineErrors(
  'spec',
  { SPEC_TWO_ACTIVE: { kind: 'conflict', title: 'Two active', description: 'Only one may be active.' } },
  { constraints: { uq_spec_active: 'SPEC_TWO_ACTIVE' } },
);

const sql = (code: string, more: object = {}): Error =>
  Object.assign(new Error('duplicate key value violates "uq_secret" on table users'), { code, ...more });

function translated(error: unknown): string {
  const app = translateSqlError(error);
  if (!(app instanceof AppError)) return 'as it is';
  return [app.entry.status, app.code, ...app.field_errors.map(({ pointer, code }) => `${pointer} ${code}`)].join(' ');
}

describe('errors of the database', () => {
  it.each([
    ['23505', { detail: 'Key (company_id, sku)=(1, A) already exists.' }, '409 DUPLICATE /sku DUPLICATE'],
    ['23505', { detail: 'Key (lower(sku))=(x) already exists.' }, '409 DUPLICATE /sku DUPLICATE'],
    ['23505', {}, '409 DUPLICATE'],
    [
      '23P01',
      { detail: 'Key (valid)=([a,b)) conflicts with existing key (valid)=([a,c)).' },
      '409 DUPLICATE /valid DUPLICATE',
    ],
    [
      '23503',
      { detail: 'Key (product_id)=(x) is not present in table "products".' },
      '422 REFERENCE_NOT_FOUND /product_id REFERENCE_NOT_FOUND',
    ],
    ['23503', { detail: 'Key (id)=(x) is still referenced from table "bom_lines".' }, '409 IN_USE'],
    ['23505', { constraint: 'uq_users_email', table: 'users' }, '409 DUPLICATE /email DUPLICATE'],
    ['23505', { constraint: 'email_once', table: 'users' }, '409 DUPLICATE'],
    ['23502', { column: 'name' }, '422 INVALID_VALUE /name REQUIRED'],
    ['23514', { constraint: 'ck_products_lead_time' }, '422 INVALID_VALUE'],
    ['23505', { constraint: 'uq_spec_active' }, '409 SPEC_TWO_ACTIVE'],
    ['22003', {}, '422 VALUE_OUT_OF_RANGE'],
    ['22001', {}, '422 INVALID_VALUE'],
    ['22008', {}, '422 INVALID_VALUE'],
    ['22009', {}, '422 INVALID_VALUE'],
    ['22P02', {}, '400 MALFORMED_REQUEST'],
    ['22021', {}, '400 MALFORMED_REQUEST'],
    ['57014', {}, '503 SERVICE_UNAVAILABLE'],
    ['57P01', {}, '503 SERVICE_UNAVAILABLE'],
    ['53300', {}, '503 SERVICE_UNAVAILABLE'],
    ['3D000', {}, '503 SERVICE_UNAVAILABLE'],
    ['25006', {}, '503 SERVICE_UNAVAILABLE'],
    ['40001', {}, '503 SERVICE_UNAVAILABLE'],
    ['ECONNREFUSED', {}, '503 SERVICE_UNAVAILABLE'],
    ['42P01', {}, 'as it is'],
    ['PB404', { constraint: 'NO_SUCH_CODE' }, 'as it is'],
  ])('%s %j is %s', (code, more, expected) => expect(translated(sql(code, more))).toBe(expected));

  it('tell nothing of tables and constraints', () => {
    for (const code of ['23505', '23503', '23514', '22003', '57014']) {
      const error = translateSqlError(sql(code)) as AppError;
      expect(`${error.detail} ${JSON.stringify(error.field_errors)}`).not.toMatch(/uq_|users|table/);
    }
  });

  it('raised by our own functions carry their code, words and members', () => {
    const raised = sql('PB409', { message: 'ignored', constraint: 'INVALID_STATE', detail: '{"state":"draft"}' });
    raised.message = 'It is draft';
    expect(translateSqlError(raised)).toMatchObject({
      code: 'INVALID_STATE',
      detail: 'It is draft',
      extra: { state: 'draft' },
    });
    expect(translateSqlError(sql('PB422', { constraint: 'INVALID_VALUE' }))).toMatchObject({
      code: 'INVALID_VALUE',
      extra: {},
    });
  });

  it('leave our own errors and what is no error alone', () => {
    const own = KERNEL_ERRORS.NOT_FOUND();
    expect(translateSqlError(own)).toBe(own);
    expect(translateSqlError('x')).toBe('x');
  });

  it('know what may be run again and what has lost its connection', () => {
    expect(['40001', '40P01', '55P03', '23505', '57014'].map((code) => isRetryable(sql(code)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isRetryable(undefined)).toBe(false);
    expect(['57P01', '08006', 'ECONNRESET', '57014', '40001'].map((code) => isConnectionLost(sql(code)))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(isConnectionLost(new Error('Query read timeout'))).toBe(true);
    expect(isConnectionLost(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isConnectionLost(null)).toBe(false);
    expect(translated(new Error('timeout exceeded when trying to connect'))).toBe('503 SERVICE_UNAVAILABLE');
  });
});
