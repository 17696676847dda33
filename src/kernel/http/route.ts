import { HttpCode, Param, SetMetadata, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiExtension,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
  getSchemaPath,
} from '@nestjs/swagger';
import type { RateClass } from '../config/index.js';
import { KERNEL_ERRORS, errorByCode } from '../errors/index.js';
import type { ErrorDefinition } from '../errors/index.js';
import { ProblemDto } from './problem.dto.js';
import { UuidPipe } from './uuid.pipe.js';

type DtoClass = new () => object;

export interface RouteOptions {
  readonly summary: string;
  readonly description?: string;
  /** A permission of the catalogue; `authenticated` for anybody logged in; `public` for anybody at all. */
  readonly permission: string;
  /** Class of the answer, or `[Class]` for a plain list. Nothing: an empty answer (204). */
  readonly returns?: DtoClass | [DtoClass];
  readonly status?: 200 | 201 | 202 | 204;
  /** A second status of success with the same answer, such as 200 beside the 201 of an upsert. */
  readonly also?: { readonly status: 200 | 201; readonly description: string };
  readonly errors?: readonly ErrorDefinition[];
  /** Takes If-Match and answers with ETag. */
  readonly versioned?: boolean;
  /** Takes `?dry_run=true`. */
  readonly action?: boolean;
  /** false: no ambient transaction and no stored answer (auth answers, streams). */
  readonly transaction?: boolean;
  /** false: a transaction, but no stored answer, since the body or the answer holds a secret. */
  readonly stored?: boolean;
  /** Largest body in bytes, where 256 KiB is not enough. */
  readonly body_limit?: number;
  /** Content type of the body, when it is not JSON: the handler gets the raw stream and keeps `body_limit` itself. */
  readonly consumes?: 'text/csv';
  /** Content type of the answer, when it is not JSON. */
  readonly produces?: string;
  /** Other content types of the answer, beside JSON, for those who ask for one. */
  readonly also_produces?: string | readonly string[];
  readonly deprecated?: boolean;
  /** What it counts as for the rate limit; by default `upload` with `consumes`, `report` with a file to give, else `read` or `write`. */
  readonly rate_class?: RateClass;
  /** Left out of the rate limit: probes. */
  readonly unlimited?: boolean;
  /** May be used while a change of password is demanded. */
  readonly allowed_before_password_change?: boolean;
  /** May be used while a second factor is demanded; so may what is allowed before a change of password. */
  readonly allowed_before_mfa?: boolean;
}

/** Key under which the guards, the transaction step and the architecture tests find a handler's options. */
export const ROUTE = 'pabrik:route';

/** What a guard can refuse any route with that is not open to all. */
export const guardErrors: ErrorDefinition[] = [];

/** Has such a refusal documented on every route; for the module that brings the guards. */
export function documentGuardErrors(...errors: readonly ErrorDefinition[]): void {
  guardErrors.push(...errors);
}

/** Mark of the operations whose Idempotency-Key is honoured; it does not leave this program. */
export const IDEMPOTENT = 'x-idempotent';

/** Everything there is to say of a route in one place: who may, what comes back, what can go wrong. */
export function Route(options: RouteOptions): MethodDecorator {
  const { permission, returns, errors = [], versioned, action } = options;
  const status = options.status ?? (returns ? undefined : 204);
  const anonymous = permission === 'public';
  const all = [
    ...(anonymous ? [] : [KERNEL_ERRORS.UNAUTHENTICATED]),
    ...(anonymous ? [] : [KERNEL_ERRORS.FORBIDDEN]),
    ...(versioned ? [KERNEL_ERRORS.STALE_VERSION, KERNEL_ERRORS.IF_MATCH_REQUIRED] : []),
    KERNEL_ERRORS.MALFORMED_REQUEST,
    KERNEL_ERRORS.ADDRESS_BLOCKED,
    KERNEL_ERRORS.RATE_LIMITED,
    KERNEL_ERRORS.SERVICE_UNAVAILABLE,
    ...errors,
  ];
  return applyDecorators(
    SetMetadata(ROUTE, options),
    ...(status === undefined ? [] : [HttpCode(status)]),
    ApiOperation({
      summary: options.summary,
      description: [options.description, permissionSentence(permission)].filter(Boolean).join('\n\n'),
      ...(options.deprecated && { deprecated: true }),
    }),
    ApiExtension('x-permission', permission),
    ApiExtension(IDEMPOTENT, options.transaction !== false && options.stored !== false),
    ...(anonymous ? [] : [ApiBearerAuth()]),
    ...(versioned
      ? [
          ApiHeader({
            name: 'If-Match',
            required: false,
            description: 'The version that the change is meant for, e.g. `"3"`.',
            schema: { type: 'string' },
          }),
        ]
      : []),
    ...(action
      ? [
          ApiQuery({
            name: 'dry_run',
            required: false,
            description: 'Runs the real path and rolls it back.',
            schema: { type: 'boolean' },
          }),
        ]
      : []),
    ...(options.body_limit || options.consumes
      ? [RouteConfig({ bodyLimit: options.body_limit, consumes: options.consumes })]
      : []),
    ...(options.consumes ? [ApiConsumes(options.consumes), ApiBody({ schema: { type: 'string' } })] : []),
    answerResponse(options, status),
    ...(options.also ? [answerResponse({ ...options, summary: options.also.description }, options.also.status)] : []),
    ...problemResponses(all),
  );
}

