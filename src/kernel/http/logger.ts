import type { LoggerService } from '@nestjs/common';
import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { AppConfig } from '../config/index.js';
import { openLogFile } from './log-file.js';

/** Lines are written together, at the latest after this time: a write for each would cost a twentieth of a request. */
const LOG_BUFFER_BYTES = 8192;
const LOG_FLUSH_MS = 100;

type LogSettings = Pick<AppConfig, 'logLevel'> &
  Partial<Pick<AppConfig, 'logFile' | 'logFileMegabytes' | 'logFilesKept'>>;

/** Structured JSON logs, one event a line, to standard output or LOG_FILE. Nothing that could be a secret is written. */
export function createLogger(config: LogSettings, destination: DestinationStream = destinationOf(config)): Logger {
  return pino(
    {
      level: config.logLevel,
      base: undefined,
      timestamp: isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['req.headers.authorization', '*.password', '*.access_token', '*.refresh_token', '*.api_key'],
      serializers: { req: undefined as never },
    },
    destination,
  );
}

function destinationOf({ logFile, logFileMegabytes = 50, logFilesKept = 14 }: LogSettings): DestinationStream {
  if (logFile !== undefined) return openLogFile({ file: logFile, megabytes: logFileMegabytes, kept: logFilesKept });
  return pino.destination({ dest: 1, sync: false, minLength: LOG_BUFFER_BYTES, periodicFlush: LOG_FLUSH_MS });
}

let millisecond = 0;
let stamp = '';

/** The time as pino writes it, spelled once for all lines of one millisecond. */
function isoTime(): string {
  const now = Date.now();
  if (now !== millisecond) {
    millisecond = now;
    stamp = `,"time":"${new Date(now).toISOString()}"`;
  }
  return stamp;
}

/** The same log for lines of our own making that hold nothing to be blotted out: looking for it costs more than the line. */
export function withoutRedaction(logger: Logger): Logger {
  return logger.child({}, { redact: [] });
}

/** Nest's own messages through the same logger; its chatter about routes is debug. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }
}
