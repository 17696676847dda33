import type { OpenAPIObject } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../errors/index.js';
import type { ErrorDefinition } from '../errors/index.js';
import { exampleOf } from './openapi-examples.js';
import { IDEMPOTENT, guardErrors, problemResponse } from './route.js';

type Json = Record<string, unknown>;
type Operation = Json & { responses: Record<string, Json>; parameters?: Json[]; requestBody?: { content?: Json } };
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Json; responses?: Json; examples?: Json };
}

const CHANGING = new Set(['post', 'put', 'patch', 'delete']);
const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

/** What every operation has in common is added here, and what many say in the same words is said once. */
export function finish(document: OpenAPIObject): OpenAPIObject {
  const json = toOpenApi31(document) as Document;
  const shared = { responses: {}, examples: {} };
  for (const path of Object.values(json.paths)) {
    for (const [method, operation] of Object.entries(path)) {
      operation['security'] ??= [];
      nameDefaultStatus(operation, method);
      if (operation.requestBody?.content?.[JSON_TYPE]) addProblems(operation, BODY_PROBLEMS);
      const changing = CHANGING.has(method);
      addProblems(operation, QUERY_PROBLEMS);
      if (operation[IDEMPOTENT] === true && changing) addIdempotencyKey(operation);
      if ((operation['security'] as unknown[]).length > 0) addProblems(operation, guardErrors);
      delete operation[IDEMPOTENT];
      addExamples(operation, json.components.schemas);
      shareProblems(operation, shared);
    }
  }
  Object.assign(json.components, { responses: sorted(shared.responses), examples: sorted(shared.examples) });
  return json as unknown as OpenAPIObject;
}

/** `nullable` became a type of its own in 3.1; `any` is the lack of one. */
function toOpenApi31(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toOpenApi31);
  if (typeof value !== 'object' || value === null) return value;
  if ((value as Json)['type'] === 'any')
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'type' && name !== 'nullable'));
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, toOpenApi31(member)]),
  ) as Json;
  if (nullable !== true) return nullable === undefined || nullable === false ? rest : { nullable, ...rest };
  if (typeof rest['type'] === 'string') {
    const values = rest['enum'];
    return {
      ...rest,
      type: [rest['type'], 'null'],
      ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }),
    };
  }
  const { description, example, allOf, ...schema } = rest;
  const inner =
    Array.isArray(allOf) && allOf.length === 1 ? (allOf[0] as Json) : { ...schema, ...(allOf ? { allOf } : {}) };
  return { ...(description ? { description } : {}), ...(example ? { example } : {}), anyOf: [inner, { type: 'null' }] };
}

/** A route that names no status answers with Nest's: 201 to a POST, 200 to all others. */
function nameDefaultStatus({ responses }: Operation, method: string): void {
  const answer = responses['default'];
  if (!answer) return;
  delete responses['default'];
  responses[method === 'post' ? '201' : '200'] ??= answer;
}

const BODY_PROBLEMS = [
  KERNEL_ERRORS.BODY_TOO_LARGE,
  KERNEL_ERRORS.UNSUPPORTED_MEDIA_TYPE,
  KERNEL_ERRORS.VALIDATION_FAILED,
];
const QUERY_PROBLEMS = [KERNEL_ERRORS.UNKNOWN_QUERY_PARAMETER];
const { IDEMPOTENCY_KEY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_REQUIRED } = KERNEL_ERRORS;
const KEY_PROBLEMS = [IDEMPOTENCY_KEY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_KEY_REQUIRED];

function addIdempotencyKey(operation: Operation): void {
  (operation.parameters ??= []).push({
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Makes a retry safe: the same key and body get the first answer again.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });
  addProblems(operation, KEY_PROBLEMS);
}

function addProblems({ responses }: Operation, errors: readonly ErrorDefinition[]): void {
  for (const error of errors) {
    const { status, code } = error.entry;
    const codes = codesOf(responses[status]);
    if (!codes.includes(code)) responses[status] = problemResponse([...codes, code]) as Json;
  }
}

/** Whole examples of body and answer, where the route itself shows none. */
function addExamples(operation: Operation, schemas: Json): void {
  const parts = [operation.requestBody, ...Object.values(operation.responses)] as ({ content?: Json } | undefined)[];
  for (const part of parts) {
    const content = part?.content?.[JSON_TYPE] as Json | undefined;
    if (content?.['schema'] && !content['example'] && !content['examples'])
      content['example'] = exampleOf(content['schema'] as Json, schemas);
  }
}

/** Each refusal is written once, below `components`. */
function shareProblems({ responses }: Operation, shared: { responses: Json; examples: Json }): void {
  for (const [status, response] of Object.entries(responses)) {
    const codes = codesOf(response).sort();
    if (codes.length === 0) continue;
    Object.assign(shared.examples, problemsOf(response));
    const name = codes.join('.');
    const { content, ...rest } = problemResponse(codes);
    const examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
    shared.responses[name] ??= { ...rest, content: { [PROBLEM_TYPE]: { ...content[PROBLEM_TYPE], examples } } };
    responses[status] = { $ref: `#/components/responses/${name}` };
  }
}

function problemsOf(response: Json | undefined): Json | undefined {
  const content = response?.['content'] as Record<string, Json> | undefined;
  return content?.[PROBLEM_TYPE]?.['examples'] as Json | undefined;
}

function codesOf(response: Json | undefined): string[] {
  return Object.keys(problemsOf(response) ?? {});
}

function sorted(object: Json): Json {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
