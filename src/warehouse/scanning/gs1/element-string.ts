import { hasCheckDigit } from '../../../master-data/index.js';
import { GS, PREDEFINED_LENGTHS, applicationIdentifier, identifierAt } from './application-identifiers.js';
import type { ApplicationIdentifier } from './application-identifiers.js';
import { gs1Date } from './gs1-date.js';

/** One element of a scan: an application identifier and what stands behind it. */
export interface Gs1Element {
  readonly ai: string;
  readonly title: string;
  readonly value: string;
  /** Where its identifier stands in what was read, counted from one. */
  readonly position: number;
  /** For dates. */
  readonly date?: string;
  /** For measures and amounts: the value with its point. */
  readonly decimal?: string;
  /** For a measure that stock can be kept in: its unit. */
  readonly unit?: string;
}

export interface Gs1Fault {
  /** Character, counted from one, at which it goes wrong. */
  readonly position: number;
  readonly ai: string | null;
  readonly code: Gs1FaultCode;
  readonly message: string;
}

export type Gs1FaultCode =
  | 'GS1_UNKNOWN_AI'
  | 'GS1_EMPTY'
  | 'GS1_TOO_SHORT'
  | 'GS1_TOO_LONG'
  | 'GS1_CHARACTERS'
  | 'GS1_CHECK_DIGIT'
  | 'GS1_DATE'
  | 'GS1_REPEATED'
  | 'GS1_COMBINATION';

export interface ElementString {
  readonly elements: readonly Gs1Element[];
  readonly faults: readonly Gs1Fault[];
}

/** A piece of the text that belongs to one identifier. */
interface Segment {
  readonly identifier: ApplicationIdentifier;
  readonly value: string;
  readonly position: number;
}

/** The 82 characters of element strings (figure 7.11-1). */
const CSET_82 = /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]*$/;

/**
 * Reads the elements of a scan: the message of a GS1 symbol with separators, or its human-readable form `(01)09506000134352(10)ABC`.
 * Everything that is wrong is told at once; what could be read is read.
 * @param today ISO date, for the century of dates
 * @param offset characters that stood before the message in what was read
 */
export function readElementString(text: string, today: string, offset = 0): ElementString {
  const faults: Gs1Fault[] = [];
  const segments = text.startsWith('(') ? bracketed(text, faults) : transmitted(text, faults);
  if (segments.length === 0 && faults.length === 0) faults.push(fault(1, null, 'GS1_EMPTY', 'There is no element'));
  const elements = segments.map((segment) => elementOf(segment, today, faults));
  faults.push(...combinationFaults(elements));
  const moved = <T extends { position: number }>(each: T): T => ({ ...each, position: each.position + offset });
  return {
    elements: elements.map(moved),
    faults: faults.sort((a, b) => a.position - b.position).map(moved),
  };
}

/** Elements end at a separator, or where the length of those that begin alike is known. */
function transmitted(text: string, faults: Gs1Fault[]): Segment[] {
  const segments: Segment[] = [];
  let at = text.startsWith(GS) ? GS.length : 0;
  while (at < text.length) {
    const next = text.indexOf(GS, at);
    const end = next === -1 ? text.length : next;
    const identifier = identifierAt(text, at);
    if (!identifier) {
      const shown = text.slice(at, Math.min(at + 4, end));
      faults.push(
        fault(at + 1, null, 'GS1_UNKNOWN_AI', `${shown || 'Nothing'} begins with no identifier that is known`),
      );
      at = end + 1;
      continue;
    }
    const length = PREDEFINED_LENGTHS[text.slice(at, at + 2)];
    const stop = length === undefined ? end : Math.min(at + length, end);
    segments.push({ identifier, value: text.slice(at + identifier.ai.length, stop), position: at + 1 });
    at = stop === end ? end + 1 : stop;
  }
  return segments;
}

