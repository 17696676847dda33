/** What is wrong with one value: a stable code and a sentence that begins after the field's name. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  /** Path inside the value, for lists and objects, as in `/0/quantity`. */
  readonly pointer?: string;
}

/** A pure check: no faults means that the value is good. */
export type Check = (value: unknown) => readonly Fault[];

const GOOD: readonly Fault[] = [];
const fault = (code: string, message: string): readonly Fault[] => [{ code, message }];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)$/;

/** No business date lies before it; it keeps typing errors such as 0206 out. */
const FIRST_YEAR = 1900;

/** The longest message of a GS1 symbol has 3,116 characters, of those in use in a factory a few hundred. */
export const MAX_SCAN = 1000;
/** Control characters other than tab and line breaks; NUL cannot be stored and the rest has no business in a field. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

export const checkUuid: Check = (value) => (isUuid(value) ? GOOD : fault('INVALID_UUID', 'must be a UUID'));

export function checkString(options: {
  min?: number;
  max: number;
  pattern?: RegExp | undefined;
  lines?: boolean;
}): Check {
  const min = options.min ?? 0;
  return (value) => {
    if (typeof value !== 'string') return fault('INVALID_TYPE', 'must be a text');
    if (CONTROL.test(value) || LONE_SURROGATE.test(value) || (!options.lines && /[\r\n]/.test(value))) {
      return fault('INVALID_CHARACTERS', 'holds characters that cannot be kept');
    }
    if (value.trim().length < min)
      return fault(min === 1 ? 'REQUIRED' : 'TOO_SHORT', `must have at least ${min} characters`);
    if (value.length > options.max) return fault('TOO_LONG', `must have at most ${options.max} characters`);
    if (options.pattern && !options.pattern.test(value))
      return fault('INVALID_FORMAT', 'does not have the form that is asked for');
    return GOOD;
  };
}

/** What a reader sent, with the control characters that separate its parts; the null character is never among them. */
export const checkScan: Check = (value) => {
  if (typeof value !== 'string') return fault('INVALID_TYPE', 'must be a text');
  if (value.includes('\u0000') || LONE_SURROGATE.test(value))
    return fault('INVALID_CHARACTERS', 'holds characters that cannot be kept');
  if (value.trim() === '') return fault('REQUIRED', 'must have at least 1 characters');
  return value.length > MAX_SCAN ? fault('TOO_LONG', `must have at most ${MAX_SCAN} characters`) : GOOD;
};

export function checkEnum(values: readonly string[]): Check {
  return (value) =>
    typeof value === 'string' && values.includes(value)
      ? GOOD
      : fault('NOT_ALLOWED', `must be one of ${values.join(', ')}`);
}

export const checkBoolean: Check = (value) =>
  typeof value === 'boolean' ? GOOD : fault('INVALID_TYPE', 'must be true or false');

export function checkInteger(min: number, max: number): Check {
  return (value) => {
    if (typeof value !== 'number') return fault('INVALID_TYPE', 'must be a whole number');
    if (!Number.isInteger(value)) return fault('NOT_WHOLE', 'must be a whole number; a fraction is never rounded');
    if (value < min) return fault('TOO_SMALL', `must be at least ${min}`);
    if (value > max) return fault('TOO_LARGE', `must be at most ${max}`);
    return GOOD;
  };
}

/** A decimal text such as `"12.50"`: no exponent, no sign of infinity, no more places than the column holds. */
export function checkDecimal(options: {
  scale: number;
  digits: number;
  min?: string;
  max?: string;
  signed?: boolean;
}): Check {
  const pattern = new RegExp(`^${options.signed ? '-?' : ''}\\d{1,${options.digits}}(?:\\.\\d{1,${options.scale}})?$`);
  return (value) => {
    if (typeof value !== 'string')
      return fault('INVALID_TYPE', 'must be a decimal number written as a text, such as "12.50"');
    if (!options.signed && /^-\d/.test(value)) return fault('TOO_SMALL', 'must not be negative');
    if (!pattern.test(value)) {
      return fault(
        'INVALID_DECIMAL',
        `must be a plain decimal with at most ${options.digits} digits and ${options.scale} places`,
      );
    }
    if (options.min !== undefined && compareDecimals(value, options.min) < 0)
      return fault('TOO_SMALL', `must be at least ${options.min}`);
    if (options.max !== undefined && compareDecimals(value, options.max) > 0)
      return fault('TOO_LARGE', `must be at most ${options.max}`);
    return GOOD;
  };
}

/** Compares two plain decimals exactly. */
export function compareDecimals(a: string, b: string): number {
  const places = Math.max(fraction(a).length, fraction(b).length);
  const units = (text: string): bigint => BigInt(text.replace('.', '') + '0'.repeat(places - fraction(text).length));
  const difference = units(a) - units(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function fraction(text: string): string {
  return text.split('.')[1] ?? '';
}

export const checkDate: Check = (value) =>
  typeof value === 'string' && isCalendarDate(value) ? GOOD : fault('INVALID_DATE', 'must be a date, YYYY-MM-DD');

export const checkTimestamp: Check = (value) =>
  typeof value === 'string' && TIMESTAMP.test(value) && isCalendarDate(value.slice(0, 10)) && isTimestampYear(value)
    ? GOOD
    : fault('INVALID_TIMESTAMP', 'must be a time with its offset, such as 2026-01-26T17:03:11+07:00');

/** Times whose wire form has four digits of a year in any zone, and an offset in whole minutes. */
function isTimestampYear(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= 1970 && year <= 9998;
}

function isCalendarDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < FIRST_YEAR || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

export function checkList(item: Check, min: number, max: number): Check {
  return (value) => {
    if (!Array.isArray(value)) return fault('INVALID_TYPE', 'must be a list');
    if (value.length < min) return fault('TOO_FEW', `must have at least ${min} ${min === 1 ? 'entry' : 'entries'}`);
    if (value.length > max) return fault('TOO_MANY', `must have at most ${max} entries`);
    let faults: Fault[] | undefined;
    for (let index = 0; index < value.length; index++) {
      for (const each of item(value[index])) {
        (faults ??= []).push({ ...each, pointer: `/${index}${each.pointer ?? ''}` });
      }
    }
    return faults ?? GOOD;
  };
}

const MAX_ATTRIBUTES = 100;
/** NUL and lone surrogates, which JSON can spell and the database cannot keep; in well-formed JSON nothing else is written like this. */
const KEPT_ONLY_AS_ESCAPE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f]..)/;

export const checkAttributes: Check = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fault('INVALID_TYPE', 'must be a JSON object');
  if (Object.keys(value).length > MAX_ATTRIBUTES)
    return fault('TOO_MANY', `must have at most ${MAX_ATTRIBUTES} members`);
  return KEPT_ONLY_AS_ESCAPE.test(JSON.stringify(value))
    ? fault('INVALID_CHARACTERS', 'holds characters that cannot be kept')
    : GOOD;
};
