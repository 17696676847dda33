import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { AppConfig } from '../config/index.js';
import { finish } from './openapi-finish.js';
import { mergeTwinPaths } from './openapi-paths.js';
import { ProblemDto } from './problem.dto.js';

/** The OpenAPI 3.1 document of all routes. */
export function createOpenApiDocument(
  app: INestApplication,
  config: Pick<AppConfig, 'publicUrl'>,
  version: string,
): OpenAPIObject {
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
  mergeTwinPaths(document);
  return finish(document);
}
