import type { ImportField } from '../../kernel/imports/index.js';

/** What is wrong with one cell; the message begins after the field's name. */
export interface CellFault {
  readonly code: string;
  readonly message: string;
}

/** A cell as the database takes it, or why it cannot be taken. */
export type CellResult = { readonly value: string } | CellFault;

/** How a file writes its numbers. */
export interface NumberForm {
  readonly decimal_separator: '.' | ',';
  readonly group_separator: '' | '.' | ',' | ' ' | "'";
}

export const PLAIN_NUMBERS: NumberForm = { decimal_separator: '.', group_separator: '' };

const TRUE = new Set(['true', '1', 'yes', 'y', 't']);
const FALSE = new Set(['false', '0', 'no', 'n', 'f']);
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MAX_REFERENCE = 200;

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const fault = (code: string, message: string): CellFault => ({ code, message });

/** Reads a cell that is not empty as its field's type. Numbers are never rounded: `12.00` is twelve pieces, `12.50` is refused. */
export function readCell(field: ImportField, text: string, numbers: NumberForm = PLAIN_NUMBERS): CellResult {
  switch (field.type) {
    case 'text':
      return readText(text, field.min, field.max, field.lines ?? false);
    case 'choice':
      return readChoice(text, field.values);
    case 'integer':
    case 'quantity':
      return readWhole(text, field.min, field.max, numbers);
    case 'decimal':
      return readDecimal(text, field, numbers);
    case 'boolean':
      return readBoolean(text);
    case 'date':
      return isDate(text) ? { value: text } : fault('INVALID_DATE', 'must be a date, YYYY-MM-DD');
    case 'reference':
    case 'attributes':
      return readText(text, 1, MAX_REFERENCE, false);
  }
}

function readText(text: string, min: number, max: number, lines: boolean): CellResult {
  if (CONTROL.test(text) || (!lines && /[\r\n]/.test(text)))
    return fault('INVALID_CHARACTERS', 'holds characters that cannot be kept');
  if (text.length < min) return fault('TOO_SHORT', `must have at least ${min} characters`);
  if (text.length > max) return fault('TOO_LONG', `must have at most ${max} characters`);
  return { value: text };
}

function readChoice(text: string, values: readonly string[]): CellResult {
  const value = text.toLowerCase();
  return values.includes(value) ? { value } : fault('NOT_ALLOWED', `must be one of ${values.join(', ')}`);
}

function readBoolean(text: string): CellResult {
  const word = text.toLowerCase();
  if (TRUE.has(word)) return { value: 'true' };
  return FALSE.has(word) ? { value: 'false' } : fault('INVALID_BOOLEAN', 'must be true or false (also yes, no, 1, 0)');
}

function readWhole(text: string, min: number, max: number, numbers: NumberForm): CellResult {
  const match = /^([+-]?)0*(\d+)(?:\.(\d+))?$/.exec(plain(text, numbers));
  if (!match) return fault('INVALID_NUMBER', 'must be a whole number');
  if (/[1-9]/.test(match[3] ?? '')) return fault('NOT_WHOLE', 'must be a whole number; a fraction is never rounded');
  const value = BigInt(match[2]!) * (match[1] === '-' ? -1n : 1n);
  if (value < BigInt(min)) return fault('TOO_SMALL', `must be at least ${min}`);
  if (value > BigInt(max)) return fault('TOO_LARGE', `must be at most ${max}`);
  return { value: value.toString() };
}

function readDecimal(
  text: string,
  { digits, scale, max }: { digits: number; scale: number; max?: string },
  numbers: NumberForm,
): CellResult {
  const match = /^([+-]?)0*(\d+)?(?:\.(\d*?)0*)?$/.exec(plain(text, numbers));
  const [, sign, whole = '0', places = ''] = match ?? [];
  if (!match || text === '' || !/\d/.test(text)) return fault('INVALID_DECIMAL', 'must be a plain decimal number');
  if (sign === '-' && /[1-9]/.test(whole + places)) return fault('TOO_SMALL', 'must not be negative');
  if (places.length > scale)
    return fault('TOO_MANY_PLACES', `must have at most ${scale} decimal places; numbers are never rounded`);
  if (whole.length > digits) return fault('TOO_LARGE', `must have at most ${digits} digits before the point`);
  if (max !== undefined && Number(`${whole}.${places}`) > Number(max))
    return fault('TOO_LARGE', `must be at most ${max}`);
  return { value: places ? `${whole}.${places}` : whole };
}

/** The number with a point and without group separators; what is no such number comes back as something no reader takes. */
export function plain(text: string, { decimal_separator, group_separator }: NumberForm): string {
  const grouped =
    group_separator &&
    new RegExp(`^[+-]?\\d{1,3}(?:\\${group_separator}\\d{3})+(?:\\${decimal_separator}|$)`).test(text);
  const ungrouped = grouped ? text.replaceAll(group_separator, '') : text;
  if (decimal_separator === '.') return ungrouped;
  return ungrouped.includes('.') ? 'not a number' : ungrouped.replace(',', '.');
}

function isDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
