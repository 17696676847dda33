import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { AppConfig } from '../config/index.js';
import { ProblemDto } from './problem.dto.js';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of all routes. */
export function createOpenApiDocument(app: INestApplication, config: Pick<AppConfig, 'publicUrl'>, version: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Pabrik')
    .setDescription(
      'A headless manufacturing ERP. Log in at `POST /api/v1/auth/login`, press *Authorize* and paste the access token. ' +
        'Quantities are whole JSON numbers, money is a decimal text. Every refusal is a problem+json with an `error_code` of `GET /api/v1/errors`. ' +
        'Send `Idempotency-Key` with a change to retry it safely, and `If-Match` with the ETag to change only what you have seen.',
    )
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addServer(config.publicUrl ?? '/');
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [ProblemDto],
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return finish(document);
}

function finish(document: OpenAPIObject): OpenAPIObject {
  const json = toOpenApi31(document) as OpenAPIObject & { paths: Record<string, Record<string, Json>> };
  for (const path of Object.values(json.paths)) {
    for (const [method, operation] of Object.entries(path)) {
      if (['post', 'put', 'patch', 'delete'].includes(method)) addIdempotencyKey(operation);
    }
  }
  return json;
}

/** `nullable` became a type of its own in 3.1. */
function toOpenApi31(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toOpenApi31);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toOpenApi31(member)])) as Json;
  if (nullable !== true) return nullable === undefined || nullable === false ? rest : { nullable, ...rest };
  if (typeof rest['type'] === 'string') {
    const values = rest['enum'];
    return { ...rest, type: [rest['type'], 'null'], ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }) };
  }
  const { description, example, allOf, ...schema } = rest;
  const inner = Array.isArray(allOf) && allOf.length === 1 ? (allOf[0] as Json) : { ...schema, ...(allOf ? { allOf } : {}) };
  return { ...(description ? { description } : {}), ...(example ? { example } : {}), anyOf: [inner, { type: 'null' }] };
}

function addIdempotencyKey(operation: Json): void {
  const parameters = (operation['parameters'] ??= []) as Json[];
  parameters.push({
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Makes a retry safe: the same key and body get the first answer again.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  });
}
