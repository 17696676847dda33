import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { IMPORT_ERRORS } from './imports.errors.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';

export const MAX_FILE_BYTES = 50 * 1024 * 1024;
const MAX_ROW_CHARACTERS = 1_000_000;

/** One record of the file; `line` is the line on which it begins, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvOptions {
  readonly delimiter: string;
  readonly max_bytes: number;
  /** Sees every piece of the file as it passes. */
  readonly tap?: (bytes: Buffer) => void;
}

/**
 * Reads a CSV stream record by record (RFC 4180; CR LF or LF; a byte order mark is left out; empty lines too), never holding more
 * than a few of them. Bytes must be UTF-8.
 * @throws BODY_TOO_LARGE past `max_bytes`; FILE_NOT_UTF8; FILE_NOT_CSV where quotes do not close, with the line
 */
export async function* readCsv(source: Readable, options: CsvOptions): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    delimiter: options.delimiter,
    info: true,
    max_record_size: MAX_ROW_CHARACTERS,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  });
  const input = Readable.from(strictText(source, options), { objectMode: false, encoding: 'utf8' });
  input.once('error', (error) => parser.destroy(error));
  input.pipe(parser);
  let lines = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const line = lines + 1;
      lines = info.lines;
      if (record.length === 1 && record[0] === '') continue;
      yield { line, cells: record };
    }
  } catch (error) {
    throw error instanceof CsvError ? brokenCsv(error, lines + 1) : error;
  } finally {
    input.destroy();
    parser.destroy();
  }
}

/** The text of the bytes, checked while they pass. */
async function* strictText(source: Readable, { max_bytes: maxBytes, tap }: CsvOptions): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let bytes = 0;
  const decode = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw IMPORT_ERRORS.FILE_NOT_UTF8(`The file is not UTF-8 at or before byte ${bytes}`);
    }
  };
  // The source stays open when reading stops early: a request has to be answered on it.
  for await (const chunk of source.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    tap?.(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) throw KERNEL_ERRORS.BODY_TOO_LARGE(`A file of more than ${maxBytes} bytes is not taken`);
    const text = decode(chunk);
    if (text.includes('\0')) throw IMPORT_ERRORS.FILE_NOT_UTF8('The file holds NUL characters');
    if (text !== '') yield text;
  }
  const rest = decode();
  if (rest !== '') yield rest;
}

function brokenCsv(error: CsvError, line: number): Error {
  const reasons: Record<string, string> = {
    CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
    CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote',
    INVALID_OPENING_QUOTE: 'a quote stands inside an unquoted cell',
    CSV_MAX_RECORD_SIZE: 'a row is too long',
  };
  return IMPORT_ERRORS.FILE_NOT_CSV(
    `The row that begins on line ${line} cannot be read: ${reasons[error.code] ?? 'it is not CSV'}`,
    { line },
  );
}
