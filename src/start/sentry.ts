import type { ErrorEvent } from '@sentry/node';
import { VERSION } from '../kernel/config/index.js';
import type { AppConfig } from '../kernel/config/index.js';
import { tellFaultsTo } from '../kernel/errors/index.js';

const FLUSH_MS = 2_000;

/** What must not leave the house, wherever it stands in a text: passwords in addresses, tokens, named secrets, e-mail addresses. */
const SECRETS: readonly [RegExp, string][] = [
  [/(\w+:\/\/[^\s:/@]*):[^\s/@]+@/g, '$1:[removed]@'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[removed]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 [removed]'],
  [
    /(["']?\b\w*(?:password|passwd|secret|token|api_?key|authorization|cookie|dsn)\w*["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&}]+)/gi,
    '$1[removed]',
  ],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[address]'],
];

/** @returns a text without secrets */
export function withoutSecrets(text: string): string {
  return SECRETS.reduce((cleaned, [pattern, instead]) => cleaned.replace(pattern, instead), text);
}

/** An event with nothing in it but what broke and where: no request, no body, no person, no values of variables, no secrets. */
export function scrubbed(event: ErrorEvent): ErrorEvent {
  const { event_id, timestamp, level, platform, release, environment, server_name, tags, contexts, exception } = event;
  const values = exception?.values?.map(({ type, value, mechanism, stacktrace }) => ({
    ...(type !== undefined && { type }),
    ...(value !== undefined && { value: withoutSecrets(value) }),
    ...(mechanism && { mechanism: { type: mechanism.type, handled: mechanism.handled ?? true } }),
    ...(stacktrace && {
      stacktrace: { frames: (stacktrace.frames ?? []).map(({ vars: _values, ...frame }) => frame) },
    }),
  }));
  return {
    type: undefined,
    ...(event.message !== undefined && { message: withoutSecrets(event.message) }),
    ...(values && { exception: { values } }),
    ...(contexts?.trace && { contexts: { trace: contexts.trace } }),
    ...Object.fromEntries(
      Object.entries({ event_id, timestamp, level, platform, release, environment, server_name, tags }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  } as ErrorEvent;
}

/**
 * Reports unexpected faults to Sentry when SENTRY_DSN is set. Its package is loaded only then: it costs start time and memory.
 * No tracing, no sessions, no look into requests: only the faults themselves, scrubbed.
 * @returns what sends the last ones before the process ends
 */
export async function startSentry(config: Pick<AppConfig, 'sentryDsn' | 'appEnv'>): Promise<() => Promise<void>> {
  if (config.sentryDsn === undefined) return () => Promise.resolve();
  const sentry = await import('@sentry/node');
  sentry.initWithoutDefaultIntegrations({
    dsn: config.sentryDsn,
    environment: config.appEnv,
    release: `pabrik@${VERSION}`,
    integrations: [
      sentry.linkedErrorsIntegration(),
      sentry.dedupeIntegration(),
      sentry.onUncaughtExceptionIntegration(),
      sentry.onUnhandledRejectionIntegration({ mode: 'strict' }),
    ],
    maxBreadcrumbs: 0,
    enableRuntimeChannelInjection: false,
    beforeSend: scrubbed,
  });
  tellFaultsTo((error, facts) => sentry.captureException(error, { tags: { ...facts } }));
  return async () => {
    tellFaultsTo(undefined);
    await sentry.close(FLUSH_MS);
  };
}
