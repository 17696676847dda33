import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { VERSION } from './kernel/config/index.js';
import type { AppConfig } from './kernel/config/index.js';
import { NestLogger, createHttpAdapter, createLogger, createOpenApiDocument } from './kernel/http/index.js';
import { PROBE_ROUTES } from './operations/index.js';

const COMPRESSION_THRESHOLD_BYTES = 2048;

/** What Swagger UI needs and nothing else. Constant: helmet would put it together anew for each answer. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join(';');

/** The whole application, ready to listen. The server and the tests make it here, so that they cannot differ. */
export async function createApp(
  config: AppConfig,
  logger: Logger = createLogger(config),
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config),
    createHttpAdapter(config, logger),
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  app.setGlobalPrefix('api/v1', { exclude: [...PROBE_ROUTES] });
  // Not by Nest's `enableCors`, which copies each header to a second place for middleware that we have none of.
  await app.register(cors, {
    origin: config.corsOrigins.includes('*') ? '*' : [...config.corsOrigins],
    exposedHeaders: ['ETag', 'X-Request-Id', 'Idempotent-Replayed', 'Retry-After'],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    // A plain OPTIONS is no fault: it is answered like any other, and never as text/plain.
    strictPreflight: false,
  });
  await secureHeaders(app, config);
  await app.register(compress, { threshold: COMPRESSION_THRESHOLD_BYTES, encodings: ['gzip', 'identity'] });
  if (config.swaggerEnabled) serveDocs(app, config);
  await app.init();
  return app;
}

async function secureHeaders(app: NestFastifyApplication, config: AppConfig): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: config.isProduction ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, _payload, done) => {
      void reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
      if (!request.url.startsWith('/docs')) void reply.header('cache-control', 'no-store');
      done();
    });
}

/** Swagger UI at /docs and the document at /openapi.json, made when they are first asked for. */
function serveDocs(app: NestFastifyApplication, config: AppConfig): void {
  SwaggerModule.setup('docs', app, () => createOpenApiDocument(app, config, VERSION), {
    jsonDocumentUrl: 'openapi.json',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, docExpansion: 'none', filter: true },
    customSiteTitle: 'Pabrik API',
  });
  // Below /docs/ the page would look for its scripts in the wrong place.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (request.url === '/docs/') void reply.redirect('/docs', 301);
      else done();
    });
}
