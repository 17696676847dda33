import { COMMON_PASSWORDS } from './common-passwords.js';

/** The shortest password accepted, in characters: what SP 800-63B-4 asks where it is the only factor. */
export const PASSWORD_MIN_LENGTH = 15;
/** The longest password accepted, in characters: past NIST's 64, and short enough to bound the work of a hash. */
export const PASSWORD_MAX_LENGTH = 128;

/** What a password may not simply repeat: who its owner is. */
export interface PasswordContext {
  username?: string | null;
  email?: string | null;
  full_name?: string | null;
}

export interface PasswordFault {
  code:
    | 'PASSWORD_TOO_SHORT'
    | 'PASSWORD_TOO_LONG'
    | 'PASSWORD_COMMON'
    | 'PASSWORD_CONTAINS_IDENTITY'
    | 'PASSWORD_REPETITIVE'
    | 'PASSWORD_SEQUENTIAL';
  message: string;
}

const PRODUCT_WORDS = ['pabrik'];
const MIN_DISTINCT_CHARACTERS = 5;
const MIN_WITHOUT_IDENTITY = 8;
const LOOK_ALIKES: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
};
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
];

/**
 * The form of a password that is hashed: NFKC, as NIST SP 800-63B-4 section 3.1.1.2 asks, so that the same characters typed
 * on two keyboards are one password. Nothing is trimmed: a space is a character like any other.
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Every reason why a new password is refused; an empty list means it is good. The rules are those of NIST SP 800-63B-4: length
 * and a list of what is guessed first, never a mixture of character classes and never an expiry date.
 */
export function passwordFaults(password: string, context: PasswordContext = {}): PasswordFault[] {
  const normal = normalizePassword(password);
  const length = [...normal].length;
  if (length > PASSWORD_MAX_LENGTH) {
    return [fault('PASSWORD_TOO_LONG', `A password has at most ${PASSWORD_MAX_LENGTH} characters.`)];
  }
  const faults: PasswordFault[] = [];
  if (length < PASSWORD_MIN_LENGTH) {
    faults.push(fault('PASSWORD_TOO_SHORT', `A password has at least ${PASSWORD_MIN_LENGTH} characters.`));
  }
  const lower = normal.toLowerCase();
  if (isRepetitive(lower)) faults.push(fault('PASSWORD_REPETITIVE', 'The password repeats the same few characters.'));
  if (isSequence(lower))
    faults.push(fault('PASSWORD_SEQUENTIAL', 'The password follows the keyboard, the alphabet or the digits.'));
  if (isCommon(lower)) faults.push(fault('PASSWORD_COMMON', 'The password is among those that are guessed first.'));
  if (repeatsIdentity(lower, context)) {
    faults.push(
      fault('PASSWORD_CONTAINS_IDENTITY', 'The password is little more than the name of its owner or of this system.'),
    );
  }
  return faults;
}

function fault(code: PasswordFault['code'], message: string): PasswordFault {
  return { code, message };
}

/** Few different characters, or one short piece written again and again ("abcabcabcabc"). */
function isRepetitive(lower: string): boolean {
  const characters = [...lower];
  if (new Set(characters).size < MIN_DISTINCT_CHARACTERS) return true;
  for (let size = 1; size <= characters.length / 3; size += 1) {
    if (characters.every((character, index) => character === characters[index % size])) return true;
  }
  return false;
}

/** Made of runs of three or more neighbours on one row, forwards or backwards, with at most three characters outside them. */
function isSequence(lower: string): boolean {
  const characters = [...lower];
  let outside = 0;
  for (let start = 0; start < characters.length;) {
    const run = runLength(characters, start);
    if (run < 3) outside += 1;
    start += run < 3 ? 1 : run;
  }
  return outside <= 3;
}

function runLength(characters: string[], start: number): number {
  let longest = 1;
  for (const row of ROWS) {
    for (const step of [1, -1]) {
      let length = 1;
      let place = row.indexOf(characters[start] ?? '', 0);
      while (place >= 0 && start + length < characters.length && row[place + step] === characters[start + length]) {
        place += step;
        length += 1;
      }
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

function isCommon(lower: string): boolean {
  return foldings(lower).some((folded) => COMMON_PASSWORDS.has(folded) || isDoubledWord(folded));
}

function isDoubledWord(folded: string): boolean {
  const half = folded.slice(0, folded.length / 2);
  return folded.length % 2 === 0 && half + half === folded && COMMON_PASSWORDS.has(half);
}

/** The ways in which a decorated word is read: as it is, without its ends, and with look-alike signs as letters. */
function foldings(lower: string): string[] {
  const stripped = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const all = [lower, stripped, letters(lower), letters(stripped), letters(readLookAlikes(stripped))];
  return [...all, letters(readLookAlikes(lower)), letters(readLookAlikes(lower.replace(/[\d\W_]+$/u, '')))];
}

function readLookAlikes(text: string): string {
  return [...text].map((character) => LOOK_ALIKES[character] ?? character).join('');
}

function letters(text: string): string {
  return text.replace(/[^\p{L}]/gu, '');
}

function repeatsIdentity(lower: string, context: PasswordContext): boolean {
  const words = [
    context.username,
    context.email,
    context.email?.split('@')[0],
    ...(context.full_name ?? '').split(/\s+/),
    ...PRODUCT_WORDS,
  ]
    .map((word) => (word ?? '').normalize('NFKC').toLowerCase())
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length);
  const readings = [lower, readLookAlikes(lower)];
  return readings.some((reading) => {
    const rest = words.reduce((text, word) => text.split(word).join(''), reading);
    return rest.length < reading.length && letters(rest).length < MIN_WITHOUT_IDENTITY;
  });
}
