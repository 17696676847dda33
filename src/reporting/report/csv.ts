/**
 * CSV as RFC 4180 has it: comma, CRLF, quotes where they are needed. A text that a spreadsheet would run as a formula gets an
 * apostrophe in front; numbers do not.
 */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

/** The full-width signs are formulas too where spreadsheets are Japanese or Chinese. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function csvValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const harmless = typeof value === 'string' && FORMULA.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