function permissionSentence(permission: string): string {
  if (permission === 'public') return 'Open to anybody.';
  return permission === 'authenticated' ? 'Needs a bearer token.' : `Needs the permission \`${permission}\`.`;
}

function answerResponse(
  { returns, produces, also_produces }: RouteOptions,
  status: number | undefined,
): MethodDecorator {
  if (!returns)
    return ApiResponse({
      status: status ?? 204,
      description: produces ? 'The file' : 'Done',
      ...(produces && { content: { [produces]: { schema: { type: 'string' } } } }),
    });
  const [type, isArray] = Array.isArray(returns) ? [returns[0], true] : [returns, false];
  if (also_produces) {
    const others = [also_produces].flat();
    const content = {
      'application/json': { schema: { $ref: getSchemaPath(type) } },
      ...Object.fromEntries(others.map((other) => [other, { schema: schemaOfFile(other) }])),
    };
    return applyDecorators(
      ApiExtraModels(type),
      ApiResponse({ status: status ?? 200, description: `The answer, or the same as ${others.join(' or ')}`, content }),
    );
  }
  return ApiResponse({ status: status ?? 'default', description: 'The answer', type, isArray });
}

/** A file of text, or one of bytes. */
function schemaOfFile(type: string): object {
  return type.startsWith('text/') ? { type: 'string' } : { type: 'string', format: 'binary' };
}

/** One documented response for each status, with one example for each code. */
function problemResponses(errors: readonly ErrorDefinition[]): MethodDecorator[] {
  const byStatus = new Map<number, string[]>();
  for (const { entry } of new Set(errors))
    byStatus.set(entry.status, [...(byStatus.get(entry.status) ?? []), entry.code]);
  return [...byStatus].map(([status, codes]) => ApiResponse({ status, ...problemResponse(codes) }));
}

/** The documented response that stands for some codes of one status. */
export function problemResponse(codes: readonly string[]): {
  description: string;
  headers?: Record<string, object>;
  content: Record<string, object>;
} {
  const entries = codes.map((code) => errorByCode(code)!.entry);
  return {
    description: entries.map(({ code, title }) => `\`${code}\`: ${title}`).join('; '),
    ...(entries.some(({ code }) => code === KERNEL_ERRORS.RATE_LIMITED.entry.code) && { headers: RATE_LIMIT_HEADERS }),
    content: {
      'application/problem+json': {
        schema: { $ref: `#/components/schemas/${ProblemDto.name}` },
        examples: Object.fromEntries(entries.map((entry) => [entry.code, { value: problemExample(entry) }])),
      },
    },
  };
}

const header = (description: string, example: string | number): object => ({
  description,
  schema: { type: typeof example === 'number' ? 'integer' : 'string' },
  example,
});
const RATE_LIMIT_HEADERS = {
  'Retry-After': header('Seconds until the next request is looked at.', 15),
  'RateLimit-Policy': header('The limits that hold here: requests (q) in seconds (w).', '"default";q=100;w=60'),
  RateLimit: header(
    'What is left (r) of the tightest of them, and seconds until it begins anew (t).',
    '"default";r=0;t=15',
  ),
} as const;

function problemExample({ code, status, title, description }: ErrorDefinition['entry']): object {
  return {
    type: `/api/v1/errors#${code}`,
    title,
    status,
    detail: description,
    instance: '/api/v1/…',
    error_code: code,
    request_id: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59',
    timestamp: '2026-01-26T17:03:11.120+07:00',
  };
}

/** A path parameter that is a UUID. @throws MALFORMED_REQUEST for anything else */
export function IdParam(name = 'id'): ParameterDecorator {
  return (target, key, index) => {
    Param(name, UuidPipe)(target, key, index);
    const descriptor = Object.getOwnPropertyDescriptor(target, key!)!;
    ApiParam({ name, schema: { type: 'string', format: 'uuid' } })(target, key!, descriptor);
  };
}
