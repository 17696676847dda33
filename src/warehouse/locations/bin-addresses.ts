/** One part of an address: its values one by one, or from one to another. */
export interface AddressPart {
  readonly name: string;
  readonly values?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly digits?: number | undefined;
}

/** What is wrong with a pattern, with a pointer into the request. */
export interface AddressFault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

export const MAX_ADDRESSES = 5000;
const MAX_CODE_LENGTH = 64;

/**
 * Every address that a pattern such as `{zone}-{rack}-{shelf}` stands for, the last part running fastest: `Z1-A-1`, `Z1-A-2`, ...
 * @returns the addresses, or all faults of the pattern and its parts
 */
export function expandAddresses(
  pattern: string,
  parts: readonly AddressPart[],
): { codes: string[]; faults: AddressFault[] } {
  const faults: AddressFault[] = [];
  const values = parts.map((part, index) => valuesOf(part, `/parts/${index}`, faults));
  faults.push(...patternFaults(pattern, parts));
  const count = values.reduce((product, list) => product * list.length, 1);
  if (count > MAX_ADDRESSES) {
    faults.push({
      pointer: '/parts',
      code: 'TOO_MANY',
      message: `stand for ${count} addresses; at most ${MAX_ADDRESSES} at once`,
    });
  }
  if (faults.length > 0) return { codes: [], faults };
  let addresses = [pattern];
  for (const [index, { name }] of parts.entries()) {
    addresses = addresses.flatMap((address) => values[index]!.map((value) => address.replaceAll(`{${name}}`, value)));
  }
  const long = addresses.find((address) => address.length > MAX_CODE_LENGTH);
  if (long)
    faults.push({
      pointer: '/pattern',
      code: 'TOO_LONG',
      message: `gives addresses of more than ${MAX_CODE_LENGTH} characters`,
    });
  return { codes: faults.length > 0 ? [] : [...new Set(addresses)], faults };
}

function patternFaults(pattern: string, parts: readonly AddressPart[]): AddressFault[] {
  const faults: AddressFault[] = [];
  const used = [...pattern.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]!);
  const names = parts.map(({ name }) => name);
  for (const name of new Set(used)) {
    if (!names.includes(name))
      faults.push({ pointer: '/pattern', code: 'UNKNOWN_PART', message: `names the part ${name}, which is not given` });
  }
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index)
      faults.push({ pointer: `/parts/${index}/name`, code: 'DUPLICATE', message: 'is given twice' });
    else if (!used.includes(name))
      faults.push({ pointer: `/parts/${index}/name`, code: 'UNUSED_PART', message: 'does not stand in the pattern' });
  }
  return faults;
}

function valuesOf(part: AddressPart, pointer: string, faults: AddressFault[]): string[] {
  const { values, from, to, digits } = part;
  if (values !== undefined && from === undefined && to === undefined) {
    if (values.length === 0)
      faults.push({ pointer: `${pointer}/values`, code: 'TOO_FEW', message: 'must have at least 1 entry' });
    return [...values];
  }
  if (values !== undefined || from === undefined || to === undefined) {
    faults.push({ pointer, code: 'INVALID_RANGE', message: 'needs either values, or from and to' });
    return [];
  }
  if (/^\d{1,9}$/.test(from) && /^\d{1,9}$/.test(to)) {
    return range(Number(from), Number(to), pointer, faults).map((n) => String(n).padStart(digits ?? 1, '0'));
  }
  if (/^[A-Z]$/.test(from) && /^[A-Z]$/.test(to)) {
    return range(from.charCodeAt(0), to.charCodeAt(0), pointer, faults).map((code) => String.fromCharCode(code));
  }
  faults.push({ pointer, code: 'INVALID_RANGE', message: 'runs between two whole numbers or two capital letters' });
  return [];
}

function range(first: number, last: number, pointer: string, faults: AddressFault[]): number[] {
  const length = last - first + 1;
  if (length < 1 || length > MAX_ADDRESSES) {
    faults.push({ pointer, code: 'INVALID_RANGE', message: `must run upwards over at most ${MAX_ADDRESSES} values` });
    return [];
  }
  return Array.from({ length }, (_, index) => first + index);
}
