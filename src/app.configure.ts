import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import { RequestGate } from './auth/index.js';
import { ConfigError, VERSION } from './kernel/config/index.js';
import type { AppConfig } from './kernel/config/index.js';
import { Database, loginFault, sessionFault } from './kernel/database/index.js';
import { NestLogger, createHttpAdapter, createLogger, createOpenApiDocument } from './kernel/http/index.js';
import { serveBoardPage } from './kanban/index.js';
import { ROOT_ROUTES } from './operations/index.js';

const COMPRESSION_THRESHOLD_BYTES = 2048;
const PREFLIGHT_SECONDS = 600;
/** Browsers that have come by TLS stay with it. */
const STRICT_TRANSPORT_SECURITY = 'max-age=31536000; includeSubDomains';
const PROBES: ReadonlySet<string> = new Set(ROOT_ROUTES.map((route) => `/${route}`));

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
    createHttpAdapter(config, logger, PROBES),
    {
      bodyParser: false,
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  await checkLogin(app, config, logger);
  app.setGlobalPrefix('api/v1', { exclude: [...ROOT_ROUTES] });
  // Not by Nest's `enableCors`, which copies each header to a second place for middleware that we have none of.
  await app.register(cors, {
    origin: config.corsOrigins.includes('*') ? '*' : [...config.corsOrigins],
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'X-Request-Id'],
    exposedHeaders: [
      'ETag',
      'X-Request-Id',
      'Idempotent-Replayed',
      'Location',
      'Retry-After',
      'RateLimit',
      'RateLimit-Policy',
    ],
    maxAge: PREFLIGHT_SECONDS,
    // A plain OPTIONS is no fault: it is answered like any other, and never as text/plain.
    strictPreflight: false,
  });
  app.get(RequestGate, { strict: false }).stand(app.getHttpAdapter().getInstance() as never, PROBES);
  await secureHeaders(app, config);
  await app.register(compress, { threshold: COMPRESSION_THRESHOLD_BYTES, encodings: ['gzip', 'identity'] });
  if (config.swaggerEnabled) serveDocs(app, config);
  serveBoardPage(app.getHttpAdapter().getInstance());
  await app.init();
  return app;
}

/** The embedded server has one login, its own. @throws ConfigError where sessions lack what they need, and in production where the login may do more than the server should */
async function checkLogin(app: NestFastifyApplication, config: AppConfig, logger: Logger): Promise<void> {
  if (config.usesEmbeddedDatabase) return;
  const lacking = await sessionFault(app.get(Database), config);
  if (lacking !== null) {
    await app.close();
    throw new ConfigError([lacking]);
  }
  const fault = await loginFault(app.get(Database));
  if (fault === null) return;
  if (config.isProduction) {
    await app.close();
    throw new ConfigError([fault]);
  }
  logger.warn(fault);
}

async function secureHeaders(app: NestFastifyApplication, config: AppConfig): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: false,
    strictTransportSecurity: false,
  });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, _payload, done) => {
      if (config.isProduction || request.protocol === 'https')
        void reply.header('strict-transport-security', STRICT_TRANSPORT_SECURITY);
      // A page of its own says so itself, and more strictly.
      if (!reply.hasHeader('content-security-policy')) {
        void reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
        if (!request.url.startsWith('/docs')) void reply.header('cache-control', 'no-store');
      }
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