/** Elements begin at an identifier in brackets; other brackets belong to the value. */
function bracketed(text: string, faults: Gs1Fault[]): Segment[] {
  const starts = [...text.matchAll(/\((\d{2,4})\)/g)].filter(
    ({ 1: ai, index }) => index === 0 || applicationIdentifier(ai!) !== undefined,
  );
  if (starts[0]?.index !== 0)
    faults.push(
      fault(1, null, 'GS1_UNKNOWN_AI', 'Does not begin with an identifier of two to four digits in brackets'),
    );
  return starts.flatMap(({ 0: brackets, 1: ai, index }, n) => {
    const value = text.slice(index + brackets.length, starts[n + 1]?.index);
    const identifier = applicationIdentifier(ai!);
    if (identifier) return [{ identifier, value, position: index + 1 }];
    faults.push(fault(index + 1, ai!, 'GS1_UNKNOWN_AI', `${ai} is no identifier that is known`));
    return [];
  });
}

function elementOf({ identifier, value, position }: Segment, today: string, faults: Gs1Fault[]): Gs1Element {
  const { ai, title, kind, key_length, decimals, unit } = identifier;
  const element = { ai, title, value, position };
  const found = formFault(identifier, value);
  if (found) {
    faults.push(fault(position, ai, ...found));
    return element;
  }
  if (kind === 'check_digit' && !hasCheckDigit(value.slice(0, key_length)))
    faults.push(fault(position, ai, 'GS1_CHECK_DIGIT', `${value.slice(0, key_length)} has a wrong check digit`));
  if (kind === 'date') {
    const date = gs1Date(value, today);
    if (date) return { ...element, date };
    faults.push(fault(position, ai, 'GS1_DATE', `${value.slice(0, 6)} is no date (YYMMDD)`));
  }
  if (decimals === undefined) return element;
  const digits = identifier.components.length > 1 ? value.slice(3) : value;
  return { ...element, decimal: withPoint(digits, decimals), ...(unit && { unit }) };
}

/** What is wrong with the length or the characters of a value. */
function formFault({ components, min, max }: ApplicationIdentifier, value: string): [Gs1FaultCode, string] | null {
  const wanted = min === max ? `${max}` : `${min} to ${max}`;
  if (value.length < min) return ['GS1_TOO_SHORT', `Has ${value.length} characters; it takes ${wanted}`];
  if (value.length > max)
    return ['GS1_TOO_LONG', `Has ${value.length} characters; it takes ${wanted}. Is a separator missing?`];
  let at = 0;
  for (const { type, max: length } of components) {
    const part = value.slice(at, at + length);
    at += length;
    if (type === 'N' && !/^\d*$/.test(part)) return ['GS1_CHARACTERS', `${part} is not all digits`];
    if (!CSET_82.test(part)) return ['GS1_CHARACTERS', 'Holds characters that an element string cannot'];
  }
  return null;
}

/** Elements that contradict each other, or mean nothing alone. */
export function combinationFaults(elements: readonly Gs1Element[]): Gs1Fault[] {
  const first = new Map<string, Gs1Element>();
  const faults: Gs1Fault[] = [];
  for (const element of elements) {
    const before = first.get(element.ai);
    if (!before) first.set(element.ai, element);
    else if (before.value !== element.value)
      faults.push(fault(element.position, element.ai, 'GS1_REPEATED', `Says ${element.value} after ${before.value}`));
  }
  const without = (ai: string, ...needed: string[]): void => {
    const found = first.get(ai);
    if (found && !needed.some((other) => first.has(other)))
      faults.push(
        fault(found.position, ai, 'GS1_COMBINATION', `(${ai}) means nothing without (${needed.join(') or (')})`),
      );
  };
  without('02', '37');
  without('37', '02', '8026');
  const [item, content] = [first.get('01'), first.get('02')];
  if (item && content)
    faults.push(
      fault(
        content.position,
        '02',
        'GS1_COMBINATION',
        '(01) and (02) are not on one thing: the item, or what is in it',
      ),
    );
  return faults;
}

function withPoint(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  return decimals === 0 ? whole : `${whole}.${padded.slice(padded.length - decimals)}`;
}

function fault(position: number, ai: string | null, code: Gs1FaultCode, message: string): Gs1Fault {
  return { position, ai, code, message };
}
