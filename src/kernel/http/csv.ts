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

/** Rows of the same members as a whole file, headed by their names. No rows: an empty text. */
export function csvText(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => csvLine(names.map((name) => (row as Record<string, unknown>)[name])));
  return names.length === 0 ? '' : csvLine(names) + lines.join('');
}
