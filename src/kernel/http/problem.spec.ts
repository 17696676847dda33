import { BadRequestException, HttpException, NotFoundException, UnauthorizedException } from '@nestjs/common';
import { AppError, KERNEL_ERRORS, errorCatalogue, invalid, notFound } from '../errors/index.js';
import { asAppError, problemOf } from './problem.js';

const CONTEXT = { instance: '/api/v1/products', request_id: 'r-1', timestamp: '2026-01-26T17:03:11.120+07:00' };
const size = (error: AppError): number => Buffer.byteLength(JSON.stringify(problemOf(error, CONTEXT).body));

describe('problems', () => {
  it('have the members of RFC 9457 and ours', () => {
    expect(problemOf(notFound('Product', '7'), CONTEXT)).toEqual({
      status: 404,
      headers: {},
      body: {
        type: '/api/v1/errors#NOT_FOUND',
        title: 'Not found',
        status: 404,
        detail: 'Product 7 not found',
        error_code: 'NOT_FOUND',
        ...CONTEXT,
      },
    });
  });

  it.each([
    [new BadRequestException('secret words'), 'MALFORMED_REQUEST'],
    [new UnauthorizedException(), 'UNAUTHENTICATED'],
    [new NotFoundException(), 'NOT_FOUND'],
    [new HttpException('x', 418), 'INTERNAL_ERROR'],
    [Object.assign(new Error('x'), { statusCode: 415 }), 'UNSUPPORTED_MEDIA_TYPE'],
    [Object.assign(new Error('x'), { statusCode: 413 }), 'BODY_TOO_LARGE'],
    [Object.assign(new Error('x'), { statusCode: 408 }), 'REQUEST_TIMEOUT'],
    [Object.assign(new Error('x'), { statusCode: 431 }), 'HEADERS_TOO_LARGE'],
    [new Error('select * from erp.users'), 'INTERNAL_ERROR'],
    [null, 'INTERNAL_ERROR'],
    ['text', 'INTERNAL_ERROR'],
  ])('%s is %s, in our words only', (error, code) => {
    const problem = asAppError(error);
    expect(problem.code).toBe(code);
    expect(problem.detail).toBe(problem.entry.description);
  });

  it('carry the headers that belong to their status', () => {
    expect(problemOf(KERNEL_ERRORS.UNAUTHENTICATED(), CONTEXT).headers).toEqual({
      'www-authenticate': 'Bearer realm="pabrik"',
    });
    expect(problemOf(KERNEL_ERRORS.SERVICE_UNAVAILABLE(), CONTEXT).headers).toEqual({ 'retry-after': '1' });
    expect(problemOf(KERNEL_ERRORS.RATE_LIMITED(undefined, { retry_after: 30 }), CONTEXT)).toMatchObject({
      headers: { 'retry-after': '30' },
    });
    const running = problemOf(KERNEL_ERRORS.IDEMPOTENCY_KEY_IN_PROGRESS(undefined, { retry_after: 1 }), CONTEXT);
    expect(running.headers).toEqual({ 'retry-after': '1' });
    expect(running.body).not.toHaveProperty('retry_after');
  });

  it('list the first 50 field errors and say how many there are', () => {
    const errors = Array.from({ length: 120 }, (_, i) => ({
      pointer: `/lines/${i}`,
      code: 'TOO_SMALL',
      message: 'must be at least 1',
    }));
    const { body } = problemOf(invalid(errors), CONTEXT);
    expect(body['errors']).toHaveLength(50);
    expect(body['errors_total']).toBe(120);
    expect(body['detail']).toBe('120 fields are not valid');
    expect(invalid([errors[0]!]).detail).toBe('1 field is not valid');
  });

  it('never exceed 16 KiB: lists are cut first, then other members go, then words', () => {
    const shortages = Array.from({ length: 1000 }, (_, i) => ({ sku: `SKU-${i}`, requested: i }));
    const cut = problemOf(KERNEL_ERRORS.INVALID_STATE('short', { shortages, state: 'draft' }), CONTEXT).body;
    expect(cut).toMatchObject({ truncated: true, state: 'draft' });
    expect((cut['shortages'] as unknown[]).length).toBe(50);
    expect(
      size(
        KERNEL_ERRORS.INVALID_STATE('short', { shortages: shortages.map((s) => ({ ...s, why: 'x'.repeat(3000) })) }),
      ),
    ).toBeLessThan(16_384);
    const one = problemOf(
      KERNEL_ERRORS.INVALID_STATE('short', { current: { text: 'x'.repeat(20_000) } }),
      CONTEXT,
    ).body;
    expect(one).not.toHaveProperty('current');
    expect(size(KERNEL_ERRORS.INVALID_STATE('é'.repeat(40_000)))).toBeLessThan(16_384);
    const long = { ...CONTEXT, instance: `/${'x'.repeat(40_000)}` };
    expect(JSON.stringify(problemOf(notFound('Route'), long).body).length).toBeLessThan(2000);
  });

  it('are all in the catalogue, each with a status that its kind decides', () => {
    for (const entry of errorCatalogue()) {
      expect(entry.code).toMatch(/^[A-Z][A-Z0-9_]*$/);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.description).toMatch(/\.$/);
    }
  });
});
