import { types } from 'pg';
import { KERNEL_ERRORS } from '../errors/index.js';

/** `2026-01-26 17:03:11.12+07` -> `2026-01-26T17:03:11.120+07:00`: the session's time zone is APP_TIMEZONE, so this is the wire form. */
export function isoTimestamp(text: string): string {
  const match = /^(\d{4,}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?([+-]\d{2})(?::?(\d{2}))?(?::\d{2})?$/.exec(
    text,
  );
  if (!match) return text;
  const [, date, time, fraction = '', hours, minutes = '00'] = match;
  return `${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${hours}:${minutes}`;
}

/** Whole numbers are JS numbers only as long as they are exact. @throws VALUE_OUT_OF_RANGE past 2^53 - 1. */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw KERNEL_ERRORS.VALUE_OUT_OF_RANGE('A figure is too large to be exact');
  return value;
}

const text = (value: string): string => value;
const parsers = new Map<number, (value: string) => unknown>([
  [types.builtins.INT8, safeInteger],
  [types.builtins.NUMERIC, text],
  [types.builtins.DATE, text],
  [types.builtins.TIMESTAMPTZ, isoTimestamp],
  [types.builtins.TIMESTAMP, text],
]);

/** How values of the database arrive in JavaScript: money as decimal text, times as wire text, bigint as an exact number. */
export const PG_TYPES = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: never) => unknown {
    const parser = parsers.get(oid);
    return (parser ?? types.getTypeParser(oid, format as 'text')) as (value: never) => unknown;
  },
};
