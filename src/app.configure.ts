import compress from '@fastify/compress';
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

/** The whole application, ready to listen. The server and the tests make it here, so that they cannot differ. */
export async function createApp(config: AppConfig, logger: Logger = createLogger(config)): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), createHttpAdapter(config, logger), {
    bodyParser: false,
    logger: new NestLogger(logger),
    abortOnError: false,
  });
  app.setGlobalPrefix('api/v1', { exclude: [...PROBE_ROUTES] });
  app.enableCors({
    origin: config.corsOrigins.includes('*') ? '*' : [...config.corsOrigins],
    exposedHeaders: ['ETag', 'X-Request-Id', 'Idempotent-Replayed', 'Retry-After'],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  });
  await secureHeaders(app, config);
  await app.register(compress, { threshold: COMPRESSION_THRESHOLD_BYTES, encodings: ['gzip', 'identity'] });
  if (config.swaggerEnabled) serveDocs(app, config);
  await app.init();
  return app;
}

async function secureHeaders(app: NestFastifyApplication, config: AppConfig): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'none'"],
      },
    },
    strictTransportSecurity: config.isProduction ? { maxAge: 31_536_000, includeSubDomains: true } : false,
  });
  app.getHttpAdapter().getInstance().addHook('onSend', (request, reply, _payload, done) => {
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
}
