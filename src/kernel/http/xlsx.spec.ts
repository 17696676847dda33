import { unzipSync } from 'fflate';
import { xlsxCell, xlsxFile } from './xlsx.js';

/** Parts of a workbook as texts, by their names. */
function partsOf(file: Buffer): Record<string, string> {
  const parts = unzipSync(new Uint8Array(file));
  return Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
}

describe('a cell', () => {
  it.each([
    ['0.00', 0],
    ['-0.01', -0.01],
    ['1234567890123.45', 1234567890123.45],
    ['-9999999999999.99', -9999999999999.99],
    ['0.000001', 0.000001],
  ])('is a number where all digits of %s are kept', (text, value) =>
    expect(xlsxCell(text)).toMatchObject({ value, type: Number }),
  );

  it.each(['12345678901234.567', '9999999999999999.99', '99999999999999.99', '-12345678901234.56'])(
    'is a text where %s has more digits than a spreadsheet keeps',
    (text) => expect(xlsxCell(text)).toEqual({ value: text, type: String }),
  );

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '0012', '1100', '1e5', '007.5', '1.', "=cmd|'/c calc'!A0"])(
    'is the text that it is: %s',
    (text) => expect(xlsxCell(text)).toEqual({ value: text, type: String }),
  );

  it('shows as many places as the text has', () => {
    expect(xlsxCell('7.5')).toMatchObject({ format: '#,##0.0' });
    expect(xlsxCell('7.000000')).toMatchObject({ format: '#,##0.000000' });
  });

  it('is empty where there is nothing, and knows numbers, truths and what is made of parts', () => {
    expect([null, undefined, ''].map(xlsxCell)).toEqual([null, null, null]);
    expect(xlsxCell(42)).toEqual({ value: 42, type: Number });
    expect(xlsxCell(Number.NaN)).toEqual({ value: 'NaN', type: String });
    expect(xlsxCell(true)).toEqual({ value: true, type: Boolean });
    expect(xlsxCell(['a'])).toEqual({ value: '["a"]', type: String });
  });

  it('holds nothing that XML cannot', () => {
    expect(xlsxCell('a\u0000b\ud800c\u{1f600}\tx')).toMatchObject({ value: 'a\ufffdb\ufffdc\u{1f600}\tx' });
  });
});

describe('a workbook', () => {
  it('has the names of the columns above the rows, and no formula', async () => {
    const parts = partsOf(await xlsxFile([{ name: '=1+1', amount: '1.50', none: null }], 'Trial balance'));
    const sheet = parts['xl/worksheets/sheet1.xml']!;
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<v>1.5</v>');
    expect(parts['xl/sharedStrings.xml']).toContain('<t>=1+1</t>');
    expect(parts['xl/sharedStrings.xml']).toContain('<t>amount</t>');
    expect(parts['xl/workbook.xml']).toContain('Trial balance');
  });

  it('has only the columns that are asked for, and none of no rows', async () => {
    const some = partsOf(await xlsxFile([{ a: 'x', b: 'y' }], 'Some', ['b']));
    expect(some['xl/sharedStrings.xml']).not.toContain('<t>x</t>');
    const none = partsOf(await xlsxFile([], 'None'));
    expect(none['xl/worksheets/sheet1.xml']).not.toContain('<c ');
  });
});
