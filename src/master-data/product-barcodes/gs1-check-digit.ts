/**
 * The check digit that GS1 keys end with (GS1 General Specifications, 7.9.1): weights 3 and 1 from the right, filled up to a multiple of ten.
 * @param digits the key without its check digit
 */
export function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1);
  return String((10 - (sum % 10)) % 10);
}

/** Whether a key of digits (GTIN, SSCC, GLN and their like) ends with the right check digit. */
export function hasCheckDigit(key: string): boolean {
  return /^\d{2,}$/.test(key) && checkDigit(key.slice(0, -1)) === key.at(-1);
}

/** Whether a text has the form of a GTIN-8, 12, 13 or 14, whatever its check digit. */
export function looksLikeGtin(text: string): boolean {
  return /^(\d{8}|\d{12,14})$/.test(text);
}

/** A GTIN-8, 12, 13 or 14 filled up to fourteen digits; null for anything else, or a wrong check digit. */
export function gtin14(text: string): string | null {
  return looksLikeGtin(text) && hasCheckDigit(text) ? text.padStart(14, '0') : null;
}
