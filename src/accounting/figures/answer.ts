import { StreamableFile } from '@nestjs/common';
import { invalid } from '../../kernel/errors/index.js';
import { XLSX_TYPE, csvText, xlsxFile } from '../../kernel/http/index.js';
import { MOST_WORKBOOK_ROWS } from './figures-limits.js';

/** How figures are answered. */
export const FORMATS = ['json', 'csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];

/** The types of content that figures come in, beside JSON. */
export const FILE_TYPES = ['text/csv', XLSX_TYPE] as const;

/**
 * Figures as they are, or their rows as a file. Columns that only a comparison fills are left out of a file that compares nothing.
 * @param name of the file, without its ending
 * @throws VALIDATION_FAILED for a workbook of more rows than one is written of
 */
export async function answer<Figures extends { readonly data: readonly object[] }>(
  figures: Figures,
  format: Format | undefined,
  name: string,
): Promise<Figures | StreamableFile> {
  if (format === undefined || format === 'json') return figures;
  if (format === 'xlsx' && figures.data.length > MOST_WORKBOOK_ROWS) {
    const message = `A workbook has ${MOST_WORKBOOK_ROWS} rows at most: ask for fewer days, or for CSV`;
    throw invalid([{ pointer: '/format', code: 'TOO_LARGE', message }]);
  }
  const rows = withoutEmptyComparison(figures.data);
  const disposition = `attachment; filename="${name}.${format}"`;
  return format === 'csv'
    ? new StreamableFile(Buffer.from(csvText(rows)), { type: 'text/csv; charset=utf-8', disposition })
    : new StreamableFile(await xlsxFile(rows, name), { type: XLSX_TYPE, disposition });
}

const COMPARED = /^(compare_|change$)/;

function withoutEmptyComparison(rows: readonly object[]): readonly object[] {
  const compared = Object.entries(rows[0] ?? {}).filter(([name]) => COMPARED.test(name));
  if (compared.length === 0 || compared.some(([, value]) => value !== null)) return rows;
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !COMPARED.test(name))));
}
