/** Serial numbers that follow one another: the digits at the end of the first are counted on. */
export interface SerialRange {
  readonly first: string;
  readonly count: number;
}

const MAX_LENGTH = 64;

/**
 * The serial numbers of a range: `SN-0099` and 3 make `SN-0099`, `SN-0100`, `SN-0101`. Leading zeros are kept, and a number that
 * outgrows its digits gets one more.
 * @returns null when the first ends in no digit, or the last would be longer than a code may be
 */
export function serialsOf({ first, count }: SerialRange): string[] | null {
  const digits = /\d+$/.exec(first)?.[0];
  if (digits === undefined) return null;
  const prefix = first.slice(0, -digits.length);
  const start = BigInt(digits);
  const codes = Array.from(
    { length: count },
    (_, n) => prefix + (start + BigInt(n)).toString().padStart(digits.length, '0'),
  );
  return codes.at(-1)!.length > MAX_LENGTH ? null : codes;
}
