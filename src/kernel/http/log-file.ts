import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Writable } from 'node:stream';
import type { DestinationStream } from 'pino';
import { createStream } from 'rotating-file-stream';

export interface LogFileOptions {
  readonly file: string;
  /** Size at which it is set aside. */
  readonly megabytes: number;
  /** How many that were set aside are kept. */
  readonly kept: number;
}

/** A place for the log that can be waited for, so that the last lines of a process are on the disk. */
export interface LogFile extends DestinationStream {
  end(done: () => void): void;
}

/** How long a file that could not be written is left alone before it is opened again. */
const REOPEN_MS = 1_000;

/**
 * A log file that is set aside, compressed, when it is full or the day ends; the oldest ones are dropped. A disk that is full or a folder
 * that is gone costs lines of the log and never the process: that is said on standard error, once each time. The file is tried again every
 * second, and begins again with how many lines are missing.
 * @throws Error when the folder cannot be made
 */
export function openLogFile(
  { file, megabytes, kept }: LogFileOptions,
  complain: (text: string) => void = (text) => process.stderr.write(text),
): LogFile {
  mkdirSync(dirname(file), { recursive: true });
  let complained = false;
  let lost = 0;
  let reopening: NodeJS.Timeout | undefined;
  const told = (error: Error): void => {
    if (!complained) complain(`The log cannot be written to ${file}: ${error.message}\n`);
    complained = true;
  };
  const open = (): Writable => {
    const made = createStream((time, index) => rotatedName(basename(file), time, index), {
      path: dirname(file),
      size: `${megabytes}M`,
      interval: '1d',
      maxFiles: kept,
      compress: 'gzip',
      mode: 0o640,
    });
    // Once it has failed, a stream writes nothing more.
    return made.on('warning', told).on('error', (error: Error) => {
      told(error);
      made.destroy();
      reopening ??= setTimeout(reopen, REOPEN_MS).unref();
    });
  };
  const reopen = (): void => {
    reopening = undefined;
    try {
      mkdirSync(dirname(file), { recursive: true });
      stream = open();
    } catch {
      reopening = setTimeout(reopen, REOPEN_MS).unref();
      return;
    }
    const missing = lost;
    const line = { level: 'warn', time: new Date().toISOString(), lost: missing, msg: 'lines of the log were lost' };
    stream.write(`${JSON.stringify(line)}\n`, (error) => {
      if (error) return;
      lost -= missing;
      complained = false;
    });
  };
  let stream = open();
  return {
    write: (line) => {
      if (!stream.writable) lost++;
      // What waited for the disk when it failed is lost as well.
      else stream.write(line, (error) => void (error && lost++));
    },
    end: (done) => {
      clearTimeout(reopening);
      if (stream.writable) stream.end(done);
      else done();
    },
  };
}

/** `pabrik.log` now, `pabrik-20260126-01.log.gz` when it is set aside. */
export function rotatedName(name: string, time: number | Date | null, index = 1): string {
  if (!time) return name;
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return `${stem}-${day}-${String(index).padStart(2, '0')}${ending}.gz`;
}
