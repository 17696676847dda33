import { KERNEL_ERRORS, invalid } from '../errors/index.js';

export const BODY_LIMIT_BYTES = 256 * 1024;
const MAX_DEPTH = 32;
const MAX_KEYS = 2000;
/** A route that declares a larger body may have more keys, in the same proportion. */
const KEYS_PER_BYTE = MAX_KEYS / BODY_LIMIT_BYTES;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a JSON body strictly: bytes must be UTF-8, names must not repeat, nesting and number of names are bounded, and a number that
 * JavaScript cannot hold exactly is refused instead of rounded.
 * @throws MALFORMED_REQUEST, VALIDATION_FAILED, BODY_TOO_LARGE
 */
export function parseJsonBody(bytes: Buffer, bodyLimit = BODY_LIMIT_BYTES): unknown {
  if (bytes.length === 0) return undefined;
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw KERNEL_ERRORS.MALFORMED_REQUEST('The body is not valid UTF-8');
  }
  scan(text, Math.max(MAX_KEYS, Math.floor(bodyLimit * KEYS_PER_BYTE)));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw KERNEL_ERRORS.MALFORMED_REQUEST('The body is not valid JSON');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;
const PLUS = 0x2b;
const SMALL_E = 0x65;
const LARGE_E = 0x45;
/** A double holds up to this many characters of a plain number exactly. */
const SURELY_EXACT = 15;
/** So few names are compared one by one, faster than a set could be made for them. */
const FEW_NAMES = 8;
const COLON_NEXT = /[ \t\r\n]*:/y;

/** One pass over the text before it is parsed. Broken JSON may pass here; the parser refuses it. */
function scan(text: string, maxKeys: number): void {
  const names: (Names | null)[] = [];
  let keys = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      const end = endOfString(text, i);
      if (isName(text, end)) {
        if (++keys > maxKeys) throw KERNEL_ERRORS.MALFORMED_REQUEST(`The body has more than ${maxKeys} names`);
        noteName(names.at(-1), text.slice(i, end));
      }
      i = end - 1;
    } else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      if (names.push(c === OPEN_BRACE ? new Names() : null) > MAX_DEPTH) {
        throw KERNEL_ERRORS.MALFORMED_REQUEST(`The body is nested more than ${MAX_DEPTH} levels deep`);
      }
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) {
      names.pop();
    } else if (c === MINUS || (c >= ZERO && c <= NINE)) {
      i = endOfNumber(text, i) - 1;
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === BACKSLASH) i++;
    else if (c === QUOTE) return i + 1;
  }
  return text.length;
}

function isName(text: string, end: number): boolean {
  if (text.charCodeAt(end) === COLON) return true;
  COLON_NEXT.lastIndex = end;
  return COLON_NEXT.test(text);
}

function noteName(names: Names | null | undefined, quoted: string): void {
  if (!names) return;
  const name = quoted.includes('\\') ? unescape(quoted) : quoted.slice(1, -1);
  if (!names.add(name))
    throw KERNEL_ERRORS.MALFORMED_REQUEST(`The name ${name.slice(0, 64)} stands twice in one object`);
  if (name === '__proto__') throw KERNEL_ERRORS.MALFORMED_REQUEST('The name __proto__ is not taken');
}

/** The names of one object so far. A body of many small objects would otherwise make a set for each. */
class Names {
  private few: string[] | undefined;
  private many: Set<string> | undefined;

  /** @returns false when the name was there before */
  add(name: string): boolean {
    if (this.many) return this.many.size < this.many.add(name).size;
    const few = (this.few ??= []);
    if (few.includes(name)) return false;
    if (few.push(name) > FEW_NAMES) this.many = new Set(few);
    return true;
  }
}

function unescape(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw KERNEL_ERRORS.MALFORMED_REQUEST('The body is not valid JSON');
  }
}

function endOfNumber(text: string, start: number): number {
  const first = text.charCodeAt(start) === MINUS ? start + 1 : start;
  let end = endOfDigits(text, first);
  if (end === first) return end;
  if (text.charCodeAt(end) === POINT) end = endOfDigits(text, end + 1);
  const mantissa = end;
  end = endOfExponent(text, end);
  // Past that length, and with an exponent, the value itself has to be looked at.
  if (end > mantissa || end - start > SURELY_EXACT) refuseInexact(text.slice(start, end));
  return end;
}

function endOfExponent(text: string, start: number): number {
  const e = text.charCodeAt(start);
  if (e !== SMALL_E && e !== LARGE_E) return start;
  const sign = text.charCodeAt(start + 1);
  const first = sign === PLUS || sign === MINUS ? start + 2 : start + 1;
  const end = endOfDigits(text, first);
  return end === first ? start : end;
}

function endOfDigits(text: string, start: number): number {
  for (let i = start; ; i++) {
    const c = text.charCodeAt(i);
    if (!(c >= ZERO && c <= NINE)) return i;
  }
}

function refuseInexact(number: string): void {
  const inexact = /[eE]/.test(number) || !Number.isSafeInteger(Math.trunc(Number(number))) || !/^-?\d+$/.test(number);
  if (inexact) {
    throw invalid(
      [
        {
          pointer: '',
          code: 'INEXACT_NUMBER',
          message: `${number.slice(0, 40)} cannot be held exactly; numbers are never rounded`,
        },
      ],
      'A number of the body cannot be held exactly',
    );
  }
}
