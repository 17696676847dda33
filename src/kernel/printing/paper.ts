/** Who stands on a paper. */
export interface Party {
  readonly name: string;
  readonly address: string | null;
  readonly tax_number: string | null;
}

export interface PaperColumn {
  readonly title: string;
  /** Of the width of the page; all together are 1. */
  readonly share: number;
  readonly right: boolean;
}

/** A document as it is printed, HTML and PDF alike: all of it is text. */
export interface Paper {
  readonly number: string;
  readonly title: string;
  /** Says above all that it must not be taken for what it is not yet; null: it counts. */
  readonly warning: string | null;
  /** Two that stand beside each other, each under what it is here. */
  readonly parties: readonly (readonly [label: string, party: Party])[];
  /** Words above the lines, and what they say. */
  readonly words: readonly (readonly [word: string, value: string])[];
  readonly columns: readonly PaperColumn[];
  /** A cell for each column. */
  readonly rows: readonly (readonly string[])[];
  /** Sums under the lines; the last one is the one that counts. */
  readonly totals: readonly (readonly [word: string, amount: string])[];
  readonly notes: string | null;
}

/** Columns with the text that each has of a line: what a paper's columns and rows are made from. */
export interface LineColumn<Line> extends PaperColumn {
  readonly text: (line: Line) => string;
}

/** Lines as rows of their columns. */
export function paperLines<Line>(
  columns: readonly LineColumn<Line>[],
  lines: readonly Line[],
): Pick<Paper, 'columns' | 'rows'> {
  return { columns, rows: lines.map((line) => columns.map(({ text }) => text(line))) };
}

/** Words that say something. */
export function saidWords(words: readonly (readonly [string, string | null])[]): [string, string][] {
  return words.flatMap(([word, value]): [string, string][] => (value === null || value === '' ? [] : [[word, value]]));
}

/** What stands under the name of a party. */
export function partyLines({ name, address, tax_number }: Party): string[] {
  return [name, address, tax_number && `Tax number ${tax_number}`].filter((line): line is string => Boolean(line));
}

/** A decimal with two places at least. */
export function tidy(value: string): string {
  const [whole, fraction = ''] = value.split('.');
  return `${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`;
}

/** A percentage without needless places; none at all is nothing. */
export function percent(value: string): string {
  const shown = tidy(value);
  return shown === '0.00' ? '' : `${shown.replace(/\.?0+$/, '')} %`;
}
