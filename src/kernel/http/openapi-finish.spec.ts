import type { OpenAPIObject } from '@nestjs/swagger';
import { exampleOf } from './openapi-examples.js';
import { finish } from './openapi-finish.js';
import { problemResponse } from './route.js';

describe('the example of a schema', () => {
  const schemas = {
    Line: {
      type: 'object',
      properties: { sku: { type: 'string', example: 'B-1' }, quantity: { type: 'integer', minimum: 1 } },
    },
    Tree: { type: 'object', properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } },
  };

  it.each([
    [{ type: 'string', example: 'x', default: 'y' }, 'x'],
    [{ type: 'integer', default: 7 }, 7],
    [{ enum: ['a', 'b'] }, 'a'],
    [{ type: ['string', 'null'], format: 'date' }, '2026-01-26'],
    [{ type: 'string', maxLength: 2 }, 'te'],
    [{ type: 'string' }, 'text'],
    [{ type: 'number' }, 1],
    [{ type: 'boolean' }, true],
    [{}, null],
    [{ anyOf: [{ $ref: '#/components/schemas/Line' }, { type: 'null' }] }, { sku: 'B-1', quantity: 1 }],
    [{ type: 'array', items: { $ref: '#/components/schemas/Line' } }, [{ sku: 'B-1', quantity: 1 }]],
    [{ type: 'array' }, []],
    [{ type: 'array', maxItems: 0, items: {} }, []],
    [{ type: 'object', additionalProperties: true }, {}],
    [
      {
        type: 'object',
        required: ['b'],
        properties: { a: { type: 'boolean', deprecated: true }, b: { type: 'boolean', deprecated: true } },
      },
      { b: true },
    ],
  ])('%j is %j', (schema, expected) => expect(exampleOf(schema, schemas)).toEqual(expected));

  it('ends where a schema holds itself', () => {
    expect(JSON.stringify(exampleOf({ $ref: '#/components/schemas/Tree' }, schemas)).length).toBeLessThan(500);
  });
});

describe('the finished document', () => {
  const operation = (more: object): object => ({
    responses: { '404': problemResponse(['NOT_FOUND']), default: { description: 'The answer' } },
    ...more,
  });
  const document = finish({
    components: {
      schemas: {
        Bear: {
          type: 'object',
          properties: {
            name: { type: 'string', nullable: true },
            kind: { type: 'string', enum: ['a'], nullable: true },
            age: { type: 'integer', nullable: false },
            mother: { nullable: true, description: 'Its mother', allOf: [{ $ref: '#/components/schemas/Bear' }] },
            anything: { type: 'any', nullable: true, example: [] },
          },
        },
      },
    },
    paths: {
      '/bears': {
        get: operation({ 'x-idempotent': true }),
        post: operation({
          'x-idempotent': true,
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Bear' } } } },
        }),
        put: operation({ 'x-idempotent': false, security: [{ bearer: [] }] }),
      },
    },
  } as unknown as OpenAPIObject) as any;
  const { get, post, put } = document.paths['/bears'];

  it('names the status of every answer', () => {
    expect([Object.keys(get.responses), Object.keys(put.responses)]).toEqual([
      ['200', '400', '404'],
      ['200', '400', '404'],
    ]);
    expect(post.responses).toHaveProperty('201');
  });

  it('says each refusal once', () => {
    expect(get.responses['404']).toEqual({ $ref: '#/components/responses/NOT_FOUND' });
    expect(document.components.responses.NOT_FOUND.content['application/problem+json'].examples).toEqual({
      NOT_FOUND: { $ref: '#/components/examples/NOT_FOUND' },
    });
    expect(document.components.examples.NOT_FOUND.value).toMatchObject({ status: 404, error_code: 'NOT_FOUND' });
  });

  it('speaks of Idempotency-Key and of bodies only where there are any', () => {
    expect(post.parameters).toMatchObject([{ name: 'Idempotency-Key', in: 'header' }]);
    expect(post.responses['422']).toEqual({ $ref: '#/components/responses/IDEMPOTENCY_KEY_REUSED.VALIDATION_FAILED' });
    expect(Object.keys(post.responses)).toEqual(['201', '400', '404', '409', '413', '415', '422']);
    expect([get.parameters, put.parameters]).toEqual([undefined, undefined]);
    expect(JSON.stringify(document)).not.toContain('x-idempotent');
  });

  it('is open only where nothing is demanded', () =>
    expect([get.security, put.security]).toEqual([[], [{ bearer: [] }]]));

  it('speaks OpenAPI 3.1: null is a type', () => {
    expect(document.components.schemas.Bear.properties).toEqual({
      name: { type: ['string', 'null'] },
      kind: { type: ['string', 'null'], enum: ['a', null] },
      age: { type: 'integer' },
      mother: { description: 'Its mother', anyOf: [{ $ref: '#/components/schemas/Bear' }, { type: 'null' }] },
      anything: { example: [] },
    });
  });

  it('has a whole example of the body', () => {
    expect(post.requestBody.content['application/json'].example).toMatchObject({ kind: 'a', age: 1, anything: [] });
  });
});
