import { GS, PREDEFINED_LENGTHS } from './application-identifiers.js';
import { readElementString } from './element-string.js';

/** An identifier and its value, to be written. */
export type ElementToWrite = readonly [ai: string, value: string];

/**
 * The message of a GS1 symbol: elements of predefined length first, a separator behind each other one but the last.
 * @throws RangeError for an element that could not be read back
 */
export function elementString(elements: readonly ElementToWrite[]): string {
  const fixed = ([ai]: ElementToWrite): boolean => ai.slice(0, 2) in PREDEFINED_LENGTHS;
  const ordered = [...elements.filter(fixed), ...elements.filter((element) => !fixed(element))];
  const text = ordered
    .map((element, index) => element.join('') + (fixed(element) || index === ordered.length - 1 ? '' : GS))
    .join('');
  refuseUnreadable(text, ordered);
  return text;
}

/** The same in the form for people: `(01)09506000134352(10)ABC`. */
export function humanReadable(elements: readonly ElementToWrite[]): string {
  return elements.map(([ai, value]) => `(${ai})${value}`).join('');
}

/** Whether a text can stand in an element of 20 characters, such as a lot or a serial number. */
export function fitsElement(text: string): boolean {
  return /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/.test(text);
}

function refuseUnreadable(text: string, wanted: readonly ElementToWrite[]): void {
  const { elements, faults } = readElementString(text, new Date().toISOString().slice(0, 10));
  const [first] = faults;
  if (first) throw new RangeError(`(${first.ai}) at ${first.position}: ${first.message}`);
  const read = elements.map(({ ai, value }) => ai + value);
  if (read.join() !== wanted.map((element) => element.join('')).join())
    throw new RangeError('The elements cannot be told apart when they are read back');
}
