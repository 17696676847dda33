/** A sheet of labels: where on the page each of them lies, in millimetres. */
export interface Sheet {
  readonly name: string;
  readonly page: readonly [width: number, height: number];
  readonly label: readonly [width: number, height: number];
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  readonly column_step: number;
  readonly row_step: number;
}

const A4 = [210, 297] as const;
const LETTER = [215.9, 279.4] as const;

function roll(width: number, height: number): Sheet {
  const one = { columns: 1, rows: 1, left: 0, top: 0, column_step: width, row_step: height };
  return { name: `roll_${width}x${height}`, page: [width, height], label: [width, height], ...one };
}

/** The sizes of sheets that are sold everywhere, and rolls of label printers with one label to a page. */
export const SHEETS: readonly Sheet[] = [
  {
    name: 'a4_3x8',
    page: A4,
    label: [70, 37.1],
    columns: 3,
    rows: 8,
    left: 0,
    top: 0.1,
    column_step: 70,
    row_step: 37.1,
  },
  {
    name: 'a4_3x7',
    page: A4,
    label: [70, 42.4],
    columns: 3,
    rows: 7,
    left: 0,
    top: 0.1,
    column_step: 70,
    row_step: 42.4,
  },
  {
    name: 'a4_2x7',
    page: A4,
    label: [99.1, 38.1],
    columns: 2,
    rows: 7,
    left: 4.65,
    top: 15.15,
    column_step: 101.6,
    row_step: 38.1,
  },
  {
    name: 'letter_3x10',
    page: LETTER,
    label: [66.675, 25.4],
    columns: 3,
    rows: 10,
    left: 4.7625,
    top: 12.7,
    column_step: 69.85,
    row_step: 25.4,
  },
  roll(100, 150),
  roll(100, 50),
  roll(62, 29),
  roll(50, 25),
];

export const SHEET_NAMES = SHEETS.map(({ name }) => name);

export function sheetNamed(name: string): Sheet {
  return SHEETS.find((sheet) => sheet.name === name)!;
}

/** Where labels lie, one after the other, row by row. @param skip places of the first page that are used already */
export function placesOn(sheet: Sheet, labels: number, skip: number): { page: number; x: number; y: number }[] {
  const { columns, rows, left, top, column_step, row_step } = sheet;
  return Array.from({ length: labels }, (_, n) => {
    const place = n + skip;
    const on = place % (columns * rows);
    return {
      page: Math.floor(place / (columns * rows)),
      x: left + (on % columns) * column_step,
      y: top + Math.floor(on / columns) * row_step,
    };
  });
}
