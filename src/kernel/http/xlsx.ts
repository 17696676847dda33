import writeXlsx from 'write-excel-file/node';
import type { Cell } from 'write-excel-file/node';

export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Digits that a number of a spreadsheet, a double, keeps whatever they are. */
const EXACT_DIGITS = 15;
/** A decimal text with places, as amounts, quantities and rates are; codes that are digits alone stay texts. */
const DECIMAL = /^-?(0|[1-9]\d*)\.(\d+)$/;
/** What XML cannot hold, half of a surrogate pair included. */
const UNWRITABLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Rows of the same members as a workbook of one sheet, headed by their names. A decimal text becomes a number with its places where a spreadsheet
 * keeps every digit of it, and stays a text where it would not; every other text is written as one, so that none is run as a formula.
 * @param columns names of the members to show, in order; all of the first row when not given
 */
export function xlsxFile(
  rows: readonly object[],
  name: string,
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): Promise<Buffer> {
  const head = columns.map((column): Cell => ({ value: column, type: String, fontWeight: 'bold' }));
  const body = rows.map((row) => columns.map((column) => xlsxCell((row as Record<string, unknown>)[column])));
  return writeXlsx([head, ...body], { sheet: name.slice(0, 31), stickyRowsCount: 1 }).toBuffer();
}

/** One value as a cell; null where there is none. */
export function xlsxCell(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'boolean') return { value, type: Boolean };
  if (typeof value === 'number' && Number.isFinite(value)) return { value, type: Number };
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const [, , places = ''] = DECIMAL.exec(text) ?? [];
  if (places !== '' && isExact(text))
    return { value: Number(text), type: Number, format: `#,##0.${'0'.repeat(places.length)}` };
  return { value: text.replace(UNWRITABLE, '\ufffd'), type: String };
}

function isExact(decimal: string): boolean {
  return decimal.replace(/^-?0*\.?0*|\./g, '').length <= EXACT_DIGITS;
}
