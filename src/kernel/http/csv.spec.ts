import { csvLine } from './csv.js';

describe('a line of CSV', () => {
  test('keeps plain values as they are and ends with CRLF', () => {
    expect(csvLine(['BEAR-01', 12, '1250.00', null, true])).toBe('BEAR-01,12,1250.00,,true\r\n');
  });

  test('quotes commas, quotes and line breaks', () => {
    expect(csvLine(['a,b', 'say "hi"', 'two\nlines'])).toBe('"a,b","say ""hi""","two\nlines"\r\n');
  });

  test('disarms what a spreadsheet would run, but no negative number', () => {
    expect(csvLine(['=HYPERLINK("x")', '+1-1', '@cmd', '-5', '-2.50', '-x'])).toBe(
      `"'=HYPERLINK(""x"")",'+1-1,'@cmd,-5,-2.50,'-x\r\n`,
    );
  });

  test('writes objects as JSON', () => {
    expect(csvLine([{ a: 1 }])).toBe('"{""a"":1}"\r\n');
  });
});
